import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

/// An answer that is not quite the one that was to be expected, and what is made of it.
@Suite("Answers that differ from what a master has asked")
struct OtherAnswerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var request: MasterRequest
        /// Changes the mirrored request.
        var change: @Sendable (inout ASDU) -> Void
        var differences: AnswerDifferences
        var code = RequestError.Code.answeredOtherwise
        var mayHaveActed = true
        var testDescription: String { name }

        init(
            _ name: String, _ request: MasterRequest, _ differences: AnswerDifferences,
            code: RequestError.Code = .answeredOtherwise, mayHaveActed: Bool = true,
            _ change: @escaping @Sendable (inout ASDU) -> Void
        ) {
            (self.name, self.request, self.change) = (name, request, change)
            (self.differences, self.code, self.mayHaveActed) = (differences, code, mayHaveActed)
        }
    }

    private static func said(_ raw: UInt8) -> @Sendable (inout ASDU) -> Void {
        { $0.objects = [InformationObject(5001, .singleCommand(SCO(rawValue: raw)))] }
    }

    private static func off(_ asdu: ASDU) -> ASDU {
        var asdu = asdu
        said(0)(&asdu)
        return asdu
    }

    private static let testing: MasterRequest = {
        guard case .command(var command) = MasterRequest.switching() else { return .switching() }
        command.isTest = true
        return .command(command)
    }()

    static let rows: [Row] = [
        Row("an execute with another value", .switching(), .value, said(0)),
        Row("an execute with another qualifier", .switching(), .value, said(5)),
        Row("an execute as a select", .switching(), .select, said(0x81)),
        Row("an execute as a test", .switching(), .test) { $0.cause.isTest = true },
        Row("a test as none", testing, .test) { $0.cause.isTest = false },
        Row(
            "a select with another value", .switching(true, .select), .value,
            mayHaveActed: false, said(0x80)),
        Row("a select as an execute", .switching(true, .select), .select, said(1)),
        Row(
            "the select of both with another value", .switching(true, .selectBeforeOperate),
            .value, mayHaveActed: false, said(0x80)),
        Row(
            "a deactivation as an activation", .switching(true, .deactivate), .cause,
            mayHaveActed: false, { _ in }),
        Row("a refusal of another value", .switching(), .value, code: .refused) {
            said(0)(&$0)
            $0.cause.isNegative = true
        },
        Row("a reset with another qualifier", .reset(station: 1, .general), .value) {
            $0.objects = [InformationObject(0, .resetProcess(QRP(rawValue: 2)))]
        },
        Row(
            "the clock, as a test", .clockSynchronization(station: 1, time: nil), .test
        ) { $0.cause.isTest = true },
        Row(
            "an interrogation of another group", .stationInterrogation, .value,
            mayHaveActed: false
        ) { $0.objects = [InformationObject(0, .interrogation(QOI(rawValue: 21)))] },
    ]

    @Test("it is not taken, and the request fails when no other comes", arguments: rows)
    func confirmation(_ row: Row) throws {
        var probe = MasterProbe()
        _ = probe.submit(row.request)
        let first = probe.sent()
        let sent = try #require(first)
        probe.confirm(1)
        var answer = sent
        answer.cause.cause = .activationConfirmation
        row.change(&answer)
        guard case .unexpected = probe.receive(answer) else {
            Issue.record("it was taken")
            return
        }
        #expect(probe.results() == [])
        probe.wait(.seconds(2))
        let result = probe.result()
        let error = try #require(result?.error)
        #expect(error.code == row.code)
        #expect(error.mayHaveActed == row.mayHaveActed)
        #expect(error.other?.differences == row.differences)
        #expect(error.other?.object == answer.objects.first)
        #expect("\(error)".contains("what came instead: "))
        // What was selected, or interrogates, is not left behind.
        let rest = probe.allSent()
        #expect(rest.allSatisfy { $0.split(separator: " ")[1] == "8" })
        let isBegun = sent.brief.hasSuffix("select") || sent.type == .C_IC_NA_1
        #expect(rest.isEmpty == (!isBegun || sent.cause.cause == .deactivation))
    }

    @Test("the right answer may still come, and then it is done; that there was another is told")
    func rightAfterAll() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        let sent = probe.sent()
        probe.confirm(1)
        let other = sent.map(Self.off)
        _ = probe.answer(other, .activationConfirmation)
        _ = probe.answer(sent, .activationConfirmation)
        _ = probe.answer(sent, .activationTermination)
        let outcome = probe.result()?.outcome
        #expect(outcome?.isTerminated == true && outcome?.differences == .other)
    }

    @Test("a termination with another value does not end the command well")
    func termination() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        let other = sent.map(Self.off)
        _ = probe.answer(other, .activationTermination)
        probe.wait(.seconds(2))
        #expect(probe.results() == ["1 answered-otherwise 4, may have acted"])
    }

    @Test(
        "what stations of the field do differently is let pass, and told",
        arguments: [
            (AnswerDifferences.timeTag, Cause.activationConfirmation),
            (.acknowledgement, .activationConfirmation), (.order, .activationTermination),
        ])
    func lenient(_ difference: AnswerDifferences, _ first: Cause) {
        var probe = MasterProbe()
        _ = probe.submit(
            .command(MasterCommand(station: 1, .C_SC_TA_1, at: 9, .singleCommand(SCO(true)))))
        let sent = probe.sent()
        if difference != .acknowledgement { probe.confirm(1) }
        var answer = sent
        if difference == .timeTag { answer?.objects[0].timeTag = .cp56(CP56Time2a(rawValue: 5)) }
        _ = probe.answer(answer, first)
        #expect(probe.results() == [])
        let isFirst = first == .activationConfirmation
        _ = probe.answer(
            answer, isFirst ? .activationTermination : .activationConfirmation)
        let outcome = probe.result()?.outcome
        #expect(outcome?.isTerminated == true && outcome?.isConfirmed == true)
        #expect(outcome?.differences == difference)
        #expect(probe.engine.deadline == .never)
    }

    @Test("a station that answers without an originator answers well")
    func originator() {
        var probe = MasterProbe(MasterSettings(originator: 7))
        _ = probe.submit(.switching())
        let sent = probe.sent()
        probe.confirm(1)
        _ = probe.answer(sent, .activationConfirmation, originator: 0)
        _ = probe.answer(sent, .activationTermination, originator: 0)
        #expect(probe.result()?.outcome?.differences == [])
    }

    @Test("a refusal behind the confirmation refuses, and the output may have been operated")
    func refusedLater() {
        var probe = MasterProbe()
        let id = probe.submit(.switching())
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        #expect(probe.answer(sent, .activationConfirmation, isNegative: true) == .answer(id))
        #expect(probe.results() == ["1 refused 4, may have acted"])
    }

    @Test("a termination, and then the refusal")
    func refusedAfterTermination() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        let sent = probe.sent()
        _ = probe.answer(sent, .activationTermination)
        _ = probe.answer(sent, .activationConfirmation, isNegative: true)
        #expect(probe.results() == ["1 refused 3, may have acted"])
    }

    @Test(
        "an answer for another object, with another type, or for another master, is but told",
        arguments: [AnswerDifferences.object, .type, .originator])
    func elsewhere(_ difference: AnswerDifferences) throws {
        var probe = MasterProbe(MasterSettings(originator: 3))
        _ = probe.submit(.switching())
        let sent = probe.sent()
        var answer = try #require(sent)
        probe.confirm(1)
        switch difference {
        case .object: answer.objects = [InformationObject(5002, .singleCommand(SCO(true)))]
        case .type:
            answer.type = .C_DC_NA_1
            answer.objects = [InformationObject(5001, .doubleCommand(DCO(true)))]
        default: answer.cause.originator = 9
        }
        _ = probe.answer(answer, .activationConfirmation)
        probe.wait(.seconds(2))
        #expect(probe.results() == [])
        probe.wait(.seconds(8))
        let result = probe.result()
        let error = try #require(result?.error)
        #expect(error.code == .notConfirmed && error.other?.differences == difference)
    }

    @Test("the confirmation of a select that comes twice is no answer to the execute")
    func selectTwice() {
        var probe = MasterProbe()
        _ = probe.submit(.switching(true, .selectBeforeOperate))
        let select = probe.sent()
        _ = probe.answer(select, .activationConfirmation)
        let execute = probe.sent()
        _ = probe.answer(select, .activationConfirmation)
        probe.wait(.seconds(5))
        #expect(probe.results() == [])
        _ = probe.answer(execute, .activationConfirmation)
        _ = probe.answer(execute, .activationTermination)
        #expect(probe.results() == ["1 terminated"])
    }

    @Test("a parameter that the station took with another value is told")
    func parameter() {
        var probe = MasterProbe()
        _ = probe.submit(.parameter(station: 1, 4001, .scaledParameter(50, QPM(kind: 4))))
        var answer = probe.sent()
        probe.confirm(1)
        answer?.objects = [InformationObject(4001, .scaledParameter(40, QPM(kind: 4)))]
        _ = probe.answer(answer, .activationConfirmation)
        let outcome = probe.result()?.outcome
        #expect(outcome?.differences == .value)
        #expect(outcome?.object?.information == .scaledParameter(40, QPM(kind: 4)))
    }

    @Test("the termination of a command that was deactivated ends no later command")
    func terminationOfDeactivated() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        let first = probe.sent()
        _ = probe.answer(first, .activationConfirmation)
        _ = probe.submit(.switching(true, .deactivate))
        _ = probe.answer(probe.sent(), .deactivationConfirmation)
        #expect(probe.results() == ["2 done", "1 deactivated 4, may have acted"])
        _ = probe.submit(.switching())
        let third = probe.sent()
        _ = probe.answer(first, .activationTermination)
        #expect(probe.results() == [])
        _ = probe.answer(third, .activationConfirmation, isNegative: true)
        #expect(probe.results() == ["3 refused 3"])
    }

    @Test("a value that was read with T = 1 is told as such", arguments: [false, true])
    func readTest(_ isTest: Bool) {
        var probe = MasterProbe()
        _ = probe.submit(.read(station: 1, 7))
        _ = probe.sent()
        _ = probe.receive(
            ASDU(
                .M_SP_NA_1, cause: CauseOfTransmission(.request, isTest: isTest),
                commonAddress: 1, objects: [InformationObject(7, .singlePoint(SIQ(true)))]))
        #expect(probe.result()?.outcome?.differences == (isTest ? .test : []))
    }

    @Test("a failed interrogation says how much had come")
    func objects() {
        var probe = MasterProbe()
        _ = probe.submit(.stationInterrogation)
        _ = probe.answer(probe.sent(), .activationConfirmation)
        let object = InformationObject(1, .singlePoint(SIQ(true)))
        _ = probe.data(.M_SP_NA_1, .interrogatedByStation, [object, object])
        probe.close()
        let error = probe.result()?.error
        #expect(error?.code == .linkLost && error?.objects == 2)
    }
}
