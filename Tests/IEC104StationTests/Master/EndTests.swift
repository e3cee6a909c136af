import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("How a master's requests end without an answer")
struct EndTests {
    static let all: [MasterRequest] =
        MasterRequest.confirmed + MasterRequest.terminated
        + [.read(station: 1, 77), .switching(true, .selectBeforeOperate)]

    @Test("no answer ends a request with the step that was awaited", arguments: all)
    func timeout(_ request: MasterRequest) {
        var probe = MasterProbe()
        _ = probe.submit(request)
        _ = probe.sent()
        probe.wait(.milliseconds(9999))
        #expect(probe.results() == [])
        probe.wait(.milliseconds(1))
        let error = probe.result()?.error
        #expect(error?.code.isTimeout == true)
        #expect(error?.code == (request.type == .C_RD_NA_1 ? .noValue : .notConfirmed))
        // A deactivation may follow; then nothing is left.
        _ = probe.allSent()
        probe.wait(.seconds(60))
        #expect(probe.engine.deadline == .never)
        #expect(probe.results() == [])
    }

    @Test("a termination that does not come is told", arguments: MasterRequest.terminated)
    func notTerminated(_ request: MasterRequest) {
        var probe = MasterProbe()
        _ = probe.submit(request)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        probe.wait(.milliseconds(59_999))
        #expect(probe.results() == [])
        probe.wait(.milliseconds(1))
        let isCommand = request.type == .C_SC_NA_1
        #expect(probe.results() == ["1 not-terminated 4" + (isCommand ? ", may have acted" : "")])
        #expect(probe.allSent().count == (isCommand ? 0 : 1))
    }

    @Test("data keeps an interrogation alive, but not for ever")
    func progress() {
        var probe = MasterProbe()
        _ = probe.submit(.stationInterrogation)
        _ = probe.answer(probe.sent(), .activationConfirmation)
        let object = InformationObject(1, .singlePoint(SIQ(true)))
        var rounds = 0
        while probe.engine.requestCount > 0, rounds < 1000 {
            rounds += 1
            probe.wait(.seconds(59))
            _ = probe.data(.M_SP_NA_1, .interrogatedByStation, [object])
        }
        #expect(rounds == 62)
        #expect(probe.results() == ["1 not-terminated 4"])
    }

    @Test("a command that could not be sent in time is not sent late; others wait")
    func notSent() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        _ = probe.submit(.stationInterrogation)
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-sent 0"])
        #expect(probe.allSent() == ["100 6 1 0"])
    }

    @Test("an execute that cannot be sent in time is given up with its selection")
    func executeNotSent() {
        var probe = MasterProbe()
        _ = probe.submit(.switching(true, .selectBeforeOperate))
        _ = probe.answer(probe.sent(), .activationConfirmation)
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-sent 2"])
        #expect(probe.allSent() == ["45 8 1 5001 select"])
    }

    @Test("the end of the link ends everything, apart by what was sent")
    func linkLost() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        _ = probe.submit(.stationInterrogation)
        _ = probe.allSent()
        probe.confirm(1)
        _ = probe.submit(.read(station: 1, 5))
        probe.close(.informationTimeout)
        let errors = [probe.result(), probe.result(), probe.result()].map { $0?.error }
        #expect(errors.map { $0?.code } == [.linkLost, .linkLost, .notSent])
        #expect(errors.map { $0?.isAcknowledged } == [true, false, false])
        #expect(errors.map { $0?.mayHaveActed } == [true, false, false])
        #expect(errors.allSatisfy { $0?.linkEnd == .informationTimeout })
        #expect(probe.engine.deadline == .never)
        #expect(probe.sent() == nil)
        probe.close()
        #expect(probe.results() == [])
    }

    @Test("the end of data transfer is told apart")
    func linkStopped() {
        var probe = MasterProbe()
        _ = probe.submit(.switching())
        _ = probe.sent()
        probe.stop()
        #expect(probe.results() == ["1 link-stopped 3, may have acted"])
        probe.start()
        _ = probe.submit(.switching())
        #expect(probe.allSent() == ["45 6 1 5001"])
    }

    // MARK: Giving up

    @Test("a request that is given up before it was sent leaves nothing", arguments: all)
    func cancelUnsent(_ request: MasterRequest) {
        var probe = MasterProbe()
        let id = probe.submit(request)
        probe.cancel(id)
        probe.cancel(id)
        #expect(probe.results() == ["1 cancelled 0"])
        #expect(probe.sent() == nil)
        #expect(probe.engine.deadline == .never)
    }

    static let undone: [(MasterRequest, String)] = [
        (.stationInterrogation, "100 8 1 0"),
        (.counterInterrogation(station: 1, .general), "101 8 1 0"),
        (.switching(true, .select), "45 8 1 5001 select"),
        (.switching(true, .selectBeforeOperate), "45 8 1 5001 select"),
    ]

    @Test("what runs at the station is deactivated, and the answers are dropped", arguments: undone)
    func cancelRunning(_ request: MasterRequest, _ deactivation: String) {
        for isConfirmed in [false, true] {
            var probe = MasterProbe()
            let id = probe.submit(request)
            let sent = probe.sent()
            if isConfirmed { _ = probe.answer(sent, .activationConfirmation) }
            let hasEnded = probe.results() == ["1 done"]
            probe.cancel(id)
            if hasEnded {
                #expect(probe.allSent() == [])
                continue
            }
            #expect(probe.results().first?.hasPrefix("1 cancelled") == true)
            let undoing = probe.sent()
            #expect(undoing?.brief == deactivation)
            if !isConfirmed { #expect(probe.answer(sent, .activationConfirmation) == .answer(id)) }
            _ = probe.submit(request)
            #expect(probe.sent() == nil)
            _ = probe.results()
            #expect(probe.answer(undoing, .deactivationConfirmation) == .answer(id))
            #expect(probe.results() == [])
            _ = probe.submit(request)
            #expect(probe.sent() != nil)
        }
    }

    @Test("an execute cannot be called back: its answers are dropped, another one waits")
    func cancelExecute() {
        var probe = MasterProbe()
        let id = probe.submit(.switching())
        let sent = probe.sent()
        probe.cancel(id)
        #expect(probe.results() == ["1 cancelled 3, may have acted"])
        #expect(probe.sent() == nil)
        _ = probe.submit(.switching())
        #expect(probe.results() == ["2 busy 0"])
        #expect(probe.answer(sent, .activationConfirmation) == .answer(id))
        _ = probe.submit(.switching())
        #expect(probe.sent() != nil)
        #expect(probe.answer(sent, .activationTermination) == .answer(id))
    }

    @Test("the deactivation of what was given up is not asked for without the setting")
    func withoutDeactivation() {
        var probe = MasterProbe(MasterSettings(deactivatesWhenGivenUp: false))
        let id = probe.submit(.stationInterrogation)
        let sent = probe.sent()
        probe.cancel(id)
        #expect(probe.sent() == nil)
        _ = probe.submit(.stationInterrogation)
        #expect(probe.sent() == nil)
        _ = probe.answer(sent, .activationConfirmation)
        #expect(probe.sent() != nil)
    }
}
