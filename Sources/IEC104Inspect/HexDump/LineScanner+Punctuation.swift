extension LineScanner {
    /// Takes the punctuation at `index`; returns where it ends.
    mutating func scanPunctuation(_ text: Span<UInt8>, _ index: Int) -> Int {
        let next = text.octet(index + 1)
        switch text[index] {
        case 0x2C, 0x3B, 0x3A, 0x24:
            return index + 1
        case 0x22, 0x27:
            return scanLiteral(text, index) ?? index + 1
        case 0x5C:
            guard next == 0x78, text.hexPair(index + 2) != nil else { return index + 1 }
            takeEscape(text, index)
            return index + 4
        case 0x2D where next != 0x3E && next != 0x2D:
            return index + 1
        case 0x2D, 0x3C, 0x3D, 0x3E:
            return scanArrow(text, index)
        case 0x28:
            // A cast in front of each number of a Java array.
            if text.packedWord(index + 1..<index + 5) == 0x6279_7465, text.octet(index + 5) == 0x29
            {
                return index + 6
            }
            isOpen = false
            return index + 1
        case 0x5B, 0x7B:
            isOpen = false
            endsInBracket = true
            isAfterOpener = true
            return index + 1
        case 0x5D, 0x7D:
            if isOpen, let last = runs.indices.last { runs[last].isClosed = true }
            isOpen = false
            endsInBracket = false
            isAfterOpener = false
            return index + 1
        case 0x2F where next == 0x2A:
            return skipComment(text, from: index)
        case 0x2F
        where next == 0x2F && (isInArray || isAfterOpener || runs.last?.form == .prefixed):
            return text.count
        case 0x23 where isInArray || isOpen && runs.last?.form == .prefixed:
            return text.count
        default:
            isOpen = false
            return index + 1
        }
    }

    private mutating func takeEscape(_ text: Span<UInt8>, _ index: Int) {
        guard let octet = text.hexPair(index + 2) else { return }
        openRun(.escaped, isPair: true, from: index, to: index + 4)
        append(octet, at: index)
        endGroup(text, at: index + 4)
    }

    /// Skips a comment that begins or goes on at `index`. Without its end it goes on over lines
    /// in an array only: elsewhere `/*` may be part of a path.
    mutating func skipComment(_ text: Span<UInt8>, from index: Int) -> Int {
        var end = isInComment ? index : index + 2
        while !lacksCommentEnd, end + 1 < text.count {
            if text[end] == 0x2A, text[end + 1] == 0x2F {
                isInComment = false
                return end + 2
            }
            end += 1
        }
        lacksCommentEnd = true
        if isInComment || isInArray || endsInBracket && runs.last?.form == .prefixed {
            isInComment = true
            return text.count
        }
        isOpen = false
        return index + 2
    }

    /// Takes `->`, `-->`, `>>`, `>`, `=>`, their mirror images, and lines that are no arrow.
    private mutating func scanArrow(_ text: Span<UInt8>, _ start: Int) -> Int {
        var end = start
        scan: while true {
            switch text.octet(end) {
            case 0x2D, 0x3C, 0x3D, 0x3E: end += 1
            default: break scan
            }
        }
        let pointsRight = text[end - 1] == 0x3E
        let pointsLeft = text[start] == 0x3C
        if end - start == 1, pointsLeft || pointsRight {
            // The brackets of <68><04>.
            if pointsLeft, text.reads68(end), text.packedWord(end + 2..<end + 4) == 0x3E3C {
                isOpen = false
                return end
            }
            if pointsLeft, let after = skipPriority(text, start) { return after }
            // A single sign is a mark only where it stands alone: not in <tag> or `Tx>`.
            let isGlued = TextOctet.isWord(text.octet(start - 1))
            let isBefore68 = text.reads68(text.skippingSpaces(end))
            if isGlued || !(TextOctet.isSpace(text.octet(end)) || isBefore68) {
                isOpen = false
                return end
            }
        }
        if pointsRight != pointsLeft {
            takeArrow(text, start..<end, isRight: pointsRight)
        } else {
            isOpen = false
        }
        return end
    }

    /// Takes an arrow: between names it tells who sent to whom, elsewhere which way octets went.
    mutating func takeArrow(_ text: Span<UInt8>, _ range: Range<Int>, isRight: Bool) {
        isOpen = false
        let isBehindName = inkEnd > 0 && inkEnd != timeEnd && !isAfterMark && isName(lastInk)
        let next = text.skippingSpaces(range.upperBound)
        let isBefore68 = text.reads68(next) || text.octet(next) == 0x30 && text.reads68(next + 2)
        if isBehindName, !isBefore68 {
            route.takeArrow(isRight: isRight)
        } else if marks.direction == nil || !isAfterMark {
            takeDirection(isRight ? .sent : .received)
        }
    }

    private func isName(_ octet: UInt8) -> Bool { TextOctet.isWord(octet) || octet >= 0x80 }

    /// The `<134>` of syslog at the start of a line.
    private func skipPriority(_ text: Span<UInt8>, _ start: Int) -> Int? {
        guard inkEnd == 0 else { return nil }
        var index = start + 1
        guard let _ = text.decimal(&index, 1...3), text.octet(index) == 0x3E else { return nil }
        return index + 1
    }
}
