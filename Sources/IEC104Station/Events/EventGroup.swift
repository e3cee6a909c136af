internal import IEC104Session

/// What one controlling station is to get, whichever link it uses.
struct EventGroup: Sendable {
    /// What an ASDU with a ticket carried.
    struct Sent: Sendable {
        let ticket: UInt64
        let events: UInt32
        let initializations: UInt32
    }

    /// `nil` until a station comes.
    var owner: PeerIdentity?
    /// The slot of the started link that uses it.
    var slot: Int?
    /// Since when no link uses it.
    var idleSince: Instant
    var buffer: EventBuffer
    /// The last event that it did not get, as it began after that.
    let beginsAfter: UInt64
    /// The stations, by their number, whose end of initialization is to be told.
    private(set) var initializations = Ring<UInt32>()
    private var initializationsSent = 0
    private var sent = Ring<Sent>()

    init(
        owner: PeerIdentity?, capacity: EventCapacity, stations: Int, after sequence: UInt64,
        at now: Instant
    ) {
        self.owner = owner
        beginsAfter = sequence
        idleSince = now
        buffer = EventBuffer(capacity)
        for station in 0..<stations {
            initializations.append(UInt32(truncatingIfNeeded: station))
        }
    }

    /// A station was initialized: it is told once, however often that was before it is sent.
    mutating func initialized(_ station: Int) {
        let number = UInt32(truncatingIfNeeded: station)
        for offset in initializationsSent..<initializations.count
        where initializations[offset] == number { return }
        initializations.append(number)
    }

    /// The station whose end of initialization is to be sent next.
    var nextInitialization: Int? {
        initializationsSent < initializations.count
            ? Int(initializations[initializationsSent]) : nil
    }

    var hasOutput: Bool { buffer.hasWaiting || initializationsSent < initializations.count }

    mutating func sentInitialization(_ ticket: UInt64) {
        initializationsSent &+= 1
        sent.append(Sent(ticket: ticket, events: 0, initializations: 1))
    }

    mutating func sentEvents(_ count: Int, _ ticket: UInt64) {
        sent.append(
            Sent(ticket: ticket, events: UInt32(truncatingIfNeeded: count), initializations: 0))
    }

    mutating func confirm(through ticket: UInt64) {
        while !sent.isEmpty, sent.first.ticket <= ticket {
            let entry = sent.first
            sent.removeFirst()
            buffer.confirm(Int(entry.events))
            for _ in 0..<entry.initializations {
                initializations.removeFirst()
                initializationsSent &-= 1
            }
        }
    }

    /// The link is gone: what it did not confirm is sent again.
    mutating func release(at now: Instant) {
        slot = nil
        idleSince = now
        sent.removeAll()
        initializationsSent = 0
        buffer.rewind()
    }

    var status: EventGroupStatus {
        EventGroupStatus(
            owner: owner, isActive: slot != nil, waiting: buffer.waitingCount,
            unconfirmed: buffer.inFlightCount, lost: buffer.lost)
    }
}
