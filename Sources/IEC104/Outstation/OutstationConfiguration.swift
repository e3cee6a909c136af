public import IEC104Codec
public import IEC104Net
public import IEC104Session
public import IEC104Station

/// How an outstation works. What is not set has the standard's default.
public struct OutstationConfiguration: Sendable {
    /// k, w and the timers t1 to t3.
    public var parameters = SessionParameters()
    /// Field sizes, events, interrogation, clock, commands.
    public var settings = OutstationSettings()
    /// The redundancy groups; a master belongs to the first one that has it. One that no group has
    /// is a group of its own, told apart by its host, and gets everything. Default: none.
    public var redundancyGroups: [RedundancyGroup] = []
    /// Which connections keep another time than the clock of the station; the first one that has a
    /// connection counts. Default: none.
    public var linkClocks: [LinkClock] = []
    /// The most connections at a time, 1 or more, those too that were closed and still send what was
    /// queued; further ones are closed at once. Default 1000.
    public var maximumConnections = 1000
    /// Whether an ASDU that cannot be read ends the connection; default: it is acknowledged,
    /// counted and traced.
    public var closesOnMalformed = false
    /// Where events, values and counters are kept, so that they survive the end of the process;
    /// default: in memory only.
    public var journal: JournalSettings?
    /// Who answers commands; default: each is accepted, and sets its point.
    public var commandHandler: CommandHandler?
    /// Where the command handler runs; default: the global executor, so that a handler that blocks
    /// does not hold up the links. The station's own loop is quicker, for handlers that never block.
    public var commandExecutor: (any TaskExecutor)?
    /// The files of the station; default: none, and types 120...127 are mirrored with cause 44.
    public var fileStore: (any FileStore)?
    /// Where the store is asked; default: the global executor, so that a slow disk does not hold up
    /// the links.
    public var fileExecutor: (any TaskExecutor)?
    /// Who is told what controlling stations did to the station; default nobody.
    public var observer: (@Sendable (OutstationNotice) -> Void)?
    /// Who sees every APDU and every turn of the connections; default nobody.
    public var tracer: Tracer?

    /// Who may connect and who may command what. Default everybody everything.
    public var access = AccessRules()
    /// Who gets a record of each command and of what became of it, for an audit; default nobody.
    public var auditor: (@Sendable (AuditRecord) -> Void)?
    /// What the outstation does wrong from the beginning, for tests of masters. Default nothing.
    public var faults: [Fault] = []

    /// The defaults.
    public init() {}
}

/// Answers a command, at once or later; other commands and all else go on meanwhile.
public typealias CommandHandler = @Sendable (CommandRequest) async -> CommandAnswer

/// What a controlling station did to an outstation.
public enum OutstationNotice: Hashable, Sendable {
    /// A connection was closed at once.
    case connectionRefused(SocketAddress, ConnectionRefusal)
    /// A master has tried so many different addresses that do not exist: it looks for some, or its
    /// point list is another station's. Told once in a minute for each host.
    case sweep(SocketAddress?, addresses: Int)
    /// A command was executed without asking, as there is no `commandHandler`.
    case commanded(CommandRequest)
    /// A command got a negative confirmation, and why. Tests (T = 1) are not told.
    case commandRefused(CommandRequest, CommandRefusal)
    /// A selection ended without an execution: its time is over, it was cancelled, or its
    /// connection ended.
    case selectionEnded(CommandID)
    /// The clock was set: milliseconds since 1970 that it shows now, and by how many it was moved.
    case clockSet(milliseconds: Int64, moved: Int64)
    /// A master has loaded, activated or deactivated parameters (types 110...113) of a station:
    /// with the address of the point, 0 for all that were loaded.
    case parameter(TypeID, station: CommonAddress, InformationObject, isDeactivation: Bool)
    /// The event buffer of a master is full, and the oldest events are pushed out: told once, until
    /// there is room again. `count` is how many so far; `nil` is the buffer before any master came.
    case eventsLost(count: UInt64, of: PeerIdentity?)
    /// The masters of a redundancy group displace each other: so many of its connections were
    /// displaced within `OutstationSettings.fightTime`. Told once, until it has been quiet as long.
    case fight(PeerIdentity, masters: [PeerIdentity], switches: Int)
    /// A process reset was confirmed (QRP 1), or the event buffer cleared (QRP 2): of a station, or
    /// of all of them (`.global`).
    case reset(station: CommonAddress, QRP)
    /// The disk of the journal fails: the station goes on from memory, and tries again. Told once
    /// until it works again.
    case journalFailed(JournalFault)
    /// The disk of the journal works again, and has everything.
    case journalRestored
    /// So many of the oldest events find no room in the journal: they are in memory only.
    case journalFull(omitted: Int)
    /// A file was fetched, written or deleted, or a directory read; or that has failed.
    case file(FileReport)
}
