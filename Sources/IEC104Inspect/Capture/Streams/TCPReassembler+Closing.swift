extension TCPReassembler {
    /// The number of connections that are kept only for late packets, at most.
    private static var maximumLingering: Int { 4_096 }

    /// Moves a connection that ended, or that goes on after all, to the other list.
    mutating func move(_ slot: Int, isLingering: Bool) {
        states[slot].isLingering = isLingering
        if isLingering {
            active.remove(slot)
            lingering.append(slot)
        } else {
            lingering.remove(slot)
            active.append(slot)
        }
    }

    /// Closes connections whose time for late packets is over.
    @inline(__always)
    mutating func forgetLingering(_ sink: inout some TCPStreamSink) {
        while let slot = lingering.oldest {
            let (age, isOver) = context.time.nanoseconds.subtractingReportingOverflow(
                states[slot].endTime)
            guard isOver || age > context.limits.linger || lingering.count > Self.maximumLingering
            else { return }
            close(slot, .ended, &sink)
        }
    }

    /// Makes room for a connection: one that ended goes first, then the one silent for longest.
    mutating func evict(_ sink: inout some TCPStreamSink) {
        if let slot = lingering.oldest {
            close(slot, .ended, &sink)
        } else if let slot = active.oldest {
            context.statistics.evictions += 1
            close(slot, .evicted, &sink)
        }
    }

    /// Delivers what waits in a connection, and forgets it. The reason given counts only if the
    /// connection did not end by itself.
    mutating func close(
        _ slot: Int, _ reason: TCPClosing, _ sink: inout some TCPStreamSink
    ) {
        var state = states[slot]
        states[slot].vacate()
        let (connection, direction, time, packet) =
            (context.connection, context.direction, context.time, context.packet)
        context.connection = state.connection.index
        context.time = state.lastTime
        context.packet = state.lastPacket
        state.flush(&context, &sink)
        sink.closed(
            state.connection, state.ending ?? reason,
            context.position(state.control.offset, .control, isAfterGap: state.control.isAfterGap))
        context.connection = connection
        context.direction = direction
        context.time = time
        context.packet = packet
        if state.isLingering { lingering.remove(slot) } else { active.remove(slot) }
        table.remove(slot, state.hash)
        freeSlots.append(slot)
        forgetLast(slot)
    }
}
