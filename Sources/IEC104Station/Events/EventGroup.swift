internal import IEC104Session

/// What one controlling station is to get, whichever link it uses.
struct EventGroup: Sendable {
    /// What an ASDU with a ticket carried.
    private struct Sent: Sendable {
        let ticket: UInt64
        let events: UInt32
        /// The station whose end of initialization it told, or -1.
        let station: Int32
    }

    /// What the links since a start have got or are to get: all events from a number on.
    struct Beginning: Sendable {
        let start: UInt64
        var sequence: UInt64
    }

    /// The name of a redundancy group, or the host of its station; `nil` until a station comes.
    private(set) var owner: PeerIdentity?
    /// Whether it is a redundancy group of the configuration: it has one started link at most, and
    /// is never forgotten.
    let isConfigured: Bool
    /// The slot of the started link that uses it.
    private(set) var slot: Int?
    /// Since when no link uses it.
    private(set) var idleSince: Instant
    var buffer: EventBuffer
    /// How many of its lost events the points have told that tell of them.
    var lossesTold: UInt64 = 0
    /// The start of its last link, as the outstation counts them.
    private(set) var start: UInt64 = 0
    /// Whether its last link has hung, and no later one was there to take what it left.
    var isHung = false
    private(set) var beginnings: [Beginning] = []
    /// The stations, by their number, whose end of initialization is to be told.
    private(set) var initializations: StationSet
    /// How many answers of the link go before the ends of initialization.
    private var answersFirst: UInt64 = 0
    private var sent = Ring<Sent>()

    init(
        owner: PeerIdentity?, isConfigured: Bool = false, capacity: EventCapacity,
        initializations: StationSet, at now: Instant
    ) {
        self.owner = owner
        self.isConfigured = isConfigured
        self.initializations = initializations
        idleSince = now
        buffer = EventBuffer(capacity)
    }

    // MARK: Links

    /// A link takes it.
    ///
    /// - Parameters:
    ///   - next: the number of the next event.
    mutating func take(_ slot: Int, of owner: PeerIdentity, start: UInt64, next: UInt64) {
        self.owner = owner
        self.slot = slot
        self.start = start
        isHung = false
        answersFirst = 0
        beginnings.append(Beginning(start: start, sequence: min(buffer.oldestSequence, next)))
    }

    /// Keeps what `firstEvent` tells about these starts.
    mutating func forgetBeginnings(but starts: [UInt64]) {
        let wanted = Set(starts.compactMap { beginning(after: $0) })
        beginnings = beginnings.indices.filter(wanted.contains).map { beginnings[$0] }
    }

    private func beginning(after start: UInt64) -> Int? {
        beginnings.indices.filter { beginnings[$0].start > start }
            .min { beginnings[$0].sequence < beginnings[$1].sequence }
    }

    /// The first of the events that links got, or are to get, which were started after another one;
    /// `nil` when there was no such link.
    func firstEvent(after start: UInt64) -> UInt64? {
        beginning(after: start).map { beginnings[$0].sequence }
    }

    /// The link is gone: what it did not confirm is sent again. How many events are not, as they
    /// were cleared meanwhile.
    mutating func release(at now: Instant) -> Int {
        slot = nil
        idleSince = now
        var untold = StationSet()
        addUntold(to: &untold)
        initializations = untold
        sent.removeAll()
        return buffer.rewind()
    }

    /// Takes over what another group of the host, which no link uses, has of a number below
    /// `limit`: how many events, and how many found no room.
    mutating func merge(_ other: EventGroup, below limit: UInt64) -> (events: Int, missed: Int) {
        let events = other.buffer.waiting(below: limit)
        initializations.formUnion(other.initializations)
        beginnings += other.beginnings
        if let first = events.lazy.map(\.sequence).min() {
            for place in beginnings.indices {
                beginnings[place].sequence = min(beginnings[place].sequence, first)
            }
        }
        buffer.addLost(other.buffer.lost)
        return (events.count, events.isEmpty ? 0 : buffer.merge(events))
    }

    // MARK: Initialization

    /// Stations were initialized: each is told once, however often that was before it is sent, and
    /// after the answers that wait.
    mutating func initialized(_ stations: Range<Int>, after answers: UInt64) {
        initializations.insert(stations)
        answersFirst = answers
    }

    /// The station whose end of initialization is to be sent next, when so many answers were sent.
    /// Inlined: a call would copy the group.
    @inline(__always)
    func nextInitialization(_ answers: UInt64) -> Int? {
        answers >= answersFirst ? initializations.first : nil
    }

    /// Whether the end of initialization of some station was not confirmed. Inlined: a call would
    /// copy the group.
    @inline(__always)
    var hasUntold: Bool { initializations.count > 0 || sent.count > 0 }

    /// Adds the stations whose end of initialization was not confirmed.
    func addUntold(to stations: inout StationSet) {
        if !initializations.isEmpty { stations.formUnion(initializations) }
        for offset in 0..<sent.count { stations.insert(Int(sent[offset].station)) }
    }

    // MARK: Sending

    /// Whether there is an end of initialization, or an event with a number below `limit`.
    @inline(__always)
    func hasOutput(below limit: UInt64) -> Bool {
        buffer.hasWaiting(below: limit) || !initializations.isEmpty
    }

    /// The end of initialization of a station, the one that is next, was sent.
    mutating func sentInitialization(_ station: Int, _ ticket: UInt64) {
        initializations.removeFirst()
        sent.append(
            Sent(ticket: ticket, events: 0, station: Int32(truncatingIfNeeded: station)))
    }

    mutating func sentEvents(_ count: Int, _ ticket: UInt64) {
        sent.append(
            Sent(ticket: ticket, events: UInt32(truncatingIfNeeded: count), station: -1))
    }

    mutating func confirm(through ticket: UInt64) {
        while !sent.isEmpty, sent.first.ticket <= ticket {
            let entry = sent.first
            sent.removeFirst()
            buffer.confirm(Int(entry.events))
        }
    }

    var status: EventGroupStatus {
        EventGroupStatus(
            owner: owner, isConfigured: isConfigured, isActive: slot != nil,
            waiting: buffer.waitingCount, unconfirmed: buffer.inFlightCount, lost: buffer.lost)
    }
}
