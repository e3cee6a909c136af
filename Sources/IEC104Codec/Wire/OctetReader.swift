/// A cursor over octets that never reads outside them: each read gives `nil` when octets are
/// missing and leaves the cursor where it was. Integers are little-endian, as on the wire.
struct OctetReader: ~Escapable {
    let octets: Span<UInt8>
    /// The offset of the next octet, 0...`octets.count`.
    private(set) var offset: Int

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>, at offset: Int = 0) {
        self.octets = octets
        self.offset = min(max(offset, 0), octets.count)
    }

    var remaining: Int { octets.count &- offset }

    /// Reads an integer of `T`'s width.
    @inline(__always)
    mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> T? {
        let width = MemoryLayout<T>.size
        guard remaining >= width else { return nil }
        // Safe: `width` octets from `offset` on are inside the span, and an integer has no
        // invalid bit pattern.
        let value = unsafe octets.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
        offset &+= width
        return T(littleEndian: value)
    }

    /// Reads an unsigned integer of `width` octets, 0...8.
    mutating func read(octets width: Int) -> UInt64? {
        switch width {
        case 0: return 0
        case 1: return read(UInt8.self).map(UInt64.init)
        case 2: return read(UInt16.self).map(UInt64.init)
        case 3:
            guard remaining >= 3, let low = read(UInt16.self), let high = read(UInt8.self) else {
                return nil
            }
            return UInt64(low) | UInt64(high) << 16
        case 4: return read(UInt32.self).map(UInt64.init)
        default:
            guard width <= 8, remaining >= width else { return nil }
            var value: UInt64 = 0
            for index in 0..<width { value |= UInt64(octets[offset &+ index]) << (8 * index) }
            offset &+= width
            return value
        }
    }

    /// Reads an object address of `width` octets, 0...3.
    @inline(__always)
    mutating func readAddress(octets width: Int) -> UInt32? {
        if width == 3, remaining > 3 {
            // Mostly something follows, and one load of four octets is cheaper than two.
            let value = unsafe octets.bytes.unsafeLoadUnaligned(
                fromByteOffset: offset, as: UInt32.self)
            offset &+= 3
            return UInt32(littleEndian: value) & 0xFF_FFFF
        }
        return read(octets: width).map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Reads a CP56Time2a.
    @inline(__always)
    mutating func readTime() -> UInt64? {
        guard remaining >= 7 else { return nil }
        // Two loads that overlap in the fourth octet are cheaper than three that do not.
        let low = unsafe octets.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let high = unsafe octets.bytes.unsafeLoadUnaligned(
            fromByteOffset: offset &+ 3, as: UInt32.self)
        offset &+= 7
        return UInt64(UInt32(littleEndian: low)) | UInt64(UInt32(littleEndian: high)) &<< 24
    }

    /// Passes over `count` octets and tells where they are.
    mutating func skip(_ count: Int) -> Range<Int>? {
        guard count >= 0, remaining >= count else { return nil }
        defer { offset &+= count }
        return offset..<(offset &+ count)
    }
}
