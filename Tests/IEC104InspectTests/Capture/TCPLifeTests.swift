import IEC104Inspect
import Testing

@Suite("The life of TCP connections")
struct TCPLifeTests {
    static let opening = [
        "open 0 10.0.0.1:50000 10.0.0.2:2404", "> syn", "< synAck", "> established",
    ]

    private func log(
        _ dissector: CaptureDissector = .init(), _ body: (inout TCPConversation) -> Void
    ) -> [String] {
        var conversation = TCPConversation()
        body(&conversation)
        return DissectorRun(conversation.file, dissector).log
    }

    @Test("a whole connection shows its handshake and its end")
    func wholeLife() {
        var conversation = TCPConversation()
        conversation.open()
        conversation.client(.ack, 101, 501, "abc")
        conversation.client([.fin, .ack], 104, 501)
        conversation.server([.fin, .ack], 501, 105)
        conversation.client(.ack, 105, 502)
        let run = DissectorRun(conversation.file)
        #expect(
            run.log == Self.opening
                + ["> \"abc\"", "> fin", "< fin", "> ended", "close 0 ended"])
        #expect(run.recorder.events.map(\.position.packet) == [1, 2, 3, 5, 6, 7])
        #expect(run.recorder.events.map(\.sequence) == [100, 500, 101, 104, 501, 105])
        #expect(run.recorder.events.map(\.acknowledgment) == [0, 101, 501, 501, 105, 502])
    }

    @Test("the end is also seen when the last octets come with the FIN")
    func finWithOctets() {
        let log = log {
            $0.open()
            $0.client([.fin, .ack], 101, 501, "abc")
            $0.server(.ack, 501, 105)
            $0.server([.fin, .ack], 501, 105, "x")
            $0.client(.ack, 105, 503)
            $0.server([.fin, .ack], 501, 105, "x")
        }
        #expect(
            log == Self.opening
                + [
                    "> \"abc\"", "> fin", "< \"x\"", "< fin", "> ended", "< retransmission 1",
                    "< fin again", "close 0 ended",
                ])
    }

    @Test("octets missing before a FIN are a gap once the FIN is acknowledged")
    func gapBeforeFin() {
        let log = log {
            $0.open()
            $0.client(.ack, 103, 501, "c")
            $0.client([.fin, .ack], 110, 501)
            $0.server([.fin, .ack], 501, 111)
            $0.client(.ack, 111, 502)
        }
        #expect(
            log == Self.opening
                + [
                    "> fin", "> gap 2", "> !\"c\"", "> gap 6", "< fin", "> ended",
                    "close 0 ended",
                ])
    }

    @Test("octets missing before a FIN may still come")
    func lateOctetsBeforeFin() {
        let log = log {
            $0.open()
            $0.client([.fin, .ack], 104, 501)
            $0.client(.ack, 101, 501, "abc")
            $0.server(.ack, 501, 105)
        }
        #expect(log == Self.opening + ["> fin", "> \"abc\"", "close 0 endOfCapture"])
    }

    @Test("a reset ends the wait for missing octets")
    func reset() {
        let log = log {
            $0.open()
            $0.client(.ack, 103, 501, "c")
            $0.server([.rst, .ack], 501, 101)
            $0.server(.rst, 501)
        }
        #expect(
            log == Self.opening
                + ["> gap 2", "> !\"c\"", "< reset", "< reset again", "close 0 reset"])
    }

    @Test("a reset that answers a SYN is a refusal, each time")
    func refused() {
        let log = log {
            $0.client(.syn, 100)
            $0.server([.rst, .ack], 0, 101)
            $0.client(.syn, 100)
            $0.server([.rst, .ack], 0, 101)
        }
        #expect(
            log == [
                Self.opening[0], "> syn", "< refused", "> syn again", "< refused", "close 0 reset",
            ])
    }

    @Test("a SYN that is never answered is repeated")
    func unanswered() {
        let log = log {
            for _ in 0..<3 { $0.client(.syn, 100) }
        }
        #expect(
            log == [
                Self.opening[0], "> syn", "> syn again", "> syn again", "close 0 endOfCapture",
            ])
    }

    @Test("a connection turns the right way when only the SYN-ACK was captured")
    func onlySynAck() {
        let log = log {
            $0.server([.syn, .ack], 500, 101)
            $0.client(.syn, 100)
            $0.client(.ack, 101, 501, "abc")
        }
        #expect(
            log == [
                Self.opening[0], "< synAck", "> syn", "> established", "> \"abc\"",
                "close 0 endOfCapture",
            ])
    }

    @Test("the start of the answers is known when the SYN-ACK was not captured")
    func noSynAck() {
        let log = log {
            $0.client(.syn, 100)
            $0.client(.ack, 101, 501)
            $0.server(.ack, 503, 101, "cd")
            $0.client(.ack, 101, 505)
        }
        #expect(
            log == [
                Self.opening[0], "> syn", "> established", "< gap 2", "< !\"cd\"",
                "close 0 endOfCapture",
            ])
    }

    @Test("a capture that begins in mid-stream starts both streams behind a gap")
    func midStream() {
        let log = log {
            $0.server(.ack, 9000, 700, "xy")
            $0.client(.ack, 705, 9002, "f")
            $0.server(.ack, 9002, 706, "z")
        }
        #expect(
            log == [
                "open 0 10.0.0.1:50000 10.0.0.2:2404 running", "< !\"xy\"", "> !\"f\"", "< \"z\"",
                "close 0 endOfCapture",
            ])
    }

    @Test(
        "without a start, the server is told by its port",
        arguments: [
            (50_000, 2404, [2404], false), (2404, 50_000, [2404], true),
            (2404, 1000, [2404], true), (2404, 1000, [], false), (3000, 3000, [], false),
            (1000, 2000, [], true), (2404, 2405, [2404, 2405], true),
        ] as [(UInt16, UInt16, [UInt16], Bool)])
    func roles(source: UInt16, destination: UInt16, ports: [UInt16], sourceServes: Bool) {
        var file = CaptureFile.pcap(link: 228)
        file.record(RawPacket.ipv4(RawPacket.tcp(from: source, to: destination, payload: [1])))
        let run = DissectorRun(file, CaptureDissector(serverPorts: PortSet(ports)))
        let sender = Endpoint(ipv4: 0x0A00_0001, port: source)
        #expect((run.recorder.connections.first?.server == sender) == sourceServes)
        #expect(run.recorder.positions.first?.direction == (sourceServes ? .monitor : .control))
    }

    @Test("a SYN with another number between the same ports is a new connection")
    func portReuse() {
        let log = log {
            $0.open()
            $0.client(.ack, 103, 501, "c")
            $0.client(.syn, 7000)
            $0.server([.syn, .ack], 8000, 7001)
            $0.client(.ack, 7001, 8001, "new")
        }
        #expect(
            log == Self.opening
                + [
                    "> gap 2", "> !\"c\"", "close 0 replaced",
                    "open 1 10.0.0.1:50000 10.0.0.2:2404", "> syn", "< synAck", "> established",
                    "> \"new\"", "close 1 endOfCapture",
                ])
    }

    @Test("a connection that ended takes late packets for a while, and is then forgotten")
    func lingering() {
        let log = log {
            $0.open()
            $0.client([.fin, .ack], 101, 501)
            $0.server([.fin, .ack], 501, 102)
            $0.client(.ack, 102, 502)
            $0.seconds = 60
            $0.server([.fin, .ack], 501, 102)
            $0.seconds = 61
            $0.client(.ack, 102, 502)
        }
        #expect(
            log == Self.opening
                + [
                    "> fin", "< fin", "> ended", "< fin again", "close 0 ended",
                    "open 1 10.0.0.1:50000 10.0.0.2:2404 running", "close 1 endOfCapture",
                ])
    }

    @Test("octets after a reset go on")
    func afterReset() {
        let log = log {
            $0.open()
            $0.server(.rst, 501)
            $0.client(.ack, 101, 501, "abc")
            $0.seconds = 100
            $0.client(.ack, 104, 501, "d")
        }
        #expect(
            log == Self.opening
                + ["< reset", "> \"abc\"", "> \"d\"", "close 0 endOfCapture"])
    }

    @Test("the connection silent for longest gives way when there are too many")
    func eviction() {
        var limits = ReassemblyLimits()
        limits.connections = 2
        var conversation = TCPConversation()
        for port: UInt16 in [1, 2, 1, 3, 2] {
            conversation.clientPort = 50_000 + port
            conversation.client(.ack, 101, 1, "a")
        }
        let run = DissectorRun(conversation.file, CaptureDissector(limits: limits))
        #expect(
            run.log.filter { $0.hasPrefix("close") }.prefix(2) == [
                "close 1 evicted", "close 0 evicted",
            ])
        #expect(run.statistics.streams.evictions == 2)
        #expect(run.statistics.streams.connections == 4)
    }

    @Test("thousands of connections at once keep their octets apart")
    func manyConnections() {
        var conversation = TCPConversation()
        for round: UInt32 in 0..<3 {
            for port: UInt16 in 0..<3000 {
                conversation.clientPort = 10_000 + port
                conversation.client(.ack, 101 + 4 * round, 1, "\(1000 + port)")
            }
        }
        let run = DissectorRun(conversation.file)
        #expect(run.statistics.streams.connections == 3000)
        for port in 0..<3000 {
            let expected = Array("\(1000 + port)".utf8)
            #expect(run.recorder.streams["\(port)>"] == expected + expected + expected)
        }
    }

    @Test("connections that come and go are found again as long as they are kept")
    func churn() {
        var limits = ReassemblyLimits()
        limits.connections = 64
        var conversation = TCPConversation()
        var recent: [UInt16] = []
        var opened = 0
        var state: UInt64 = 1
        for _ in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let port = UInt16(10_000 + (state >> 33) % 100)
            conversation.clientPort = port
            conversation.client(.ack, 101, 1)
            if let index = recent.firstIndex(of: port) {
                recent.remove(at: index)
            } else {
                opened += 1
                if recent.count == 64 { recent.removeFirst() }
            }
            recent.append(port)
        }
        let run = DissectorRun(conversation.file, CaptureDissector(limits: limits))
        #expect(run.statistics.streams.connections == opened)
        #expect(run.statistics.streams.evictions == opened - 64)
        #expect(run.log.count { $0.hasPrefix("close") } == opened)
    }
}
