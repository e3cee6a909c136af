import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("What a master makes of answers")
struct AnswerTests {
    private func confirmation(_ request: ASDU?) -> Cause {
        request?.cause.cause == .deactivation ? .deactivationConfirmation : .activationConfirmation
    }

    @Test("a confirmation ends what has no termination", arguments: MasterRequest.confirmed)
    func confirmation(_ request: MasterRequest) {
        var probe = MasterProbe()
        let id = probe.submit(request)
        let sent = probe.sent()
        probe.wait(.milliseconds(20))
        #expect(probe.answer(sent, confirmation(sent)) == .answer(id))
        let result = probe.result()
        #expect(result?.id == id)
        #expect(result?.outcome?.stations == [1])
        #expect(result?.outcome?.isTerminated == false)
        #expect(result?.outcome?.duration == .milliseconds(20))
        #expect(probe.results() == [])
    }

    @Test("a termination ends the others", arguments: MasterRequest.terminated)
    func termination(_ request: MasterRequest) {
        var probe = MasterProbe()
        let id = probe.submit(request)
        let sent = probe.sent()
        #expect(probe.answer(sent, .activationConfirmation) == .answer(id))
        #expect(probe.results() == [])
        #expect(probe.answer(sent, .activationTermination) == .answer(id))
        #expect(probe.results() == ["1 terminated"])
        #expect(probe.engine.deadline == .never)
    }

