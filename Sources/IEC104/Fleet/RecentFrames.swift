/// The last APDUs of one connection, their beginnings.
final class RecentFrames {
    private struct Entry {
        var octets: InlineArray<24, UInt8>
        var length: UInt8
        var isSent: Bool
        var time: Int64
    }

    private var ring: [Entry] = []
    private var oldest = 0
    private static let count = 8

    /// - Parameter time: of the loop.
    func note(_ frame: Span<UInt8>, isSent: Bool, at time: Int64) {
        var octets = InlineArray<24, UInt8>(repeating: 0)
        for index in 0..<min(frame.count, 24) { octets[index] = frame[index] }
        let entry = Entry(
            octets: octets, length: UInt8(clamping: frame.count), isSent: isSent, time: time)
        if ring.count < Self.count {
            ring.append(entry)
        } else {
            ring[oldest] = entry
            oldest = (oldest + 1) % Self.count
        }
    }

    /// What is kept, oldest first, with the age of each at `now`.
    func frames(at now: Int64) -> [RecentFrame] {
        (ring[oldest...] + ring[..<oldest]).map { entry in
            var octets: [UInt8] = []
            for index in 0..<min(Int(entry.length), 24) { octets.append(entry.octets[index]) }
            return RecentFrame(
                isSent: entry.isSent, age: .nanoseconds(now &- entry.time), octets: octets,
                length: Int(entry.length))
        }
    }
}
