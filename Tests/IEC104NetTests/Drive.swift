import IEC104Net
import Testing

/// Both back ends: every test of sockets runs over each.
let pollers: [EventLoopOptions.Poller] = [.epoll, .poll]

func makeLoop(_ poller: EventLoopOptions.Poller = .automatic) throws -> EventLoop {
    var options = EventLoopOptions()
    options.poller = poller
    return try EventLoop(options)
}

extension EventLoop {
    /// Runs until `isDone`; a test that would wait for ever fails instead.
    func drive(
        _ location: SourceLocation = #_sourceLocation, until isDone: () -> Bool
    ) throws {
        var isLate = false
        let guardian = makeTimer { isLate = true }
        guardian.deadline = now + 600_000_000_000
        try run { isDone() || isLate }
        #expect(!isLate, "nothing happened any more", sourceLocation: location)
    }

    /// One connection through the loop-back interface: our end and the accepted one.
    func makePair(
        _ client: Recorder, _ server: Recorder, v6: Bool = false
    ) throws -> (client: TCPStream, server: TCPStream) {
        var pair: (TCPStream?, TCPStream?) = (nil, nil)
        let listener = try TCPListener(
            self, address: v6 ? .loopbackV6(port: 0) : .loopback(port: 0)
        ) { stream in
            stream.handler = server
            pair.1 = stream
        }
        TCPConnector(
            self, host: listener.local.host, port: listener.local.port,
            timeout: 10_000_000_000, from: nil
        ) { result in
            guard case .success(let stream) = result else { return }
            stream.handler = client
            pair.0 = stream
        }
        try drive { pair.0 != nil && pair.1 != nil }
        listener.close()
        return (try #require(pair.0), try #require(pair.1))
    }
}

/// Notes what a stream says, and may do something about it.
final class Recorder: TCPStreamHandler {
    var octets: [UInt8] = []
    var count = 0
    var reads = 0
    var drains = 0
    var ends: [StreamEnd] = []
    var keepsOctets = true
    var onReceived: ((Span<UInt8>, TCPStream) -> Void)?
    var onDrained: ((TCPStream) -> Void)?
    var onEnded: ((TCPStream) -> Void)?

    func received(_ octets: Span<UInt8>, on stream: TCPStream) {
        reads += 1
        count += octets.count
        if keepsOctets { for index in octets.indices { self.octets.append(octets[index]) } }
        onReceived?(octets, stream)
    }

    func drained(_ stream: TCPStream) {
        drains += 1
        onDrained?(stream)
    }

    func ended(_ stream: TCPStream, _ end: StreamEnd) {
        ends.append(end)
        onEnded?(stream)
    }

    static func echo() -> Recorder {
        let recorder = Recorder()
        recorder.onReceived = { octets, stream in stream.append(octets) }
        return recorder
    }
}

extension TCPStream {
    @discardableResult
    func append(_ octets: [UInt8]) -> Bool { append(octets.span) }
}

/// Octets that show a slip of order or place.
func pattern(_ count: Int, from start: Int = 0) -> [UInt8] {
    (start..<start + count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
}
