/// The I APDUs that are sent and not acknowledged, oldest first: ticket and time of sending, so
/// that t1 runs for each of them. Its room grows with use, to 32768 places at most.
struct UnconfirmedRing: Sendable {
    struct Entry: Hashable, Sendable {
        var ticket: UInt64
        var sent: Instant
    }

    /// A power of two places, or none.
    private var places: [Entry] = []
    private var head: UInt16 = 0
    private(set) var count: UInt16 = 0

    var isEmpty: Bool { count == 0 }

    /// When the oldest one was sent.
    var oldest: Instant? { isEmpty ? nil : places[place(0)].sent }

    private func place(_ offset: UInt16) -> Int {
        Int(head &+ offset) & (places.count &- 1)
    }

    /// Adds the newest. The caller keeps `count` below 32767.
    mutating func append(ticket: UInt64, sent: Instant) {
        let entry = Entry(ticket: ticket, sent: sent)
        if Int(count) == places.count { grow() }
        places[place(count)] = entry
        count &+= 1
    }

    private mutating func grow() {
        var larger: [Entry] = []
        larger.reserveCapacity(max(16, places.count * 2))
        for offset in 0..<count { larger.append(places[place(offset)]) }
        let empty = Entry(ticket: 0, sent: .never)
        while larger.count < max(16, places.count * 2) { larger.append(empty) }
        places = larger
        head = 0
    }

    /// Removes the oldest `number`, at least 1 and at most `count`: the ticket of the last of them.
    mutating func removeFirst(_ number: UInt16) -> UInt64 {
        let ticket = places[place(number &- 1)].ticket
        head = UInt16(truncatingIfNeeded: place(number))
        count &-= number
        return ticket
    }

    var tickets: [UInt64] { (0..<count).map { places[place($0)].ticket } }

    mutating func rebase(at now: Instant) {
        for offset in 0..<count {
            places[place(offset)].sent.rebase(at: now)
        }
    }
}

extension UnconfirmedRing: Hashable {
    /// Only the entries count, not where they lie.
    static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count
        where left.places[left.place(offset)] != right.places[right.place(offset)] {
            return false
        }
        return true
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for offset in 0..<count { hasher.combine(places[place(offset)]) }
    }
}
