import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("Answers that come late to a master")
struct LateAnswerTests {
    private static let accepted = MasterRequest.switching(true, completion: .confirmation)

    @Test("a late termination does not end the same command that was given since")
    func terminationOfAccepted() {
        var probe = MasterProbe()
        let first = probe.submit(Self.accepted)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        #expect(probe.results() == ["1 done"])
        let second = probe.submit(Self.accepted)
        let again = probe.sent()
        #expect(probe.answer(sent, .activationTermination) == .answer(first))
        #expect(probe.results() == [])
        #expect(
            probe.answer(again, .activationConfirmation, isNegative: true) == .answer(second))
        #expect(probe.results() == ["2 refused 3"])
        #expect(probe.engine.deadline == .never)
    }

    @Test(
        "a termination behind the answer to a deactivation does not end the next interrogation",
        arguments: [
            (Cause.deactivationConfirmation, false), (.deactivationConfirmation, true),
            (.unknownCause, true),
        ])
    func terminationAfterDeactivation(_ cause: Cause, _ isNegative: Bool) {
        let request = MasterRequest.interrogation(station: 1, .station)
        var probe = MasterProbe()
        let first = probe.submit(request)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        probe.cancel(first)
        _ = probe.results()
        let deactivation = probe.sent()
        _ = probe.answer(deactivation, cause, isNegative: isNegative)
        let second = probe.submit(request)
        let again = probe.sent()
        #expect(probe.answer(sent, .activationTermination) == .answer(first))
        #expect(probe.results() == [])
        #expect(probe.answer(again, .activationConfirmation) == .answer(second))
        #expect(probe.answer(again, .activationTermination) == .answer(second))
        #expect(probe.results() == ["2 terminated"])
        #expect(probe.engine.deadline == .never)
    }

    @Test("data without a confirmation keeps an interrogation, up to its last limit")
    func unconfirmedData() {
        var probe = MasterProbe()
        _ = probe.submit(.interrogation(station: 1, .station))
        let sent = probe.sent()
        for _ in 0..<3 {
            probe.wait(.seconds(9))
            let object = InformationObject(1, .singlePoint(SIQ(true)))
            _ = probe.data(.M_SP_NA_1, .interrogatedByStation, [object])
        }
        #expect(probe.results() == [])
        _ = probe.answer(sent, .activationTermination)
        #expect(probe.results() == ["1 terminated, 3 objects"])
    }

    @Test("a termination that comes after its time does not end the command that is tried again")
    func terminationAfterTimeout() {
        var probe = MasterProbe()
        let first = probe.submit(.switching())
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        probe.wait(.seconds(60))
        #expect(probe.results() == ["1 not-terminated 4, may have acted"])
        let second = probe.submit(.switching())
        #expect(probe.sent() != nil)
        #expect(probe.answer(sent, .activationTermination) == .answer(first))
        #expect(probe.results() == [])
        #expect(probe.answer(sent, .activationConfirmation) == .answer(second))
        #expect(probe.answer(sent, .activationTermination) == .answer(second))
        #expect(probe.results() == ["2 terminated"])
        #expect(probe.engine.deadline == .never)
    }

    @Test("a confirmation that comes after its time confirms no command that is tried again")
    func confirmationAfterTimeout() {
        var probe = MasterProbe()
        let first = probe.submit(.switching())
        let sent = probe.sent()
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-confirmed 3, may have acted"])
        _ = probe.submit(.switching())
        #expect(probe.results() == ["2 busy 0"])
        #expect(probe.answer(sent, .activationConfirmation) == .answer(first))
        let third = probe.submit(.switching())
        #expect(probe.sent() != nil)
        #expect(probe.answer(sent, .activationTermination) == .answer(first))
        #expect(probe.answer(sent, .activationConfirmation) == .answer(third))
        #expect(probe.answer(sent, .activationTermination) == .answer(third))
        #expect(probe.results() == ["3 terminated"])
    }

    @Test("a command that is never answered can be tried again after the time of an answer")
    func neverAnswered() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        _ = probe.sent()
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-confirmed 3, may have acted"])
        probe.wait(.seconds(10))
        #expect(probe.engine.deadline == .never)
        _ = probe.submit(.switching())
        #expect(probe.allSent() == ["45 6 1 5001"])
    }

    @Test("parameters of one object are given one after the other, in their order")
    func parametersInTurn() {
        var probe = MasterProbe()
        _ = probe.submit(.parameter(station: 1, 4001, .floatParameter(2.5, QPM(kind: 1))))
        _ = probe.submit(.parameterDeactivation(station: 1, 4001, .objectParameter))
        _ = probe.submit(.parameter(station: 1, 4001, .parameterActivation(.objectParameter)))
        _ = probe.submit(.parameter(station: 1, 4002, .scaledParameter(1, QPM(kind: 4))))
        var sent = probe.sent()
        #expect(sent?.brief == "112 6 1 4001")
        #expect(probe.sent()?.brief == "111 6 1 4002")
        #expect(probe.sent() == nil)
        // With the value that the station took: not the one that was sent.
        sent?.objects = [InformationObject(4001, .floatParameter(2.0, QPM(kind: 1)))]
        _ = probe.answer(sent, .activationConfirmation)
        sent = probe.sent()
        #expect(sent?.brief == "113 8 1 4001" && probe.sent() == nil)
        _ = probe.answer(sent, .deactivationConfirmation)
        sent = probe.sent()
        #expect(sent?.brief == "113 6 1 4001")
        _ = probe.answer(sent, .activationConfirmation, isNegative: true)
        #expect(probe.results() == ["1 done", "2 done", "3 refused 1"])
    }

    @Test("what is asked again after no answer waits until the late one cannot come any more")
    func clock() {
        var probe = MasterProbe()
        let first = probe.submit(.clockSynchronization(station: 1, time: nil))
        let sent = probe.sent()
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-confirmed 1, may have acted"])
        _ = probe.submit(.clockSynchronization(station: 1, time: nil))
        #expect(probe.sent() == nil)
        #expect(probe.answer(sent, .activationConfirmation) == .answer(first))
        #expect(probe.allSent() == ["103 6 1 0"])
        #expect(probe.results() == [])
    }

    @Test("a late answer to a deactivation does not answer the next one")
    func deactivation() {
        var probe = MasterProbe()
        let first = probe.submit(.switching(true, .deactivate))
        let sent = probe.sent()
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-confirmed 5"])
        _ = probe.submit(.switching(true, .deactivate))
        #expect(probe.results() == ["2 busy 0"])
        #expect(probe.answer(sent, .deactivationConfirmation) == .answer(first))
        _ = probe.submit(.switching(true, .deactivate))
        #expect(probe.allSent() == ["45 8 1 5001 select"])
    }

    @Test("commands that have ended take no room from others")
    func room() {
        var probe = MasterProbe(MasterSettings(maximumRequests: 2))
        for _ in 0..<100 {
            _ = probe.submit(Self.accepted)
            _ = probe.answer(probe.sent(), .activationConfirmation)
        }
        let results = probe.results()
        #expect(results.count == 100 && results.allSatisfy { $0.hasSuffix("done") })
    }

    @Test("an interrogation that has taken the longest time allowed is deactivated")
    func limit() {
        var probe = MasterProbe(
            MasterSettings(timeouts: RequestTimeouts(total: .seconds(30))))
        _ = probe.submit(.stationInterrogation)
        _ = probe.answer(probe.sent(), .activationConfirmation)
        probe.wait(.seconds(30))
        #expect(probe.results() == ["1 not-terminated 4"])
        probe.wait(.zero)
        #expect(probe.allSent() == ["100 8 1 0"])
    }
}
