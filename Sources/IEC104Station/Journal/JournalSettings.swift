/// Where and how an outstation keeps its events on a disk.
public struct JournalSettings: Hashable, Sendable {
    /// When what was written is made safe from a loss of power. A process that is killed loses
    /// nothing that was written, whichever it is.
    public enum Synchronization: Hashable, Sendable {
        /// Each write. No event is sent before it is safe.
        case each
        /// So often, 1 ms...1 h, and at the end.
        case every(Duration)
        /// When the system does it, and at the end.
        case none
    }

    /// The directory, for this station alone; it is made when there is none.
    public var directory: String
    /// Default: each write.
    public var synchronization = Synchronization.each
    /// The most octets on the disk, 65536 or more, and 272 for each point. Default 256 MiB. When the
    /// events do not fit beside the values, the oldest are left out, and counted.
    public var limit = 256 << 20
    /// Whether values and events of points that the table does not have, or has with another type,
    /// are dropped. Default false: the outstation is not made, so that the wrong point list does not
    /// cost them.
    public var dropsForeignPoints = false
    /// How long the disk may take for a write until the station goes on without it, 100 ms...1 h.
    /// Default 5 s.
    public var patience = Duration.seconds(5)

    /// A journal in a directory, with the defaults.
    public init(directory: String) { self.directory = directory }

    /// The least pause before the disk is tried again after a fault; it doubles each time.
    package static let shortestRetry: Int64 = 1_000_000_000
    package static let longestRetry: Int64 = 60_000_000_000
}
