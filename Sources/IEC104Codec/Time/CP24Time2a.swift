/// Binary time of three octets: a time within the hour (IEC 60870-5-101, 7.2.6.19).
public struct CP24Time2a: Hashable, Sendable {
    /// The 24 bits on the wire, first octet lowest.
    public let rawValue: UInt32

    /// The time with the low 24 bits of `rawValue`.
    public init(rawValue: UInt32) { self.rawValue = rawValue & 0xFF_FFFF }

    /// A time within the hour; `nil` unless `minute` is 0...59 and `milliseconds` (of the minute)
    /// is 0...59999.
    public init?(
        minute: UInt8, milliseconds: UInt16, isInvalid: Bool = false, isSubstituted: Bool = false
    ) {
        guard minute < 60, milliseconds < 60_000 else { return nil }
        rawValue =
            UInt32(milliseconds) | UInt32(minute) << 16 | (isSubstituted ? 0x40_0000 : 0)
            | (isInvalid ? 0x80_0000 : 0)
    }

    /// Milliseconds of the minute, 0...59999; up to 65535 when impossible.
    public var milliseconds: UInt16 { UInt16(truncatingIfNeeded: rawValue) }
    /// The minute, 0...59; up to 63 when impossible.
    public var minute: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) & 0x3F }
    /// RES1, GEN: the time was substituted by another station.
    public var isSubstituted: Bool { rawValue & 0x40_0000 != 0 }
    /// IV: the clock was not synchronized.
    public var isInvalid: Bool { rawValue & 0x80_0000 != 0 }
    /// Whether a clock has such a time.
    public var isPossible: Bool { milliseconds < 60_000 && minute < 60 }
}
