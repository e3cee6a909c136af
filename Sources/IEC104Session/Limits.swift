/// Parameters as the session uses them: in range, times in nanoseconds.
struct Limits: Hashable, Sendable {
    let t1: Int64
    let t2: Int64
    let t3: Int64
    let k: UInt16
    let w: UInt16
    let sendingRestartsT3: Bool

    init(_ parameters: SessionParameters) {
        let window = SessionParameters.windowRange
        k = UInt16(min(max(parameters.k, window.lowerBound), window.upperBound))
        w = UInt16(min(max(parameters.w, window.lowerBound), window.upperBound))
        t1 = Self.nanoseconds(parameters.t1, in: SessionParameters.timeRange)
        t2 = Self.nanoseconds(parameters.t2, in: SessionParameters.timeRange)
        t3 = Self.nanoseconds(parameters.t3, in: SessionParameters.idleRange)
        sendingRestartsT3 = parameters.sendingRestartsT3
    }

    /// The ranges end at 48 hours, so nothing overflows.
    private static func nanoseconds(_ time: Duration, in range: ClosedRange<Duration>) -> Int64 {
        let (seconds, attoseconds) = min(max(time, range.lowerBound), range.upperBound).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
