import IEC104

/// Plays what an outstation of a capture sent of its own accord, in time, as a value.
struct TwinReplay: Sendable {
    private let events: [Change]
    /// The values at the beginning, of the points that change.
    private let first: [Change]
    private let speed: Double
    /// Milliseconds from the start of a turn to the next; 0: there is one turn.
    private let length: Int64
    private var next = 0
    /// How often all has been played.
    private(set) var turn: Int64 = 0

    struct Change: Hashable, Sendable {
        /// Milliseconds of the capture.
        let time: Int64
        let point: PointID
        let information: Information
        /// Reported whether the value has changed or not; else not reported.
        let isEvent: Bool
    }

    /// Most changes of one `advance`; what is left comes with the next one.
    static let mostChanges = 20_000
    /// Between the end of the capture and the next turn.
    private static let pause: Int64 = 1000

    /// - Parameters:
    ///   - points: the table made of `twin.list`.
    ///   - speed: times as fast as in the capture, above 0.
    ///   - loops: whether it begins again at its end.
    init(_ twin: Twin, _ points: PointTable, speed: Double, loops: Bool) {
        events = twin.events.compactMap { event in
            guard let point = points.find(event.key.address, station: event.key.station),
                points[point]?.information.kind == event.information.kind
            else { return nil }
            return Change(
                time: max(event.time / 1_000_000, 0), point: point,
                information: event.information, isEvent: event.isEvent)
        }.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
        var changing: Set<PointID> = []
        first = events.compactMap { event in
            guard changing.insert(event.point).inserted,
                let information = points[event.point]?.information
            else { return nil }
            return Change(time: 0, point: event.point, information: information, isEvent: false)
        }
        self.speed = speed
        length = loops ? max(twin.duration / 1_000_000, events.last?.time ?? 0) + Self.pause : 0
    }

    var count: Int { events.count }

    /// When something changes next, in milliseconds from the start; `nil` when all is done.
    var deadline: Int64? {
        guard next < events.count else { return nil }
        let time = Double(turn) * Double(length) + Double(events[next].time)
        return Int64(min((time / speed).rounded(.up), Double(Simulator.longest)))
    }

    /// What changes until `time`, in its order. A turn begins with the values of the first one,
    /// which are no events.
    mutating func advance(to time: Int64) -> [Change] {
        var changes: [Change] = []
        while changes.count < Self.mostChanges, let deadline, deadline <= time,
            deadline < Simulator.longest
        {
            if next == 0, turn > 0 { changes += first }
            changes.append(events[next])
            next += 1
            if next == events.count, length > 0 {
                next = 0
                turn += 1
            }
        }
        return changes
    }
}
