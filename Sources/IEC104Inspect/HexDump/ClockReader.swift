/// A date or time found in a line: where it ends, and what it says if it holds a time of day.
struct ClockReading {
    var end: Int
    var timestamp: Timestamp?
}

/// Reads the dates and times that logs write, as octets.
///
/// Dates without a time of day, and times whose date has no year, are recognized so that their
/// digits do not become octets; the latter count from midnight. `03.09.2023` and `03-09-2023` put
/// the day first, `09/03/2023` the month unless it is above 12.
enum ClockReader {
    /// The date or time at `start`, which holds `digits` decimal digits in a row.
    static func read(_ text: Span<UInt8>, at start: Int, digits: Int) -> ClockReading? {
        let next = text.octet(start + digits)
        let isSeparated = next == 0x2D || next == 0x2E || next == 0x2F
        switch digits {
        case 1, 2:
            if next == 0x3A || WideCharacter.sign(in: text, at: start + digits) == .hour {
                guard let time = TimeOfDay(text, at: start, isAfterDate: false) else { return nil }
                return ClockReading(end: time.end, timestamp: time.timestamp(on: nil))
            }
            guard isSeparated, let date = CivilDate(text, dayFirstAt: start) else { return nil }
            return read(text, after: date)
        case 4:
            guard isSeparated || next >= 0x80, let date = CivilDate(text, yearFirstAt: start)
            else { return nil }
            return read(text, after: date)
        case 8 where next == 0x20 || next == 0x2D || next == 0x54 || next == 0x5F:
            return compact(text, date: start, time: start + 9)
        case 14, 17:
            guard !text.isBlank(from: start + digits) else { return nil }
            return compact(text, date: start, time: start + 8)
        case 10, 13:
            return epoch(text, at: start, digits: digits)
        default:
            return nil
        }
    }

    /// The date that begins with the month's name at `word`, as in `Sep  3 08:25:11`.
    static func read(_ text: Span<UInt8>, monthNameAt word: Range<Int>) -> ClockReading? {
        guard let month = MonthName.read(text, word) else { return nil }
        var index = text.skippingSpaces(word.upperBound)
        guard index > word.upperBound,
            let day = text.decimal(&index, 1...2), day >= 1, day <= 31
        else { return nil }
        if text.octet(index) == 0x2C { index += 1 }
        index = text.skippingSpaces(index)
        if text.octet(index + 4) == 0x20, let year = text.decimal(&index, 4...4) {
            let date = CivilDate(year: year, month: month, day: day, end: index)
            return date.flatMap { read(text, after: $0) }
        }
        guard let time = TimeOfDay(text, at: index, isAfterDate: false) else { return nil }
        return ClockReading(end: time.end, timestamp: time.timestamp(on: nil))
    }

    private static func read(_ text: Span<UInt8>, after date: CivilDate) -> ClockReading {
        var index = date.end
        switch text.octet(index) {
        case 0x54, 0x74, 0x5F, 0x3A, 0x2D, 0x2C:
            index += 1
            if text.octet(index - 1) == 0x2C { index = text.skippingSpaces(index) }
        default:
            while index < text.count {
                if TextOctet.isSpace(text[index]) {
                    index += 1
                } else if text[index] >= 0x80 {
                    let wide = WideCharacter(text, at: index)
                    guard wide.sign == .space else { break }
                    index += wide.length
                } else {
                    break
                }
            }
        }
        guard index > date.end || text.octet(index - 1) >= 0x80,
            let time = TimeOfDay(text, at: index, isAfterDate: true)
        else { return ClockReading(end: date.end, timestamp: nil) }
        return ClockReading(end: time.end, timestamp: time.timestamp(on: date))
    }

    /// `20230903 082511.123`, with or without the blank.
    private static func compact(_ text: Span<UInt8>, date: Int, time: Int) -> ClockReading? {
        var index = date
        guard let year = text.decimal(&index, 4...4), let month = text.decimal(&index, 2...2),
            let day = text.decimal(&index, 2...2),
            let civil = CivilDate(year: year, month: month, day: day, end: index)
        else { return nil }
        index = time
        guard let hour = text.decimal(&index, 2...2), let minute = text.decimal(&index, 2...2),
            let second = text.decimal(&index, 2...2),
            var clock = TimeOfDay(hour: hour, minute: minute, second: second, end: index)
        else { return nil }
        if TextOctet.isDigit(text.octet(index)) {
            clock.readFraction(text, from: index)
        } else {
            clock.readTail(text)
        }
        guard !TextOctet.isWord(text.octet(clock.end)) else { return nil }
        return ClockReading(end: clock.end, timestamp: clock.timestamp(on: civil))
    }

    /// Seconds since 1970 with a fraction or in brackets, or milliseconds.
    private static func epoch(_ text: Span<UInt8>, at start: Int, digits: Int) -> ClockReading? {
        var index = start
        guard var seconds = text.decimal(&index, digits...digits) else { return nil }
        var fraction = 0
        var fractionDigits = 0
        if digits == 13 {
            guard !TextOctet.isWord(text.octet(index)), !text.isBlank(from: index) else {
                return nil
            }
            fraction = seconds % 1000 * 1_000_000
            fractionDigits = 3
            seconds /= 1000
        } else if text.octet(index) == 0x2E, TextOctet.isDigit(text.octet(index + 1)) {
            index += 1
            (fraction, fractionDigits) = text.fraction(&index)
        } else {
            let before = text.octet(start - 1)
            let after = text.octet(index)
            guard before == 0x28 && after == 0x29 || before == 0x5B && after == 0x5D else {
                return nil
            }
        }
        // 1990 ... 2106, so that other numbers of this length are not taken for a time.
        guard seconds > 631_000_000, seconds < 4_300_000_000,
            !TextOctet.isWord(text.octet(index))
        else { return nil }
        let stamp = Timestamp(
            nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(fraction), scale: .utc,
            fractionDigits: UInt8(fractionDigits))
        return ClockReading(end: index, timestamp: stamp)
    }
}

extension Span where Element == UInt8 {
    /// The number at `index` with as many digits as `digits` allows; moves `index` behind it.
    func decimal(_ index: inout Int, _ digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var taken = 0
        while taken < digits.upperBound, taken < 18, TextOctet.isDigit(octet(index + taken)) {
            value = value * 10 + Int(octet(index + taken) &- 0x30)
            taken += 1
        }
        guard taken >= digits.lowerBound else { return nil }
        index += taken
        return value
    }

    /// The digits at `index` as nanoseconds and how many count, at most 9; moves `index` behind.
    func fraction(_ index: inout Int) -> (nanoseconds: Int, digits: Int) {
        var nanoseconds = 0
        var digits = 0
        while TextOctet.isDigit(octet(index)) {
            if digits < 9 {
                nanoseconds = nanoseconds * 10 + Int(octet(index) &- 0x30)
                digits += 1
            }
            index += 1
        }
        for _ in digits..<9 { nanoseconds *= 10 }
        return (nanoseconds, digits)
    }
}
