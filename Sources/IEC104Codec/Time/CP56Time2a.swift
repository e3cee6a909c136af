/// Binary time of seven octets: date and time of day (IEC 60870-5-101, 7.2.6.18).
///
/// The raw bits are kept, so a time that no calendar has survives a round trip. Whether it is UTC
/// or local time is agreed with the station; the octets do not say it.
public struct CP56Time2a: Hashable, Sendable {
    /// In parts, so that a time takes seven octets in memory too, and an object with a time 32.
    let low: UInt32
    let middle: UInt16
    let high: UInt8

    /// The 56 bits on the wire, first octet lowest.
    public var rawValue: UInt64 { UInt64(low) | UInt64(middle) &<< 32 | UInt64(high) &<< 48 }

    /// The time with the low 56 bits of `rawValue`.
    public init(rawValue: UInt64) {
        self.init(
            low: UInt32(truncatingIfNeeded: rawValue),
            middle: UInt16(truncatingIfNeeded: rawValue &>> 32),
            high: UInt8(truncatingIfNeeded: rawValue &>> 48))
    }

    /// The time with octets 1-4, 5-6 and 7.
    init(low: UInt32, middle: UInt16, high: UInt8) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// Milliseconds of the minute, 0...59999; up to 65535 when impossible.
    public var milliseconds: UInt16 { UInt16(truncatingIfNeeded: rawValue) }
    /// The minute, 0...59; up to 63 when impossible.
    public var minute: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) & 0x3F }
    /// RES1, GEN: the time was substituted by another station.
    public var isSubstituted: Bool { rawValue & 0x40_0000 != 0 }
    /// IV: the clock was not synchronized.
    public var isInvalid: Bool { rawValue & 0x80_0000 != 0 }
    /// The hour, 0...23; up to 31 when impossible.
    public var hour: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 24) & 0x1F }
    /// SU: summer time.
    public var isSummerTime: Bool { rawValue & 0x8000_0000 != 0 }
    /// The day of the month, 1...31; 0 when impossible.
    public var day: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 32) & 0x1F }
    /// The day of the week, 1 (Monday)...7; 0 when not used.
    public var dayOfWeek: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 37) & 0x07 }
    /// The month, 1...12; 0 or up to 15 when impossible.
    public var month: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 40) & 0x0F }
    /// The year of the century as sent, 0...99; up to 127 when impossible.
    public var yearOfCentury: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 48) & 0x7F }
    /// The year: 0...69 is 2000...2069, 70...99 is 1970...1999.
    public var year: Int { Int(yearOfCentury) + (yearOfCentury < 70 ? 2000 : 1900) }

    /// Whether a calendar and a clock have such a time.
    public var isPossible: Bool { calendarTime != nil }

    /// Bits 5-6 of the hour, 4-7 of the month, 7 of the year.
    static let reservedBits: UInt64 = 0x80_F000_6000_0000
}

extension CP56Time2a {
    /// The date and time; `nil` when no calendar has it.
    public var calendarTime: CalendarTime? {
        guard yearOfCentury < 100, milliseconds < 60_000 else { return nil }
        return CalendarTime(
            year: year, month: Int(month), day: Int(day), hour: Int(hour), minute: Int(minute),
            second: Int(milliseconds) / 1000, millisecond: Int(milliseconds) % 1000)
    }

    /// The date and time as a tag; `nil` outside 1970...2069.
    ///
    /// - Parameters:
    ///   - time: UTC or local time, as agreed with the station.
    ///   - withDayOfWeek: whether the day of the week is sent, or left 0.
    public init?(
        _ time: CalendarTime, isSummerTime: Bool = false, isInvalid: Bool = false,
        isSubstituted: Bool = false, withDayOfWeek: Bool = true
    ) {
        guard (1970...2069).contains(time.year) else { return nil }
        var bits = UInt64(time.second * 1000 + time.millisecond)
        bits |= UInt64(time.minute) << 16 | UInt64(time.hour) << 24 | UInt64(time.day) << 32
        bits |= UInt64(time.month) << 40 | UInt64(time.year % 100) << 48
        if withDayOfWeek { bits |= UInt64(time.dayOfWeek) << 37 }
        if isSubstituted { bits |= 0x40_0000 }
        if isInvalid { bits |= 0x80_0000 }
        if isSummerTime { bits |= 0x8000_0000 }
        self.init(rawValue: bits)
    }

    /// Milliseconds since 1970-01-01T00:00 on the clock of the tag; `nil` when no calendar has it.
    public var millisecondsSince1970: Int64? { calendarTime?.millisecondsSince1970 }

    /// The tag for `milliseconds` since 1970-01-01T00:00; `nil` outside 1970...2069.
    public init?(millisecondsSince1970 milliseconds: Int64) {
        self.init(CalendarTime(millisecondsSince1970: milliseconds))
    }
}
