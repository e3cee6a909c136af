public import IEC104Net

/// Why a master has no connection.
public enum ConnectionFailure: Error, Hashable, Sendable {
    /// No TCP connection could be made.
    case notConnected(ConnectError)
    /// The connection was made and has ended.
    case ended(LinkEnd)
    /// There is a connection already, or one is being made.
    case alreadyConnected
    /// The task was cancelled, or the master was disconnected meanwhile.
    case cancelled
}

extension ConnectionFailure {
    /// The stable name in machine-readable output: that of the reason, such as `refused` or
    /// `start-timeout`.
    public var name: String {
        switch self {
        case .notConnected(let error): error.code.name
        case .ended(let end): end.reason.code.name
        case .alreadyConnected: "already-connected"
        case .cancelled: "cancelled"
        }
    }
}

extension ConnectionFailure: CustomStringConvertible {
    /// One sentence: what happened and what to check.
    public var description: String {
        switch self {
        case .notConnected(let error): "\(error)"
        case .ended(let end): "\(end)"
        case .alreadyConnected: "there is a connection already: disconnect it first"
        case .cancelled: "given up before the connection was made"
        }
    }
}
