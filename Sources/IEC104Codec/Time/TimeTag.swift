/// The time tag of an information object, which stands behind its information.
public enum TimeTag: Hashable, Sendable {
    /// No time tag.
    case none
    /// Three octets: a time within the hour.
    case cp24(CP24Time2a)
    /// Seven octets: date and time of day.
    case cp56(CP56Time2a)

    /// What kind of time tag a type carries.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// No time tag.
        case none
        /// CP24Time2a.
        case cp24
        /// CP56Time2a.
        case cp56

        /// Octets: 0, 3 or 7.
        public var size: Int {
            switch self {
            case .none: 0
            case .cp24: 3
            case .cp56: 7
            }
        }
    }

    /// The time that it shows, in milliseconds since 1970-01-01T00:00 on the clock that wrote it,
    /// SU aside; `nil` when there is none, or it is invalid or impossible.
    ///
    /// - Parameter now: what that clock showed when the tag was received: a time within the hour
    ///   (CP24Time2a) is the nearest one.
    public func milliseconds(near now: Int64) -> Int64? {
        switch self {
        case .none: return nil
        case .cp56(let time): return time.isInvalid ? nil : time.millisecondsSince1970
        case .cp24(let time):
            guard !time.isInvalid, time.isPossible else { return nil }
            let hour: Int64 = 3_600_000
            let shown = Int64(time.minute) * 60_000 + Int64(time.milliseconds)
            let part = ((now % hour) + hour) % hour
            var moved = now &- part &+ shown
            if shown - part > hour / 2 { moved = moved &- hour }
            if part - shown > hour / 2 { moved = moved &+ hour }
            return moved
        }
    }

    /// The time tag in UTC, in milliseconds since 1970, of a clock that shows a local time: of a
    /// CP56Time2a as `utc` tells from it and its SU, of a CP24Time2a as far from `received` as on the
    /// clock, which shows `local` of it. `nil` as in `milliseconds(near:)`.
    package func milliseconds(
        received: Int64, utc: (Int64, Bool) -> Int64, local: (Int64) -> Int64
    ) -> Int64? {
        if case .cp56(let time) = self {
            return milliseconds(near: received).map { utc($0, time.isSummerTime) }
        }
        guard case .cp24 = self else { return nil }
        let now = local(received)
        return milliseconds(near: now).map { received &+ ($0 &- now) }
    }

    /// What kind of time tag it is.
    public var kind: Kind {
        switch self {
        case .none: .none
        case .cp24: .cp24
        case .cp56: .cp56
        }
    }
}
