internal import IEC104Codec

/// The local time of a region: how far it is ahead of UTC, and when summer time begins and ends.
///
///     ZoneRule(minutes: 480)                                  China
///     ZoneRule.europe(minutes: 60)                            Central Europe
///     try ZoneRule(posix: "CET-1CEST,M3.5.0,M10.5.0/3")       the same, as systems write it
public struct ZoneRule: Hashable, Sendable {
    /// A day of each year, and the time of that day on the clock as it is before the change.
    public struct Change: Hashable, Sendable {
        /// Which day.
        public enum Day: Hashable, Sendable {
            /// The first...fourth, or as 5 the last, of a day of the week, 0 (Sunday)...6, in a month
            /// 1...12.
            case weekday(Int, week: Int, month: Int)
            /// 1...365; 29 February does not count.
            case ofCommonYear(Int)
            /// 0...365; 29 February counts.
            case ofYear(Int)
        }
        /// The day.
        public var day: Day
        /// Minutes after midnight; negative ones and those beyond a day are possible.
        public var minute: Int

        /// A change on a day, so many minutes after midnight.
        public init(_ day: Day, minute: Int) {
            self.day = day
            self.minute = minute
        }

        /// Days since 1970 of the change in a year, and minutes.
        func minutes(in year: Int) -> Int {
            func first(_ month: Int) -> Int {
                let date = CalendarTime(year: min(max(year, 1), 9999), month: month, day: 1)
                return Int((date?.millisecondsSince1970 ?? 0) / 86_400_000)
            }
            let number: Int
            switch day {
            case .weekday(let weekday, let week, let month):
                let month = min(max(month, 1), 12)
                let begin = first(month)
                // 1970-01-01 was a Thursday.
                let ahead = ((weekday % 7 - 4 - begin) % 7 + 7) % 7
                let last = CalendarTime.days(inMonth: month, of: year) - 1
                var offset = ahead + (min(max(week, 1), 5) - 1) * 7
                if offset > last { offset -= 7 }
                number = begin + offset
            case .ofCommonYear(let day):
                let day = min(max(day, 1), 365) - 1
                let isLeap = CalendarTime.days(inMonth: 2, of: year) == 29
                number = first(1) + day + (isLeap && day >= 59 ? 1 : 0)
            case .ofYear(let day): number = first(1) + min(max(day, 0), 365)
            }
            return number * 1440 + min(max(minute, -10_080), 10_080)
        }
    }

    /// Summer time.
    public struct Summer: Hashable, Sendable {
        /// Minutes ahead of UTC, more than in winter.
        public var minutes: Int
        /// When it begins.
        public var begin: Change
        /// When it ends.
        public var end: Change

        /// Summer time.
        public init(minutes: Int, begin: Change, end: Change) {
            self.minutes = minutes
            self.begin = begin
            self.end = end
        }
    }

    /// Minutes ahead of UTC in winter, or all the year.
    public var minutes: Int
    /// Summer time; `nil` when there is none.
    public var summer: Summer?

    /// A time so many minutes ahead of UTC, with or without summer time.
    public init(minutes: Int, summer: Summer? = nil) {
        self.minutes = minutes
        self.summer = summer
    }

    /// Universal time.
    public static let utc = ZoneRule(minutes: 0)

    /// A time with the summer time of the European Union: from the last Sunday of March to that of
    /// October, 01:00 UTC.
    public static func europe(minutes: Int) -> ZoneRule {
        let bounded = min(max(minutes, -1440), 1440)
        return ZoneRule(
            minutes: bounded,
            summer: Summer(
                minutes: bounded + 60,
                begin: Change(.weekday(0, week: 5, month: 3), minute: 60 + bounded),
                end: Change(.weekday(0, week: 5, month: 10), minute: 120 + bounded)))
    }

    /// Minutes ahead of UTC, and whether that is summer time, at a time in milliseconds since 1970,
    /// UTC.
    public func offset(at utc: Int64) -> (minutes: Int, isSummerTime: Bool) {
        guard let summer else { return (minutes, false) }
        let bounded = min(max(utc, -62_000_000_000_000), 253_000_000_000_000)
        let now = Int(bounded >= 0 ? bounded / 60_000 : (bounded - 59_999) / 60_000)
        let local = CalendarTime(millisecondsSince1970: Int64(now &+ minutes) &* 60_000)
        let begin = summer.begin.minutes(in: local.year) &- minutes
        let end = summer.end.minutes(in: local.year) &- summer.minutes
        let isSummer = begin < end ? (begin..<end).contains(now) : !(end..<begin).contains(now)
        return (isSummer ? summer.minutes : minutes, isSummer)
    }

    /// The time in UTC that a local clock shows as `local`, in milliseconds since 1970. Only where the
    /// local time comes twice, or not at all, it matters whether SU is set.
    public func utc(local: Int64, isSummerTime: Bool) -> Int64 {
        func moved(_ minutes: Int) -> Int64 { local &- Int64(minutes) &* 60_000 }
        guard let summer else { return moved(minutes) }
        let (inWinter, inSummer) = (moved(minutes), moved(summer.minutes))
        switch (offset(at: inWinter).isSummerTime, offset(at: inSummer).isSummerTime) {
        case (false, false): return inWinter
        case (true, true): return inSummer
        default: return isSummerTime ? inSummer : inWinter
        }
    }

    /// The rule with all its numbers in range.
    var bounded: ZoneRule {
        var rule = self
        rule.minutes = min(max(minutes, -1500), 1500)
        guard let summer else { return rule }
        rule.summer?.minutes = min(max(summer.minutes, -1500), 1500)
        return rule
    }
}
