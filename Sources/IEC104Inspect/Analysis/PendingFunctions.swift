import IEC104Codec

/// The U acts of a connection that wait for their con.
struct PendingFunctions: Sendable {
    struct Entry: Sendable {
        var function: UFunction
        var side: Side
        var moment: Moment
    }

    private(set) var entries: [Entry] = []
    private static var capacity: Int { 16 }

    /// Adds an act, and gives the oldest one when there are too many.
    mutating func append(_ entry: Entry) -> Entry? {
        let oldest = entries.count >= Self.capacity ? entries.removeFirst() : nil
        entries.append(entry)
        return oldest
    }

    /// Takes out the oldest act that a con from `side` can confirm.
    mutating func take(_ function: UFunction, confirmedBy side: Side) -> Entry? {
        let index = entries.firstIndex {
            $0.function == function && ($0.side != side || side == .unknown)
        }
        return index.map { entries.remove(at: $0) }
    }

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
}
