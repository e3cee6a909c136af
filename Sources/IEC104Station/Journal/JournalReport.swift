/// What was found in the journal when an outstation was started.
public struct JournalReport: Hashable, Sendable {
    /// A part of a file that is damaged, or was not written to its end.
    public struct Damage: Hashable, Sendable {
        /// The name of the file.
        public var file: String
        /// Where it begins, in octets.
        public var offset: Int
        /// How many octets were left out.
        public var count: Int
        /// Whether nothing sound comes behind it, as after a crash in the middle of a write.
        public var isTail: Bool
    }

    /// How the station ended that wrote the journal.
    public enum Ending: Hashable, Sendable {
        /// There was no journal.
        case none
        /// In order.
        case clean
        /// The process was killed or crashed.
        case process
        /// The machine was started anew since, so that what was not synced may be lost.
        case machine
        /// The beginning of the file, which would tell, is damaged.
        case unknown
    }

    /// How the station ended that wrote it.
    public internal(set) var ending = Ending.none
    /// Files read, and their octets.
    public internal(set) var files = 0
    /// Octets read.
    public internal(set) var octets = 0
    /// Values, with their readings at the last freeze, that were put back.
    public internal(set) var points = 0
    /// Events that some group has yet to confirm.
    public internal(set) var events = 0
    /// Points whose parameters (types 110...113) were put back.
    public internal(set) var parameters = 0
    /// Clocks of stations that were put back: what masters had set.
    public internal(set) var clocks = 0
    /// Groups of events that were put back.
    public internal(set) var groups = 0
    /// Whether the point list is another one.
    public internal(set) var isOtherPointList = false
    /// Values whose point is not in the list, or of another type.
    public internal(set) var foreignPoints = 0
    /// Events whose point is not in the list, or of another type: they are not sent.
    public internal(set) var foreignEvents = 0
    /// Groups of a kind that this version does not know.
    public internal(set) var foreignGroups = 0
    /// What could not be read, the first 100.
    public internal(set) var damages: [Damage] = []
    /// Octets that could not be read.
    public internal(set) var damagedOctets = 0
    /// Records of kinds that this version does not know.
    public internal(set) var unknownRecords = 0
    /// Events that are known to be missing, as those around them are there.
    public internal(set) var missingEvents: UInt64 = 0
    /// Events that found no room on the disk.
    public internal(set) var omittedEvents: UInt64 = 0
    /// How many events at most were made and are missing, as they had not reached the disk when the
    /// station ended; 0 when each was synced before it was sent.
    public internal(set) var possiblyMissingEvents: UInt64 = 0

    package init() {}

    /// Whether there was no file.
    var isEmpty: Bool { files == 0 }
}
