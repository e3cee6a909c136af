/// When something was seen on the line: nanoseconds on the clock that the capture or the log used.
public struct Timestamp: Hashable, Sendable {
    /// What the nanoseconds count from.
    public enum Scale: UInt8, Sendable {
        /// 1970-01-01T00:00:00Z, as captures count.
        case utc
        /// 1970-01-01T00:00:00 on a clock whose zone is not known, as most logs write.
        case local
        /// Midnight: the log gave no date.
        case timeOfDay
    }

    /// Nanoseconds since the start of the scale.
    public var nanoseconds: Int64
    /// What the nanoseconds count from.
    public var scale: Scale
    /// How many digits of the second's fraction the source wrote, 0...9.
    public let fractionDigits: UInt8

    /// A time of `nanoseconds` on `scale`, written with `fractionDigits` digits (clamped to 9).
    public init(nanoseconds: Int64, scale: Scale, fractionDigits: UInt8) {
        self.nanoseconds = nanoseconds
        self.scale = scale
        self.fractionDigits = min(fractionDigits, 9)
    }
}
