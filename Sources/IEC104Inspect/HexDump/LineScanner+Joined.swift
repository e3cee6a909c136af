extension LineScanner {
    /// Takes octets with signs between them that elsewhere stand for other things, such as
    /// `68.04.07.00.00.00`, `68_04`, `68|04`, `[68][04]` and `<68><04>`, where at least six of
    /// them begin like an APDU; returns where they end, nil if there are none.
    mutating func scanJoined(_ text: Span<UInt8>, _ start: Int) -> Int? {
        let sign = text.octet(start + 2)
        let opener: UInt8?
        switch sign {
        case 0x2E, 0x5F, 0x7C: opener = nil
        case 0x5D: opener = 0x5B
        case 0x3E: opener = 0x3C
        default: return nil
        }
        guard text.octet(start - 1) != 0x2E else { return nil }
        let step = opener == nil ? 3 : 4
        var head: [6 of UInt8] = [0, 0, 0, 0, 0, 0]
        var count = 0
        var index = start
        while let octet = text.hexPair(index) {
            if count < 6 { head[count] = octet }
            count += 1
            guard text.octet(index + 2) == sign, opener == nil || text.octet(index + 3) == opener,
                text.hexPair(index + step) != nil
            else { break }
            index += step
        }
        let end = index + 2
        guard count >= 6, APDUShape.mayBegin(head.span, at: 0),
            !TextOctet.isWord(text.octet(end)) || text.octet(end) == 0x5F
        else { return nil }
        isOpen = false
        openRun(.bare, isPair: true, from: start, to: end)
        index = start
        while index < end, let octet = text.hexPair(index) {
            append(octet, at: index)
            index += step
        }
        closeJoined(count, text, at: end)
        return sign == 0x3E && text.octet(end) == sign ? end + 1 : end
    }

    /// Takes a list of decimal numbers with commas such as `104, 4, 7, 0, 0, 0`, negative ones
    /// among them, if a whole APDU comes of it; returns where it ends, nil if there is none.
    mutating func scanDecimals(_ text: Span<UInt8>, _ start: Int) -> Int? {
        guard text.octet(start) == 0x31, text.octet(start + 1) == 0x30,
            text.octet(start + 2) == 0x34, text.octet(start + 3) == 0x2C,
            lastInk != 0x2C, lastInk != 0x2D, lastInk != 0x2E
        else { return nil }
        var head: [6 of UInt8] = [0, 0, 0, 0, 0, 0]
        var count = 0
        var end = start
        var next: Int? = start
        while let index = next, let number = Self.decimal(text, at: index) {
            if count < 6 { head[count] = number.octet }
            count += 1
            end = number.end
            next = Self.behindComma(text, end)
        }
        guard count >= 6, count >= 2 + Int(head[1]), APDUShape.mayBegin(head.span, at: 0),
            !TextOctet.isWord(text.octet(end)), text.octet(end) != 0x2E
        else { return nil }
        isOpen = false
        openRun(.bare, isPair: true, from: start, to: end)
        next = start
        while let index = next, index < end, let number = Self.decimal(text, at: index) {
            append(number.octet, at: index)
            next = Self.behindComma(text, number.end)
        }
        closeJoined(count, text, at: end)
        return end
    }

    private mutating func closeJoined(_ count: Int, _ text: Span<UInt8>, at end: Int) {
        if let last = runs.indices.last {
            runs[last].tokens = count
            runs[last].pairs = count
        }
        endGroup(text, at: end)
        isOpen = false
    }

    /// The number -128...255 at `index`, without leading zeros, as an octet.
    private static func decimal(
        _ text: Span<UInt8>, at index: Int
    ) -> (octet: UInt8, end: Int)? {
        let isNegative = text.octet(index) == 0x2D
        var end = isNegative ? index + 1 : index
        let first = end
        guard let value = text.decimal(&end, 1...3), value <= (isNegative ? 128 : 255),
            end - first == 1 || text.octet(first) != 0x30
        else { return nil }
        return (UInt8(truncatingIfNeeded: isNegative ? -value : value), end)
    }

    /// Where the word behind a comma at `index` begins.
    private static func behindComma(_ text: Span<UInt8>, _ index: Int) -> Int? {
        let comma = text.skippingSpaces(index)
        return text.octet(comma) == 0x2C ? text.skippingSpaces(comma + 1) : nil
    }
}
