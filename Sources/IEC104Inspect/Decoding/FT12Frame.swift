/// Whether octets begin a frame of variable length of format class FT1.2 (IEC 60870-5-1):
/// `68 L L 68`, L octets, their sum and `16`. An APDU may look like its first four octets.
enum FT12Frame {
    case no
    /// Too few octets to tell.
    case undecided
    /// A frame of so many octets.
    case whole(Int)

    /// Looks at the first octets.
    init(_ octets: Span<UInt8>) {
        let start: [UInt8?] = [0x68, nil, octets.count > 1 ? octets[1] : nil, 0x68]
        for index in 0..<min(octets.count, 4) where start[index] != nil {
            guard octets[index] == start[index] else {
                self = .no
                return
            }
        }
        guard octets.count > 1 else {
            self = .undecided
            return
        }
        let end = Int(octets[1]) + 5
        guard octets[1] >= 3 else {
            self = .no
            return
        }
        guard octets.count > end else {
            self = .undecided
            return
        }
        var sum: UInt8 = 0
        for index in 4..<(end - 1) { sum = sum &+ octets[index] }
        self = octets[end] == 0x16 && octets[end - 1] == sum ? .whole(end + 1) : .no
    }
}
