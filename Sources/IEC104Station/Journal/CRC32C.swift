/// The checksum of a journal's frames: CRC-32C (Castagnoli), eight octets at a step.
struct CRC32C: Sendable {
    /// For each of eight octets what it does to the checksum.
    private static let table: [UInt32] = {
        var table = [UInt32](repeating: 0, count: 8 * 256)
        for octet in 0..<256 {
            var value = UInt32(truncatingIfNeeded: octet)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 0 ? 0 : 0x82F6_3B78) }
            table[octet] = value
        }
        for place in 256..<table.count {
            let before = table[place - 256]
            table[place] = before >> 8 ^ table[Int(before & 0xFF)]
        }
        return table
    }()

    private var state: UInt32

    /// A checksum that begins with another one, or with nothing.
    init(seed: UInt32 = 0) { state = ~seed }

    /// The checksum of all octets so far.
    var value: UInt32 { ~state }

    /// Goes on with some of the octets.
    mutating func add(_ octets: Span<UInt8>) {
        let table = Self.table
        let bytes = unsafe octets.bytes
        var place = 0
        while place &+ 8 <= bytes.byteCount {
            // Any eight octets are a number, and the loop keeps them within the span.
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            let mixed = word.littleEndian ^ UInt64(state)
            var sum: UInt32 = 0
            for octet in 0..<8 {
                let index = Int(truncatingIfNeeded: mixed >> UInt64(octet &* 8)) & 0xFF
                sum ^= table[(7 &- octet) &* 256 &+ index]
            }
            state = sum
            place &+= 8
        }
        while place < octets.count {
            state = state >> 8 ^ table[Int((state ^ UInt32(octets[place])) & 0xFF)]
            place &+= 1
        }
    }
}
