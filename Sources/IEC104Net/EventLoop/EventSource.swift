/// What a loop watches: a stream, a listener, a connector. The loop holds it while it is open.
package class EventSource {
    let loop: EventLoop
    /// Negative once it is closed.
    final var descriptor: Int32
    /// Its place in the loop's table, and which owner of that place it is.
    final var token: UInt64 = 0
    final var interest: Interest = []
    /// Whether it waits for the end of this turn.
    final var isPending = false

    init(_ loop: EventLoop, descriptor: Int32) {
        self.loop = loop
        self.descriptor = descriptor
    }

    /// Called by the loop when its descriptor is ready.
    func ready(_ readiness: Readiness) {}
    /// Called at the end of a turn in which it asked for that.
    func endOfTurn() {}
    /// Called when the loop is shut down.
    func loopEnds() {}

    /// Tells the loop to call `endOfTurn`.
    final func askForEndOfTurn() {
        guard !isPending else { return }
        isPending = true
        loop.pending.append(self)
        loop.pendingCount += 1
    }

    final func watch(_ wanted: Interest) throws(SystemError) {
        guard wanted != interest, descriptor >= 0 else { return }
        try loop.poller.modify(descriptor, wanted, token: token)
        interest = wanted
    }
}

/// The sources of a loop by token: a place, and a generation that tells its owners apart.
struct SourceTable {
    private struct Place {
        var source: EventSource?
        var generation: UInt32 = 0
    }

    private var places: [Place] = []
    private var free: [Int] = []

    /// How many are open.
    var count: Int { places.count - free.count }

    var all: [EventSource] { places.compactMap(\.source) }

    /// The source that has this token now; `nil` when it is gone, whoever has its place today.
    @inline(__always)
    subscript(token: UInt64) -> EventSource? {
        let index = Int(token & 0xffff_ffff)
        guard index < places.count, places[index].generation == UInt32(token >> 32) else {
            return nil
        }
        return places[index].source
    }

    mutating func insert(_ source: EventSource) -> UInt64 {
        if let index = free.popLast() {
            places[index].source = source
            return UInt64(places[index].generation) << 32 | UInt64(index)
        }
        places.append(Place(source: source))
        return UInt64(places.count - 1)
    }

    /// The source is handed out, as it must not end while the table is being changed.
    mutating func remove(_ token: UInt64) -> EventSource? {
        let index = Int(token & 0xffff_ffff)
        guard let source = self[token] else { return nil }
        places[index].source = nil
        // The last generation would be taken for the token of the wake-up.
        places[index].generation = (places[index].generation &+ 1) & 0x7fff_ffff
        free.append(index)
        return source
    }
}
