/// Bounds of what a stream may hold, in octets.
enum StreamLimit {
    /// One read.
    static let read = 64 << 10
    /// What all streams together read in one turn, unless there are very many.
    static let turn = 256 << 10
    /// One read when very many are ready.
    static let leastRead = 4 << 10
    /// Unsent output at which a stream stops reading: what one more read can ask for fits still.
    static let choke = 64 << 10
    /// Unsent output in all.
    static let output = 128 << 10
    /// A buffer that is enough for most turns.
    static let smallBuffer = 8 << 10
}

/// Octets that wait to be sent, in one piece of memory that a stream borrows while it has any.
@safe final class OutputBuffer {
    let capacity: Int
    private let start: UnsafeMutablePointer<UInt8>
    private(set) var head = 0
    private(set) var tail = 0

    init(capacity: Int) {
        self.capacity = capacity
        unsafe start = .allocate(capacity: capacity)
    }

    deinit { unsafe start.deallocate() }

    var count: Int { tail &- head }
    /// What fits at the end as it is.
    var roomAtEnd: Int { capacity &- tail }

    /// The octets that wait. Valid until the next change.
    var octets: UnsafeBufferPointer<UInt8> {
        // head <= tail <= capacity always.
        unsafe UnsafeBufferPointer(start: start + head, count: count)
    }

    /// Room for `count` octets at the end, which is there.
    func room(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
        unsafe UnsafeMutableBufferPointer(start: start + tail, count: min(count, roomAtEnd))
    }

    /// So many were written to the room.
    func added(_ count: Int) { tail = min(tail &+ max(count, 0), capacity) }

    /// So many were sent.
    func removed(_ count: Int) {
        head = min(head &+ max(count, 0), tail)
        if head == tail { (head, tail) = (0, 0) }
    }

    /// Moves the octets to the start.
    func compact() {
        let count = count
        unsafe start.update(from: start + head, count: count)
        (head, tail) = (0, count)
    }

    /// Takes the octets of `other`, which fit.
    func take(_ other: OutputBuffer) {
        let octets = unsafe other.octets
        unsafe room(octets.count).baseAddress?.update(from: start(of: octets), count: octets.count)
        added(octets.count)
        other.removed(octets.count)
    }

    private func start(of octets: UnsafeBufferPointer<UInt8>) -> UnsafePointer<UInt8> {
        unsafe octets.baseAddress ?? UnsafePointer(start)
    }

    func removeAll() { (head, tail) = (0, 0) }
}

/// The buffers of a loop that nobody has borrowed; a few are kept.
final class BufferPool {
    /// The small one that was given back last: mostly the only one in use.
    private var spare: OutputBuffer?
    private var small: [OutputBuffer] = []
    private var large: [OutputBuffer] = []
    /// Buffers that streams have now.
    private(set) var borrowed = 0

    func borrow(large isLarge: Bool) -> OutputBuffer {
        borrowed &+= 1
        if !isLarge, let buffer = spare {
            spare = nil
            return buffer
        }
        if isLarge { return large.popLast() ?? OutputBuffer(capacity: StreamLimit.output) }
        return small.popLast() ?? OutputBuffer(capacity: StreamLimit.smallBuffer)
    }

    func giveBack(_ buffer: OutputBuffer) {
        borrowed &-= 1
        buffer.removeAll()
        if buffer.capacity == StreamLimit.smallBuffer {
            if spare == nil {
                spare = buffer
            } else if small.count < 64 {
                small.append(buffer)
            }
        } else if large.count < 8 {
            large.append(buffer)
        }
    }
}
