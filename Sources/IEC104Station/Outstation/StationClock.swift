internal import IEC104Codec

/// The clock of the station: the wall clock and an offset, and the last time tag made.
struct StationClock: Sendable {
    /// Milliseconds ahead of UTC.
    private var offset: Int64
    private var isSummerTime: Bool
    private var minute = Int64.min
    /// The tag at the beginning of the minute; `nil` outside the years that a tag can say.
    private var base: CP56Time2a?

    private static let hour: Int64 = 3_600_000

    init(offset: Duration, isSummerTime: Bool) {
        let (seconds, attoseconds) = offset.components
        let bounded = min(max(seconds, -1_000_000_000), 1_000_000_000)
        self.offset = bounded * 1000 + attoseconds / 1_000_000_000_000_000
        self.isSummerTime = isSummerTime
    }

    /// Milliseconds since 1970 on the clock of the station, when the wall clock shows `wall`.
    func time(_ wall: Int64) -> Int64 {
        let sum = wall.addingReportingOverflow(offset)
        return sum.overflow ? wall : sum.partialValue
    }

    /// The same as a clock shows it that does or does not have summer time.
    func time(_ wall: Int64, isSummerTime other: Bool) -> Int64 {
        guard other != isSummerTime else { return time(wall) }
        return time(wall) &+ (other ? Self.hour : -Self.hour)
    }

    /// Sets the clock; by how many milliseconds it moves, not counting the step to or from summer
    /// time.
    mutating func set(_ milliseconds: Int64, isSummerTime other: Bool, wall: Int64) -> Int64 {
        let moved = milliseconds.subtractingReportingOverflow(time(wall, isSummerTime: other))
        let offset = milliseconds.subtractingReportingOverflow(wall)
        guard !moved.overflow, !offset.overflow else { return 0 }
        self.offset = offset.partialValue
        if isSummerTime != other {
            isSummerTime = other
            minute = .min
        }
        return moved.partialValue
    }

    /// The time tag of the moment; invalid outside 1970...2069.
    @inline(__always)
    mutating func tag(_ wall: Int64) -> CP56Time2a {
        let time = time(wall)
        let quotient = time / 60_000
        let now = time % 60_000 < 0 ? quotient &- 1 : quotient
        if now != minute { enter(now) }
        guard let base else { return CP56Time2a(rawValue: 0x80_0000) }
        return CP56Time2a(rawValue: base.rawValue | UInt64(bitPattern: time &- now &* 60_000))
    }

    @inline(never)
    private mutating func enter(_ minute: Int64) {
        self.minute = minute
        let start = CalendarTime(millisecondsSince1970: minute &* 60_000)
        base = CP56Time2a(start, isSummerTime: isSummerTime)
    }
}
