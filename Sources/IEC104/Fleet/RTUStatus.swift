public import IEC104Session
public import IEC104Station

/// An RTU of a fleet, as it is now.
public struct RTUStatus: Sendable {
    /// Its name.
    public var name: String
    /// How it stands.
    public var state: State
    /// Its links, in the order of its endpoints.
    public var links: [RTULinkStatus]
    /// The link with data transfer, or on its way there or from there.
    public var activeLink: Int?
    /// Why the last connection ended, or could not be made, in a sentence.
    public var lastError: String?
    /// The place of the link that `lastError` is about.
    public var lastErrorLink: Int?
    /// When the last APDU was received, in milliseconds since 1970 UTC.
    public var lastTraffic: Int64?
    /// Objects received as monitored data; repeats that were left out are not counted.
    public var objects: UInt64
    /// What all connections have done together.
    public var apdus: SessionStatistics
    /// Connections made after the first one of each link.
    public var reconnects: UInt64
    /// How often connections ended, or were not made, by the stable name of the reason.
    public var endReasons: [String: UInt64]
    /// How often data transfer went from one link to another.
    public var switchOvers: UInt64
    /// Events that came again after a connection was lost, and were left out.
    public var repeatsDropped: UInt64
    /// Interrogations and counter interrogations that the schedule asked.
    public var interrogation: InterrogationStatus
    /// Its clock.
    public var clock: ClockStatus
    /// From the sending of an I APDU to its acknowledgement, the last time.
    public var acknowledgementLatency: Duration?
    /// What has been received and asked.
    public var statistics: MasterStatistics
    /// Tasks of the schedule that were due before they had been done.
    public var overruns: UInt64

    /// How an RTU stands; the best of its links.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Not wanted.
        case off
        /// No connection.
        case down
        /// A connection, and no data transfer.
        case connected
        /// Data transfer.
        case started
    }
}

/// One link of an RTU, as it is now.
public struct RTULinkStatus: Sendable {
    /// Where to.
    public var endpoint: RTUEndpoint
    /// How it stands.
    public var state: State
    /// The connection, its window and counters; `nil`: there is none.
    public var link: LinkStatus?
    /// k: the most of `link.unacknowledged`.
    public var k: Int
    /// w: `link.unacknowledgedReceived` is acknowledged then.
    public var w: Int
    /// Since when the connection is there, in milliseconds since 1970 UTC.
    public var since: Int64?
    /// Until the next attempt.
    public var pause: Duration?
    /// Attempts so far.
    public var attempts: UInt64
    /// Attempts that failed, and connections that ended without being asked to.
    public var failures: UInt64
    /// Why the last connection ended.
    public var lastEnd: Disconnection?
    /// Why the last attempt failed; `nil` once one has not.
    public var lastFailure: ConnectionFailure?

    /// How a link stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Not wanted.
        case off
        /// A pause before the next attempt.
        case waiting
        /// An attempt is under way.
        case connecting
        /// Connected, tested, no data transfer.
        case stopped
        /// STARTDT act is sent.
        case starting
        /// Data transfer.
        case started
        /// STOPDT act is sent.
        case stopping
    }
}

/// Interrogations and counter interrogations that a schedule asked.
public struct InterrogationStatus: Hashable, Sendable {
    /// How many have ended well.
    public var completed: UInt64 = 0
    /// How many have not.
    public var failed: UInt64 = 0
    /// Whether one is under way.
    public var isRunning = false
    /// Whether one waits for its turn in the fleet.
    public var isQueued = false
    /// How long the last one took that ended well.
    public var lastDuration: Duration?
    /// How long the longest one took.
    public var longestDuration: Duration?

    /// None yet.
    public init() {}
}
