/// What an outstation has counted so far; numbers wrap.
public struct OutstationStatistics: Hashable, Sendable {
    /// ASDUs received on started links.
    public internal(set) var received: UInt64 = 0
    /// ASDUs that were malformed: answered with nothing.
    public internal(set) var malformed: UInt64 = 0
    /// Requests mirrored with cause 44...47.
    public internal(set) var mirrored: UInt64 = 0
    /// Negative confirmations.
    public internal(set) var refused: UInt64 = 0
    /// ASDUs sent.
    public internal(set) var sent: UInt64 = 0
    /// Answers dropped, as the peer does not take them.
    public internal(set) var answersDropped: UInt64 = 0
    /// Events made.
    public internal(set) var events: UInt64 = 0
    /// Events that were pushed out of a full buffer, or cannot be expressed, in all groups.
    public internal(set) var eventsLost: UInt64 = 0
    /// Of these, events given up as all groups together had too many.
    public internal(set) var eventsOverBudget: UInt64 = 0
    /// Events cleared by a process reset (QRP 2), in all groups.
    public internal(set) var eventsCleared: UInt64 = 0
    /// Groups of absent stations that were forgotten to make room.
    public internal(set) var groupsForgotten: UInt64 = 0
    /// Events that were lost with forgotten groups.
    public internal(set) var eventsForgotten: UInt64 = 0
    /// Times that a connection of a redundancy group was started while another one was, and took
    /// its place.
    public internal(set) var switchOvers: UInt64 = 0
    /// Connections whose STARTDT act was refused, as another one of their redundancy group is
    /// started.
    public internal(set) var startsRefused: UInt64 = 0
    /// Times that the masters of a redundancy group began to displace each other.
    public internal(set) var fights: UInt64 = 0
    /// Events that went from a connection that hung to a later one of the same station.
    public internal(set) var eventsHandedOver: UInt64 = 0
    /// Interrogations that were confirmed.
    public internal(set) var interrogations: UInt64 = 0
    /// Commands executed.
    public internal(set) var commandsExecuted: UInt64 = 0
    /// Selections whose time was over.
    public internal(set) var selectionsExpired: UInt64 = 0
    /// Executions that ran too long, or until a process reset, and were given up.
    public internal(set) var executionsGivenUp: UInt64 = 0
    /// Commands refused as the application did not answer in time.
    public internal(set) var answersMissed: UInt64 = 0
    /// Cyclic transmissions and background scans left out, as the last one was not sent yet.
    public internal(set) var scansSkipped: UInt64 = 0
    /// Files fetched, written and deleted, directories read.
    public internal(set) var filesDone: UInt64 = 0
    /// The same that failed.
    public internal(set) var filesFailed: UInt64 = 0
    /// Values set that are not of the point's kind, or points that are not of the table.
    public internal(set) var wrongValues: UInt64 = 0
}

/// What waits in the event buffer of one controlling station or redundancy group.
public struct EventGroupStatus: Hashable, Sendable {
    /// Whose it is, the name of the redundancy group or the host; `nil` for the one that collects
    /// until a station comes.
    public var owner: PeerIdentity?
    /// Whether it is a redundancy group of the configuration.
    public var isConfigured: Bool
    /// Whether a started link uses it.
    public var isActive: Bool
    /// Events that wait.
    public var waiting: Int
    /// Events sent and not confirmed.
    public var unconfirmed: Int
    /// Events pushed out.
    public var lost: UInt64
}
