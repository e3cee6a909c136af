/// What a session is measured against: the parameters that both stations agreed on
/// (IEC 60870-5-104, 9.6), and how much is kept.
public struct AnalysisParameters: Hashable, Sendable {
    /// k: most I APDUs sent and not acknowledged; default 12, 1...32767.
    public var k = 12
    /// w: acknowledged at the latest after so many received I APDUs; default 8, 1...32767.
    public var w = 8
    /// t1: how long a sent APDU waits for its acknowledgement or confirmation; default 15 s.
    public var t1 = Duration.seconds(15)
    /// t2: received I APDUs are acknowledged within it; default 10 s.
    public var t2 = Duration.seconds(10)
    /// t3: after so long without an APDU received the link is tested; default 20 s.
    public var t3 = Duration.seconds(20)
    /// How long a request may wait for its answer; default 15 s.
    public var answerTime = Duration.seconds(15)
    /// How much longer a time may be before it counts as longer: what the line and the timers of
    /// the stations add, seen from where the capture was taken; default 0.5 s.
    public var tolerance = Duration.milliseconds(500)
    /// So many connections are looked at in detail, later ones are counted only; default 4096.
    public var connections = 4096
    /// So many findings of one topic are kept for one connection, later ones are counted only;
    /// default 16.
    public var findings = 16

    /// The defaults of the standard.
    public init() {}
}

/// The parameters as the analyzer compares them: times in nanoseconds with the tolerance added.
struct AnalysisLimits: Sendable {
    let k: UInt16
    let w: UInt16
    let t1: Int64
    let t2: Int64
    let t3: Int64
    let answer: Int64

    init(_ parameters: AnalysisParameters) {
        k = UInt16(min(max(parameters.k, 1), 32767))
        w = UInt16(min(max(parameters.w, 1), 32767))
        t1 = (parameters.t1 + parameters.tolerance).wholeNanoseconds
        t2 = (parameters.t2 + parameters.tolerance).wholeNanoseconds
        t3 = (parameters.t3 + parameters.tolerance).wholeNanoseconds
        answer = (parameters.answerTime + parameters.tolerance).wholeNanoseconds
    }
}

extension Duration {
    /// Nanoseconds, cut to what 64 bits hold.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if isOver { return seconds < 0 ? .min : .max }
        let (sum, sumIsOver) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return sumIsOver ? (seconds < 0 ? .min : .max) : sum
    }
}

extension Timestamp {
    private static var day: Int64 { 86_400_000_000_000 }

    /// Nanoseconds since `earlier`, 0 when the clock went back; `nil` when the clocks differ.
    /// A time of day that is far behind is one of the next day.
    @inline(__always)
    func elapsed(since earlier: Timestamp) -> Int64? {
        guard scale == earlier.scale else { return nil }
        let (elapsed, isOver) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        if isOver { return nil }
        if elapsed >= 0 { return elapsed }
        return scale == .timeOfDay && elapsed < -(Self.day / 2) ? max(elapsed + Self.day, 0) : 0
    }
}
