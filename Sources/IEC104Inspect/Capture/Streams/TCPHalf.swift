/// A piece of a stream that came before what precedes it.
struct HeldSegment: Sendable {
    /// Where it starts in the stream.
    var offset: Int
    /// How many octets of the stream it covers.
    var count: Int
    /// The octets; none when they were not captured and only their number is known.
    var octets: [UInt8]
    var time: Timestamp
    var packet: Int

    var end: Int { offset + count }
}

/// One direction of a connection: puts its segments in order.
///
/// Places are counted from the first octet in 64 bits, so that nothing here wraps; a FIN takes one
/// place like an octet.
struct TCPHalf: Sendable {
    /// Farther forward than any TCP window reaches.
    static let maximumAhead = 1 << 30
    /// Farther back than any retransmission is likely to be.
    static let maximumBehind = 1 << 24
    /// So many segments in a row that do not belong to the stream are a new stream.
    static let maximumStrays = 3

    /// Whether the sequence number of any place is known.
    private(set) var isKnown = false
    /// The sequence number of the first place.
    private(set) var start: UInt32 = 0
    /// The sequence number of the next place.
    private(set) var next: UInt32 = 0
    /// The next place: all before it is delivered or given up.
    var offset = 0
    /// The first place that the other side has not acknowledged.
    private(set) var acknowledged = 0
    /// Where the FIN is.
    private(set) var finish: Int?
    /// Whether everything up to and with the FIN came.
    private(set) var isFinished = false
    /// Whether the next octets do not join on to the last ones.
    var isAfterGap = false
    /// What waits for earlier octets: in order, without overlap, all behind `offset`.
    var held: [HeldSegment] = []
    /// How many octets wait.
    var heldOctets = 0
    var strays = 0

    /// Fixes the first place of the stream.
    mutating func begin(at sequence: UInt32, isExact: Bool) {
        isKnown = true
        start = sequence
        next = sequence
        acknowledged = 0
        isAfterGap = !isExact
    }

    /// The place that a sequence number near the next one means.
    @inline(__always)
    func place(_ sequence: UInt32) -> Int {
        offset + Int(Int32(bitPattern: sequence &- next))
    }

    /// Goes on by so many places.
    @inline(__always)
    mutating func advance(_ count: Int) {
        offset += count
        next &+= UInt32(truncatingIfNeeded: count)
    }

    /// Takes note of an acknowledgment. What came behind a hole that it covers goes on.
    @inline(__always)
    mutating func acknowledge(
        _ number: UInt32, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        guard isKnown else { return }
        let place = place(number)
        guard place > acknowledged, place - offset <= Self.maximumAhead else { return }
        acknowledged = place
        guard !held.isEmpty || finish != nil else { return }
        while let first = held.first, first.offset <= acknowledged {
            pass(to: first.offset, &context, &sink)
        }
        if let finish, !isFinished, acknowledged > finish { pass(to: finish, &context, &sink) }
    }

    /// Takes note that nothing was sent before this sequence number that is still to come, if the
    /// other side has it already.
    mutating func reach(
        _ sequence: UInt32, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        let place = place(sequence)
        if place > offset, place <= acknowledged { pass(to: place, &context, &sink) }
    }

    /// Takes note of a FIN behind the octets that were just received.
    mutating func finish(
        at sequence: UInt32, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        if !isKnown { begin(at: sequence, isExact: false) }
        let place = place(sequence)
        guard finish == nil, place >= offset, place - offset <= Self.maximumAhead else { return }
        finish = place
        if acknowledged > place { pass(to: place, &context, &sink) }
        takeFinish()
    }

    /// Ends the stream: nothing that is missing now will come any more.
    mutating func flush(
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        while let first = held.first { pass(to: first.offset, &context, &sink) }
        if let finish, !isFinished {
            pass(to: finish, &context, &sink)
        } else if acknowledged - offset > 1, acknowledged - offset <= Self.maximumBehind {
            // A single place is more likely a FIN that was not captured than an octet.
            pass(to: acknowledged, &context, &sink)
        }
    }

    /// Gives up what is missing before `place`, and delivers what waited for it.
    mutating func pass(
        to place: Int, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        skip(place - offset, &context, &sink)
        drain(&context, &sink)
    }

    /// Reports missing octets.
    @inline(__always)
    mutating func skip(
        _ count: Int, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        guard count > 0 else { return }
        context.gap(count, at: offset, isAfterGap, &sink)
        isAfterGap = true
        advance(count)
    }

    /// Delivers what waited and has become the next.
    mutating func drain(
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        var count = 0
        while count < held.count, held[count].offset <= offset {
            let segment = held[count]
            if segment.octets.isEmpty {
                skip(segment.count, &context, &sink)
            } else {
                context.octets(segment, at: offset, isAfterGap, &sink)
                isAfterGap = false
                advance(segment.count)
                heldOctets -= segment.count
                context.heldOctets -= segment.count
            }
            count += 1
        }
        held.removeFirst(count)
        takeFinish()
    }

    /// Goes beyond the FIN when it is next.
    @inline(__always)
    mutating func takeFinish() {
        guard let finish, !isFinished, offset == finish else { return }
        isFinished = true
        advance(1)
        // Nothing should follow; what does is no part of the stream before.
        isAfterGap = true
    }

    /// Starts a new count at `sequence` after octets whose number is not known.
    mutating func restart(
        at sequence: UInt32, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        flush(&context, &sink)
        context.gap(nil, at: offset, isAfterGap, &sink)
        isAfterGap = true
        next = sequence
        start = sequence
        acknowledged = offset
        finish = nil
        isFinished = false
        strays = 0
    }
}
