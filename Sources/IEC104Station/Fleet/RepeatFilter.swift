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
/// Once a newer event of its point has come, only one with a date is: outstations keep the order of
/// a point, but some find out late that the old link is gone, and send its events behind newer ones.
///
/// An event without one is recognized by its place alone: as the first of the certain ones, or as
/// the next after one that was recognized, as long as nothing new has come between. It is left out
/// only when that changes nothing: its point must still show what it says. So must the point of
/// an event whose time does not tell it from another one that was received. So an outstation that
/// sends nothing again, as many do, loses no state by it; and a repeat whose point shows something
/// else by now is shown twice, which is better. What can be missed is one event that repeats the
/// state which is shown, in the place of one that had to come again or with its time; and of
/// several events of a point in one tick of a coarse clock the last one may not be the one shown.
///
/// Of events with a time more is known: an outstation that keeps to the rule sends nothing new before
/// the certain ones, so each that may be a repeat is one until they have come, whatever its point
/// shows; and what was received after one that comes again is certain too, as acknowledgements are
/// of all that came before. That is presumed of each outstation until something new comes before the
/// certain ones. Then it takes a proof: two with different times that come again before anything
/// new; the older of them cannot be new, as a newer one came before. What is shown twice of such
/// outstations, then, are the last events of a point, of one tick of their clock and all
/// acknowledged, when the new link begins with them.
///
/// No more than k I APDUs can be unacknowledged at the peer, so what came before them is
/// forgotten; and after many new events in a row no repeat is looked for any more.
package struct RepeatFilter: Sendable {
    private struct Event: Hashable, Sendable {
        var type: TypeID
        var cause: CauseOfTransmission
        var station: CommonAddress
        var object: InformationObject
        var place: Place { Place(station: station, address: object.address) }

        /// Whether it is of the same point, and both have dates that tell so.
        func isOlder(than other: Event) -> Bool {
            guard place == other.place, object.isSelfEvident, case .cp56 = object.timeTag else {
                return false
            }
            return other.object.timeTag.isCertainlyLater(than: object.timeTag)
        }
    }

    private struct Place: Hashable, Sendable {
        var station: CommonAddress
        var address: ObjectAddress
    }

    private struct Entry: Sendable {
        var event: Event
        /// The I APDU of the present link that brought it, counted from 1; `nil`: one of a former
        /// link, and it may still come again.
        var number: UInt64?
        /// Events of this link come in this order.
        var arrival: UInt64
        var isCertain = true
    }

    /// What was received and may be unacknowledged at the outstation, each event once, in the order
    /// in which it keeps them; from `start` on.
    private var log: [Entry] = []
    private var start = 0
    /// How many of `log` may still come again on this link.
    private var expected = 0
    /// The place in `log` behind the last one that was recognized; `nil` before that.
    private var place: Int?
    /// Whether it is known that this is where the outstation stands.
    private var isPinned = false
    private var arrivals: UInt64 = 0
    /// Whether an event has come on this link that was not expected.
    private var hasNews = false
    /// Points of which something was shown on this link while repeats were expected: their repeats
    /// are left out only when that changes nothing.
    private var doubtful: Set<Place> = []
    /// What points show: those of which an event without a time is kept, and the doubtful ones.
    private var shown: [Place: Information] = [:]
    /// Whether the outstation sends events with a time again, and first, as far as is known from all
    /// its links.
    private var sendsAgain = true
    /// Whether it has begun anew on this link, so that what it had kept may be gone.
    private var hasBegunAnew = false
    /// The time of a repeat on this link that was known by itself, before anything new.
    private var proof: TimeTag?
    /// Whether all that is expected on this link is certain.
    private var areAllCertain = false
    /// Events with a date that are older than one of their point that was shown on this link: a
    /// repeat of them would show what was before.
    private var outdated: Set<Event> = []
    /// How many events may come in a row of which none is recognized: more than may come again.
    private var patience = 0
    private var misses = 0
    /// I APDUs that this link has brought.
    private var number: UInt64 = 0
    private let window: Int
    /// Most events that are kept, and most doubtful points.
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
        var came: [Entry] = []
        var left: [Entry] = []
        for index in log.indices[start...] {
            var entry = log[index]
            if let number = entry.number {
                entry.isCertain = number > certainFrom
                entry.number = nil
                came.append(entry)
            } else if place.map({ index >= $0 }) ?? true {
                // What was not sent again, though later ones were, was seen acknowledged. Of the
                // rest, what is known by its place alone goes when the place is not known.
                let isKnown = !hasNews && (place == nil || isPinned)
                if isKnown || entry.event.object.isSelfEvident { left.append(entry) }
            }
        }
        came.sort { $0.arrival < $1.arrival }
        begin((came + left).suffix(Self.limit))
    }

    /// The link was stopped in order: the outstation has read all acknowledgements.
    package mutating func stopped() { begin([]) }

    private mutating func begin(_ entries: some Collection<Entry>) {
        log = Array(entries)
        start = 0
        expected = log.count
        patience = 2 * log.count + 16 * window
        place = nil
        isPinned = false
        hasNews = false
        proof = nil
        areAllCertain = false
        hasBegunAnew = false
        doubtful = []
        outdated = []
        misses = 0
        number = 0
    }

    // MARK: Events

    /// Takes repeats out of the objects of one ASDU with data, events or not; how many there were.
    package mutating func filter(
        _ header: ASDUHeader, _ objects: inout [InformationObject]
    ) -> Int {
        guard header.cause.cause.isOfEvents else {
            if header.type == .M_EI_NA_1 { hasBegunAnew = true }
            if !shown.isEmpty { for object in objects { show(object, header, isNew: false) } }
            return 0
        }
        let before = objects.count
        if expected == 0, outdated.isEmpty {
            for object in objects {
                append(event(object, header))
                show(object, header, isNew: !object.isSelfEvident)
            }
        } else {
            objects.removeAll { isRepeat($0, header) }
        }
        forget()
        let count = before - objects.count
        if misses >= patience, expected > 0 || !outdated.isEmpty {
            for index in log.indices[start...].reversed() where log[index].number == nil {
                removeExpected(at: index)
            }
            outdated = []
        }
        dropped &+= UInt64(count)
        return count
    }

    private func event(_ object: InformationObject, _ header: ASDUHeader) -> Event {
        Event(
            type: header.type, cause: header.cause, station: header.commonAddress, object: object)
    }

    private mutating func append(_ event: Event) {
        arrivals &+= 1
        log.append(Entry(event: event, number: number, arrival: arrivals))
    }

    /// What a point shows from now on; of points that nobody asks about, only when `isNew`.
    private mutating func show(_ object: InformationObject, _ header: ASDUHeader, isNew: Bool) {
        let point = Place(station: header.commonAddress, address: object.address)
        guard isNew || shown[point] != nil else { return }
        // Nobody asks about points of which no event is kept.
        if shown.count >= max(64, 4 * (log.count - start)), shown[point] == nil {
            let kept = Set(log[start...].lazy.map(\.event.place))
            shown = shown.filter { kept.contains($0.key) }
        }
        shown[point] = object.information
    }

    private mutating func isRepeat(_ object: InformationObject, _ header: ASDUHeader) -> Bool {
        let event = event(object, header)
        let certain = expected > 0 ? firstCertain(isSelfEvident: object.isSelfEvident) : nil
        if expected > 0, object.information.isComparable,
            let found = expectedIndex(of: event, certain: certain)
        {
            misses = 0
            if recognize(found, certain: certain) { return true }
        } else {
            append(event)
            if outdated.remove(event) != nil { return true }
            misses += 1
            if isDue(event, certain) { sendsAgain = false }
            hasNews = true
            removeOlder(than: event)
        }
        if doubtful.count < Self.limit { doubtful.insert(event.place) }
        show(object, header, isNew: true)
        return false
    }

    /// Those never acknowledged have to come again: the first thing that comes is this one, or one
    /// before it. With a time, the first of those with a time: some outstations send no others.
    private func firstCertain(isSelfEvident: Bool) -> Int? {
        log.indices[start...].first {
            log[$0].number == nil && log[$0].isCertain
                && (!isSelfEvident || log[$0].event.object.isSelfEvident)
        }
    }

    /// The event of a former link that this one may be.
    private func expectedIndex(of event: Event, certain: Int?) -> Int? {
        func isExpected(_ index: Int) -> Bool {
            log[index].number == nil && log[index].event == event
        }
        let isSelfEvident = event.object.isSelfEvident
        // What is new comes behind all that comes again.
        guard isSelfEvident || !hasNews else { return nil }
        if let place, log.indices[start...].contains(place), isExpected(place),
            isPinned || !isDue(event, certain)
        {
            return place
        }
        if let certain, isDue(event, certain) {
            // Of several that it may be the last one: what comes behind it may be new.
            if isExpected(certain) { return certain }
            if let last = log.indices[start..<certain].last(where: isExpected) { return last }
        }
        if isSelfEvident { return log.indices[start...].first(where: isExpected) }
        guard !isPinned else { return nil }
        if let certain, isExpected(certain) { return certain }
        return place == nil ? log.indices[start...].first(where: isExpected) : nil
    }

    /// Whether nothing new can come before that certain one.
    private func isDue(_ event: Event, _ certain: Int?) -> Bool {
        sendsAgain && !hasNews && !hasBegunAnew && certain != nil && event.object.isSelfEvident
    }

    /// The event that was found there has come; whether leaving it out is right.
    private mutating func recognize(_ index: Int, certain: Int?) -> Bool {
        let event = log[index].event
        let isEvident = isEvident(event)
        let isShown = !isEvident && event.object.isSelfEvident && isLast(index, of: event.place)
        let isDue = isDue(event, certain) && certain.map { index <= $0 } == true
        let isPlaceKnown =
            isEvident || isPinned && index == place
            || index == certain && (isDue || !event.object.isSelfEvident)
        arrivals &+= 1
        expected -= 1
        if isPlaceKnown || isDue {
            log[index].number = number
            log[index].arrival = arrivals
            place = max(index + 1, place ?? 0)
        } else {
            // Perhaps a new one, which stands behind all others then.
            log.remove(at: index)
            log.append(Entry(event: event, number: number, arrival: arrivals))
            place = max(index, place.map { index < $0 ? $0 - 1 : $0 } ?? 0)
        }
        isPinned = isPlaceKnown
        if isEvident { learn(from: event.object.timeTag, at: index) }
        if isEvident || isDue || isShown, !doubtful.contains(event.place) { return true }
        return isPlaceKnown && shown[event.place].map { $0 == event.object.information } == true
    }

    /// Whether an expected event that has come can be no new one: no other one of its point has the
    /// same time, as with a coarse clock or in a storm; or a later one of its point came before.
    private func isEvident(_ event: Event) -> Bool {
        guard event.object.isSelfEvident else { return false }
        var isAlone = true
        for entry in log[start...] where entry.event.place == event.place {
            let other = entry.event.object
            if other.isSelfEvident, event.isOlder(than: entry.event) { return true }
            if other.timeTag == event.object.timeTag, other.information != event.object.information
            {
                isAlone = false
            }
        }
        return isAlone
    }

    /// Whether nothing was received of the point after that event, so that it shows it.
    private func isLast(_ index: Int, of point: Place) -> Bool {
        !log[(index + 1)...].contains { $0.event.place == point }
    }

    /// What an evident repeat tells of the outstation, and of what was received after it.
    private mutating func learn(from time: TimeTag, at index: Int) {
        guard !hasNews, !hasBegunAnew else { return }
        if let proof, proof != time { sendsAgain = true }
        proof = time
        guard sendsAgain, !areAllCertain else { return }
        for later in log.indices[index...] { log[later].isCertain = true }
        areAllCertain = true
    }

    /// A new event tells that all older ones of its point have come, or come too late.
    private mutating func removeOlder(than event: Event) {
        guard expected > 0, event.object.isSelfEvident else { return }
        for index in log.indices[start...].reversed() where log[index].number == nil {
            let old = log[index].event
            guard old.place == event.place,
                !old.object.timeTag.isCertainlyLater(than: event.object.timeTag)
            else { continue }
            if old.isOlder(than: event) { outdated.insert(old) }
            removeExpected(at: index)
        }
    }

    private mutating func removeExpected(at index: Int) {
        log.remove(at: index)
        expected -= 1
        if let behind = place, index < behind { place = behind - 1 }
    }

    /// Leaves what the peer may not have seen acknowledged.
    private mutating func forget() {
        while start < log.count {
            if let old = log[start].number {
                guard old &+ UInt64(window) <= number || log.count - start > Self.limit else {
                    break
                }
            } else {
                guard log.count - start > Self.limit else { break }
                expected -= 1
            }
            start += 1
        }
        guard start > 64, start * 2 > log.count else { return }
        // The room of a storm is given back.
        if log.capacity > 1024, (log.count - start) * 8 < log.capacity {
            log = Array(log[start...])
        } else {
            log.removeFirst(start)
        }
        place = place.map { max($0 - start, 0) }
        start = 0
    }
}
