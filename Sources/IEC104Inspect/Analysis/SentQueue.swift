import IEC104Codec

/// The I APDUs of one side that wait for their acknowledgement, oldest first. When it is full,
/// later ones are not timed.
struct SentQueue: Sendable {
    struct Entry: Sendable {
        var send: SequenceNumber
        var moment: Moment
    }

    private var entries: [Entry] = []
    private var head = 0
    private var count = 0

    /// More than k, so that a side that keeps to the rules never fills it; a power of 2.
    private static var capacity: Int { 32 }

    var oldest: Entry? { count == 0 ? nil : entries[head] }

    @inline(__always)
    mutating func append(_ send: SequenceNumber, _ moment: Moment) {
        guard count < Self.capacity else { return }
        let entry = Entry(send: send, moment: moment)
        if entries.isEmpty { entries = Array(repeating: entry, count: Self.capacity) }
        entries[(head &+ count) & (Self.capacity - 1)] = entry
        count += 1
    }

    /// Removes those with numbers below `receive` and gives the oldest of them.
    @inline(__always)
    mutating func acknowledge(_ receive: SequenceNumber) -> Entry? {
        guard count > 0, Self.isBelow(receive, entries[head].send) else { return nil }
        let first = entries[head]
        while count > 0, Self.isBelow(receive, entries[head].send) {
            head = (head &+ 1) & (Self.capacity - 1)
            count -= 1
        }
        return first
    }

    @inline(__always)
    private static func isBelow(_ receive: SequenceNumber, _ send: SequenceNumber) -> Bool {
        receive.distance(from: send) &- 1 < 16383
    }

    mutating func removeAll() { count = 0 }
}
