import IEC104Codec
import Testing

@testable import IEC104Inspect

@Suite("findings about starting, stopping, testing and TCP")
struct SessionFindingTests {
    @Test("an act without con is found after t1, or when the connection ends")
    func unconfirmed() {
        var talk = Conversation()
        talk.open()
        talk.function(.startDTAct, .control)
        talk.wait(15)
        #expect(talk.findings == [])
        talk.event(.fin, .monitor)
        talk.event(.ended)
        #expect(talk.findings == [.functionUnconfirmed(.startDTAct, waited: .seconds(15))])
    }

    @Test("a test that crosses the end of the connection is no finding")
    func crossing() {
        var talk = Conversation.started()
        talk.function(.testFRAct, .control)
        talk.event(.fin, .monitor)
        talk.event(.ended)
        #expect(talk.findings == [])
    }

    @Test("a con later than t1 is late")
    func lateCon() {
        var talk = Conversation.started()
        talk.function(.testFRAct, .control)
        talk.wait(16)
        talk.function(.testFRCon, .monitor)
        #expect(talk.findings == [.functionTime(.testFRCon, after: .seconds(16))])
        #expect(talk.summary.connections[0].functionTimes.count == 2)
        #expect(talk.summary.connections[0].functionTimes.maximum == .seconds(16))
    }

    @Test("both sides may test at the same time")
    func bothTest() {
        var talk = Conversation.started()
        talk.function(.testFRAct, .control)
        talk.function(.testFRAct, .monitor)
        talk.function(.testFRCon, .monitor)
        talk.function(.testFRCon, .control)
        talk.wait(30)
        talk.function(.testFRAct, .control)
        talk.function(.testFRCon, .monitor)
        #expect(talk.topics.filter { !$0.isNote } == [])
    }

    @Test("a con that nobody asked for is found")
    func unasked() {
        var talk = Conversation.started()
        talk.function(.testFRCon, .monitor)
        #expect(talk.findings == [.functionUnasked(.testFRCon)])
    }

