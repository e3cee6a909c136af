import IEC104Codec

/// Whether octets look like the start of an APDU: asked where a reader has lost its place.
enum Plausibility {
    case yes
    case no
    /// Too few octets to say no.
    case undecided

    /// Looks at the control field, the type, and at the start octet of the APDU that follows.
    ///
    /// - Parameter isEnd: whether an APDU may be expected to end where `octets` end.
    init(_ octets: Span<UInt8>, isEnd: Bool) {
        guard octets.count > 0 else {
            self = .undecided
            return
        }
        guard octets[0] == APDU.start else {
            self = .no
            return
        }
        guard octets.count > 1 else {
            self = .undecided
            return
        }
        let length = Int(octets[1])
        guard APDU.lengthRange.contains(length) else {
            self = .no
            return
        }
        guard octets.count >= 6 else {
            self = .undecided
            return
        }
        guard Self.isControl(octets[2], octets[3], octets[4], octets[5], length) else {
            self = .no
            return
        }
        if length > 4, octets.count > 7, octets[6] == 0 || octets[7] & 0x7F == 0 {
            self = .no
        } else if octets.count > length + 2 {
            self = octets[length + 2] == APDU.start ? .yes : .no
        } else {
            self = isEnd && octets.count == length + 2 ? .yes : .undecided
        }
    }

    private static func isControl(
        _ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, _ length: Int
    ) -> Bool {
        if first & 0x01 == 0 { return third & 0x01 == 0 && length >= 10 }
        if first == 0x01 { return second == 0 && third & 0x01 == 0 && length == 4 }
        return UFunction(rawValue: first) != nil && second == 0 && third == 0 && fourth == 0
            && length == 4
    }
}
