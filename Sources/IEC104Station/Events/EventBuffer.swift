internal import IEC104Codec

/// The events for one controlling station, until it has confirmed them.
///
/// Each class waits in a ring of its own, with its own capacity; reading takes the oldest of all.
/// What is sent moves to one more ring until it is confirmed, or goes back where it came from.
struct EventBuffer: Sendable {
    private var waiting: InlineArray<4, Ring<EventRecord>>
    private var inFlight = Ring<EventRecord>()
    private var inFlightCounts: InlineArray<4, Int> = [0, 0, 0, 0]
    private let capacities: InlineArray<4, Int>
    /// Events pushed out.
    private(set) var lost: UInt64 = 0
    /// Classes, a bit each, that have lost events and are still more than half full.
    private var overflowing: UInt8 = 0
    private var hasBegunToOverflow = false
    /// Whether events may wait, or be in flight, that are older than the first in flight.
    private var isMixed = false
    /// Whether more events of a class have waited than room is kept for.
    private var isLarge = false
    private static let small = 4096

    init(_ capacity: EventCapacity) {
        waiting = [Ring(), Ring(), Ring(), Ring()]
        capacities = [
            capacity[.state], capacity[.measured], capacity[.counters], capacity[.priority],
        ]
    }

    @inline(__always)
    var waitingCount: Int {
        waiting[0].count &+ waiting[1].count &+ waiting[2].count &+ waiting[3].count
    }
    @inline(__always)
    var inFlightCount: Int { inFlight.count }
    @inline(__always)
    var count: Int { waitingCount &+ inFlight.count }
    @inline(__always)
    var hasWaiting: Bool { waitingCount != 0 }
    /// Whether a class has lost events and is still more than half full.
    @inline(__always)
    var isOverflowing: Bool { overflowing != 0 }

    /// Whether an event waits with a number below `limit`.
    @inline(__always)
    func hasWaiting(below limit: UInt64) -> Bool { hasWaiting && oldestSequence < limit }

    /// Adds the newest event; whether one was pushed out: the oldest of its class that is not in
    /// flight, or the new one itself when all are.
    @inline(__always)
    mutating func append(_ record: EventRecord) -> Bool {
        let ring = Int(record.eventClass.rawValue)
        var isFull = false
        if waiting[ring].count &+ inFlightCounts[ring] >= capacities[ring] {
            isFull = true
            lose(ring)
            guard !waiting[ring].isEmpty else { return true }
            waiting[ring].removeFirst()
        }
        waiting[ring].append(record)
        if waiting[ring].count > Self.small { isLarge = true }
        return isFull
    }

    /// Gives up the oldest `count` events that wait, measured values first, as all groups together
    /// have too many; how many there were.
    mutating func giveUp(_ count: Int) -> Int {
        var left = count
        for eventClass in [EventClass.measured, .counters, .state, .priority] {
            let ring = Int(eventClass.rawValue)
            while left > 0, !waiting[ring].isEmpty {
                lose(ring)
                waiting[ring].removeFirst()
                left -= 1
            }
        }
        trimRings()
        return count - left
    }

    /// Gives the room back that a burst has left behind.
    private mutating func trimRings() {
        for ring in 0..<4 { waiting[ring].trim() }
        inFlight.trim()
    }

    private static func bit(_ ring: Int) -> UInt8 { 1 << UInt8(truncatingIfNeeded: ring) }

    @inline(never)
    private mutating func lose(_ ring: Int) {
        lost &+= 1
        let bit = Self.bit(ring)
        if overflowing & bit == 0 {
            overflowing |= bit
            hasBegunToOverflow = true
        }
    }

    /// Whether a class has begun to lose events since this was asked last. It has ended when the
    /// class is half empty.
    mutating func takeOverflow() -> Bool {
        defer { hasBegunToOverflow = false }
        return hasBegunToOverflow
    }

    private mutating func endOverflow() {
        guard overflowing != 0 else { return }
        for ring in 0..<4
        where waiting[ring].count &+ inFlightCounts[ring] <= capacities[ring] / 2 {
            overflowing &= ~Self.bit(ring)
        }
    }

    /// The ring with the oldest waiting event, of those with a number below `limit`; `nil` when
    /// none waits.
    @inline(__always)
    private func oldest(below limit: UInt64 = .max) -> Int? {
        var found: Int?
        var least = limit
        for ring in 0..<4 where !waiting[ring].isEmpty {
            let sequence = waiting[ring].first.sequence
            if sequence < least { (found, least) = (ring, sequence) }
        }
        return found
    }

    /// The number of the oldest waiting event; the largest number when none waits.
    @inline(__always)
    var oldestSequence: UInt64 { oldest().map { waiting[$0].first.sequence } ?? .max }

    /// Writes the oldest events that can stand in one ASDU, at most `limit`, with numbers below
    /// `end`: octets, which are 0 when none waits, and events.
    mutating func write(
        into output: inout MutableSpan<UInt8>, limit: Int, below end: UInt64, profile: Profile
    ) -> (length: Int, count: Int) {
        while let ring = oldest(below: end) {
            let first = waiting[ring].first
            let header = ASDUHeader(
                type: first.type, count: 0, cause: CauseOfTransmission(first.cause),
                commonAddress: first.station)
            do throws(EncodeError) {
                var writer = try ASDUWriter(
                    into: output._mutatingExtracting(0..<output.count), header: header,
                    profile: profile)
                let count = try write(first, ring, to: &writer, limit, end)
                if count > 0 { return (writer.finish(), count) }
            } catch {}
            // An event that the profile cannot express would stop all others.
            waiting[ring].removeFirst()
            lost &+= 1
        }
        return (0, 0)
    }