    @Test("a termination without a confirmation ends them too", arguments: MasterRequest.terminated)
    func terminationAlone(_ request: MasterRequest) {
        var probe = MasterProbe()
        _ = probe.submit(request)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationTermination)
        // The confirmation of a command, which may be negative, has a while to come.
        if case .command = request {
            #expect(probe.results() == [])
            probe.wait(.seconds(2))
        }
        let result = probe.result()
        #expect(result?.brief == "1 terminated")
        #expect(result?.outcome?.isConfirmed == false)
        #expect(result?.outcome?.isTerminationNegative == false)
        #expect(probe.engine.deadline == .never)
    }

    @Test(
        "a negative termination ends interrogations, which are not complete; a command has failed",
        arguments: MasterRequest.terminated)
    func negativeTermination(_ request: MasterRequest) {
        var probe = MasterProbe()
        _ = probe.submit(request)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        _ = probe.answer(sent, .activationTermination, isNegative: true)
        let result = probe.result()
        if case .command = request {
            #expect(result?.brief == "1 terminated-negatively 4, may have acted")
        } else {
            let outcome = result?.outcome
            #expect(outcome?.isConfirmed == true && outcome?.isTerminationNegative == true)
            #expect(outcome?.isComplete == false)
        }
    }

    @Test(
        "a negative confirmation refuses",
        arguments: MasterRequest.confirmed + MasterRequest.terminated)
    func negative(_ request: MasterRequest) {
        var probe = MasterProbe()
        _ = probe.submit(request)
        let sent = probe.sent()
        _ = probe.answer(sent, confirmation(sent), isNegative: true)
        let error = probe.result()?.error
        #expect(error?.code == .refused)
        #expect(error?.mayHaveActed == false)
        #expect(probe.engine.requestCount == 0)
    }

    static let unknownCauses: [(Cause, RequestError.Code)] = [
        (.unknownType, .unknownType), (.unknownCause, .unknownCause),
        (.unknownCommonAddress, .unknownStation), (.unknownObjectAddress, .unknownObject),
    ]

    @Test(
        "a request that comes back as unknown ends with its cause",
        arguments: MasterRequest.confirmed + MasterRequest.terminated + [.read(station: 1, 77)],
        unknownCauses)
    func unknown(_ request: MasterRequest, _ row: (Cause, RequestError.Code)) {
        var probe = MasterProbe()
        _ = probe.submit(request)
        let sent = probe.sent()
        _ = probe.answer(sent, row.0, isNegative: true)
        let error = probe.result()?.error
        #expect(error?.code == row.1)
        #expect(error?.cause == row.0)
        #expect(error?.station == 1)
        #expect(probe.engine.deadline == .never)
    }

    @Test("an interrogation counts what came for it, between and before the confirmation")
    func interrogation() {
        var probe = MasterProbe()
        _ = probe.submit(.stationInterrogation)
        let sent = probe.sent()
        let object = InformationObject(1, .singlePoint(SIQ(true)))
        _ = probe.data(.M_SP_NA_1, .interrogatedByStation, [object])
        _ = probe.answer(sent, .activationConfirmation)
        _ = probe.data(.M_SP_NA_1, .interrogatedByStation, [object, object])
        _ = probe.data(.M_SP_NA_1, .spontaneous, [object])
        _ = probe.data(.M_SP_NA_1, .interrogatedByGroup(1), [object])
        _ = probe.data(.M_SP_NA_1, .interrogatedByStation, station: 2, [object])
        _ = probe.answer(sent, .activationTermination)
        #expect(probe.results() == ["1 terminated, 3 objects"])
        #expect(probe.engine.statistics.data == 5)
    }

    @Test("a read ends with the value of its object")
    func read() {
        var probe = MasterProbe()
        _ = probe.submit(.read(station: 1, 7))
        _ = probe.submit(.read(station: 1, 9))
        _ = probe.allSent()
        let objects = [7, 8, 9].map {
            InformationObject(ObjectAddress($0), .scaled(Int16($0), []))
        }
        _ = probe.data(.M_ME_NB_1, .request, station: 2, objects)
        _ = probe.data(.M_ME_NB_1, .spontaneous, objects)
        #expect(probe.results() == [])
        let reception = probe.data(.M_ME_NB_1, .request, objects)
        guard case .data = reception else {
            Issue.record("\(reception)")
            return
        }
        for object in [objects[0], objects[2]] {
            let outcome = probe.result()?.outcome
            #expect(outcome?.object == object)
            #expect(outcome?.type == .M_ME_NB_1)
        }
        #expect(probe.results() == [])
    }

    @Test("select before operate sends the execute when the select is confirmed")
    func selectBeforeOperate() {
        var probe = MasterProbe()
        _ = probe.submit(.switching(true, .selectBeforeOperate))
        let select = probe.sent()
        #expect(select?.brief == "45 6 1 5001 select")
        #expect(probe.sent() == nil)
        _ = probe.answer(select, .activationConfirmation)
        let execute = probe.sent()
        #expect(execute?.brief == "45 6 1 5001")
        #expect(
            probe.answer(select, .activationConfirmation)
                == .unexpected(.information, header(select, 7)))
        _ = probe.answer(execute, .activationConfirmation)
        #expect(probe.results() == [])
        _ = probe.answer(execute, .activationTermination)
        #expect(probe.results() == ["1 terminated"])
    }

    private func header(_ asdu: ASDU?, _ cause: Cause) -> ASDUHeader {
        var asdu = asdu
        asdu?.cause.cause = cause
        return asdu?.header
            ?? ASDUHeader(type: 0, count: 0, cause: CauseOfTransmission(0), commonAddress: 0)
    }

    @Test("a selection that is refused is not executed")
    func refusedSelection() {
        var probe = MasterProbe()
        _ = probe.submit(.switching(true, .selectBeforeOperate))
        _ = probe.answer(probe.sent(), .activationConfirmation, isNegative: true)
        #expect(probe.results() == ["1 refused 2"])
        #expect(probe.sent() == nil)
    }

    @Test("a deactivation ends the command that runs on the object")
    func deactivation() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        let first = probe.sent()
        _ = probe.answer(first, .activationConfirmation)
        _ = probe.submit(.switching(true, .deactivate))
        _ = probe.submit(.switching(true, .deactivate))
        #expect(probe.results() == ["3 busy 0"])
        let second = probe.sent()
        #expect(second?.brief == "45 8 1 5001 select")
        _ = probe.answer(second, .deactivationConfirmation)
        #expect(probe.results() == ["2 done", "1 deactivated 4, may have acted"])
    }

    @Test("a raw ASDU ends when the peer has acknowledged it")
    func raw() {
        var probe = MasterProbe()
        let asdu = ASDU(
            .C_RD_NA_1, cause: CauseOfTransmission(.request), commonAddress: 3,
            objects: [InformationObject(4, .empty)])
        _ = probe.submit(.asdu(asdu))
        #expect(probe.sent() == asdu)
        #expect(probe.results() == [])
        probe.confirm(1)
        #expect(probe.results() == ["1 done"])
    }

    static let strayAnswers: [(ASDU, MasterReception.Reason)] = {
        func asdu(
            _ type: TypeID, _ cause: Cause, _ station: CommonAddress, _ object: InformationObject,
            originator: UInt8 = 7
        ) -> ASDU {
            ASDU(
                type, cause: CauseOfTransmission(cause, originator: originator),
                commonAddress: station, objects: [object])
        }
        let on = InformationObject(5001, .singleCommand(SCO(true)))
        let off = InformationObject(5001, .singleCommand(SCO(false)))
        let other = InformationObject(5002, .singleCommand(SCO(true)))
        return [
            (asdu(.C_SC_NA_1, .activationConfirmation, 1, off), .information),
            (asdu(.C_SC_NA_1, .activationConfirmation, 1, other), .notAsked),
            (asdu(.C_SC_NA_1, .activationConfirmation, 2, on), .notAsked),
            (asdu(.C_SC_NA_1, .activationConfirmation, 1, on, originator: 3), .originator),
            (asdu(.C_SC_NA_1, .deactivationConfirmation, 1, on), .repeated),
            (asdu(.C_SC_NA_1, .activation, 1, on), .cause),
            (
                asdu(
                    .C_IC_NA_1, .activationTermination, 1,
                    InformationObject(0, .interrogation(.station))), .notAsked
            ),
            (asdu(.M_SP_NA_1, .activation, 1, .init(1, .singlePoint(SIQ(true)))), .cause),
        ]
    }()

    @Test(
        "what answers nothing is told with its reason, and the request goes on",
        arguments: strayAnswers)
    func strays(_ stray: ASDU, _ reason: MasterReception.Reason) {
        var probe = MasterProbe(MasterSettings(originator: 7))
        _ = probe.submit(.switching())
        let sent = probe.sent()
        #expect(probe.receive(stray) == .unexpected(reason, stray.header))
        _ = probe.answer(sent, .activationConfirmation, originator: 0)
        _ = probe.answer(sent, .activationTermination)
        #expect(probe.results() == ["1 terminated"])
    }

    @Test("a confirmation that comes twice counts once")
    func twice() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        #expect(
            probe.answer(sent, .activationConfirmation) == .unexpected(.repeated, header(sent, 7)))
    }

    @Test("a late termination of a command that ended with its confirmation means nothing")
    func lateTermination() {
        var probe = MasterProbe()
        let id = probe.submit(.switching(true, completion: .confirmation))
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        #expect(probe.results() == ["1 done"])
        let second = probe.submit(.switching(true))
        _ = probe.sent()
        #expect(probe.answer(sent, .activationConfirmation) == .answer(second))
        #expect(probe.answer(sent, .activationTermination) == .answer(second))
        #expect(probe.answer(sent, .activationTermination) == .answer(id))
        #expect(probe.results() == ["2 terminated"])
        #expect(probe.engine.deadline == .never)
    }

    @Test("a spontaneous clock time and files are handed on, unknown types are told")
    func others() {
        var probe = MasterProbe()
        let clock = ASDU(
            .C_CS_NA_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
            objects: [InformationObject(0, .empty, timeTag: .cp56(CP56Time2a(rawValue: 0)))])
        #expect(probe.receive(clock) == .data(clock.header, for: nil))
        let file = ASDU(
            .F_FR_NA_1, cause: CauseOfTransmission(.fileTransfer), commonAddress: 1,
            objects: [
                InformationObject(1, .fileReady(file: 1, length: 2, ReadyQualifier(rawValue: 0)))
            ])
        #expect(probe.receive(file) == .file(file.header))
        guard case .unexpected(.type, _) = probe.receive([200, 1, 3, 0, 1, 0, 1, 0, 0, 1]) else {
            Issue.record("an unknown type was taken")
            return
        }
    }
}
