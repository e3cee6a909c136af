extension TCPState {
    /// Takes a SYN or a SYN-ACK that belongs to this connection.
    mutating func handshake(
        _ segment: TCPSegment, _ direction: Direction, _ context: inout StreamContext,
        _ sink: inout some TCPStreamSink
    ) {
        let first = segment.sequence &+ 1
        withHalf(direction) {
            if !$0.isKnown || ($0.start != first && $0.offset == 0) {
                $0.begin(at: first, isExact: true)
            }
        }
        if segment.flags.contains(.ack) {
            // The SYN may not have been captured.
            withHalf(direction == .control ? .monitor : .control) {
                if !$0.isKnown { $0.begin(at: segment.acknowledgment, isExact: true) }
            }
            emit(.synAck, segment, direction, &context, &sink, isRepeated: sawSynAck)
            sawSynAck = true
        } else {
            emit(.syn, segment, direction, &context, &sink, isRepeated: sawSyn)
            sawSyn = true
            // The client tries again after it was refused.
            if ending == .reset { ending = nil }
        }
    }

    /// Takes the acknowledgment that completes the handshake.
    mutating func establish(
        _ segment: TCPSegment, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        guard segment.flags.isDisjoint(with: [.syn, .rst]), segment.flags.contains(.ack) else {
            return
        }
        if !monitor.isKnown, segment.sequence == control.start {
            // The SYN-ACK was not captured; this tells its number.
            monitor.begin(at: segment.acknowledgment, isExact: true)
        }
        guard monitor.isKnown, monitor.place(segment.acknowledgment) >= 0 else { return }
        isEstablished = true
        emit(.established, segment, .control, &context, &sink)
    }

    /// Whether a segment of at most one octet with this number asks whether the peer is there.
    @inline(__always)
    func isProbe(_ sequence: UInt32, _ direction: Direction) -> Bool {
        half(direction) {
            $0.isKnown && sequence == $0.next &- 1 && !$0.isFinished && $0.held.isEmpty
        }
    }

    /// Takes a probe.
    mutating func keepAlive(
        _ segment: TCPSegment, _ direction: Direction, _ context: inout StreamContext,
        _ sink: inout some TCPStreamSink
    ) {
        context.statistics.keepAlives += 1
        emit(.keepAlive, segment, direction, &context, &sink)
    }

    /// Takes a FIN, whose octets were taken before.
    mutating func finish(
        _ segment: TCPSegment, _ payload: Span<UInt8>, _ direction: Direction,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        let length = UInt32(truncatingIfNeeded: payload.count + segment.missing)
        let isRepeated = half(direction) { $0.finish != nil }
        emit(.fin, segment, direction, &context, &sink, isRepeated: isRepeated)
        withHalf(direction) { $0.finish(at: segment.sequence &+ length, &context, &sink) }
    }

    /// Ends the connection once both sides have the other's FIN.
    mutating func end(
        _ segment: TCPSegment, _ direction: Direction, _ context: inout StreamContext,
        _ sink: inout some TCPStreamSink
    ) {
        guard control.acknowledged >= control.offset, monitor.acknowledged >= monitor.offset else {
            return
        }
        ending = .ended
        endTime = context.time.nanoseconds
        emit(.ended, segment, direction, &context, &sink)
    }

    /// Takes a reset: nothing that is missing will come any more.
    mutating func reset(
        _ segment: TCPSegment, _ direction: Direction, _ context: inout StreamContext,
        _ sink: inout some TCPStreamSink
    ) {
        let isRepeated = ending == .reset
        flush(&context, &sink)
        context.direction = direction
        let isRefusal = direction == .monitor && sawSyn && !sawSynAck && !isEstablished
        emit(
            isRefusal ? .refused : .reset, segment, direction, &context, &sink,
            isRepeated: isRepeated)
        guard ending == nil else { return }
        ending = .reset
        endTime = context.time.nanoseconds
    }

    /// Ends both streams.
    mutating func flush(_ context: inout StreamContext, _ sink: inout some TCPStreamSink) {
        context.direction = .control
        control.flush(&context, &sink)
        context.direction = .monitor
        monitor.flush(&context, &sink)
    }
}
