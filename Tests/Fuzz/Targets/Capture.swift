import IEC104Codec
import IEC104Inspect

/// Captures through the whole pipeline to all printers, in any portions; and their streams with
/// tight limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCapture(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let profile = FuzzProfiles.all[input.option(0, bits: 1)]
    let sinks = AllSinks(
        input.option(1, bits: 1) == 0 ? .english : .chinese,
        isColored: input.option(2, bits: 1) == 1, isStrict: input.option(4, bits: 1) == 1, profile)
    let ports: [UInt16]? = input.option(3, bits: 1) == 0 ? nil : [2404, 80]

    var whole = Inspector(sink: sinks, input: .pcap, ports: ports, profile: profile)
    whole.consume(input.octets.span)
    whole.finish()
    whole.sink.check()

    var portioned = Inspector(sink: sinks, input: .pcap, ports: ports, profile: profile)
    input.inPortions { portioned.consume($0) }
    portioned.finish()
    portioned.sink.check()
    InspectionResult(whole).requireSame(InspectionResult(portioned))

    checkStreams(input)
    return 0
}

private func checkStreams(_ input: FuzzInput) {
    var limits = ReassemblyLimits()
    limits.connections = 1 + input.option(8, bits: 2)
    limits.segments = 1 + input.option(10, bits: 2)
    limits.octets = 8 << input.option(12, bits: 2)
    limits.totalOctets = 16 << input.option(14, bits: 2)
    var dissector = CaptureDissector(limits: limits)
    var streams = StreamOrder()
    input.inPortions { try? dissector.consume($0, into: &streams) }
    try? dissector.finish(into: &streams)
    streams.checkEnd()
}

/// Checks the promises that a reassembler makes to its sink.
private struct StreamOrder: TCPStreamSink {
    private struct Key: Hashable {
        let connection: Int
        let direction: Direction
    }

    private var open: Set<Int> = []
    private var ends: [Key: Int] = [:]

    mutating func opened(_ connection: TCPConnection) {
        require(open.insert(connection.index).inserted, "a connection is opened once")
    }

    mutating func event(_ event: TCPEvent) {
        require(open.contains(event.position.connection), "events lie in the connection's life")
    }

    mutating func octets(_ octets: Span<UInt8>, _ position: StreamPosition) {
        require(open.contains(position.connection), "octets lie in the connection's life")
        require(octets.count > 0, "octets are not empty")
        let key = Key(connection: position.connection, direction: position.direction)
        let end = ends[key, default: 0]
        if position.isAfterGap {
            require(position.streamOffset >= end, "no octet comes twice")
        } else {
            require(position.streamOffset == end, "octets join on to those before")
        }
        ends[key] = position.streamOffset + octets.count
    }

    mutating func gap(_ count: Int?, _ position: StreamPosition) {
        require(open.contains(position.connection), "gaps lie in the connection's life")
        if let count { require(count > 0, "a gap is not empty") }
    }

    mutating func closed(
        _ connection: TCPConnection, _ reason: TCPClosing, _ position: StreamPosition
    ) {
        require(open.remove(connection.index) != nil, "a connection is closed once")
    }

    func checkEnd() { require(open.isEmpty, "all connections are closed at the end") }
}
