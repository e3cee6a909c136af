public import IEC104Codec
public import IEC104Session
public import IEC104Station

/// How a master works. What is not set has the standard's default.
public struct MasterConfiguration: Sendable {
    /// k, w and the timers t0 to t3.
    public var parameters = SessionParameters()
    /// Originator, field sizes, what is asked after each start, time-outs of requests.
    public var settings = MasterSettings()
    /// Whether `connect` starts data transfer; default true. Without it the link stays STOPPED, as
    /// the second one of a redundancy group does.
    public var startsTransfer = true
    /// When `run` tries again.
    public var reconnection = Reconnection()
    /// Whether an ASDU that cannot be read ends the connection; default: it is acknowledged,
    /// counted and traced.
    public var closesOnMalformed = false
    /// The most values that one interrogation collects; a station that sends more is heard, and
    /// what is too much is counted. Default 2,000,000, each about 80 octets.
    public var maximumValues = 2_000_000
    /// Who is told what happens beside values and answers; default nobody.
    public var observer: (@Sendable (MasterNotice) -> Void)?
    /// Who sees every APDU and every turn of the connection; default nobody.
    public var tracer: Tracer?
    /// Who gets all that is reported, ASDU by ASDU; default nobody.
    public var reporter: Reporter?

    /// The defaults.
    public init() {}
}

/// Takes the objects of an ASDU with monitored data, whose octets an `OctetRange` in them counts
/// in. It is called on the thread of the master's loop, and must return soon.
public typealias Reporter =
    @Sendable (
        _ header: ASDUHeader, _ objects: Span<InformationObject>, _ octets: Span<UInt8>
    ) -> Void

/// When a lost connection is made again: after a pause that grows with each failure.
public struct Reconnection: Hashable, Sendable {
    /// The pause after the first failure. Default 1 s.
    public var first: Duration
    /// The longest pause. Default 60 s.
    public var longest: Duration
    /// What the pause is multiplied by after each failure. Default 2.
    public var factor: Double
    /// The part of a pause that is left to chance, so that many masters do not come at once,
    /// 0...1. Default 0.2.
    public var jitter: Double

    /// The defaults, unless given.
    public init(
        first: Duration = .seconds(1), longest: Duration = .seconds(60), factor: Double = 2,
        jitter: Double = 0.2
    ) {
        self.first = first
        self.longest = longest
        self.factor = factor
        self.jitter = jitter
    }

    /// The pause after `failures` failures in a row; `chance` is 0...1.
    func pause(afterFailures failures: Int, chance: Double) -> Duration {
        // What is no number, or too large to count with, is taken as the nearest that is none.
        let factor = factor.isNaN ? 2 : min(max(factor, 1), 1000)
        let longest = min(max(longest, .zero), .seconds(24 * 3600))
        var pause = min(max(first, .zero), longest)
        for _ in 1..<max(failures, 1) where pause < longest { pause = pause * factor }
        pause = min(pause, longest)
        let part = jitter.isNaN ? 0 : min(max(jitter, 0), 1)
        return pause * (1 - part * min(max(chance, 0), 1))
    }
}
