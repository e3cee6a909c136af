import IEC104Codec

/// The requests of a connection that wait for a confirmation, for data, or for their termination.
struct PendingRequests: Sendable {
    /// What a request waits for.
    enum Phase: Sendable {
        case answer, termination
    }

    struct Entry: Sendable {
        var request: Finding.Request
        var side: Side
        var moment: Moment
        var phase = Phase.answer
        /// Asked of all stations: several of them answer.
        var isGlobal: Bool
        /// At least one of the stations has told its end.
        var hasEnded = false
        /// I APDUs of the other side before it.
        var answersBefore: Int
    }

    private(set) var entries: [Entry] = []
    /// How many read commands wait.
    private(set) var reads = 0
    private static var capacity: Int { 64 }

    /// What answers a request.
    struct Answer {
        var header: ASDUHeader
        var address: ObjectAddress
        var side: Side
    }

    var isFull: Bool { entries.count >= Self.capacity }

    mutating func append(_ entry: Entry) {
        entries.append(entry)
        if entry.request.type == .C_RD_NA_1 { reads += 1 }
    }

    mutating func remove(at index: Int) -> Entry {
        let entry = entries.remove(at: index)
        if entry.request.type == .C_RD_NA_1 { reads -= 1 }
        return entry
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        reads = 0
    }

    mutating func setPhase(_ phase: Phase, at index: Int) { entries[index].phase = phase }
    mutating func setEnded(at index: Int) { entries[index].hasEnded = true }

    /// The request in `phase` that an ASDU answers: the oldest that is not older than `limit`, else
    /// the newest.
    func index(
        of answer: Answer, cause: Cause?, phase: Phase, at moment: Moment, limit: Int64
    ) -> Int? {
        var found: Int?
        for index in entries.indices {
            let entry = entries[index]
            guard entry.phase == phase, entry.request.type == answer.header.type,
                cause == nil || entry.request.cause == cause,
                entry.isGlobal || entry.request.commonAddress == answer.header.commonAddress,
                entry.request.object.address == answer.address,
                entry.side != answer.side || answer.side == .unknown
            else { continue }
            found = index
            // What all stations were asked stays: others may answer. What was asked since comes
            // before it.
            if entry.hasEnded { continue }
            guard let waited = moment.elapsed(since: entry.moment.time), waited > limit else {
                return index
            }
        }
        return found
    }

    /// The read command that asks for one of `objects`.
    func readIndex(_ header: ASDUHeader, _ objects: Span<InformationObject>, _ side: Side) -> Int? {
        for index in entries.indices {
            let entry = entries[index]
            guard entry.request.type == .C_RD_NA_1,
                entry.request.commonAddress == header.commonAddress,
                entry.side != side || side == .unknown
            else { continue }
            for place in objects.indices
            where objects[place].address == entry.request.object.address { return index }
        }
        return nil
    }

    /// The first request that waits for an answer for longer than `limit`.
    func overdueIndex(at moment: Moment, limit: Int64) -> Int? {
        entries.firstIndex {
            $0.phase == .answer && (moment.elapsed(since: $0.moment.time) ?? 0) > limit
        }
    }

    /// The same request, whose termination was not told.
    func unterminatedIndex(of request: Finding.Request) -> Int? {
        entries.firstIndex {
            $0.phase == .termination && $0.request.type == request.type
                && $0.request.commonAddress == request.commonAddress
                && $0.request.object.address == request.object.address
        }
    }
}
