import IEC104Codec
import Testing

@testable import IEC104Inspect

@Suite("findings about numbers and acknowledgements")
struct SequenceFindingTests {
    @Test("a correct conversation gives no finding")
    func correct() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation), .control)
        try talk.send(.interrogation(.activationConfirmation), .monitor)
        for address in 1...8 as ClosedRange<UInt32> {
            try talk.send(.point(address, cause: .interrogatedByStation), .monitor)
            if address == 7 { talk.acknowledge(.control) }
        }
        try talk.send(.interrogation(.activationTermination), .monitor)
        talk.acknowledge(.control)
        talk.wait(19)
        talk.function(.testFRAct, .control)
        talk.function(.testFRCon, .monitor)
        talk.function(.stopDTAct, .control)
        talk.function(.stopDTCon, .monitor)
        talk.event(.fin)
        talk.event(.fin, .monitor)
        talk.event(.ended)
        #expect(talk.findings == [])
        #expect(talk.summary.connections[0].ending == .closed(by: .control))
    }

    @Test("numbers that wrap from 32767 to 0 give no finding")
    func wrap() throws {
        var talk = Conversation.started()
        for number in 0..<UInt32(33_000) {
            try talk.point(1 + number & 0xFF)
            if number % 8 == 7 { talk.acknowledge(.control) }
        }
        #expect(talk.findings == [])
        #expect(talk.summary.connections[0].directions[1].information == 33_000)
    }

    @Test("exactly k unacknowledged I APDUs are allowed, one more is not")
    func k() throws {
        var parameters = AnalysisParameters()
        parameters.w = 32767
        var talk = Conversation.started(parameters: parameters)
        for _ in 0..<12 { try talk.point() }
        #expect(talk.findings == [])
        try talk.point()
        #expect(talk.findings == [.unacknowledged(count: 13, k: 12)])
        talk.acknowledge(.control)
        try talk.point()
        #expect(talk.summary.counts == [FindingCount(.unacknowledged, 1)])
        #expect(talk.summary.connections[0].directions[1].mostUnacknowledged == 13)
    }

    @Test("k is settable")
    func settable() throws {
        var parameters = AnalysisParameters()
        parameters.k = 3
        var talk = Conversation.started(parameters: parameters)
        for _ in 0..<4 { try talk.point() }
        #expect(talk.findings == [.unacknowledged(count: 4, k: 3)])
    }

    @Test("an acknowledgement of w is in time, one of w + 1 is not")
    func w() throws {
        var talk = Conversation.started()
        for _ in 0..<8 { try talk.point() }
        talk.acknowledge(.control)
        #expect(talk.findings == [])
        for _ in 0..<9 { try talk.point() }
        talk.acknowledge(.control)
        #expect(talk.findings == [.acknowledgedLate(count: 9, w: 8)])
        #expect(talk.summary.findings.first?.direction == .control)
    }

    @Test("a skipped N(S) is a gap, and only once")
    func gap() throws {
        var talk = Conversation.started()
        try talk.point()
        try talk.point(send: 4)
        try talk.point()
        talk.acknowledge(.control)
        #expect(talk.findings == [.sendNumberGap(expected: 1, found: 4, missing: 3)])
        let finding = try #require(talk.summary.findings.first)
        #expect(finding.number == 4)
        #expect(finding.place == .packet(7))
        #expect(finding.direction == .monitor)
        #expect(finding.connection == 1)
    }

    @Test("a connection must begin with N(S) = 0")
    func first() throws {
        var talk = Conversation.started()
        try talk.point(send: 1)
        #expect(talk.findings == [.sendNumberGap(expected: 0, found: 1, missing: 1)])
    }

    @Test("an N(S) that comes again is repeated")
    func repeated() throws {
        var talk = Conversation.started()
        for _ in 0..<3 { try talk.point() }
        try talk.point(send: 2)
        try talk.point()
        talk.acknowledge(.control, 4)
        #expect(talk.findings == [.sendNumberRepeated(expected: 3, found: 2)])
    }

    @Test(
        "an N(R) outside the window is found",
        arguments: [3, 4, 5, 6, 7, 12_000, 32767] as [UInt16])
    func receiveNumber(number: UInt16) throws {
        var talk = Conversation.started()
        for _ in 0..<4 { try talk.point() }
        talk.acknowledge(.control)
        try talk.point()
        try talk.point()
        talk.acknowledge(.control, number)
        // 4 was acknowledged, 6 is next.
        let expected: [Finding.Kind] =
            (4...6).contains(number)
            ? [] : [.receiveNumber(found: SequenceNumber(number), acknowledged: 4, next: 6)]
        #expect(talk.findings == expected)
    }

    @Test("a wrong N(R) in an I APDU is found too")
    func receiveNumberOfInformation() throws {
        var talk = Conversation.started()
        try talk.point(receive: 9)
        #expect(talk.findings == [.receiveNumber(found: 9, acknowledged: 0, next: 0)])
    }

    @Test(
        "an acknowledgement after t2 or t1 is late",
        arguments: [
            (10_000, nil), (10_500, nil), (10_501, .t2), (15_500, .t2), (15_501, .t1),
        ] as [(Int64, Finding.Timer?)])
    func late(milliseconds: Int64, timer: Finding.Timer?) throws {
        var talk = Conversation.started()
        try talk.point()
        talk.wait(milliseconds: 1000)
        try talk.point()
        talk.wait(milliseconds: milliseconds - 1000)
        talk.acknowledge(.control)
        let expected = timer.map {
            Finding.Kind.acknowledgementTime(
                send: 0, after: .milliseconds(milliseconds), exceeds: $0)
        }
        #expect(talk.findings == (expected.map { [$0] } ?? []))
        #expect(
            talk.summary.connections[0].directions[1].acknowledgementTimes.maximum
                == .milliseconds(milliseconds))
    }

    @Test("without tolerance an acknowledgement exactly at t2 is in time")
    func exactlyT2() throws {
        var parameters = AnalysisParameters()
        parameters.tolerance = .zero
        var talk = Conversation.started(parameters: parameters)
        try talk.point()
        talk.wait(10)
        talk.acknowledge(.control)
        #expect(talk.findings == [])
        try talk.point()
        talk.wait(milliseconds: 10_001)
        talk.acknowledge(.control)
        #expect(talk.topics == [.acknowledgementLaterThanT2])
    }

    @Test("an I APDU that is never acknowledged is found, unless the capture ends before t1")
    func never() throws {
        var talk = Conversation.started()
        try talk.point()
        talk.wait(15)
        talk.function(.testFRAct, .monitor)
        talk.function(.testFRCon, .control)
        #expect(talk.findings == [])
        talk.wait(1)
        talk.function(.testFRAct, .monitor)
        talk.function(.testFRCon, .control)
        #expect(talk.findings == [.acknowledgementMissing(send: 0, waited: .seconds(16))])
        #expect(talk.summary.findings.first?.number == 3)
    }

    @Test("many findings are counted, and the first ones kept")
    func many() throws {
        var talk = Conversation.started()
        for number in 0..<1000 as Range<UInt16> {
            try talk.point(send: number * 2 + 1)
            talk.acknowledge(.control)
        }
        let summary = talk.summary
        #expect(summary.counts == [FindingCount(.sendNumberGap, 1000)])
        #expect(summary.findings.count == 16)
        #expect(summary.errors == 1000)
        #expect(summary.connections[0].errors == 1000)
    }
}
