import IEC104Codec

/// When a value got its time tag, in UTC.
public struct WireTime: Sendable {
    /// The time in UTC, in milliseconds since 1970, of a local time and whether SU is set.
    private let utc: @Sendable (Int64, Bool) -> Int64
    /// The time on the station's clock of a time in UTC.
    private let local: @Sendable (Int64) -> Int64

    /// Stations whose clocks show UTC.
    public static let utc = WireTime(utc: { time, _ in time }, local: { $0 })

    /// Stations whose clocks show a local time.
    ///
    /// - Parameters:
    ///   - utc: the time in UTC, in milliseconds since 1970, of what a clock shows, and its SU.
    ///   - local: what a clock shows at a time in UTC.
    public init(
        utc: @escaping @Sendable (Int64, Bool) -> Int64, local: @escaping @Sendable (Int64) -> Int64
    ) {
        self.utc = utc
        self.local = local
    }

    /// The time of `tag` in milliseconds since 1970, UTC; `nil` when there is none, or it is
    /// invalid or impossible. A time within the hour is that nearest to `received`.
    public func milliseconds(of tag: TimeTag, received: Int64) -> Int64? {
        tag.milliseconds(received: received, utc: utc, local: local)
    }
}
