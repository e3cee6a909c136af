/// What delivering octets needs beside the state of their connection: whose they are, the packet
/// under examination, the counts and the limits that all connections share.
struct StreamContext: Sendable {
    let limits: ReassemblyLimits
    var statistics = StreamStatistics()
    /// How many octets wait for earlier ones in all connections.
    var heldOctets = 0

    var connection = 0
    var direction = Direction.control
    var time = Timestamp(nanoseconds: 0, scale: .utc, fractionDigits: 0)
    var packet = 0

    init(limits: ReassemblyLimits) {
        self.limits = limits
    }

    /// A place in the stream, seen in the packet under examination.
    @inline(__always)
    func position(_ offset: Int, _ direction: Direction, isAfterGap: Bool) -> StreamPosition {
        StreamPosition(
            connection: connection, direction: direction, time: time, packet: packet,
            streamOffset: offset, isAfterGap: isAfterGap)
    }

    /// Delivers octets of the packet under examination.
    @inline(__always)
    mutating func octets(
        _ octets: Span<UInt8>, at offset: Int, _ isAfterGap: Bool,
        _ sink: inout some TCPStreamSink
    ) {
        statistics.deliveredOctets += octets.count
        sink.octets(octets, position(offset, direction, isAfterGap: isAfterGap))
    }

    /// Delivers octets of an earlier packet.
    mutating func octets(
        _ segment: HeldSegment, at offset: Int, _ isAfterGap: Bool,
        _ sink: inout some TCPStreamSink
    ) {
        statistics.deliveredOctets += segment.count
        var position = position(offset, direction, isAfterGap: isAfterGap)
        position.time = segment.time
        position.packet = segment.packet
        sink.octets(segment.octets.span, position)
    }

    /// Reports missing octets.
    mutating func gap(
        _ count: Int?, at offset: Int, _ isAfterGap: Bool, _ sink: inout some TCPStreamSink
    ) {
        statistics.gaps += 1
        statistics.missingOctets += count ?? 0
        sink.gap(count, position(offset, direction, isAfterGap: isAfterGap))
    }
}
