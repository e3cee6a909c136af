extension SessionAnalyzer {
    /// Judges what still waits, and makes the summary.
    mutating func conclude() -> Summary {
        var end = Moment.none
        for place in connections.indices {
            // A connection that ended or was lost has nothing to wait for any more.
            end.time = connections[place].isCapture ? time?.last : connections[place].time?.last
            connections[place].conclude(
                at: end, isOver: connections[place].isOver, context, &store)
            connections[place].concludeAttempts(&store)
        }
        var summary = Summary()
        summary.records = records
        summary.time = time
        summary.connections = connections.map { $0.summary }
        tables.write(into: &summary.connections)
        summary.others = others
        summary.isCut = tables.isCut
        summary.findings = store.kept.enumerated().sorted {
            let (left, right) = ($0.element.order, $1.element.order)
            return left == right ? $0.offset < $1.offset : left < right
        }.map { $0.element }
        summary.topics = topics
        summary.notices = notices
        summary.noticeCount = noticeCount
        return summary
    }

    private var topics: [TopicCount] {
        var counts = [Int](repeating: 0, count: Finding.Topic.allCases.count)
        for connection in connections {
            for (place, count) in connection.tally.counts.enumerated() {
                counts[place] &+= Int(count)
            }
        }
        return zip(Finding.Topic.allCases, counts).compactMap { topic, count in
            count == 0 ? nil : TopicCount(topic: topic, count: count)
        }
    }
}

extension Finding {
    /// Where it stands in the input; what TCP did has a place, but no number.
    fileprivate var order: Int64 {
        switch place {
        case .packet(let place), .line(let place), .offset(let place): Int64(place)
        case nil: Int64(number ?? 0)
        }
    }
}

extension Moment {
    static let none = Moment()
    private init() {}
}

extension ConnectionState {
    fileprivate var isOver: Bool {
        switch ending {
        case .open, .abandoned: false
        default: true
        }
    }

    /// Tells of a request for the connection that nobody answered.
    fileprivate mutating func concludeAttempts(_ store: inout FindingStore) {
        guard ending == .open, tcp.attempts > 0, !sawSynAck,
            !sent[0].isSeen, !sent[1].isSeen, let time
        else { return }
        ending = .unanswered
        var moment = Moment.none
        moment.time = time.first
        moment.place = firstPlace
        moment.direction = .control
        store.add(.connectionUnanswered(attempts: tcp.attempts), moment, to: &tally)
    }

    fileprivate var summary: ConnectionSummary {
        var summary = ConnectionSummary()
        summary.connection = tally.connection
        summary.client = client
        summary.server = server
        summary.time = time
        summary.ending = ending
        summary.tcp = tcp
        summary.topics = tally.list
        summary.longestSilence = longestSilence
        summary.functionTimes = functionTimes
        summary.answerTimes = answerTimes
        for side in [Side.first, .second, .unknown] {
            var counts = sent[side.rawValue].counts
            guard counts.apdus + counts.unreadable > 0 else { continue }
            if side != .unknown {
                counts.mostUnacknowledged = halves[side.rawValue].mostUnacknowledged
                counts.acknowledgementTimes = halves[side.rawValue].acknowledgementTimes
            }
            summary.directions.append(counts)
        }
        return summary
    }
}
