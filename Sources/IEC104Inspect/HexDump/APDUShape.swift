/// What octets at a place look like when read as an APDU.
enum APDUShape {
    enum Match: Equatable {
        case no
        /// More octets are needed to tell.
        case unknown
        /// An S or U format APDU, which no other data looks like, that ends at the index.
        case certain(Int)
        /// An I format APDU that ends at the index.
        case likely(Int)
    }

    static let start: UInt8 = 0x68

    @inline(__always)
    static func isLength(_ octet: UInt8) -> Bool { octet >= 4 && octet <= 253 }

    /// Judges the octets at `index` without knowing that an APDU begins there.
    static func match(_ octets: Span<UInt8>, at index: Int) -> Match {
        guard octets.octet(index) == start else { return .no }
        let known = octets.count - index
        if known < 2 { return .unknown }
        let length = octets[index + 1]
        guard isLength(length) else { return .no }
        if known < 6 { return controlIsPossible(octets, at: index) ? .unknown : .no }
        guard controlIsPossible(octets, at: index) else { return .no }
        let end = index + 2 + Int(length)
        if octets[index + 2] & 1 != 0 { return .certain(end) }
        if known < 9 { return .unknown }
        let type = octets[index + 6]
        let cause = octets[index + 8] & 0x3F
        let isKnown =
            type >= 1 && type <= 127 && octets[index + 7] & 0x7F != 0 && cause >= 1 && cause <= 47
        return isKnown ? .likely(end) : .no
    }

    /// Whether the octets at `index`, as far as there are any, may begin a well-formed APDU.
    static func mayBegin(_ octets: Span<UInt8>, at index: Int) -> Bool {
        guard octets.octet(index) == start else { return false }
        if index + 1 < octets.count, !isLength(octets[index + 1]) { return false }
        guard controlIsPossible(octets, at: index) else { return false }
        let isInformation = octets.octet(index + 2) & 1 == 0
        return !(isInformation && index + 6 < octets.count && octets[index + 6] == 0)
    }

    /// Whether the control octets that are there fit one of the three formats.
    private static func controlIsPossible(_ octets: Span<UInt8>, at index: Int) -> Bool {
        let known = octets.count - index
        guard known > 2 else { return true }
        let length = octets[index + 1]
        let first = octets[index + 2]
        let second = octets.octet(index + 3)
        let third = octets.octet(index + 4)
        let fourth = octets.octet(index + 5)
        if first & 1 == 0 { return length >= 8 && third & 1 == 0 }
        guard length == 4 else { return false }
        if first & 3 == 1 { return first == 1 && second == 0 && third & 1 == 0 }
        switch first {
        case 0x07, 0x0B, 0x13, 0x23, 0x43, 0x83: return second | third | fourth == 0
        default: return false
        }
    }

    /// Whether the octets from `index` on are whole APDUs by start and length octets alone.
    static func isChain(_ octets: Span<UInt8>, from index: Int) -> Bool {
        var index = index
        guard index < octets.count else { return false }
        while index < octets.count {
            guard octets[index] == start, isLength(octets.octet(index + 1)) else { return false }
            index += 2 + Int(octets[index + 1])
        }
        return index == octets.count
    }

    /// Whether the octets begin with an Ethernet header before IP, whatever the address reads.
    static func isFrame(_ octets: Span<UInt8>) -> Bool {
        guard octets.count > 14 else { return false }
        switch (octets[12], octets[13]) {
        case (0x08, 0x00): return octets[14] >> 4 == 4
        case (0x86, 0xDD): return octets[14] >> 4 == 6
        case (0x81, 0x00): return octets.octet(16) == 0x08 || octets.octet(16) == 0x86
        default: return false
        }
    }

    /// What a search for the next APDU in other octets gave.
    enum Search: Equatable {
        case found(Int)
        case none
        /// It cannot be decided before more octets come whether one begins at the index.
        case open(Int)
    }

    /// How far behind a likely APDU the search goes on for a certain one.
    private static let window = 512

    /// The next place from `index` on where an APDU begins: a certain one, a likely one that the
    /// next APDU follows, or else a likely one.
    static func search(_ octets: Span<UInt8>, from index: Int, isMoreToCome: Bool) -> Search {
        var index = index
        var fallback: Int?
        while index < octets.count {
            if let fallback, index - fallback > window { return .found(fallback) }
            if octets[index] == start {
                switch match(octets, at: index) {
                case .no: break
                case .unknown:
                    if isMoreToCome { return .open(index) }
                case .certain: return .found(index)
                case .likely(let end):
                    if end < octets.count {
                        if octets[end] == start { return .found(index) }
                        fallback = fallback ?? index
                    } else {
                        return isMoreToCome ? .open(index) : .found(index)
                    }
                }
            }
            index += 1
        }
        if let fallback, !isMoreToCome { return .found(fallback) }
        return .none
    }
}
