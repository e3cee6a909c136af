public import IEC104Net
public import IEC104Session

/// Why a connection ended, with what it had done.
public struct LinkEnd: Error, Hashable, Sendable {
    /// What the procedures of IEC 60870-5-104 say: the violation, or that one side ended it.
    public var reason: SessionError
    /// What the network said, where it was the network that ended the connection.
    public var network: NetworkEnd?
    /// What the connection had done.
    public var statistics: SessionStatistics

    /// How TCP tells that a connection is over.
    public enum NetworkEnd: Hashable, Sendable {
        /// The peer closed it (FIN).
        case finished
        /// The peer broke it (RST).
        case reset
        /// The system gave it up.
        case failed(SystemError)
    }
}

extension LinkEnd: CustomStringConvertible {
    /// One sentence: what happened, the numbers at that moment, what to check.
    public var description: String {
        switch network {
        case nil: "\(reason)"
        case .finished where reason.phase == .stopped && unconfirmed == 0:
            "the peer closed the connection in state STOPPED, as it should"
        case .finished: "the peer closed the connection (FIN)" + circumstances
        case .reset: "the peer broke the connection (RST)" + circumstances
        case .failed(let error): "\(error)" + circumstances
        }
    }

    /// How many I APDUs of this side were not acknowledged.
    public var unconfirmed: Int {
        Int(reason.sendState.distance(from: reason.acknowledgedState))
    }

    private var circumstances: String {
        ", state \(reason.phase), V(S) \(reason.sendState), V(R) \(reason.receiveState), "
            + "Ack \(reason.acknowledgedState): look for the reason at the peer"
            + (unconfirmed > 0 ? "; \(unconfirmed) I APDUs of this side may not have arrived" : "")
    }
}
