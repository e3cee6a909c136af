/// A date of a log line, in the years that nanoseconds since 1970 can tell.
struct CivilDate {
    var year: Int
    var month: Int
    var day: Int
    /// Where the date ends in the text.
    var end: Int

    init?(year: Int, month: Int, day: Int, end: Int) {
        guard year >= 1970, year <= 2200, month >= 1, month <= 12, day >= 1, day <= 31 else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
        self.end = end
    }

    /// `2023-09-03`, `2023/9/3`, `2023.09.03` or `2023年9月3日`.
    init?(_ text: Span<UInt8>, yearFirstAt start: Int) {
        var index = start
        guard let year = text.decimal(&index, 4...4) else { return nil }
        if WideCharacter.sign(in: text, at: index) == .year {
            index += WideCharacter(text, at: index).length
            guard let month = text.decimal(&index, 1...2),
                WideCharacter.sign(in: text, at: index) == .month
            else { return nil }
            index += WideCharacter(text, at: index).length
            guard let day = text.decimal(&index, 1...2),
                WideCharacter.sign(in: text, at: index) == .day
            else { return nil }
            index += WideCharacter(text, at: index).length
            self.init(year: year, month: month, day: day, end: index)
            return
        }
        let separator = text.octet(index)
        guard separator == 0x2D || separator == 0x2E || separator == 0x2F else { return nil }
        index += 1
        guard let month = text.decimal(&index, 1...2), text.octet(index) == separator else {
            return nil
        }
        index += 1
        guard let day = text.decimal(&index, 1...2), Self.isEnd(text, index) else { return nil }
        self.init(year: year, month: month, day: day, end: index)
    }

    /// `03.09.2023`, `09/03/2023`, `03-09-2023`, `03-Sep-2023` or `03.09.23` before a time.
    init?(_ text: Span<UInt8>, dayFirstAt start: Int) {
        var index = start
        guard var day = text.decimal(&index, 1...2) else { return nil }
        let separator = text.octet(index)
        guard separator == 0x2D || separator == 0x2E || separator == 0x2F else { return nil }
        index += 1
        var month: Int
        if let named = MonthName.read(text, index..<index + 3) {
            month = named
            index += 3
        } else if let number = text.decimal(&index, 1...2) {
            month = number
            if month > 12 || separator == 0x2F && day <= 12 { swap(&day, &month) }
        } else {
            return nil
        }
        guard text.octet(index) == separator else { return nil }
        index += 1
        let yearStart = index
        guard var year = text.decimal(&index, 2...4), Self.isEnd(text, index) else { return nil }
        if index == yearStart + 2 {
            let isBeforeTime =
                text.octet(index) == 0x20 && TextOctet.isDigit(text.octet(index + 1))
                && text.octet(index + 3) == 0x3A
            guard separator == 0x2E, isBeforeTime else { return nil }
            year += 2000
        }
        self.init(year: year, month: month, day: day, end: index)
    }

    private static func isEnd(_ text: Span<UInt8>, _ index: Int) -> Bool {
        let next = text.octet(index)
        return !TextOctet.isWord(next) || next == 0x54 || next == 0x74 || next == 0x5F
    }

    /// Days since 1970-01-01.
    var dayNumber: Int {
        // Years that begin in March put the leap day last.
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
