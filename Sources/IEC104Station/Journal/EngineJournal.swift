internal import IEC104Codec

/// What an engine writes down of what it does.
struct EngineJournal: Sendable {
    var buffer = JournalBuffer()
    /// Whether it writes: not while the disk fails, as all is written anew afterwards.
    var isRecording = false
    /// Whether the groups are to be looked at.
    var groupsMayDiffer = true
    /// The groups as they were written last.
    var groups: [PeerIdentity?: JournalRecord.Group] = [:]
    var clearings: [JournalRecord.Clearing] = []
    /// Of the points: their stations, addresses and types.
    let fingerprint: UInt64

    /// More than a station has use for: a master could ask for each of its stations again and again.
    private static let mostClearings = 1000

    /// Keeps a clearing for checkpoints.
    mutating func keep(_ clearing: JournalRecord.Clearing) {
        clearings.removeAll { $0.owner == clearing.owner && $0.stations == clearing.stations }
        if clearings.count >= Self.mostClearings { clearings.removeFirst() }
        clearings.append(clearing)
    }
}

/// Points whose values have changed and are not written yet.
struct ChangedPlaces: Sendable {
    private var changed: [UInt64]
    private var listed: [UInt64]
    private var list: [UInt32] = []

    init(count: Int) {
        changed = [UInt64](repeating: 0, count: (count + 63) / 64)
        listed = changed
    }

    var isEmpty: Bool { list.isEmpty }

    mutating func insert(_ place: Int) {
        let (word, bit) = (place >> 6, UInt64(1) << UInt64(place & 63))
        guard word < changed.count else { return }
        changed[word] |= bit
        guard listed[word] & bit == 0 else { return }
        listed[word] |= bit
        list.append(UInt32(truncatingIfNeeded: place))
    }

    /// An event tells it.
    @inline(__always)
    mutating func remove(_ place: Int) {
        guard place >> 6 < changed.count else { return }
        changed[place >> 6] &= ~(1 << UInt64(place & 63))
    }

    /// All that have changed; none have then.
    mutating func take() -> [UInt32] {
        var places: [UInt32] = []
        for place in list {
            let (word, bit) = (Int(place >> 6), UInt64(1) << UInt64(place & 63))
            if changed[word] & bit != 0 { places.append(place) }
            changed[word] &= ~bit
            listed[word] &= ~bit
        }
        list.removeAll(keepingCapacity: true)
        return places
    }
}
