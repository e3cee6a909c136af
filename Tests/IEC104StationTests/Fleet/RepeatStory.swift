import IEC104Codec
import IEC104Station
import IEC104TestKit

/// An outstation with four points, a master with the filter, and links that break anywhere. Points
/// 1 and 2 send their events with a time tag, 3 and 4 without.
struct RepeatStory {
    /// What an outstation does with events whose acknowledgement it has not read.
    enum Memory: CaseIterable {
        /// Sends them again, in their order.
        case whole
        /// Only those with a time tag; the others are lost with the link.
        case taggedOnly
        /// Loses all of them.
        case none
    }

    struct Event {
        var number: Int
        var object: InformationObject
    }

    /// Events of one ASDU, or the values that an interrogation brings.
    struct Message {
        var events: [Event] = []
        var values: [InformationObject] = []
    }

    let memory: Memory
    /// What the clock of the time tags counts in.
    let tick: Int64
    let k = 4
    private var random: SeededRandom
    private(set) var filter: RepeatFilter

    private var time: Int64 = 1_700_000_000_000
    private var states = [false, false, false, false]
    private(set) var made = 0
    private var waiting: [Event] = []
    /// Sent, and not known to be acknowledged.
    private var unacknowledged: [Message] = []
    /// Of these, how many the master has received, and how many it has acknowledged.
    private var received = 0
    private var acknowledged = 0

    /// What each point shows with the filter, and what it would show without.
    private(set) var shown: [ObjectAddress: Information] = [:]
    private(set) var wired: [ObjectAddress: Information] = [:]
    /// How often each event was shown, in the order of the first time.
    private(set) var counts: [Int: Int] = [:]
    private(set) var order: [Int] = []
    private var tags: Set<Int> = []
    /// Events with a time tag that were shown more than once.
    var repeatedTags: [Int] { tags.filter { counts[$0, default: 0] > 1 }.sorted() }

    init(_ memory: Memory, tick: Int64, seed: UInt64) {
        self.memory = memory
        self.tick = tick
        random = SeededRandom(seed: seed)
        filter = RepeatFilter(k: k)
    }

    /// Nothing is on its way or to come.
    var isAtRest: Bool { waiting.isEmpty && unacknowledged.isEmpty }

    mutating func run(steps: Int) {
        for _ in 0..<steps {
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<5: change()
            case 5..<10: send()
            case 10..<15: deliver()
            case 15, 16: acknowledge()
            case 17: read()
            case 18 where Int.random(in: 0..<3, using: &random) == 0: interrogate()
            case 19 where Int.random(in: 0..<3, using: &random) == 0: lose()
            default: break
            }
        }
        while !isAtRest {
            send()
            deliver()
            acknowledge()
            read()
        }
    }

    private mutating func change() {
        time += Int64.random(in: 1...40, using: &random)
        let point = Int.random(in: 0..<4, using: &random)
        states[point].toggle()
        if point < 2 { tags.insert(made) }
        waiting.append(Event(number: made, object: object(point, isTagged: point < 2)))
        made += 1
    }

    private func object(_ point: Int, isTagged: Bool) -> InformationObject {
        let tag = CP56Time2a(millisecondsSince1970: time / tick * tick)
        return InformationObject(
            ObjectAddress(UInt32(1 + point)), .singlePoint(SIQ(states[point])),
            timeTag: isTagged ? tag.map { .cp56($0) } ?? .none : .none)
    }

    /// An ASDU has events of one type.
    private mutating func send() {
        guard unacknowledged.count < k, let first = waiting.first else { return }
        let isTagged = first.object.timeTag != .none
        let count = Int.random(in: 1...3, using: &random)
        var run: [Event] = []
        // No two that are the same, so that a test sees which of them was left out.
        for event in waiting.prefix(count) {
            guard (event.object.timeTag != .none) == isTagged,
                !run.contains(where: { $0.object == event.object })
            else { break }
            run.append(event)
        }
        waiting.removeFirst(run.count)
        unacknowledged.append(Message(events: run))
    }

    private mutating func interrogate() {
        guard unacknowledged.count < k else { return }
        let values = (0..<4).map { object($0, isTagged: false) }
        unacknowledged.append(Message(values: values))
    }

    private mutating func deliver() {
        guard received < unacknowledged.count else { return }
        let message = unacknowledged[received]
        received += 1
        filter.countAPDU()
        let isData = message.events.isEmpty
        var objects = isData ? message.values : message.events.map(\.object)
        for object in objects { wired[object.address] = object.information }
        let header = ASDUHeader(
            type: objects.first?.timeTag == TimeTag.none ? .M_SP_NA_1 : .M_SP_TB_1,
            count: UInt8(objects.count),
            cause: CauseOfTransmission(isData ? 20 : .spontaneous), commonAddress: 1)
        _ = filter.filter(header, &objects)
        for object in objects { shown[object.address] = object.information }
        // Those that passed, each for the first event that it can be.
        var events = message.events
        for object in objects {
            guard let place = events.firstIndex(where: { $0.object == object }) else { continue }
            let number = events.remove(at: place).number
            if counts[number] == nil { order.append(number) }
            counts[number, default: 0] += 1
        }
    }

    /// The master acknowledges all that it has received.
    private mutating func acknowledge() { acknowledged = received }

    /// The outstation reads that.
    private mutating func read() {
        unacknowledged.removeFirst(acknowledged)
        received -= acknowledged
        acknowledged = 0
    }

    private mutating func lose() {
        filter.ended(unacknowledged: received - acknowledged)
        let events = unacknowledged.flatMap(\.events)
        switch memory {
        case .whole: waiting = events + waiting
        case .taggedOnly: waiting = (events + waiting).filter { $0.object.timeTag != .none }
        case .none: waiting = []
        }
        unacknowledged = []
        (received, acknowledged) = (0, 0)
        // A new link takes its time; an outstation that forgets says nothing of it otherwise.
        if memory != .whole { time += 2 * tick }
    }
}
