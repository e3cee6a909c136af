public import IEC104Net

/// Something that an outstation is made to do wrong, to see what a master makes of it. A facility
/// for tests: what it does is traced as `TraceEvent.Kind.injected`.
///
///     try await outstation.inject(Fault("no-testfr-con"))
///     try await outstation.inject(Fault("delay-act-con 5000 times 3 peer 10.0.0.0/8"))
public struct Fault: Hashable, Sendable {
    /// What goes wrong.
    public var kind: FaultKind
    /// The number that the kind takes, such as milliseconds.
    public var argument: Int
    /// What `garbage` sends.
    public var octets: [UInt8]
    /// How many APDUs a connection must have carried in both directions before. Default 0.
    public var after = 0
    /// How often it strikes, on all connections together; `nil`: always.
    public var times: Int?
    /// Which connections it concerns. Default all, also those to come.
    public var target = Target.all

    /// Which connections a fault concerns.
    public enum Target: Hashable, Sendable {
        /// All.
        case all
        /// Those of these masters.
        case peers(AddressPrefix)
        /// One, by its number.
        case link(Int)
    }

    /// A fault of a kind, with its standard number and how often it strikes.
    public init(_ kind: FaultKind) {
        let row = kind.row
        self.kind = kind
        argument = row.standard
        octets = kind == .garbage ? [0x0F, 0x1E, 0x2D, 0x3C] : []
        times = row.times
    }

    func concerns(link: Int, peer: SocketAddress) -> Bool {
        switch target {
        case .all: true
        case .peers(let prefix): prefix.contains(peer)
        case .link(let number): number == link
        }
    }
}

/// A fault that an outstation has been given.
public struct InjectedFault: Hashable, Sendable {
    /// Counts from 1.
    public let number: Int
    /// What it is.
    public let fault: Fault
    /// How often it has struck so far.
    public internal(set) var strikes: UInt64 = 0

    /// Whether it strikes no more.
    public var isOver: Bool { fault.times.map { strikes >= UInt64(max($0, 0)) } ?? false }
}

/// A fault has struck.
public struct FaultStrike: Hashable, Sendable {
    /// The number of the fault.
    public let number: Int
    /// What it is.
    public let fault: Fault
    /// What was done, such as `S APDU with N(R) 8 not sent`.
    public let what: String
}
