/// Sorts TCP segments into connections, and puts the octets of each direction in order.
///
/// The work of a segment does not depend on the number of connections, and a segment that is next
/// in its stream is delivered without a copy.
package struct TCPReassembler: Sendable {
    /// Ports of servers, by which a connection is turned the right way round when its start was
    /// not captured.
    package let serverPorts: PortSet

    var context: StreamContext
    /// All connections, and closed ones whose slots wait for new ones.
    var states: [TCPState] = []
    var freeSlots: [Int] = []
    var table = SlotTable()
    /// Connections by last use.
    var active = SlotOrder()
    /// Connections that ended and only wait for late packets, by their end.
    var lingering = SlotOrder()
    private let seed: UInt64
    private var lastSlot = -1
    private var lastKey = TCPKey(Endpoint(ipv4: 0, port: 0), Endpoint(ipv4: 0, port: 0))

    /// An empty reassembler.
    package init(serverPorts: PortSet = [2404], limits: ReassemblyLimits = ReassemblyLimits()) {
        self.serverPorts = serverPorts
        context = StreamContext(limits: limits)
        // Different in each process, so that nobody can make up colliding connections.
        seed = UInt64(bitPattern: Int64(Hasher().finalize()))
    }

    /// What was counted so far.
    package var statistics: StreamStatistics { context.statistics }
}

extension TCPReassembler {
    /// Takes a segment of packet number `packet`, which was captured at `time`.
    @inline(__always)
    package mutating func receive(
        _ segment: TCPSegment, _ payload: Span<UInt8>, at time: Timestamp, packet: Int,
        into sink: inout some TCPStreamSink
    ) {
        context.time = time
        context.packet = packet
        if lingering.oldest != nil { forgetLingering(&sink) }
        let key = TCPKey(segment.source, segment.destination)
        if lastSlot < 0 || key != lastKey || segment.flags.contains(.syn) {
            lastSlot = slot(for: segment, key, &sink)
            lastKey = key
        }
        let slot = lastSlot
        context.connection = states[slot].connection.index
        states[slot].receive(segment, payload, &context, &sink)
        let hasEnded = states[slot].ending != nil
        if hasEnded != states[slot].isLingering {
            move(slot, isLingering: hasEnded)
        } else if !hasEnded {
            active.touch(slot)
        }
    }

    /// Says that the capture is at its end: delivers what waits, and closes everything, in the
    /// order in which the connections were found.
    package mutating func finish(into sink: inout some TCPStreamSink) {
        let open = states.indices.filter { states[$0].isOpen }
            .sorted { states[$0].connection.index < states[$1].connection.index }
        for slot in open { close(slot, .endOfCapture, &sink) }
    }

    /// Forgets a slot that is no longer in use.
    mutating func forgetLast(_ slot: Int) {
        if lastSlot == slot { lastSlot = -1 }
    }

    /// The slot of the connection that a segment belongs to, which is opened if need be.
    private mutating func slot(
        for segment: TCPSegment, _ key: TCPKey, _ sink: inout some TCPStreamSink
    ) -> Int {
        let hash = key.hash(seed)
        if let slot = table.find(hash, { states[$0].key == key }) {
            guard segment.flags.contains(.syn), !states[slot].admits(segment) else {
                return slot
            }
            close(slot, .replaced, &sink)
        }
        if active.count + lingering.count >= max(1, context.limits.connections) {
            evict(&sink)
        }
        return open(segment, key, hash, &sink)
    }

    private mutating func open(
        _ segment: TCPSegment, _ key: TCPKey, _ hash: UInt64, _ sink: inout some TCPStreamSink
    ) -> Int {
        let sourceIsClient = sourceIsClient(segment)
        let connection = TCPConnection(
            index: context.statistics.connections,
            client: sourceIsClient ? segment.source : segment.destination,
            server: sourceIsClient ? segment.destination : segment.source,
            hasStart: segment.flags.contains(.syn))
        context.statistics.connections += 1
        let state = TCPState(key: key, hash: hash, connection: connection)
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            states[slot] = state
        } else {
            slot = states.count
            states.append(state)
        }
        table.insert(slot, hash)
        active.append(slot)
        sink.opened(connection)
        return slot
    }

    /// A SYN comes from the client, and a SYN-ACK from the server. Otherwise the ports must tell.
    private func sourceIsClient(_ segment: TCPSegment) -> Bool {
        if segment.flags.contains(.syn) { return !segment.flags.contains(.ack) }
        let (source, destination) = (segment.source.port, segment.destination.port)
        let sourceServes = serverPorts.contains(source)
        if sourceServes != serverPorts.contains(destination) { return !sourceServes }
        return source >= destination
    }
}
