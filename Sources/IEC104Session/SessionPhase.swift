/// The states of start and stop (IEC 60870-5-104, 5.3); the controlling station has all, the
/// controlled one no pending ones but `pendingUnconfirmedStopped`.
public enum SessionPhase: UInt8, Hashable, Sendable, CaseIterable {
    /// No data transfer; the state after the connection was made.
    case stopped
    /// STARTDT act is sent, its con awaited.
    case pendingStarted
    /// Data transfer.
    case started
    /// Stopping: I APDUs of this side are not acknowledged yet.
    case pendingUnconfirmedStopped
    /// STOPDT act is sent, its con awaited.
    case pendingStopped
    /// This side has given the connection up.
    case closed
}

extension SessionPhase: CustomStringConvertible {
    /// As the standard writes it, such as `PENDING STARTED`.
    public var description: String {
        switch self {
        case .stopped: "STOPPED"
        case .pendingStarted: "PENDING STARTED"
        case .started: "STARTED"
        case .pendingUnconfirmedStopped: "PENDING UNCONFIRMED STOPPED"
        case .pendingStopped: "PENDING STOPPED"
        case .closed: "CLOSED"
        }
    }
}
