/// How the journal of an outstation does.
public struct JournalStatus: Hashable, Sendable {
    /// Why it does not work at present; `nil` when it does. The station goes on from memory, and
    /// tries again.
    public internal(set) var fault: JournalFault?
    /// Octets of the present file.
    public internal(set) var octets = 0
    /// Octets written so far.
    public internal(set) var octetsWritten: UInt64 = 0
    /// Writes so far.
    public internal(set) var writes: UInt64 = 0
    /// Writes that were made safe from a loss of power.
    public internal(set) var syncs: UInt64 = 0
    /// Files begun so far, each with everything as it was then.
    public internal(set) var checkpoints: UInt64 = 0
    /// Writes and tries that failed.
    public internal(set) var faults: UInt64 = 0
    /// Events that found no room in the present file; they are in memory only.
    public internal(set) var omittedEvents = 0
    /// The longest time that a write and its sync took.
    public internal(set) var slowestSync = Duration.zero

    package init() {}
}
