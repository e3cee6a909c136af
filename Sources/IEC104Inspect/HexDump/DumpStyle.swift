/// Dumps that do not write octets as pairs of hex digits in their order.
enum DumpStyle {
    /// Whether the first row of a dump holds octal numbers, as of `od`, or binary ones, as of
    /// `xxd -b`.
    static func isForeign(_ text: Span<UInt8>, _ offset: DumpOffset) -> Bool {
        guard offset.isZero, offset.bodyStart < text.count else { return false }
        if offset.hasColon {
            // Four groups at most may be four octets each, such as zeros.
            let count = groups(text, offset, digits: 8, last: 0x31)
            return count > 4 || count > 1 && text.octet(offset.bodyStart + 1) == 0x31
        }
        guard offset.digits == 7 else { return false }
        return groups(text, offset, digits: 6, last: 0x37) > 1
            || groups(text, offset, digits: 3, last: 0x37) > 1
    }

    /// How many groups the row has if each of them has so many digits, none above `last`; else 0.
    private static func groups(
        _ text: Span<UInt8>, _ offset: DumpOffset, digits: Int, last: UInt8
    ) -> Int {
        var index = offset.bodyStart
        var count = 0
        while index < text.count {
            for digit in index..<index + digits {
                guard TextOctet.isDigit(text.octet(digit)), text[digit] <= last else { return 0 }
            }
            index += digits
            count += 1
            guard index < text.count else { break }
            guard TextOctet.isSpace(text[index]) else { return 0 }
            // Two blanks end the row before its text.
            if index + 1 >= text.count || TextOctet.isSpace(text[index + 1]) { break }
            index += 1
        }
        return count
    }

    /// Whether the octets of the first row read better with each group of four turned round, as
    /// of `xxd -e`.
    static func isTurned(_ octets: Span<UInt8>) -> Bool {
        guard octets.count >= 8, octets[3] == APDUShape.start else { return false }
        let head: [8 of UInt8] = [
            octets[3], octets[2], octets[1], octets[0],
            octets[7], octets[6], octets[5], octets[4],
        ]
        return APDUShape.mayBegin(head.span, at: 0)
            && !APDUShape.mayBegin(octets, at: 0)
            && APDUShape.search(octets, from: 0, isMoreToCome: false) == .none
    }
}
