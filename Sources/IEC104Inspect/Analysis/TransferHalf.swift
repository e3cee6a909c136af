import IEC104Codec

/// The numbered APDUs that one side sends, and how far the other side acknowledges them, as seen
/// by somebody between them.
///
/// Whoever stands between the stations sees an APDU before its receiver does and an acknowledgement
/// before the sender does. So an N(R) can be judged exactly, and so can k; w is judged by how far
/// N(R) advances at once.
struct TransferHalf: Sendable {
    /// N(S) of the next I APDU, once known.
    private var next: SequenceNumber?
    /// One more than the highest N(S) seen: the upper end of the window.
    private var highest: SequenceNumber = 0
    /// The last N(R) of the other side, once known.
    private var acknowledged: SequenceNumber?
    /// Some acknowledgements were not seen: how late they are cannot be judged.
    private var missesAcknowledgements = false
    private var queue = SentQueue()

    /// How long acknowledgements took.
    private(set) var acknowledgementTimes = DurationStatistics()
    /// Most I APDUs that were unacknowledged at a time.
    private(set) var mostUnacknowledged = 0

    /// The state of a new TCP connection.
    mutating func begin() {
        self = TransferHalf(keepingStatisticsOf: self)
        next = 0
        acknowledged = 0
    }

    init() {}

    private init(keepingStatisticsOf other: TransferHalf) {
        acknowledgementTimes = other.acknowledgementTimes
        mostUnacknowledged = other.mostUnacknowledged
        queue = other.queue
        queue.removeAll()
    }

    /// Forgets the numbers: both sides may have started afresh.
    mutating func forget() { self = TransferHalf(keepingStatisticsOf: self) }

    /// APDUs of this side were not seen.
    mutating func missSent() {
        next = nil
        queue.removeAll()
    }

    /// APDUs of the other side were not seen.
    mutating func missAcknowledgements() {
        missesAcknowledgements = true
        queue.removeAll()
    }

    /// The unacknowledged I APDU that waits for longest.
    var oldestWaiting: SentQueue.Entry? { queue.oldest }

    /// This side sends an I APDU.
    ///
    /// - Parameter isAnswered: whether anything of the other side is seen at all.
    @inline(__always)
    mutating func send(
        _ number: SequenceNumber, isAnswered: Bool, _ moment: Moment, _ limits: AnalysisLimits,
        _ tally: inout FindingTally, _ store: inout FindingStore
    ) {
        var isNew = true
        if let expected = next {
            if number != expected {
                isNew = number.distance(from: expected) < 16384
                report(number, expected, moment, &tally, &store)
            }
        } else {
            highest = number
            // What was acknowledged before is no base when the numbers lie behind it.
            if let acknowledged, number.distance(from: acknowledged) >= 16384 {
                self.acknowledged = nil
            }
        }
        next = number.next
        if number.next.distance(from: highest) < 16384 { highest = number.next }
        guard isNew, isAnswered else { return }
        queue.append(number, moment)
        guard let acknowledged, !missesAcknowledgements else { return }
        let waiting = Int(highest.distance(from: acknowledged))
        mostUnacknowledged = max(mostUnacknowledged, waiting)
        if waiting > Int(limits.k) {
            store.add(.unacknowledged(count: waiting, k: Int(limits.k)), moment, to: &tally)
        }
    }

    private func report(
        _ number: SequenceNumber, _ expected: SequenceNumber, _ moment: Moment,
        _ tally: inout FindingTally, _ store: inout FindingStore
    ) {
        let missing = Int(number.distance(from: expected))
        store.add(
            missing < 16384
                ? .sendNumberGap(expected: expected, found: number, missing: missing)
                : .sendNumberRepeated(expected: expected, found: number), moment, to: &tally)
    }

    /// The other side acknowledges all I APDUs below `number`.
    @inline(__always)
    mutating func acknowledge(
        _ number: SequenceNumber, _ moment: Moment, _ limits: AnalysisLimits,
        _ tally: inout FindingTally, _ store: inout FindingStore
    ) {
        if number == acknowledged, !missesAcknowledgements { return }
        guard isPossible(number) else {
            let next = next ?? highest
            store.add(
                .receiveNumber(found: number, acknowledged: acknowledged, next: next), moment,
                to: &tally)
            return
        }
        let advance = acknowledged.map { number.distance(from: $0) }
        acknowledged = number
        let first = queue.acknowledge(number)
        if missesAcknowledgements {
            missesAcknowledgements = false
            return
        }
        if let advance, advance > limits.w {
            store.add(
                .acknowledgedLate(count: Int(advance), w: Int(limits.w)), moment, to: &tally)
        }
        guard let first, let time = moment.elapsed(since: first.moment.time) else { return }
        acknowledgementTimes.add(time)
        if time > limits.t2 {
            store.add(
                .acknowledgementTime(
                    send: first.send, after: .nanoseconds(time),
                    exceeds: time > limits.t1 ? .t1 : .t2), moment, to: &tally)
        }
    }

    /// Whether N(R) lies in the window, as far as that is known.
    @inline(__always)
    private func isPossible(_ number: SequenceNumber) -> Bool {
        switch (acknowledged, next) {
        case (nil, nil): true
        case (nil, .some): highest.distance(from: number) < 16384
        case (let low?, nil): number.distance(from: low) < 16384
        case (let low?, .some): number.isBetween(low, highest)
        }
    }
}
