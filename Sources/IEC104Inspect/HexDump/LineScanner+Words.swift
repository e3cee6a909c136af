extension LineScanner {
    /// Takes the word at `start`; returns where what it belongs to ends.
    @inline(__always)
    mutating func scanWord(_ text: Span<UInt8>, _ start: Int) -> Int {
        var hexEnd = start
        while hexEnd < text.count, TextOctet.isHex(text[hexEnd]) { hexEnd += 1 }
        switch hexEnd - start {
        case 2 where text.octet(hexEnd) != 0x20 && text.reads68(start):
            if let end = scanJoined(text, start) { return end }
        case 3 where text.octet(hexEnd) == 0x2C:
            if let end = scanDecimals(text, start) { return end }
        default: break
        }
        var end = hexEnd
        while end < text.count, TextOctet.isWord(text[end]) { end += 1 }
        if TextOctet.isDigit(text[start]), let after = scanClock(text, start) { return after }
        if end == hexEnd { return scanHexWord(text, start, end) }
        return scanMarkedHex(text, start, end) ?? scanPlainWord(text, start, end)
    }

    private mutating func scanClock(_ text: Span<UInt8>, _ start: Int) -> Int? {
        var digits = 1
        while digits <= 17, TextOctet.isDigit(text.octet(start + digits)) { digits += 1 }
        if digits == 2, text.octet(start + 2) == 0x20 { return nil }
        guard let reading = ClockReader.read(text, at: start, digits: digits) else { return nil }
        return takeClock(reading, text, from: start)
    }

    private mutating func scanPlainWord(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        let length = end - start
        let isQuoted =
            TextOctet.isQuote(text.octet(end)) && text.octet(start - 1) == text.octet(end)
        if length <= 2, !isQuoted, TextOctet.isQuote(text.octet(end)) {
            switch text[start] | 0x20 {
            // The letters of b"...", u8"...", H'68', X'68'.
            case 0x62, 0x72, 0x75, 0x6C, 0x68, 0x78: return end
            default: break
            }
        }
        if isOpen, let form = runs.last?.form {
            let isMarked = text[start] == 0x30 && text.octet(start + 1) | 0x20 == 0x78
            if form == .prefixed && isMarked || isBroken(text, start, end) {
                note(.notHex, at: start)
                return end
            }
        }
        if takeMisspelled(text, start, end) { return end }
        if let reading = ClockReader.read(text, monthNameAt: start..<end) {
            return takeClock(reading, text, from: start)
        }
        if let word = LogWord.read(text, start..<end), takeLogWord(word, text, start, end) {
            return end
        }
        takeWord(at: start)
        return end
    }

    /// Takes a word such as `6804O7000000` or, before octets, `6G` as hex that is broken.
    private mutating func takeMisspelled(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let length = end - start
        if length == 2, text[start] == 0x36, !isOpen, Self.isPair(text, at: end) {
            openRun(.bare, isPair: true, from: start, to: end)
            note(.notHex, at: start)
            endGroup(text, at: end)
            return true
        }
        let isMarked = text[start] == 0x30 && text.octet(start + 1) | 0x20 == 0x78
        let from = isMarked ? start + 2 : start
        guard end - from >= 6, text.reads68(from) else { return false }
        var strays = 0
        var firstStray = 0
        for index in from..<end where !TextOctet.isHex(text[index]) {
            if strays == 0 { firstStray = index }
            strays += 1
        }
        guard strays <= max(1, (end - from) / 8) else { return false }
        isOpen = false
        openRun(.bare, isPair: false, from: start, to: end)
        var index = from
        while index + 1 < end {
            if index >= firstStray - 1 { note(.notHex, at: firstStray) }
            if let octet = text.hexPair(index) { append(octet, at: index) }
            index += 2
        }
        note(.notHex, at: firstStray)
        endGroup(text, at: end)
        isOpen = false
        return true
    }

    /// Takes a word that may name a direction or a station; false if it means nothing here.
    private mutating func takeLogWord(
        _ word: LogWord, _ text: Span<UInt8>, _ start: Int, _ end: Int
    ) -> Bool {
        let isUpper = text[start] & 0x20 == 0
        let next = text.octet(end)
        let isMarked =
            next == 0x3A || next == 0x5D || next == 0x3E || next == 0x29
            || lastInk == 0x5B || lastInk == 0x28
            || TextOctet.isQuote(next) && text.octet(start - 1) == next
            || isUpper && text.reads68(text.skippingSpaces(end))
        switch word {
        case .sent: takeTransfer(isSent: true)
        case .received: takeTransfer(isSent: false)
        case .sentIfMarked where isMarked || isUpper && end - start > 1:
            takeTransfer(isSent: true)
        case .receivedIfMarked where isMarked || isUpper && end - start > 1:
            takeTransfer(isSent: false)
        case .master, .slave:
            takeStation(isMaster: word == .master, at: start..<end)
        case .slaveLetter where !route.hasArrow && isBeforeOctets(text, behindMark: end):
            takeTransfer(isSent: true)
        case .masterLetter, .slaveLetter:
            guard route.hasArrow || next == 0x2D || next == 0x3D else { return false }
            takeStation(isMaster: word == .masterLetter, at: start..<end)
        default:
            return false
        }
        return true
    }

    /// Whether a colon or closing bracket at `end` stands directly before an APDU, as in `S: 68`.
    private func isBeforeOctets(_ text: Span<UInt8>, behindMark end: Int) -> Bool {
        guard text.octet(end) == 0x3A || text.octet(end) == 0x5D else { return false }
        let next = text.skippingSpaces(end + (text.octet(end + 1) == 0x3A ? 2 : 1))
        return text.reads68(next)
    }

    /// What a station's name says together with the word decides more than the word alone.
    mutating func takeTransfer(isSent: Bool) {
        if let isMaster = route.transferringStation(at: inkEnd) {
            takeDirection(isMaster == isSent ? .control : .monitor)
        } else {
            takeDirection(isSent ? .sent : .received)
        }
    }

    mutating func takeStation(isMaster: Bool, at range: Range<Int>) {
        if let direction = route.takeStation(isMaster: isMaster, end: range.upperBound) {
            takeDirection(direction)
        } else {
            takeWord(at: range.lowerBound)
        }
    }

    /// Takes the characters outside ASCII at `index`; returns where they end.
    mutating func scanWide(_ text: Span<UInt8>, _ index: Int) -> Int {
        let wide = WideCharacter(text, at: index)
        var end = index + wide.length
        surplus += wide.length - 1
        if wide.sign == .space { return end }
        isBlank = false
        let next = WideCharacter.sign(in: text, at: end)
        /// A pair of characters that mean something together.
        func joins(_ sign: WideCharacter.Sign) -> Bool { next == sign }
        let isAlone = next == nil || next == .colon || next == .punctuation || next == .space
        let isReply =
            (joins(.reply) || joins(.answer)) && route.transferringStation(at: inkEnd) != nil
        var isPair = true
        switch wide.sign {
        case .colon, .punctuation:
            isOpen = false
            isPair = false
        case .rightArrow, .leftArrow:
            takeArrow(text, index..<end, isRight: wide.sign == .rightArrow)
            isPair = false
        case .send where joins(.deliver), .send where isAlone:
            takeTransfer(isSent: true)
            isPair = !isAlone
        case .receive where joins(.arrive), .receive where isAlone:
            takeTransfer(isSent: false)
            isPair = !isAlone
        case .take where joins(.receive): takeTransfer(isSent: false)
        case .up where joins(.row) || joins(.deliver): takeDirection(.monitor)
        case .down where joins(.row) || joins(.send): takeDirection(.control)
        case .reply where isReply, .answer where isReply:
            takeTransfer(isSent: true)
        case .main where joins(.station), .sub where joins(.station):
            let length = WideCharacter(text, at: end).length
            takeStation(isMaster: wide.sign == .main, at: index..<end + length)
        default:
            takeWord(at: index)
            isPair = false
        }
        if isPair {
            let second = WideCharacter(text, at: end)
            surplus += second.length - 1
            end += second.length
        }
        isAtFirstWord = isAtFirstWord && (wide.sign == .punctuation)
        lastInk =
            wide.sign == .colon ? 0x3A : wide.sign == .punctuation ? 0x5D : text.octet(end - 1)
        inkEnd = end
        return end
    }
}
