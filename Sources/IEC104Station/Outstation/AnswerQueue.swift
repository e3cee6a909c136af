/// ASDUs that are written already and wait for their link: confirmations and mirrors. They are
/// small and few; a peer that asks without reading finds the queue full.
struct AnswerQueue: Sendable {
    private var octets: [UInt8] = []
    private var head = 0
    /// How many were ever added, and taken.
    private(set) var added: UInt64 = 0
    private(set) var taken: UInt64 = 0
    /// Most octets that wait.
    static let capacity = 16_384

    var isEmpty: Bool { head == octets.count }

    /// Adds the ASDU in the first `count` octets of `asdu`, at most 255; `false` when there is no
    /// room.
    mutating func append(_ asdu: [UInt8], count: Int) -> Bool {
        guard octets.count &- head &+ count < Self.capacity else { return false }
        octets.append(UInt8(truncatingIfNeeded: count))
        octets.append(contentsOf: asdu.prefix(count))
        added &+= 1
        return true
    }

    /// Moves the oldest ASDU to the beginning of `output`: its octets, or 0 when there is none or
    /// it has no room there.
    mutating func take(into output: inout MutableSpan<UInt8>) -> Int {
        guard head < octets.count else { return 0 }
        let length = Int(octets[head])
        guard length <= output.count else { return 0 }
        for index in 0..<length { output[index] = octets[head &+ 1 &+ index] }
        head &+= length &+ 1
        taken &+= 1
        if head == octets.count {
            // The room of a burst is given back.
            octets.removeAll(keepingCapacity: octets.capacity <= 1024)
            head = 0
        } else if head > Self.capacity {
            octets.removeFirst(head)
            head = 0
        }
        return length
    }

    mutating func removeAll() {
        octets = []
        head = 0
        taken = added
    }
}
