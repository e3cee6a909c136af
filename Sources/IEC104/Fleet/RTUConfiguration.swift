public import IEC104Station

/// An RTU of a fleet: where it listens, how it is worked with.
public struct RTUConfiguration: Sendable {
    /// Its name, unique in the fleet.
    public var name: String
    /// Where it listens: several endpoints are a redundancy group, all connected, one started.
    public var endpoints: [RTUEndpoint]
    /// Parameters of the links, profile, originator, time-outs, observer, tracer, reporter. What
    /// its `settings.startRequests` ask is asked when the fleet's limit lets it.
    public var master = MasterConfiguration()
    /// What is asked by itself; default nothing.
    public var schedule: [ScheduledTask] = []
    /// What happens to it, at once and in its order with the values of `master.reporter`; called on
    /// the thread of its loop, so it must not wait. `Fleet.events` has the same, bounded. Default
    /// `nil`.
    public var eventReporter: (@Sendable (FleetEvent) -> Void)?
    /// Whether events that come again after a connection was lost, as their acknowledgement had
    /// not been read, are left out. Default true.
    public var dropsRepeats = true
    /// How far its clock may be off before it is told. Default 2 s.
    public var clockTolerance = Duration.seconds(2)

    /// An RTU with the defaults.
    public init(_ name: String, endpoints: [RTUEndpoint]) {
        self.name = name
        self.endpoints = endpoints
    }
}

/// Where an RTU listens.
public struct RTUEndpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name or a numeric address.
    public var host: String
    /// The port; by custom 2404.
    public var port: UInt16

    /// An endpoint.
    public init(_ host: String, port: UInt16 = 2404) {
        self.host = host
        self.port = port
    }

    /// As `host:port`; an IPv6 address in brackets.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
