extension LineScanner {
    /// Takes the string with `\x` escapes that begins at the quote at `start`; returns where it
    /// ends, nil if it is no such string. It may end with the line instead of a quote.
    mutating func scanLiteral(_ text: Span<UInt8>, _ start: Int) -> Int? {
        guard start >= literalsChecked, let end = literalEnd(text, start) else { return nil }
        openRun(.literal, isPair: false, from: start, to: end)
        var index = start + 1
        var escapes = 0
        while index < end, text[index] != text[start] {
            if text[index] == 0x5C {
                let (octet, length) = Self.escape(text, at: index)
                append(octet, at: index)
                index += length
                escapes += 1
            } else {
                append(text[index], at: index)
                index += 1
            }
        }
        if let last = runs.indices.last { runs[last].tokens += escapes }
        endGroup(text, at: end)
        return end
    }

    /// Where the string ends if it holds only printable characters and valid escapes, one of
    /// them `\x`. Each part of the line is looked at once.
    private mutating func literalEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
        var index = start + 1
        var hasHex = false
        while index < text.count, text[index] != text[start] {
            let octet = text[index]
            if octet == 0x5C {
                let length = Self.escape(text, at: index).length
                if length == 0 { break }
                if text.octet(index + 1) == 0x78 { hasHex = true }
                index += length
            } else if octet < 0x20 || octet > 0x7E {
                break
            } else {
                index += 1
            }
        }
        let isAtQuote = text.octet(index) == text[start]
        guard hasHex, isAtQuote || index >= text.count else {
            // A closing quote opens nothing, unless it is that of b'...'.
            literalsChecked = isAtQuote && text[index - 1] | 0x20 != 0x62 ? index + 1 : index
            return nil
        }
        return isAtQuote ? index + 1 : text.count
    }

    /// The octet of the escape at `index` and the escape's length, 0 if it is none.
    private static func escape(
        _ text: Span<UInt8>, at index: Int
    ) -> (octet: UInt8, length: Int) {
        let letter = text.octet(index + 1)
        switch letter {
        case 0x78: return text.hexPair(index + 2).map { ($0, 4) } ?? (0, 0)
        case 0x6E: return (0x0A, 2)
        case 0x72: return (0x0D, 2)
        case 0x74: return (0x09, 2)
        case 0x61: return (0x07, 2)
        case 0x62: return (0x08, 2)
        case 0x66: return (0x0C, 2)
        case 0x76: return (0x0B, 2)
        case 0x5C, 0x27, 0x22, 0x3F: return (letter, 2)
        case 0x30...0x37:
            var value = 0
            var digits = 0
            while digits < 3, text.octet(index + 1 + digits) & 0xF8 == 0x30 {
                value = value * 8 + Int(text.octet(index + 1 + digits) & 7)
                digits += 1
            }
            return (UInt8(truncatingIfNeeded: value), 1 + digits)
        default: return (0, 0)
        }
    }
}
