/// Tests on one octet of text.
enum TextOctet {
    /// The value of a hex digit, 255 for anything else.
    @inline(__always)
    static func hexValue(_ octet: UInt8) -> UInt8 {
        let digit = octet &- 0x30
        let letter = (octet | 0x20) &- 0x61
        return digit < 10 ? digit : letter < 6 ? letter &+ 10 : 255
    }

    @inline(__always)
    static func isHex(_ octet: UInt8) -> Bool { hexValue(octet) < 16 }

    @inline(__always)
    static func isDigit(_ octet: UInt8) -> Bool { octet &- 0x30 < 10 }

    /// Whether the octet is an ASCII letter, digit or underscore.
    @inline(__always)
    static func isWord(_ octet: UInt8) -> Bool {
        octet &- 0x30 < 10 || (octet | 0x20) &- 0x61 < 26 || octet == 0x5F
    }

    @inline(__always)
    static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }

    @inline(__always)
    static func isQuote(_ octet: UInt8) -> Bool { octet == 0x22 || octet == 0x27 }
}

extension Span where Element == UInt8 {
    /// The octet at `index`, 0 outside the text.
    @inline(__always)
    func octet(_ index: Int) -> UInt8 {
        index >= 0 && index < count ? self[index] : 0
    }

    /// The value of the two hex digits at `index`, nil if they are none.
    @inline(__always)
    func hexPair(_ index: Int) -> UInt8? {
        let high = TextOctet.hexValue(octet(index))
        let low = TextOctet.hexValue(octet(index + 1))
        return high | low < 16 ? high << 4 | low : nil
    }

    /// Whether the text at `index` reads `68`.
    func reads68(_ index: Int) -> Bool { octet(index) == 0x36 && octet(index + 1) == 0x38 }

    /// The first index from `index` on that holds no blank.
    func skippingSpaces(_ index: Int) -> Int {
        var index = index
        while index < count, TextOctet.isSpace(self[index]) { index += 1 }
        return index
    }

    /// Whether nothing but blanks follows from `index` on.
    func isBlank(from index: Int) -> Bool { skippingSpaces(index) >= count }

    /// Up to eight letters from `range` in lower case in one word, 0 if there are more.
    func packedWord(_ range: Range<Int>) -> UInt64 {
        guard range.count <= 8 else { return 0 }
        var word: UInt64 = 0
        for index in range { word = word << 8 | UInt64(octet(index) | 0x20) }
        return word
    }
}
