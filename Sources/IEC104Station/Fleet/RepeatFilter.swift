package import IEC104Codec

/// Recognizes events that come again on a new link because their acknowledgement was not read on
/// the old one.
///
/// An outstation sends again, first and in their order, all events whose acknowledgement it has
/// not read. Of those that this side has received there are two sorts:
///
/// - *certain*: never acknowledged, so they must come again;
/// - *possible*: acknowledged, and nobody knows whether that arrived.
///
/// An event with a valid time tag is recognized by itself: the same point, value, quality and
/// time within what was received last is the same event, once for each time that it was received.
/// An event without one is recognized by its place alone: as the first of the certain ones, or as
/// the next after one that was recognized. Where that leaves a doubt, it passes: a state that is
/// shown twice is better than one that is lost.
///
/// No more than k I APDUs can be unacknowledged at the peer, so what came before them is
/// forgotten; and after k ASDUs of events in a row without a repeat, no other one is looked for.
package struct RepeatFilter: Sendable {
    private struct Event: Hashable, Sendable {
        var type: TypeID
        var cause: CauseOfTransmission
        var station: CommonAddress
        var object: InformationObject
    }

    private struct Entry: Sendable {
        var event: Event
        /// The I APDU of its link that brought it, counted from 1.
        var number: UInt64
        var isCertain = true
    }

    /// What this link has brought.
    private var received: [Entry] = []
    private var receivedStart = 0
    /// What links before it have brought and may come again, in order.
    private var expected: [Entry] = []
    /// The place in `expected` behind the last one that was recognized; `nil` before that.
    private var place: Int?
    /// How many of `received` there are up to the last that was recognized.
    private var recognizedEnd = 0
    /// ASDUs of events in a row on this link of which none was recognized.
    private var misses = 0
    /// I APDUs that this link has brought.
    private var number: UInt64 = 0
    private let window: Int
    /// Most events that are kept.
    private static let limit = 8192

    /// Events that were recognized as repeats.
    package private(set) var dropped: UInt64 = 0

    /// - Parameter k: how many I APDUs the peer may have unacknowledged.
    package init(k: Int) { window = min(max(k, 1), 32767) }

    // MARK: The link

    /// An I APDU has arrived, whatever it brings; before `filter`.
    @inline(__always)
    package mutating func countAPDU() { number &+= 1 }

    /// The link has ended, or its transfer was taken away; `unacknowledged`: the last I APDUs
    /// received on it that were never acknowledged.
    package mutating func ended(unacknowledged: Int) {
        let certainFrom = number &- min(UInt64(max(unacknowledged, 0)), number)
        var brought = received[receivedStart...].map { entry in
            var entry = entry
            entry.isCertain = entry.number > certainFrom
            return entry
        }
        // What was still expected stands in the outstation's buffer behind what it has sent again,
        // and before all that is new.
        let recognized = min(max(recognizedEnd - receivedStart, 0), brought.count)
        brought.insert(contentsOf: expected[min(place ?? 0, expected.count)...], at: recognized)
        expected = brought.suffix(Self.limit)
        begin()
    }

    /// The link was stopped in order: the outstation has read all acknowledgements.
    package mutating func stopped() {
        expected = []
        begin()
    }

    private mutating func begin() {
        received = []
        receivedStart = 0
        recognizedEnd = 0
        place = nil
        misses = 0
        number = 0
    }

    // MARK: Events

    /// Takes repeats out of the objects of one ASDU; how many there were.
    package mutating func filter(
        _ header: ASDUHeader, _ objects: inout [InformationObject]
    ) -> Int {
        guard header.cause.cause.isOfEvents else { return 0 }
        let before = objects.count
        if expected.isEmpty {
            for object in objects { note(object, header) }
        } else {
            objects.removeAll { isRepeat($0, header) }
        }
        forget()
        let count = before - objects.count
        misses = count == 0 ? misses + 1 : 0
        if misses >= window { expected = [] }
        dropped &+= UInt64(count)
        return count
    }

    private mutating func note(_ object: InformationObject, _ header: ASDUHeader) {
        received.append(
            Entry(
                event: Event(
                    type: header.type, cause: header.cause, station: header.commonAddress,
                    object: object),
                number: number))
    }

    private mutating func isRepeat(_ object: InformationObject, _ header: ASDUHeader) -> Bool {
        note(object, header)
        guard object.information.isComparable, let event = received.last?.event,
            let found = expectedIndex(of: event)
        else { return false }
        if found >= place ?? 0 { place = found + 1 }
        recognizedEnd = received.count
        // Nothing is recognized twice, and what the peer did not send again it has seen
        // acknowledged; one out of its turn leaves the others where they are.
        expected.remove(at: found)
        if let behind = place, found < behind { place = behind - 1 }
        return true
    }

    private func expectedIndex(of event: Event) -> Int? {
        if let place, place < expected.count, expected[place].event == event { return place }
        guard event.object.isSelfEvident else {
            guard place == nil, let first = expected.firstIndex(where: \.isCertain),
                expected[first].event == event
            else { return nil }
            return first
        }
        return expected.firstIndex { $0.event == event }
    }

    /// Leaves what the peer may not have seen acknowledged.
    private mutating func forget() {
        while receivedStart < received.count,
            received[receivedStart].number &+ UInt64(window) <= number
                || received.count - receivedStart > Self.limit
        {
            receivedStart += 1
        }
        if receivedStart > 64, receivedStart * 2 > received.count {
            received.removeFirst(receivedStart)
            recognizedEnd = max(recognizedEnd - receivedStart, 0)
            receivedStart = 0
        }
    }
}

extension Cause {
    /// Whether what comes with it was kept until it is acknowledged: spontaneous data, and
    /// information that a command has returned.
    fileprivate var isOfEvents: Bool { rawValue == 3 || rawValue == 11 || rawValue == 12 }
}

extension InformationObject {
    /// Whether it tells by itself that it is the same event as another one that is equal.
    fileprivate var isSelfEvident: Bool {
        switch timeTag {
        case .none: false
        case .cp24(let time): !time.isInvalid && time.isPossible
        case .cp56(let time): !time.isInvalid && time.isPossible
        }
    }
}

extension Information {
    /// Whether two equal ones are the same: what points into octets elsewhere is not.
    fileprivate var isComparable: Bool {
        switch self {
        case .privateFields, .raw, .fileSegment: false
        default: true
        }
    }
}