    @Test("I and S before STARTDT con and after STOPDT con are found")
    func stopped() throws {
        var talk = Conversation()
        talk.open()
        try talk.point()
        talk.function(.startDTAct, .control)
        talk.acknowledge(.control)
        talk.function(.startDTCon, .monitor)
        try talk.point()
        talk.function(.stopDTAct, .control)
        try talk.point()
        talk.acknowledge(.control)
        try talk.send(.interrogation(.activation), .control)
        talk.function(.stopDTCon, .monitor)
        try talk.point()
        let stopped = talk.findings.filter { $0.topic == .transferWhileStopped }
        #expect(
            stopped == [
                .transferWhileStopped(.information), .transferWhileStopped(.supervisory),
                .transferWhileStopped(.information), .transferWhileStopped(.information),
            ])
    }

    @Test(
        "only the controlling station starts and stops",
        arguments: [.startDTAct, .stopDTAct] as [UFunction])
    func wrongRole(function: UFunction) {
        var talk = Conversation.started()
        talk.function(function, .monitor)
        #expect(talk.findings.contains(.wrongRole(function)))
    }

    @Test("STARTDT while started is a note")
    func startedAgain() {
        var talk = Conversation.started()
        talk.function(.startDTAct, .control)
        talk.function(.startDTCon, .monitor)
        #expect(talk.findings == [.startRepeated])
        #expect(talk.summary.errors == 0)
    }

    @Test("a side silent for longer than t3 without a test is a note")
    func silence() {
        var talk = Conversation.started()
        talk.wait(20.4)
        talk.function(.testFRAct, .control)
        talk.function(.testFRCon, .monitor)
        #expect(talk.findings == [])
        talk.wait(30)
        talk.function(.testFRAct, .monitor)
        talk.function(.testFRCon, .control)
        #expect(talk.findings == [.testMissing(silence: .seconds(30))])
        #expect(talk.summary.connections[0].longestSilence?.duration == .seconds(30))
    }

    @Test("a refused connection, and one that succeeds later")
    func refused() {
        var talk = Conversation()
        talk.event(.syn)
        talk.event(.refused, .monitor)
        #expect(talk.summary.connections[0].ending == .refused)
        talk.wait(1)
        talk.open()
        talk.function(.startDTAct, .control)
        talk.function(.startDTCon, .monitor)
        #expect(talk.findings == [.connectionRefused])
        #expect(talk.summary.connections[0].ending == .open)
        #expect(talk.summary.connections[0].tcp.attempts == 2)
    }

    @Test("a reset is found with its side, once")
    func reset() {
        var talk = Conversation.started()
        talk.event(.reset, .monitor)
        talk.event(.reset, .monitor, isRepeated: true)
        #expect(talk.findings == [.connectionReset])
        #expect(talk.summary.connections[0].ending == .reset(by: .monitor))
    }

    @Test("a connection that nobody answers is found with its attempts")
    func unanswered() {
        var talk = Conversation()
        talk.event(.syn)
        talk.wait(1)
        talk.event(.syn, isRepeated: true)
        talk.wait(2)
        talk.event(.syn, isRepeated: true)
        #expect(talk.findings == [.connectionUnanswered(attempts: 3)])
        #expect(talk.summary.connections[0].ending == .unanswered)
    }

    @Test("retransmissions and keep-alives are counted")
    func tcp() {
        var talk = Conversation.started()
        talk.event(.retransmission(100), .monitor)
        talk.event(.retransmission(50), .monitor)
        talk.event(.keepAlive)
        let tcp = talk.summary.connections[0].tcp
        #expect(tcp.retransmissions == 2)
        #expect(tcp.retransmittedOctets == 150)
        #expect(tcp.keepAlives == 1)
        #expect(talk.findings == [])
    }

    @Test("a capture that begins in the middle of a session gives no finding")
    func middle() throws {
        var talk = Conversation()
        talk.numbers = [.control: 700, .monitor: 32_760]
        // These acknowledge what the capture does not show.
        talk.acknowledge(.control, 32_757)
        try talk.point(receive: 698)
        talk.function(.testFRCon, .monitor)
        talk.acknowledge(.control, 32_758)
        for _ in 0..<20 {
            try talk.point()
            talk.acknowledge(.control)
        }
        try talk.send(.interrogation(.activationTermination), .monitor)
        #expect(talk.findings == [])
    }

    @Test("in the middle of a session an N(R) ahead of what was sent is found")
    func middleAhead() throws {
        var talk = Conversation()
        talk.numbers = [.control: 700, .monitor: 500]
        try talk.point()
        talk.acknowledge(.control, 502)
        #expect(talk.findings == [.receiveNumber(found: 502, acknowledged: nil, next: 501)])
    }

    @Test("a gap of the capture is a note and hides what cannot be judged")
    func captureGap() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation), .control)
        for _ in 0..<5 { try talk.point() }
        talk.event(.gap(1000), .monitor)
        talk.numbers[.monitor] = 50
        for _ in 0..<3 { try talk.point() }
        talk.acknowledge(.control)
        talk.wait(5)
        for _ in 0..<12 { try talk.point() }
        talk.event(.gap(nil), .control)
        talk.wait(15)
        talk.acknowledge(.control, 90)
        talk.numbers[.monitor] = 91
        try talk.point()
        talk.acknowledge(.control)
        talk.event(.fin)
        talk.event(.ended)
        #expect(talk.findings == [.captureGap(octets: 1000)])
        #expect(talk.summary.connections[0].tcp.gaps == 1)
        #expect(talk.summary.connections[0].tcp.missingOctets == 1000)
    }

    @Test("octets that are no APDU are counted, and numbers start afresh behind them")
    func skipped() throws {
        var talk = Conversation.started()
        try talk.point()
        talk.octets([0xDE, 0xAD, 0xBE, 0xEF], .monitor)
        try talk.point(send: 9)
        #expect(talk.findings.map { $0.topic } == [.problem(.badStart)])
        #expect(talk.summary.connections[0].directions[1].unreadable == 1)
    }

    @Test("problems of the decoder are counted by their code")
    func problems() throws {
        var talk = Conversation.started()
        for _ in 0..<3 { try talk.send(.point(cause: .activation), .monitor) }
        talk.octets([0x68, 0x04, 0x01, 0x00, 0x07, 0x00], .control)
        let counts = talk.summary.counts.filter {
            if case .problem = $0.topic { true } else { false }
        }
        #expect(
            counts == [
                FindingCount(.problem(.controlReservedBits), 1),
                FindingCount(.problem(.causeNotAllowed), 3),
            ])
    }
}
