public import IEC104Codec

/// A command that the application is asked about. It may answer at once or later; others go on.
public struct CommandRequest: Hashable, Sendable {
    /// What the controlling station wants.
    public enum Action: UInt8, Hashable, Sendable {
        /// Reserve the output: S/E = 1. Accepting it operates nothing.
        case select
        /// Operate the output.
        case execute
        /// Stop an execution that was accepted and has not ended.
        case cancel
    }

    /// What the answer is given with.
    public let id: RequestID
    /// What is wanted.
    public let action: Action
    /// The command of the table.
    public let command: CommandID
    /// The point that it drives.
    public let point: PointID?
    /// The station.
    public let station: CommonAddress
    /// The type with which it came, 45...51 or 58...64.
    public let type: TypeID
    /// Address, command and qualifier, and the time tag.
    public let object: InformationObject
    /// Who asks.
    public let originator: UInt8
    /// The connection that asks.
    public let link: LinkID
}

/// What the application makes of a `CommandRequest`.
public enum CommandAnswer: Hashable, Sendable {
    /// Confirmed. An execution sets the driven point to what was commanded, and is terminated.
    case accept
    /// Confirmed. An execution sets the driven point to this, and is terminated.
    case acceptReporting(Information)
    /// Confirmed, an execution is under way: `terminate` or `terminateReporting` ends it, with the
    /// same request.
    case acceptRunning
    /// The execution that was accepted as running has ended. Sets the driven point to what was
    /// commanded.
    case terminate
    /// The execution that was accepted as running has ended. Sets the driven point to this.
    case terminateReporting(Information)
    /// The execution that was accepted as running has failed: it is terminated, no point is set.
    case fail
    /// Not done: a negative confirmation.
    case refuse
    /// Not done: the request is mirrored with this cause, 44...47 or 48...63, and P/N = 1. Other
    /// causes give a negative confirmation.
    case refuseWith(Cause)
}
