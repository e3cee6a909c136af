import Glibc

/// The clock of deadlines: never set, only ever forward.
enum MonotonicClock {
    /// Nanoseconds since some start.
    static func now() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension Duration {
    /// Whole nanoseconds, as many as fit.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let product = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !product.overflow else { return seconds < 0 ? .min : .max }
        let sum = product.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !sum.overflow else { return seconds < 0 ? .min : .max }
        return sum.partialValue
    }
}

extension Int64 {
    /// The moment `nanoseconds` later, at most `.max`, which is never.
    func later(by nanoseconds: Int64) -> Int64 {
        let sum = addingReportingOverflow(Swift.max(nanoseconds, 0))
        return sum.overflow ? .max : sum.partialValue
    }
}
