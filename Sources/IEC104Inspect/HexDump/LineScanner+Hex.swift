extension LineScanner {
    /// Takes the hex digits in `range`, an even number of them.
    mutating func takeBare(_ text: Span<UInt8>, _ range: Range<Int>, form: HexRun.Form = .bare) {
        openRun(form, isPair: range.count == 2, from: range.lowerBound, to: range.upperBound)
        takeDigits(text, range)
        endGroup(text, at: range.upperBound)
    }

    @inline(__always)
    private mutating func takeDigits(_ text: Span<UInt8>, _ range: Range<Int>) {
        let before = octets.count
        octets.append(addingCapacity: range.count / 2) { octets in
            var index = range.lowerBound
            while index + 1 < range.upperBound {
                let high = TextOctet.hexValue(text[index])
                let low = TextOctet.hexValue(text[index + 1])
                if high | low < 16 { octets.append(high << 4 | low) }
                index += 2
            }
        }
        takePlaces(octets.count - before, from: range.lowerBound, step: 2)
    }

    /// Notes the places of the octets just taken, which stand `step` characters apart.
    @inline(__always)
    private mutating func takePlaces(_ count: Int, from index: Int, step: Int) {
        var place = place(index)
        places.append(addingCapacity: count) { places in
            for _ in 0..<count {
                places.append(place)
                place = place.advanced(by: step)
            }
        }
    }

    /// Takes further octets from `index` on as long as the text goes on as `68 04 07` or
    /// `68:04:07` with the same separator; returns where that ends.
    mutating func takePairs(_ text: Span<UInt8>, from index: Int) -> Int {
        guard let last = runs.indices.last, runs[last].isPairs else { return index }
        let separator = text.octet(index)
        switch separator {
        case 0x20, 0x09, 0x2C, 0x2D, 0x3A, 0x3B: break
        default: return index
        }
        let start = index
        var index = index
        octets.append(addingCapacity: (text.count - index) / 3) { octets in
            while index + 2 < text.count, text[index] == separator {
                let high = TextOctet.hexValue(text[index + 1])
                let low = TextOctet.hexValue(text[index + 2])
                if high | low > 15 { break }
                // What does not go on in the same way may be a word or a time.
                if index + 3 < text.count, text[index + 3] != separator { break }
                octets.append(high << 4 | low)
                index += 3
            }
        }
        let taken = (index - start) / 3
        takePlaces(taken, from: start + 1, step: 3)
        runs[last].tokens += taken
        runs[last].pairs += taken
        endGroup(text, at: index)
        return index
    }

    /// Takes a word of hex digits; returns where it ends.
    mutating func scanHexWord(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        let length = end - start
        let next = text.octet(end)
        if isPartOfNumber(text, start, end) {
            route.takeNumber(text, start..<end)
            takeWord(at: start)
            return end
        }
        if length == 1, TextOctet.isQuote(next), text[start] | 0x20 == 0x62 { return end }
        if isAtFirstWord, isLabel(text, start, end) { return end }
        if length & 1 == 0 {
            let isDollar = text.octet(start - 1) == 0x24
            takeBare(text, start..<end, form: isDollar ? .prefixed : .bare)
            return length == 2 && !isDollar ? takePairs(text, from: end) : end
        }
        if length == 3, let reading = ClockReader.read(text, monthNameAt: start..<end) {
            return takeClock(reading, text, from: start)
        }
        if isOpen, isBroken(text, start, end) {
            note(.oddDigits, at: start)
            return end
        }
        if length >= 9 || length >= 3 && text.reads68(start) {
            isOpen = false
            openRun(.bare, isPair: false, from: start, to: end)
            takeDigits(text, start..<end - 1)
            note(.oddDigits, at: start)
            endGroup(text, at: end)
            isOpen = false
            return end
        }
        takeWord(at: start)
        return end
    }

    /// Parts of `192.168.1.10`, `10.68:2404`, `2023/09`, `ad=5`.
    private func isPartOfNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let next = text.octet(end)
        let before = text.octet(start - 1)
        if next == 0x2E, TextOctet.isWord(text.octet(end + 1)) { return true }
        if before == 0x2E, TextOctet.isWord(text.octet(start - 2)) { return true }
        if next == 0x3D { return text.octet(end + 1) != 0x3E }
        if next == 0x2F { return text.octet(end + 1) != 0x2F && text.octet(end + 1) != 0x2A }
        if before == 0x2F { return text.octet(start - 2) != 0x2A }
        // A port behind an address.
        return before == 0x3A && route.isAfterAddress(at: start - 1)
    }

    /// Whether the first word of the line only counts lines or messages: `12: 68 ...`, `3) ...`,
    /// `7<tab>68...`, `1 68...`, `5,680407000000`, `[2] 68...`.
    private func isLabel(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start <= 8 else { return false }
        for index in start..<end where !TextOctet.isDigit(text[index]) { return false }
        let next = text.octet(end)
        let isSeparated = TextOctet.isSpace(text.octet(end + 1))
        let rest = text.skippingSpaces(end + 1)
        let isBefore68 = text.reads68(rest)
        if end - start == 2, text.reads68(start), !isBefore68 { return false }
        switch next {
        case 0x3A, 0x2E, 0x29, 0x7C, 0x23:
            return isSeparated
        case 0x5D:
            return isBefore68
        case 0x09:
            return isBefore68
        case 0x20, 0x2C, 0x3B:
            guard isBefore68 else { return false }
            if (end - start) & 1 == 1 { return true }
            var digits = rest
            while TextOctet.isHex(text.octet(digits)) { digits += 1 }
            guard let length = text.hexPair(rest + 2) else { return false }
            return digits - rest == 2 * (Int(length) + 2)
        default:
            return false
        }
    }

    /// Whether the odd word is a broken group of the open run rather than a word behind it.
    func isBroken(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard let run = runs.last, run.form == .bare, end - start <= 3, run.pairs > 1,
            run.pairs <= octets.count
        else { return false }
        guard run.pairs > 2 || octets[octets.count - run.pairs] == APDUShape.start else {
            return false
        }
        var hasHex = false
        for index in start..<end where TextOctet.isHex(text[index]) { hasHex = true }
        if hasHex, Self.isPair(text, at: end) { return true }
        guard text.isBlank(from: end) else { return false }
        for index in start..<end where TextOctet.isDigit(text[index]) { return true }
        return false
    }

    /// Whether the next group behind `end` is one octet.
    static func isPair(_ text: Span<UInt8>, at end: Int) -> Bool {
        var index = end
        while true {
            switch text.octet(index) {
            case 0x20, 0x09, 0x2C, 0x2D, 0x3A, 0x3B: index += 1
            default:
                return index > end && text.hexPair(index) != nil
                    && !TextOctet.isWord(text.octet(index + 2))
            }
        }
    }

    /// Takes `0x68` and `68h`; nil if the word is neither.
    mutating func scanMarkedHex(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var from = start
        var to = end
        if text[start] == 0x30, text.octet(start + 1) | 0x20 == 0x78 {
            from = start + 2
            let last = text.octet(end - 1) | 0x20
            if last == 0x75 || last == 0x6C { to -= 1 }
        } else if text.octet(end - 1) | 0x20 == 0x68 {
            to = end - 1
            if to - start == 3, text[start] == 0x30 { from += 1 }
            guard to - from >= 2, (to - from) & 1 == 0 else { return nil }
        } else {
            return nil
        }
        guard from < to else { return nil }
        for index in from..<to where !TextOctet.isHex(text[index]) { return nil }
        let digits = to - from
        guard digits == 1 || digits & 1 == 0 else {
            guard isOpen, runs.last?.form == .prefixed else { return nil }
            note(.oddDigits, at: start)
            return end
        }
        if digits & 1 == 0, text.octet(end) == 0x3D { return nil }
        openRun(.prefixed, isPair: digits <= 2, from: start, to: end)
        if digits == 1 {
            append(TextOctet.hexValue(text[from]), at: start)
        } else if digits == 2, let octet = text.hexPair(from) {
            append(octet, at: start)
        } else {
            takeDigits(text, from..<to)
            places[octets.count - digits / 2] = place(start)
        }
        endGroup(text, at: end)
        return end
    }
}
