extension TCPHalf {
    /// Takes the payload of a segment, of which the last `missing` octets were not captured.
    ///
    /// - Returns: How many of its octets had come before.
    @inline(__always)
    mutating func receive(
        _ payload: Span<UInt8>, missing: Int, at sequence: UInt32,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) -> Int {
        if sequence == next, isKnown, held.isEmpty, missing == 0 {
            deliver(payload, &context, &sink)
            return 0
        }
        return receiveElsewhere(payload, missing, sequence, &context, &sink)
    }

    /// Delivers octets that are next.
    @inline(__always)
    private mutating func deliver(
        _ payload: Span<UInt8>, _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        strays = 0
        guard !payload.isEmpty else { return }
        context.octets(payload, at: offset, isAfterGap, &sink)
        isAfterGap = false
        advance(payload.count)
        if finish != nil { takeFinish() }
    }

    private mutating func receiveElsewhere(
        _ payload: Span<UInt8>, _ missing: Int, _ sequence: UInt32,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) -> Int {
        if !isKnown { begin(at: sequence, isExact: false) }
        var begin = place(sequence)
        let count = payload.count + missing
        if begin - offset > Self.maximumAhead || offset - begin > Self.maximumBehind {
            context.statistics.strays += 1
            strays += 1
            guard strays >= Self.maximumStrays else { return 0 }
            restart(at: sequence, &context, &sink)
            begin = offset
        }
        strays = 0
        guard begin + count > offset else { return count }
        if begin > offset, begin <= acknowledged { pass(to: begin, &context, &sink) }
        let old = max(0, offset - begin)
        if begin <= offset, held.isEmpty {
            let known = min(old, payload.count)
            deliver(payload.extracting(droppingFirst: known), &context, &sink)
            skip(missing - (old - known), &context, &sink)
            takeFinish()
            return old
        }
        if begin > offset { context.statistics.reordered += 1 }
        let split = begin + payload.count
        var repeated = old
        repeated += hold(max(begin, offset)..<max(split, offset), payload, begin, &context, &sink)
        repeated += hold(max(split, offset)..<begin + count, payload, begin, &context, &sink)
        drain(&context, &sink)
        limit(&context, &sink)
        return repeated
    }

    /// Keeps those of the given places that nothing is kept for yet: the first copy wins. Places
    /// behind the payload, which starts at `origin`, are kept as missing.
    ///
    /// - Returns: How many of the places were kept already.
    private mutating func hold(
        _ places: Range<Int>, _ payload: Span<UInt8>, _ origin: Int,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) -> Int {
        var cursor = places.lowerBound
        var repeated = 0
        var index = 0
        while cursor < places.upperBound {
            var stop = places.upperBound
            if index < held.count {
                let other = held[index]
                if other.offset <= cursor {
                    // Either behind the cursor already, or in its way.
                    let covered = min(stop, max(cursor, other.end))
                    repeated += covered - cursor
                    cursor = covered
                    index += 1
                    continue
                }
                stop = min(stop, other.offset)
            }
            held.insert(piece(cursor..<stop, payload, origin, &context, &sink), at: index)
            index += 1
            cursor = stop
        }
        return repeated
    }

    private mutating func piece(
        _ places: Range<Int>, _ payload: Span<UInt8>, _ origin: Int,
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) -> HeldSegment {
        var octets: [UInt8] = []
        if places.upperBound - origin <= payload.count {
            octets.append(
                copying: payload.extracting(places.lowerBound - origin..<places.upperBound - origin)
            )
            heldOctets += places.count
            context.heldOctets += places.count
        }
        return HeldSegment(
            offset: places.lowerBound, count: places.count, octets: octets, time: context.time,
            packet: context.packet)
    }

    /// Gives up what is missing for longest while too much waits for it.
    private mutating func limit(
        _ context: inout StreamContext, _ sink: inout some TCPStreamSink
    ) {
        while let first = held.first,
            held.count > context.limits.segments || heldOctets > context.limits.octets
                || context.heldOctets > context.limits.totalOctets
        {
            context.statistics.overflows += 1
            pass(to: first.offset, &context, &sink)
        }
    }
}
