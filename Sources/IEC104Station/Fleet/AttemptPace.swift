package import IEC104Session

/// Spreads the connection attempts of many RTUs: one after the other, however many are due at once.
package struct AttemptPace: Sendable {
    private var next = Instant(nanoseconds: 0)
    private let spacing: Int64

    /// - Parameter spacing: from one attempt to the next; at most a minute.
    package init(spacing: Duration) {
        self.spacing = min(max(spacing.wholeNanoseconds, 0), 60_000_000_000)
    }

    /// When the attempt that is due now has its turn.
    package mutating func turn(at now: Instant) -> Instant {
        let turn = max(now, next)
        next = turn.advanced(byNanoseconds: spacing)
        return turn
    }
}
