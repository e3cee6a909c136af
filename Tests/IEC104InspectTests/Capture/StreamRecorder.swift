import IEC104Inspect

/// Writes down what a dissector finds, one line for each call: `>` is from client to server.
struct StreamRecorder: TCPStreamSink {
    var log: [String] = []
    var connections: [TCPConnection] = []
    var events: [TCPEvent] = []
    var positions: [StreamPosition] = []
    /// What was delivered of each connection and direction; nil for missing octets, unless they are
    /// too many to write down.
    var streams: [String: [UInt8?]] = [:]
    private var offsets: [String: Int] = [:]
    /// Whether every offset was the number of octets before it.
    var offsetsAreRight = true

    private func arrow(_ position: StreamPosition) -> String {
        position.direction == .control ? ">" : "<"
    }

    private mutating func add(_ octets: [UInt8?], _ count: Int, _ position: StreamPosition) {
        let key = "\(position.connection)\(arrow(position))"
        if offsets[key, default: 0] != position.streamOffset { offsetsAreRight = false }
        offsets[key, default: 0] += count
        streams[key, default: []] += octets
    }

    mutating func opened(_ connection: TCPConnection) {
        connections.append(connection)
        let how = connection.hasStart ? "" : " running"
        log.append("open \(connection.index) \(connection.client) \(connection.server)\(how)")
    }

    mutating func event(_ event: TCPEvent) {
        events.append(event)
        let count = event.octets > 0 ? " \(event.octets)" : ""
        let again = event.isRepeated ? " again" : ""
        log.append("\(arrow(event.position)) \(event.kind)\(count)\(again)")
    }

    mutating func octets(_ octets: Span<UInt8>, _ position: StreamPosition) {
        positions.append(position)
        let copy = octets.indices.map { octets[$0] }
        add(copy, copy.count, position)
        let jump = position.isAfterGap ? "!" : ""
        log.append("\(arrow(position)) \(jump)\"\(String(decoding: copy, as: UTF8.self))\"")
    }

    mutating func gap(_ count: Int?, _ position: StreamPosition) {
        positions.append(position)
        log.append("\(arrow(position)) gap \(count.map(String.init) ?? "unknown")")
        let count = count ?? 0
        add([UInt8?](repeating: nil, count: count > 100_000 ? 0 : count), count, position)
    }

    mutating func closed(
        _ connection: TCPConnection, _ reason: TCPClosing, _ position: StreamPosition
    ) {
        log.append("close \(connection.index) \(reason)")
    }
}

/// A run of a dissector over a file.
struct DissectorRun {
    var recorder = StreamRecorder()
    var statistics = CaptureStatistics()
    var faults: [CaptureError] = []
    var error: CaptureError?

    /// Feeds the file in portions of `portion` octets; 0: all at once.
    init(_ file: CaptureFile, _ dissector: CaptureDissector = .init(), portion: Int = 0) {
        var dissector = dissector
        do throws(CaptureError) {
            var at = 0
            while at < file.octets.count {
                let end = portion == 0 ? file.octets.count : min(at + portion, file.octets.count)
                try dissector.consume(file.octets.span.extracting(at..<end), into: &recorder)
                at = end
            }
        } catch {
            self.error = error
        }
        do throws(CaptureError) {
            try dissector.finish(into: &recorder)
        } catch {
            self.error = error
        }
        statistics = dissector.statistics
        faults = dissector.faults
    }

    var log: [String] { recorder.log }
}

/// A conversation between one client and one server, captured into a pcap file.
struct TCPConversation {
    var file = CaptureFile.pcap()
    var clientPort: UInt16 = 50_000
    /// Seconds since the start.
    var seconds: UInt32 = 0

    /// A segment from client to server.
    mutating func client(
        _ flags: TCPFlags, _ sequence: UInt32, _ acknowledgment: UInt32 = 0, _ text: String = "",
        cut: Int = 0
    ) {
        let segment = RawPacket.tcp(
            from: clientPort, sequence: sequence, acknowledgment: acknowledgment, flags: flags,
            payload: Array(text.utf8))
        add(RawPacket.ethernet(RawPacket.ipv4(segment)), cut)
    }

    /// A segment from server to client.
    mutating func server(
        _ flags: TCPFlags, _ sequence: UInt32, _ acknowledgment: UInt32 = 0, _ text: String = "",
        cut: Int = 0
    ) {
        let segment = RawPacket.tcp(
            from: 2404, to: clientPort, sequence: sequence, acknowledgment: acknowledgment,
            flags: flags, payload: Array(text.utf8))
        let packet = RawPacket.ipv4(
            segment, from: RawPacket.serverAddress, to: RawPacket.clientAddress)
        add(RawPacket.ethernet(packet), cut)
    }

    private mutating func add(_ frame: [UInt8], _ cut: Int) {
        file.record(
            Array(frame.dropLast(cut)), seconds: 1_600_000_000 + seconds, original: frame.count)
    }

    /// The handshake; the next numbers are 101 and 501.
    mutating func open() {
        client(.syn, 100)
        server([.syn, .ack], 500, 101)
        client(.ack, 101, 501)
    }
}
