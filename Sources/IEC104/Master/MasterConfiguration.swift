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
