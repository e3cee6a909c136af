internal import IEC104Session

/// A command that the application was asked about.
struct PendingCommand: Sendable {
    enum Phase: Sendable {
        case select, execute, running
        /// Asked whether the execution of this request may be stopped.
        case cancel(UInt64)
    }

    let command: Int
    let request: Request
    let peer: PeerIdentity
    var phase: Phase
    /// When the application must have answered, or ended the execution.
    var deadline: Instant
}
