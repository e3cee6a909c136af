/// A date of the Gregorian calendar and a time of day, in milliseconds, without a zone.
public struct CalendarTime: Hashable, Sendable {
    /// The year.
    public let year: Int
    /// 1...12.
    public let month: Int
    /// 1...31.
    public let day: Int
    /// 0...23.
    public let hour: Int
    /// 0...59.
    public let minute: Int
    /// 0...59.
    public let second: Int
    /// 0...999.
    public let millisecond: Int

    /// A date and time; `nil` when no calendar or clock has it, or the year is outside 1...9999.
    public init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        millisecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second), (0...999).contains(millisecond)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// The date and time `milliseconds` after 1970-01-01T00:00, clamped to the years 1...9999.
    public init(millisecondsSince1970 milliseconds: Int64) {
        let clamped = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
        let dayNumber = (clamped >= 0 ? clamped : clamped - 86_399_999) / 86_400_000
        let inDay = Int(clamped - dayNumber * 86_400_000)
        // Days are counted in eras of 400 years that begin on 1 March, so that the leap day is
        // the last of its year.
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = inDay / 3_600_000
        minute = inDay / 60_000 % 60
        second = inDay / 1000 % 60
        millisecond = inDay % 1000
    }

    /// Days since 1970-01-01.
    var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Milliseconds since 1970-01-01T00:00.
    public var millisecondsSince1970: Int64 {
        Int64(dayNumber) * 86_400_000
            + Int64(((hour * 60 + minute) * 60 + second) * 1000 + millisecond)
    }

    /// 1 (Monday)...7 (Sunday).
    public var dayOfWeek: Int {
        // 1970-01-01 was a Thursday; the remainder is brought to 0...6 for days before it too.
        ((dayNumber + 3) % 7 + 7) % 7 + 1
    }

    /// The number of days in a month, 1...12; 0 for other months.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 1, 3, 5, 7, 8, 10, 12: 31
        default: 0
        }
    }
}
