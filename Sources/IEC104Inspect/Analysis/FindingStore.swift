import IEC104Codec

/// Counts findings and keeps the first ones of each topic and connection.
struct FindingStore: Sendable {
    private(set) var kept: [Finding] = []
    private let keptPerTopic: UInt32
    private let places: [Finding.Topic: Int]
    /// The topic asked for last: problems come in long runs of one topic.
    private var last: (topic: Finding.Topic, place: Int) = (.connectionRefused, 0)

    /// So many are kept in all connections together.
    private static var capacity: Int { 20_000 }

    init(keeping count: Int) {
        keptPerTopic = UInt32(clamping: count)
        places = Dictionary(
            Finding.Topic.allCases.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Counts a finding in `tally` and keeps it while there is room.
    mutating func add(
        _ kind: Finding.Kind, _ moment: Moment, to tally: inout FindingTally
    ) {
        let topic = kind.topic
        if last.topic != topic { last = (topic, places[topic] ?? 0) }
        let count = tally.increment(last.place)
        guard count <= keptPerTopic, kept.count < Self.capacity else { return }
        kept.append(
            Finding(
                kind: kind, connection: tally.connection, time: moment.time, number: moment.number,
                place: moment.place, direction: moment.direction))
    }
}

/// How many findings of each topic there are, in the order of `Finding.Topic.allCases`.
struct FindingTally: Sendable {
    /// The connection of the capture that they belong to.
    let connection: Int?
    private(set) var counts: [UInt32] = []

    init(connection: Int?) { self.connection = connection }

    /// Counts one more and tells how many there are.
    mutating func increment(_ place: Int) -> UInt32 {
        if counts.isEmpty { counts = Array(repeating: 0, count: Finding.Topic.allCases.count) }
        guard counts.indices.contains(place) else { return 0 }
        if counts[place] < .max { counts[place] += 1 }
        return counts[place]
    }

    /// The topics that were found.
    var list: [TopicCount] {
        zip(Finding.Topic.allCases, counts).compactMap { topic, count in
            count == 0 ? nil : TopicCount(topic: topic, count: Int(count))
        }
    }
}

/// What a finding needs to know of a record or a TCP event.
struct Moment: Sendable {
    var time: Timestamp?
    var number: Int?
    var place: APDURecord.Place?
    var direction: Direction?

    @inline(__always)
    init(_ record: borrowing APDURecord) {
        time = record.time
        number = record.number
        place = record.place
        direction = record.direction
    }

    init(_ event: ConnectionEvent) {
        time = event.time
        place = .packet(event.packet)
        direction = event.direction
    }

    /// Nanoseconds since `earlier`, where both are known.
    @inline(__always)
    func elapsed(since earlier: Timestamp?) -> Int64? {
        guard let time, let earlier else { return nil }
        return time.elapsed(since: earlier)
    }
}