    @inline(__always)
    private mutating func write(
        _ first: EventRecord, _ ring: Int, to writer: inout ASDUWriter, _ limit: Int,
        _ end: UInt64
    ) throws(EncodeError) -> Int {
        var (record, ring, count) = (first, ring, 0)
        while true {
            do throws(EncodeError) {
                guard try writer.append(record.object) else { return count }
            } catch {
                guard count > 0 else { throw error }
                return count
            }
            inFlight.append(record)
            inFlightCounts[ring] &+= 1
            waiting[ring].removeFirst()
            count &+= 1
            guard count < limit, let next = oldest(below: end) else { return count }
            record = waiting[next].first
            ring = next
            guard record.fits(with: first) else { return count }
        }
    }

    /// The oldest `count` events in flight have arrived.
    mutating func confirm(_ count: Int) {
        for _ in 0..<min(count, inFlight.count) {
            inFlightCounts[Int(inFlight.first.eventClass.rawValue)] &-= 1
            inFlight.removeFirst()
        }
        if isLarge, inFlight.isEmpty, !hasWaiting {
            isLarge = false
            trimRings()
        }
        endOverflow()
    }

    /// Nothing in flight has arrived, as far as is known: it is sent again, in order. How many were
    /// cleared meanwhile.
    mutating func rewind() -> Int {
        var cleared = 0
        var mustSort = false
        while !inFlight.isEmpty {
            let record = inFlight[inFlight.count &- 1]
            inFlight.removeLast()
            guard !record.isCleared else {
                cleared &+= 1
                continue
            }
            let ring = Int(record.eventClass.rawValue)
            // Older ones may have come from another group after this one was sent.
            if !waiting[ring].isEmpty, waiting[ring].first.sequence < record.sequence {
                mustSort = true
            }
            waiting[ring].prepend(record)
        }
        inFlightCounts = [0, 0, 0, 0]
        if mustSort { _ = merge([]) }
        return cleared
    }

    /// The number of the oldest event that is not confirmed; `nil` when there is none.
    mutating func takeOldestUnconfirmed() -> UInt64? {
        var oldest = oldestSequence
        if inFlight.isEmpty {
            isMixed = false
        } else if isMixed {
            for offset in 0..<inFlight.count { oldest = min(oldest, inFlight[offset].sequence) }
        } else {
            oldest = min(oldest, inFlight.first.sequence)
        }
        return oldest == .max ? nil : oldest
    }

    /// Adds the events that are not confirmed, but for those that `events` has already, in the
    /// order of their numbers.
    mutating func addUnconfirmed(to events: inout [EventRecord]) {
        add(inFlight, to: &events)
        for ring in 0..<4 { add(waiting[ring], to: &events) }
    }

    private func add(_ ring: Ring<EventRecord>, to events: inout [EventRecord]) {
        var added: [EventRecord] = []
        for offset in 0..<ring.count where !ring[offset].isCleared { added.append(ring[offset]) }
        if isMixed { added.sort { $0.sequence < $1.sequence } }
        var place = 0
        added.removeAll { event in
            while place < events.count, events[place].sequence < event.sequence { place += 1 }
            return place < events.count && events[place].sequence == event.sequence
        }
        guard !added.isEmpty else { return }
        var merged: [EventRecord] = []
        merged.reserveCapacity(events.count + added.count)
        place = 0
        for event in added {
            while place < events.count, events[place].sequence < event.sequence {
                merged.append(events[place])
                place += 1
            }
            merged.append(event)
        }
        events = merged + events[place...]
    }

    /// Adds an event that was kept while there was no outstation.
    ///
    /// - Parameter wasCounted: whether what it pushes out was counted then.
    mutating func restore(_ record: EventRecord, wasCounted: Bool) {
        let before = lost
        _ = append(record)
        if wasCounted { lost = before }
    }

    /// The waiting events below a number.
    func waiting(below sequence: UInt64) -> [EventRecord] {
        var found: [EventRecord] = []
        for ring in 0..<4 {
            for offset in 0..<waiting[ring].count where waiting[ring][offset].sequence < sequence {
                found.append(waiting[ring][offset])
            }
        }
        return found
    }

    /// Adds events to those that wait, in their order and each once; how many were pushed out.
    mutating func merge(_ records: [EventRecord]) -> Int {
        let all = (waiting(below: .max) + records).sorted { $0.sequence < $1.sequence }
        for ring in 0..<4 { waiting[ring].removeAll() }
        isMixed = !inFlight.isEmpty
        var missed = 0
        var last: UInt64?
        for record in all where record.sequence != last {
            last = record.sequence
            if append(record) { missed &+= 1 }
        }
        return missed
    }

    /// Takes over what another buffer has lost.
    mutating func addLost(_ count: UInt64) { lost &+= count }

    /// Removes the waiting events with a time tag of `stations`, and marks those in flight; how
    /// many waited.
    mutating func clearTimeTagged(_ stations: ClosedRange<CommonAddress>) -> Int {
        let before = waitingCount
        for ring in 0..<4 {
            waiting[ring].removeAll { $0.isTimeTagged(of: stations) }
        }
        for offset in 0..<inFlight.count where inFlight[offset].isTimeTagged(of: stations) {
            inFlight[offset].isCleared = true
        }
        endOverflow()
        return before - waitingCount
    }
}

extension EventRecord {
    fileprivate func isTimeTagged(of stations: ClosedRange<CommonAddress>) -> Bool {
        stations.contains(station) && object.timeTag != .none
    }
}
