/// A moment on a monotonic clock: nanoseconds since any fixed start.
///
/// The session never reads a clock: the caller says what time it is, and the wall clock is never
/// asked, so that setting it cannot break a link.
package struct Instant: Hashable, Comparable, Sendable {
    /// Nanoseconds since the start of the clock.
    package var nanoseconds: Int64

    /// The moment `nanoseconds` after the start of the clock.
    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The moment `seconds` after the start of the clock, at most `never`.
    package init(seconds: Int64) {
        let product = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        nanoseconds = product.overflow ? (seconds < 0 ? .min : .max) : product.partialValue
    }

    /// The moment of a timer that does not run.
    package static let never = Instant(nanoseconds: .max)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The moment `nanoseconds` later, at most `never`.
    package func advanced(byNanoseconds nanoseconds: Int64) -> Instant {
        let sum = self.nanoseconds.addingReportingOverflow(nanoseconds)
        guard sum.overflow else { return Instant(nanoseconds: sum.partialValue) }
        return Instant(nanoseconds: nanoseconds < 0 ? .min : .max)
    }

    /// Nanoseconds from `other` to this moment; `never` stays as far as can be.
    package func nanoseconds(since other: Instant) -> Int64 {
        let difference = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        guard self != .never else { return .max }
        guard difference.overflow else { return difference.partialValue }
        return nanoseconds < 0 ? .min : .max
    }

    /// Counts from `now` instead of the start of the clock.
    mutating func rebase(at now: Instant) { nanoseconds = nanoseconds(since: now) }
}
