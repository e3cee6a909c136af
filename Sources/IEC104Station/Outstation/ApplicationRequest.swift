package import IEC104Codec

/// What the application is told or asked.
package enum ApplicationRequest: Hashable, Sendable {
    /// To be answered with `OutstationEngine.answer`.
    case command(CommandRequest)
    /// A command was executed without asking, as the application does not handle commands.
    case commanded(CommandRequest)
    /// A command was refused.
    case commandRefused(CommandRequest, CommandRefusal)
    /// What became of a command, when that is recorded.
    case recorded(CommandRecord)
    /// A master tries so many different addresses that do not exist.
    case sweep(PeerIdentity, LinkID, addresses: Int)
    /// A selection ended without an execution: its time is over, it was cancelled, or its link ended.
    case selectionEnded(CommandID, LinkID)
    /// The clock was set: milliseconds since 1970 on the clock of the station, and by how many it
    /// was moved.
    case clock(milliseconds: Int64, moved: Int64, LinkID)
    /// A parameter was loaded, activated or deactivated: the type, the station and the object.
    case parameter(TypeID, CommonAddress, InformationObject, isDeactivation: Bool)
    /// An event buffer is full and has begun to lose events of a class: how many it has lost so
    /// far, and whose it is. Told again when the class was half empty meanwhile.
    case eventsLost(count: UInt64, owner: PeerIdentity?)
    /// The masters of a redundancy group displace each other: so often by now, within the time that
    /// makes a fight.
    case fight(PeerIdentity, [PeerIdentity], switches: Int)
    /// A process reset of a station, or of all (`.global`), was confirmed.
    case reset(CommonAddress, QRP, LinkID)
    /// What the store of files is asked.
    case file(FileRequest)
    /// Something that was done with a file has ended.
    case fileEnded(FileReport)
}
