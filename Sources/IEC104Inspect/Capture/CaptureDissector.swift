/// Finds the octets of TCP connections in a capture file that arrives in portions of any size.
package struct CaptureDissector: Sendable {
    private var reader = CaptureReader()
    private let dissector: PacketDissector
    private var reassembler: TCPReassembler
    private var counts = CaptureStatistics()

    /// A dissector at the start of a file.
    ///
    /// - Parameters:
    ///   - ports: Ports of which one must take part in a connection that is looked at; nil: any.
    ///   - serverPorts: Ports of servers, for connections whose start was not captured.
    ///   - limits: How much is kept.
    package init(
        ports: PortSet? = nil, serverPorts: PortSet = [2404],
        limits: ReassemblyLimits = ReassemblyLimits()
    ) {
        dissector = PacketDissector(ports: ports)
        reassembler = TCPReassembler(serverPorts: serverPorts, limits: limits)
    }

    /// What was found so far.
    package var statistics: CaptureStatistics {
        var statistics = counts
        statistics.streams = reassembler.statistics
        return statistics
    }

    /// How many faults of the file were passed over.
    package var faultCount: Int { reader.faultCount }
    /// The first of these faults.
    package var faults: [CaptureError] { reader.faults }

    /// Takes the next octets of the file.
    ///
    /// - Throws: The fault after which no next record can be found; then, every time again. Call
    ///   `finish` nevertheless.
    package mutating func consume(
        _ portion: Span<UInt8>, into sink: inout some TCPStreamSink
    ) throws(CaptureError) {
        try reader.consume(portion) { packet, octets in
            counts.add(packet)
            let fate = dissector.dissect(
                octets, linkType: packet.linkType, originalLength: packet.originalLength)
            counts.add(fate)
            guard case .tcp(let segment) = fate else { return }
            reassembler.receive(
                segment, octets.extracting(segment.payload), at: packet.time,
                packet: packet.number, into: &sink)
        }
    }

    /// Says that the file is at its end, and closes all connections.
    ///
    /// - Throws: `truncated` when it ends inside a record, after everything was delivered.
    package mutating func finish(into sink: inout some TCPStreamSink) throws(CaptureError) {
        reassembler.finish(into: &sink)
        try reader.finish()
    }
}
