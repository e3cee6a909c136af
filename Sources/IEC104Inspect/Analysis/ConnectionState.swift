import IEC104Codec

/// What is known of a connection while it is analyzed.
struct ConnectionState: Sendable {
    /// Whether I and S APDUs may flow.
    enum Transfer: Sendable {
        case unknown, stopped, starting, started, stopping
    }

    /// What one side sent.
    struct Sent: Sendable {
        var counts = DirectionSummary()
        var lastTime: Timestamp?
        var lastTest: Timestamp?
        /// An APDU of the side was seen.
        var isSeen = false
    }

    let isCapture: Bool
    var tally: FindingTally
    var client: Endpoint?
    var server: Endpoint?
    var time: TimeRange?
    var sent = InlineArray<3, Sent>(repeating: Sent())
    var halves = InlineArray<2, TransferHalf>(repeating: TransferHalf())
    var transfer = Transfer.unknown
    /// All since its start was seen.
    var isComplete = false
    /// The side of the controlling station.
    var controlSide: Side
    var functions = PendingFunctions()
    var requests = PendingRequests()
    var tcp = TCPCounts()
    var ending = ConnectionSummary.Ending.open
    var sawSynAck = false
    /// Where TCP did something first.
    var firstPlace: APDURecord.Place?
    private var lastTime: Timestamp?
    private var silence: Int64 = 0
    private var silenceStart: Timestamp?
    var functionTimes = DurationStatistics()
    var answerTimes = DurationStatistics()

    /// - Parameter connection: which one of the capture; `nil`: a log.
    init(connection: Int?) {
        isCapture = connection != nil
        tally = FindingTally(connection: connection)
        controlSide = connection == nil ? .unknown : .first
    }

    var longestSilence: (duration: Duration, from: Timestamp)? {
        silenceStart.map { (.nanoseconds(silence), $0) }
    }

    @inline(__always)
    mutating func see(_ time: Timestamp) {
        if self.time == nil { self.time = TimeRange(time) }
        self.time?.last = time
    }

    /// Takes an APDU. `direction` is the one of the record, or what the APDU tells.
    @inline(__always)
    mutating func receive(
        _ record: borrowing APDURecord, _ direction: Direction?, _ context: AnalysisContext,
        _ store: inout FindingStore
    ) {
        let moment = Moment(record)
        let side = Side(direction)
        let isDirected = record.direction != nil
        if client == nil, let from = record.from, let to = record.to {
            (client, server) = side == .first ? (from, to) : (to, from)
        }
        if let time = moment.time { note(time, side, isDirected, moment, context, &store) }
        sent[side.rawValue].counts.direction = direction
        sent[side.rawValue].counts.octets &+= record.reading.octets.count
        if !record.reading.problems.isEmpty || record.reading.error != nil {
            report(record, moment, &store)
        }
        guard let control = record.reading.control else {
            sent[side.rawValue].counts.unreadable &+= 1
            return miss(side)
        }
        sent[side.rawValue].isSeen = true
        switch control {
        case .information(let send, let receive):
            sent[side.rawValue].counts.information &+= 1
            if transfer != .started { checkTransfer(.information, side, moment, &store) }
            if side != .unknown {
                halves[side.rawValue].send(
                    send, isAnswered: isDirected && sent[side.other.rawValue].isSeen, moment,
                    context.limits, &tally, &store)
            }
            if isDirected {
                halves[side.other.rawValue].acknowledge(
                    receive, moment, context.limits, &tally, &store)
            }
            if let header = record.reading.header {
                judge(header, record, side, moment, context, &store)
            }
        case .supervisory(let receive):
            sent[side.rawValue].counts.supervisory &+= 1
            if transfer != .started { checkTransfer(.supervisory, side, moment, &store) }
            if isDirected {
                halves[side.other.rawValue].acknowledge(
                    receive, moment, context.limits, &tally, &store)
            }
        case .unnumbered(let function):
            sent[side.rawValue].counts.unnumbered &+= 1
            receive(function, side, moment, context, &store)
        }
    }

    /// Measures how long it was silent, and whether it should have been tested.
    @inline(__always)
    private mutating func note(
        _ time: Timestamp, _ side: Side, _ isDirected: Bool, _ moment: Moment,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        see(time)
        if let lastTime, let pause = time.elapsed(since: lastTime), pause > silence {
            silence = pause
            silenceStart = lastTime
        }
        lastTime = time
        guard isDirected else { return }
        if let last = sent[side.rawValue].lastTime, let pause = time.elapsed(since: last),
            pause > context.limits.t3
        {
            let isTested = (sent[side.other.rawValue].lastTest?.elapsed(since: last) ?? 0) > 0
            if !isTested, sent[side.other.rawValue].isSeen {
                store.add(.testMissing(silence: .nanoseconds(pause)), moment, to: &tally)
            }
        }
        sent[side.rawValue].lastTime = time
    }

    private mutating func report(
        _ record: borrowing APDURecord, _ moment: Moment, _ store: inout FindingStore
    ) {
        if let foreign = record.foreign {
            store.add(.foreign(foreign), moment, to: &tally)
        } else if let error = record.reading.error {
            store.add(.problem(error), moment, to: &tally)
        }
        // An undefined cause has a topic of its own.
        for problem in record.reading.problems.list where problem.code != .causeUnknown {
            store.add(.problem(problem), moment, to: &tally)
        }
    }

    private mutating func checkTransfer(
        _ format: Finding.Format, _ side: Side, _ moment: Moment, _ store: inout FindingStore
    ) {
        switch transfer {
        case .unknown: transfer = .started
        case .started: break
        case .stopped, .starting:
            store.add(.transferWhileStopped(format), moment, to: &tally)
        case .stopping:
            // The controlled station goes on until it has everything acknowledged.
            if format == .information, side == controlSide, side != .unknown {
                store.add(.transferWhileStopped(format), moment, to: &tally)
            }
        }
    }

    /// APDUs that `side` sent were not seen: what depends on them cannot be judged.
    mutating func miss(_ side: Side) {
        if side == .unknown {
            miss(.first)
            return miss(.second)
        }
        halves[side.rawValue].missSent()
        halves[side.other.rawValue].missAcknowledgements()
        sent[side.rawValue].lastTime = nil
        functions.removeAll()
        requests.removeAll()
        transfer = .unknown
        isComplete = false
    }
}

/// What stays the same for all records.
struct AnalysisContext: Sendable {
    let limits: AnalysisLimits
    let roles: RoleTable
    let globalAddress: CommonAddress
}
