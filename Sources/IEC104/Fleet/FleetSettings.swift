public import IEC104Session
public import IEC104Station

/// How a fleet spares its RTUs, its line and itself.
public struct FleetSettings: Hashable, Sendable {
    /// How many interrogations and counter interrogations that the schedules ask are under way at
    /// a time in the whole fleet; the others wait for their turn. Default 32, at least 1.
    public var parallelInterrogations = 32
    /// How long after a connection attempt of one RTU that of the next one is made, at the start and
    /// when many have lost their connections at once. Default 2 ms, at most a minute.
    public var startSpacing = Duration.milliseconds(2)

    /// The defaults.
    public init() {}
}

/// Why a fleet does not take an RTU.
public enum FleetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is another RTU of this name.
    case nameInUse(String)
    /// There is no RTU of this name.
    case unknown(String)
    /// It has no endpoint.
    case noEndpoint(String)
    /// The parameters of its links cannot be used.
    case parameters(String, SessionParametersError)
    /// A request has failed.
    case request(String, RequestError)

    /// One sentence.
    public var description: String {
        switch self {
        case .nameInUse(let name): "there is an RTU '\(name)' already: names are unique"
        case .unknown(let name): "there is no RTU '\(name)'"
        case .noEndpoint(let name): "RTU '\(name)' has no endpoint: give host and port"
        case .parameters(let name, let error): "RTU '\(name)': \(error)"
        case .request(let name, let error): "RTU '\(name)': \(error)"
        }
    }
}
