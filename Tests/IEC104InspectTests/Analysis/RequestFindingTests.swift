import IEC104Codec
import Testing

@testable import IEC104Inspect

@Suite("findings about requests and answers")
struct RequestFindingTests {
    @Test("a request without confirmation is found when time is over or the connection ends")
    func unanswered() throws {
        var talk = Conversation.started()
        try talk.send(.command(.activation), .control)
        talk.acknowledge(.monitor)
        #expect(talk.findings == [])
        talk.wait(16)
        talk.function(.testFRAct, .control)
        talk.function(.testFRCon, .monitor)
        guard case .requestUnanswered(let request, let waited) = try #require(talk.findings.first)
        else {
            Issue.record("\(talk.findings)")
            return
        }
        #expect(talk.findings.count == 1)
        #expect(waited == .seconds(16))
        #expect(request.type == .C_SC_NA_1)
        #expect(request.object.address == 5001)
        #expect(request.number == 3)
    }

    @Test("the end of the connection leaves a request without answer")
    func ended() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation), .control)
        talk.event(.reset, .monitor)
        #expect(talk.topics == [.connectionReset, .requestUnanswered])
    }

    @Test("an answer to another address or station is no answer")
    func other() throws {
        var talk = Conversation.started()
        try talk.send(.command(.activation, address: 5001), .control)
        try talk.send(.command(.activationConfirmation, address: 5002), .monitor)
        try talk.send(.interrogation(.activation, station: 1), .control)
        try talk.send(.interrogation(.activationConfirmation, station: 2), .monitor)
        talk.event(.reset)
        #expect(
            talk.summary.counts == [
                FindingCount(.connectionReset, 1), FindingCount(.requestUnanswered, 2),
            ])
    }

    @Test("select, execute and termination give no finding")
    func selectBeforeOperate() throws {
        var talk = Conversation.started()
        for isSelect in [true, false] {
            try talk.send(.command(.activation, isSelect: isSelect), .control)
            talk.wait(0.1)
            try talk.send(.command(.activationConfirmation, isSelect: isSelect), .monitor)
        }
        try talk.send(.command(.activationTermination), .monitor)
        talk.acknowledge(.control)
        talk.event(.fin)
        talk.event(.ended)
        #expect(talk.findings == [])
        #expect(talk.summary.connections[0].answerTimes.count == 2)
        #expect(talk.summary.connections[0].answerTimes.minimum == .milliseconds(100))
    }

    @Test("an activation without termination is a note")
    func termination() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation), .control)
        try talk.send(.interrogation(.activationConfirmation), .monitor)
        talk.event(.fin)
        talk.event(.ended)
        #expect(talk.topics == [.terminationMissing])
        #expect(talk.summary.errors == 0)
    }

    @Test("a deactivated interrogation ends without termination")
    func deactivation() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation), .control)
        try talk.send(.interrogation(.activationConfirmation), .monitor)
        try talk.send(.interrogation(.deactivation), .control)
        try talk.send(.interrogation(.deactivationConfirmation), .monitor)
        talk.event(.fin)
        talk.event(.ended)
        #expect(talk.findings == [])
    }

    @Test("an interrogation of all stations is answered by several")
    func global() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation, station: .global), .control)
        for station in [1, 2] as [CommonAddress] {
            try talk.send(.interrogation(.activationConfirmation, station: station), .monitor)
            try talk.send(
                .point(cause: .interrogatedByStation, station: station), .monitor)
            try talk.send(.interrogation(.activationTermination, station: station), .monitor)
        }
        talk.acknowledge(.control)
        talk.event(.fin)
        talk.event(.ended)
        #expect(talk.findings == [])
    }

    @Test("a read is answered by data with cause 5 that has the object")
    func read() throws {
        var talk = Conversation.started()
        try talk.send(.read(address: 7), .control)
        try talk.send(.point(7, cause: .request), .monitor)
        try talk.send(.read(address: 8), .control)
        try talk.send(.point(7, cause: .request), .monitor)
        talk.event(.fin)
        talk.event(.ended)
        guard case .requestUnanswered(let request, _) = try #require(talk.findings.first) else {
            Issue.record("\(talk.findings)")
            return
        }
        #expect(talk.findings.count == 1)
        #expect(request.type == .C_RD_NA_1)
        #expect(request.object.address == 8)
    }

    @Test("a late answer is found with its time")
    func late() throws {
        var talk = Conversation.started()
        try talk.send(.command(.activation, isSelect: true), .control)
        talk.wait(15.6)
        try talk.send(.command(.activationConfirmation, isSelect: true), .monitor)
        let topics = talk.topics.filter { !$0.isNote }
        #expect(topics == [.acknowledgementLaterThanT1, .answerTime])
    }

    @Test("a lost answer does not make later ones late")
    func lost() throws {
        var parameters = AnalysisParameters()
        parameters.answerTime = .seconds(5)
        var talk = Conversation.started(parameters: parameters)
        for round in 0..<4 {
            try talk.send(.command(.activation, isSelect: true), .control)
            if round > 0 {
                try talk.send(.command(.activationConfirmation, isSelect: true), .monitor)
            }
            talk.acknowledge(.monitor)
            talk.acknowledge(.control)
            talk.wait(8)
        }
        #expect(talk.summary.counts == [FindingCount(.requestUnanswered, 1)])
        #expect(talk.summary.findings.first?.number == 3)
    }

    @Test("a negative confirmation tells what was asked")
    func negative() throws {
        var talk = Conversation.started()
        try talk.send(.command(.activation), .control)
        try talk.send(.command(.activationConfirmation, isNegative: true), .monitor)
        talk.event(.fin)
        talk.event(.ended)
        guard
            case .negative(.C_SC_NA_1, .activationConfirmation, let request?) = try #require(
                talk.findings.first)
        else {
            Issue.record("\(talk.findings)")
            return
        }
        #expect(talk.findings.count == 1)
        #expect(request.number == 3)
    }

    @Test("a negative confirmation of something that was not seen is found")
    func negativeAlone() throws {
        var talk = Conversation()
        try talk.send(.interrogation(.activationConfirmation, isNegative: true), .monitor)
        #expect(talk.findings == [.negative(type: .C_IC_NA_1, .activationConfirmation, nil)])
    }

    @Test("causes 44 to 47 answer a request", arguments: [44, 45, 46, 47] as [Cause])
    func unknown(cause: Cause) throws {
        var talk = Conversation.started()
        try talk.send(.command(.activation), .control)
        try talk.send(.command(cause, isNegative: true), .monitor)
        talk.event(.fin)
        talk.event(.ended)
        guard
            case .refusedAsUnknown(.C_SC_NA_1, cause, let request?) = try #require(
                talk.findings.first)
        else {
            Issue.record("\(talk.findings)")
            return
        }
        #expect(talk.findings.count == 1)
        #expect(request.object.address == 5001)
        #expect(talk.summary.connections[0].stations[0].points.map { $0.count } == [1])
    }

    @Test(
        "causes that the standard does not define are found", arguments: [0, 17, 42, 43] as [UInt8])
    func undefined(cause: UInt8) throws {
        var talk = Conversation.started()
        // The encoder does not write such a cause.
        var octets = try ASDU.point().apdu(send: 0, receive: 0)
        octets[8] = cause
        talk.octets(octets, .monitor)
        #expect(talk.findings == [.undefinedCause(type: .M_SP_NA_1, Cause(cause))])
    }
}
