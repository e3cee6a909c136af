import IEC104Codec
import IEC104Net

/// One end of a TCP connection that keeps to no rule: sends what a test says, notes what comes.
final class RawPeer: TCPStreamHandler {
    private(set) var stream: TCPStream?
    private(set) var received = 0
    /// What came, when `keeps` is set.
    private(set) var octets: [UInt8] = []
    /// The control fields that came, when `reads` is set.
    private(set) var controls: [ControlField] = []
    /// The ASDUs that came.
    private(set) var asdus: [[UInt8]] = []
    private(set) var end: StreamEnd?
    private(set) var failure: ConnectError?
    var keeps = false
    var reads = true
    /// Called for each APDU; what it returns is sent.
    var answer: ((ControlField, [UInt8], RawPeer) -> [UInt8])?
    /// Sent again and again, as fast as the peer takes it, so many octets in all.
    private var flood: [UInt8] = []
    private var floodLeft = 0
    /// The octets of the last flood.
    private(set) var flooded = 0
    private var framer = APDUFramer()

    func attach(_ stream: TCPStream) {
        self.stream = stream
        stream.handler = self
    }

    /// Connects; the stream is there after some turns of the loop.
    func connect(_ loop: EventLoop, _ address: SocketAddress, first: [UInt8] = []) {
        TCPConnector(
            loop, host: address.host, port: address.port, timeout: 20_000_000_000, from: nil
        ) { result in
            switch result {
            case .success(let stream):
                self.attach(stream)
                self.send(first)
            case .failure(let error): self.failure = error
            }
        }
    }

    var isConnected: Bool { stream != nil }
    var isOver: Bool { end != nil || failure != nil }
    var informationCount: Int {
        controls.count { if case .information = $0 { true } else { false } }
    }
    func count(_ function: UFunction) -> Int {
        controls.count { $0 == .unnumbered(function) }
    }

    @discardableResult
    func send(_ octets: [UInt8]) -> Bool { stream?.append(octets.span) ?? false }

    /// Sends `block` until `octets` octets are gone, whole blocks only.
    func flood(_ block: [UInt8], octets: Int) {
        var portion: [UInt8] = []
        while portion.count < min(octets, 32_000) { portion += block }
        flood = portion
        floodLeft = octets / portion.count * portion.count
        flooded = floodLeft
        pour()
    }

    /// What of the flood the stream has not taken yet.
    var floodRest: Int { floodLeft + (stream?.unsent ?? 0) }

    private func pour() {
        guard let stream else { return }
        while floodLeft > 0, stream.isOpen, stream.room >= flood.count, stream.unsent < 32_000 {
            stream.append(flood.span)
            floodLeft -= flood.count
            stream.flush()
        }
    }

    func received(_ octets: Span<UInt8>, on stream: TCPStream) {
        received += octets.count
        if keeps { for index in octets.indices { self.octets.append(octets[index]) } }
        guard reads else { return }
        framer.append(octets)
        while let control = try? framer.next() {
            controls.append(control)
            var asdu: [UInt8] = []
            for index in framer.asdu.indices { asdu.append(framer.asdu[index]) }
            if !asdu.isEmpty { asdus.append(asdu) }
            if let answer { send(answer(control, asdu, self)) }
        }
    }

    func drained(_ stream: TCPStream) { pour() }

    func ended(_ stream: TCPStream, _ end: StreamEnd) {
        self.end = end
        self.stream = nil
        answer = nil
    }
}

/// A listening socket whose connections keep to no rule.
final class RawServer {
    private(set) var peers: [RawPeer] = []
    private var listener: TCPListener?
    /// Makes the peer of the next connection.
    var make: () -> RawPeer = { RawPeer() }

    init(_ loop: EventLoop) throws {
        listener = try TCPListener(loop, address: .loopback(port: 0)) { [unowned self] stream in
            let peer = make()
            peers.append(peer)
            peer.attach(stream)
        }
    }

    /// The peers of all connections from now on answer so.
    func answer(_ answer: @escaping (ControlField, [UInt8], RawPeer) -> [UInt8]) {
        make = {
            let peer = RawPeer()
            peer.answer = answer
            return peer
        }
    }

    var port: UInt16 { listener?.local.port ?? 0 }

    func close() {
        listener?.close()
        listener = nil
        make = { RawPeer() }
    }
}
