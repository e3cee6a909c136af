import IEC104

extension CP56Time2a {
    /// Reads `2026-03-02T08:25:12.512`: a space for the T, seconds and a fraction as one likes, and a
    /// `Z` behind it that changes nothing. `nil` for what is no time from 1970 to 2069.
    init?(text: String) {
        var rest = text[...]
        if rest.hasSuffix("Z") { rest.removeLast() }
        let parts = rest.split(
            maxSplits: 1, omittingEmptySubsequences: false,
            whereSeparator: { $0 == "T" || $0 == " " })
        guard parts.count == 2 else { return nil }
        let date = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        let time = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard date.count == 3, (2...3).contains(time.count),
            let year = Self.number(date[0], 4), let month = Self.number(date[1], 2),
            let day = Self.number(date[2], 2), let hour = Self.number(time[0], 2),
            let minute = Self.number(time[1], 2)
        else { return nil }
        var (second, millisecond) = (0, 0)
        if time.count == 3 {
            let seconds = time[2].split(
                separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard let whole = seconds.first.flatMap({ Self.number($0, 2) }) else { return nil }
            second = whole
            if seconds.count == 2 {
                guard (1...3).contains(seconds[1].count),
                    let fraction = Self.number(seconds[1], seconds[1].count)
                else { return nil }
                millisecond = fraction * [100, 10, 1][seconds[1].count - 1]
            }
        }
        let calendar = CalendarTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond)
        guard let calendar else { return nil }
        self.init(calendar)
    }

    private static func number(_ text: Substring, _ count: Int) -> Int? {
        guard text.utf8.count == count, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// Such as `2026-03-02T08:25:12.512`, as the octets have it; empty when no calendar has it.
    var text: String {
        guard let time = calendarTime else { return "" }
        func digits(_ number: Int, _ count: Int) -> String {
            let text = "\(number)"
            return String(repeating: "0", count: max(count - text.count, 0)) + text
        }
        return "\(digits(time.year, 4))-\(digits(time.month, 2))-\(digits(time.day, 2))T"
            + "\(digits(time.hour, 2)):\(digits(time.minute, 2)):\(digits(time.second, 2))."
            + digits(time.millisecond, 3)
    }
}

/// What the clock of a station shows.
struct StationTime: Sendable {
    /// `nil`: UTC.
    let zone: ZoneRule?

    /// How far it is ahead of UTC now.
    var offset: Duration { .seconds(60 * (zone?.offset(at: WallClock.now).minutes ?? 0)) }
    /// Whether it is summer time now.
    var isSummerTime: Bool { zone?.offset(at: WallClock.now).isSummerTime ?? false }

    /// The tag of a moment in milliseconds since 1970, UTC; `nil` outside 1970 to 2069.
    func tag(_ utc: Int64) -> CP56Time2a? {
        let (minutes, isSummerTime) = zone?.offset(at: utc) ?? (0, false)
        return CP56Time2a(
            CalendarTime(millisecondsSince1970: utc &+ Int64(minutes) &* 60_000),
            isSummerTime: isSummerTime)
    }

    /// The moment of a tag; `nil` when no calendar has it.
    func utc(_ tag: CP56Time2a) -> Int64? {
        guard let local = tag.millisecondsSince1970 else { return nil }
        return zone?.utc(local: local, isSummerTime: tag.isSummerTime) ?? local
    }
}
