extension LineScanner {
    /// Takes the groups of a dump's line behind its offset as one run and leaves out what is
    /// printed behind them; no more than `room` octets.
    mutating func scanDump(
        _ text: Span<UInt8>, origin: TextPlace, offset: DumpOffset, room: Int
    ) {
        begin(origin: origin, isInArray: false)
        isBlank = false
        var index = offset.bodyStart
        openRun(.bare, isPair: true, from: index, to: index)
        var width = 0
        while index < text.count, octets.count < room {
            var end = index
            while end < text.count, TextOctet.isHex(text[end]) { end += 1 }
            let length = end - index
            let isEnded =
                end >= text.count || TextOctet.isSpace(text[end]) || text[end] == 0x2D
                || text[end] == 0x7C
            guard isEnded, length >= 2, length & 1 == 0, width == 0 || length <= width else {
                noteBrokenGroup(text, index, width: width)
                break
            }
            if width == 0 { width = length }
            var digit = index
            while digit < end {
                if let octet = text.hexPair(digit) { append(octet, at: digit) }
                digit += 2
            }
            guard let next = nextGroup(text, end, offset: offset, width: width) else { break }
            index = next
        }
        endGroup(text, at: index)
        isOpen = false
    }

    /// Where the group behind `end` begins, nil if the hex part of the line ends there.
    private func nextGroup(
        _ text: Span<UInt8>, _ end: Int, offset: DumpOffset, width: Int
    ) -> Int? {
        if text.octet(end) == 0x2D { return text.hexPair(end + 1) == nil ? nil : end + 1 }
        let next = text.skippingSpaces(end)
        guard next > end, next < text.count else { return nil }
        if next - end == 1 { return next }
        // hexdump -x puts four blanks between words, and prints nothing behind them.
        if width == 4, offset.digits == 7, !offset.hasColon { return next }
        // Two blanks in the middle; elsewhere they end the hex part.
        guard next - end == 2, octets.count % 8 == 0, text.hexPair(next) != nil else { return nil }
        let behind = text.octet(next + 2)
        // The text column of a line of eight octets is no longer than that.
        if offset.hasColon, text.count - next <= 8 { return nil }
        return TextOctet.isSpace(behind) || behind == 0 && !offset.hasColon ? next : nil
    }

    /// Notes a group of the usual size that is not all hex where more groups follow.
    private mutating func noteBrokenGroup(_ text: Span<UInt8>, _ start: Int, width: Int) {
        var end = start
        while end < text.count, TextOctet.isWord(text[end]) { end += 1 }
        guard width > 0, end > start, end - start <= width,
            text.octet(start - 1) == 0x20, text.octet(start - 2) != 0x20
        else { return }
        let next = text.octet(end) == 0x20 ? end + 1 : text.count
        var nextEnd = next
        while TextOctet.isHex(text.octet(nextEnd)) { nextEnd += 1 }
        let isFollowed = nextEnd - next == width && !TextOctet.isWord(text.octet(nextEnd))
        guard isFollowed else { return }
        var isHex = true
        for index in start..<end where !TextOctet.isHex(text[index]) { isHex = false }
        note(isHex ? .oddDigits : .notHex, at: start)
    }

    /// Swaps the octets of each word of two.
    mutating func swapWords() {
        var index = 0
        while index + 1 < octets.count {
            octets.swapAt(index, index + 1)
            index += 2
        }
    }
}
