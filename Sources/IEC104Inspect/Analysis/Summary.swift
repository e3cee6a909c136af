import IEC104Codec

/// What an input holds, by connection: counts, times, stations and points, and what is wrong.
public struct Summary: Sendable {
    /// APDUs, and runs of octets that should be APDUs.
    public internal(set) var records = 0
    /// The earliest and the latest time seen, where the input tells times.
    public internal(set) var time: TimeRange?
    /// The connections, in the order in which they appear. A log is one connection.
    public internal(set) var connections: [ConnectionSummary] = []
    /// Connections beyond `AnalysisParameters.connections`: they are counted only.
    public internal(set) var others = OtherConnections()
    /// The first findings of each topic and connection, in the order of the input.
    public internal(set) var findings: [Finding] = []
    /// How many findings there are of each topic, the graver topics first.
    public internal(set) var topics: [TopicCount] = []
    /// The first notices about the input.
    public internal(set) var notices: [Notice] = []
    /// Whether there were too many rows of traffic or stations to count all.
    public internal(set) var isCut = false
    /// How many notices there are.
    public internal(set) var noticeCount = 0

    /// How many findings are not just notes.
    public var errors: Int { topics.reduce(0) { $0 + ($1.topic.isNote ? 0 : $1.count) } }
}

/// The first and the last time of something.
public struct TimeRange: Hashable, Sendable {
    /// The first time.
    public var first: Timestamp
    /// The last time.
    public var last: Timestamp
    /// How long it is; `nil` when the clocks differ.
    public var duration: Duration? { last.elapsed(since: first).map { .nanoseconds($0) } }

    @inline(__always)
    init(_ time: Timestamp) {
        first = time
        last = time
    }

    @inline(__always)
    mutating func extend(to time: Timestamp) { last = time }
}

/// How often a topic was found.
public struct TopicCount: Hashable, Sendable {
    /// The topic.
    public var topic: Finding.Topic
    /// How often.
    public var count: Int
}

/// Connections that are not looked at in detail.
public struct OtherConnections: Hashable, Sendable {
    /// How many.
    public internal(set) var count = 0
    /// Their APDUs, and runs of octets that should be APDUs.
    public internal(set) var records = 0
    /// The octets of these.
    public internal(set) var octets = 0
    /// How many of them were refused.
    public internal(set) var refused = 0
    /// How many of them were reset.
    public internal(set) var reset = 0
    /// The number of the last one.
    var last = 0
}

/// One connection, or a log.
public struct ConnectionSummary: Sendable {
    /// Which connection of the capture; `nil` in logs.
    public internal(set) var connection: Int?
    /// The controlling station; `nil` in logs.
    public internal(set) var client: Endpoint?
    /// The controlled station; `nil` in logs.
    public internal(set) var server: Endpoint?
    /// When the first and the last APDU or TCP event was seen.
    public internal(set) var time: TimeRange?
    /// How it ended.
    public internal(set) var ending = Ending.open
    /// What each way carried; ways without APDUs are left out.
    public internal(set) var directions: [DirectionSummary] = []
    /// What TCP did.
    public internal(set) var tcp = TCPCounts()
    /// How often each topic was found, the graver topics first.
    public internal(set) var topics: [TopicCount] = []
    /// ASDUs by direction, type and cause.
    public internal(set) var traffic: [TrafficSummary] = []
    /// The stations, by common address.
    public internal(set) var stations: [StationSummary] = []
    /// The longest time without any APDU, and when it began.
    public internal(set) var longestSilence: (duration: Duration, from: Timestamp)?
    /// From U act to its con.
    public internal(set) var functionTimes = DurationStatistics()
    /// From a request to its confirmation.
    public internal(set) var answerTimes = DurationStatistics()

    /// How a connection ended.
    public enum Ending: Hashable, Sendable {
        /// It did not end before the input did.
        case open
        /// A side closed it.
        case closed(by: Direction)
        /// A side broke it.
        case reset(by: Direction)
        /// The server refused it.
        case refused
        /// Nobody answered.
        case unanswered
        /// Too many connections: it was not followed to its end.
        case abandoned
    }

    /// How many findings are not just notes.
    public var errors: Int { topics.reduce(0) { $0 + ($1.topic.isNote ? 0 : $1.count) } }
}

/// What TCP did beside carrying octets.
public struct TCPCounts: Hashable, Sendable {
    /// Requests for the connection, repeated ones included.
    public internal(set) var attempts = 0
    /// Times the server refused.
    public internal(set) var refusals = 0
    /// Packets with octets that had come before.
    public internal(set) var retransmissions = 0
    /// Octets that had come before.
    public internal(set) var retransmittedOctets = 0
    /// Keep-alive probes.
    public internal(set) var keepAlives = 0
    /// Places at which octets are missing in the capture.
    public internal(set) var gaps = 0
    /// Octets missing in the capture.
    public internal(set) var missingOctets = 0
}

/// What one way of a connection carried.
public struct DirectionSummary: Hashable, Sendable {
    /// Which way; `nil` where the log does not tell.
    public internal(set) var direction: Direction?
    /// Octets of APDUs, and of what should be APDUs.
    public internal(set) var octets = 0
    /// I APDUs.
    public internal(set) var information = 0
    /// S APDUs.
    public internal(set) var supervisory = 0
    /// U APDUs.
    public internal(set) var unnumbered = 0
    /// Runs of octets that are no APDU.
    public internal(set) var unreadable = 0
    /// Most I APDUs of this way that were unacknowledged at a time.
    public internal(set) var mostUnacknowledged = 0
    /// From an I APDU of this way to its acknowledgement.
    public internal(set) var acknowledgementTimes = DurationStatistics()

    /// All APDUs.
    public var apdus: Int { information + supervisory + unnumbered }
}

/// The ASDUs of one direction, type and cause.
public struct TrafficSummary: Hashable, Sendable {
    /// Which way; `nil` where the log does not tell.
    public internal(set) var direction: Direction?
    /// Type identification.
    public internal(set) var type: TypeID
    /// Cause of transmission.
    public internal(set) var cause: Cause
    /// P/N.
    public internal(set) var isNegative: Bool
    /// How many ASDUs.
    public internal(set) var asdus = 0
    /// How many objects.
    public internal(set) var objects = 0
    /// When the first and the last was seen.
    public internal(set) var time: TimeRange?
}

/// A station and the points seen of it.
public struct StationSummary: Hashable, Sendable {
    /// Its common address.
    public internal(set) var address: CommonAddress
    /// How many ASDUs carry it.
    public internal(set) var asdus = 0
    /// Its points, by what kind they are.
    public internal(set) var points: [PointSummary] = []
}

/// The points of one kind of one station.
public struct PointSummary: Hashable, Sendable {
    /// What kind; `nil` for parameters, files, private and unknown types.
    public internal(set) var category: PointCategory?
    /// How many addresses were seen.
    public internal(set) var count = 0
    /// Whether there was no room to count all.
    public internal(set) var isAtLeast = false
    /// The addresses in rising order, the first 1000 ranges.
    public internal(set) var ranges: [ClosedRange<UInt32>] = []
    /// Whether there are more ranges.
    public internal(set) var hasMoreRanges = false
}
