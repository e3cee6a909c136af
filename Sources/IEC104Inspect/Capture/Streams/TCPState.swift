/// What is known of a connection.
struct TCPState: Sendable {
    let key: TCPKey
    let hash: UInt64
    let connection: TCPConnection
    /// Whether the client is the first end of the key.
    let clientIsFirst: Bool

    /// Whether it was not closed yet.
    private(set) var isOpen = true
    /// The stream from client to server.
    var control = TCPHalf()
    /// The stream from server to client.
    var monitor = TCPHalf()
    var sawSyn = false
    var sawSynAck = false
    /// Whether the handshake is complete, or was before the capture began.
    var isEstablished: Bool
    /// How the connection ended, if it did.
    var ending: TCPClosing?
    /// Whether it is in the list of those that only wait for late packets.
    var isLingering = false
    /// When it ended, by the clock of the capture.
    var endTime: Int64 = 0
    var lastTime = Timestamp(nanoseconds: 0, scale: .utc, fractionDigits: 0)
    var lastPacket = 0

    /// The state of a connection of which nothing is known yet.
    init(key: TCPKey, hash: UInt64, connection: TCPConnection) {
        self.key = key
        self.hash = hash
        self.connection = connection
        clientIsFirst = connection.client == key.first
        isEstablished = !connection.hasStart
    }

    /// Gives back what it holds, when its slot waits for another connection.
    mutating func vacate() {
        isOpen = false
        control = TCPHalf()
        monitor = TCPHalf()
    }

    /// Which way a segment from this end goes.
    @inline(__always)
    func direction(from source: Endpoint) -> Direction {
        (source == key.first) == clientIsFirst ? .control : .monitor
    }

    /// Whether a segment with a SYN belongs to this connection and not to the next one between
    /// the same ports.
    func admits(_ segment: TCPSegment) -> Bool {
        let direction = direction(from: segment.source)
        let (own, other) = direction == .control ? (control, monitor) : (monitor, control)
        if own.isKnown, own.start == segment.sequence &+ 1 { return true }
        guard connection.hasStart, own.offset == 0, own.held.isEmpty else { return false }
        // An answer, or a SYN that crosses the other one: nothing was sent this way before.
        return segment.flags.contains(.ack)
            ? !other.isKnown || other.start == segment.acknowledgment : !own.isKnown && !sawSynAck
    }

    /// Takes a segment of this connection.
    @inline(__always)
    mutating func receive(
        _ segment: TCPSegment, _ payload: Span<UInt8>, _ context: inout StreamContext,
        _ sink: inout some TCPStreamSink
    ) {
        lastTime = context.time
        lastPacket = context.packet
        if direction(from: segment.source) == .control {
            receive(segment, payload, .control, &context, &sink)
        } else {
            receive(segment, payload, .monitor, &context, &sink)
        }
    }

    @inline(__always)
    private mutating func receive(
        _ segment: TCPSegment, _ payload: Span<UInt8>, _ direction: Direction,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        if segment.flags.contains(.syn) { handshake(segment, direction, &context, &sink) }
        if segment.flags.contains(.ack) {
            context.direction = direction == .control ? .monitor : .control
            withHalf(context.direction) { $0.acknowledge(segment.acknowledgment, &context, &sink) }
        }
        context.direction = direction
        if !isEstablished, direction == .control {
            establish(segment, &context, &sink)
        }
        if segment.flags.contains(.rst) {
            reset(segment, direction, &context, &sink)
            return
        }
        if !payload.isEmpty || segment.missing > 0 {
            receiveOctets(segment, payload, direction, &context, &sink)
        } else {
            receiveNothing(segment, direction, &context, &sink)
        }
        if segment.flags.contains(.fin) { finish(segment, payload, direction, &context, &sink) }
        if ending == nil, control.isFinished, monitor.isFinished {
            end(segment, direction, &context, &sink)
        }
    }

    @inline(__always)
    private mutating func receiveOctets(
        _ segment: TCPSegment, _ payload: Span<UInt8>, _ direction: Direction,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        let first = segment.flags.contains(.syn) ? segment.sequence &+ 1 : segment.sequence
        if payload.count + segment.missing == 1, isProbe(first, direction) {
            keepAlive(segment, direction, &context, &sink)
            return
        }
        let before = half(direction) { $0.offset }
        let repeated = withHalf(direction) {
            $0.receive(payload, missing: segment.missing, at: first, &context, &sink)
        }
        if repeated > 0 {
            context.statistics.retransmissions += 1
            context.statistics.retransmittedOctets += repeated
            emit(.retransmission, segment, direction, &context, &sink, octets: repeated)
        }
        // What goes on was not reset after all.
        if ending == .reset, half(direction, { $0.offset }) != before { ending = nil }
    }

    private mutating func receiveNothing(
        _ segment: TCPSegment, _ direction: Direction, _ context: inout StreamContext,
        _ sink: inout some TCPStreamSink
    ) {
        guard segment.flags.isDisjoint(with: [.syn, .fin]), half(direction, { $0.isKnown }) else {
            return
        }
        if isProbe(segment.sequence, direction) {
            keepAlive(segment, direction, &context, &sink)
        } else {
            withHalf(direction) { $0.reach(segment.sequence, &context, &sink) }
        }
    }
}

extension TCPState {
    /// Runs `body` on the stream that goes this way.
    @inline(__always)
    mutating func withHalf<Result>(
        _ direction: Direction, _ body: (inout TCPHalf) -> Result
    ) -> Result {
        direction == .control ? body(&control) : body(&monitor)
    }

    /// What `body` says of the stream that goes this way.
    @inline(__always)
    func half<Result>(_ direction: Direction, _ body: (borrowing TCPHalf) -> Result) -> Result {
        direction == .control ? body(control) : body(monitor)
    }

    /// Tells the sink of an event.
    func emit(
        _ kind: TCPEvent.Kind, _ segment: TCPSegment, _ direction: Direction,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink, octets: Int = 0,
        isRepeated: Bool = false
    ) {
        let (offset, isAfterGap) = half(direction) { ($0.offset, $0.isAfterGap) }
        sink.event(
            TCPEvent(
                kind: kind,
                position: context.position(offset, direction, isAfterGap: isAfterGap),
                sequence: segment.sequence,
                acknowledgment: segment.flags.contains(.ack) ? segment.acknowledgment : 0,
                octets: octets, isRepeated: isRepeated))
    }
}
