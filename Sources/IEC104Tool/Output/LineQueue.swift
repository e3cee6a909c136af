/// Lines that wait for a slow reader: so many octets at most, then the oldest are lost and counted.
struct LineQueue {
    /// Octets.
    let limit: Int
    /// How many lines were lost.
    private(set) var lost = 0
    private var waiting: [UInt8] = []
    /// What lies before this index was taken or lost.
    private var head = 0

    init(limit: Int) { self.limit = max(limit, 1) }

    var isEmpty: Bool { head == waiting.count }

    /// Adds whole lines.
    mutating func append(_ lines: [UInt8]) {
        waiting += lines
        while waiting.count - head > limit, let end = waiting[head...].firstIndex(of: 0x0A) {
            head = end + 1
            lost += 1
        }
        // Moved once for as many as are kept, so each append stays cheap.
        if head > limit {
            waiting.removeFirst(head)
            head = 0
        }
    }

    /// Takes the oldest lines, about `count` octets of them.
    mutating func take(_ count: Int) -> [UInt8] {
        let least = min(head + max(count, 1), waiting.count)
        let end = waiting[max(least - 1, head)...].firstIndex(of: 0x0A).map { $0 + 1 }
        let portion = Array(waiting[head..<(end ?? waiting.count)])
        head += portion.count
        if isEmpty {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        }
        return portion
    }
}
