import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("What a master asks by itself, and of all stations")
struct SeveralStationsTests {
    static let toAll = MasterRequest.interrogation(station: .global, .station)

    @Test("a request to all ends when each known station has ended")
    func known() {
        var probe = MasterProbe(MasterSettings(stations: [1, 2]))
        _ = probe.submit(Self.toAll)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, from: 1)
        _ = probe.answer(sent, .activationTermination, from: 1)
        probe.wait(.seconds(1))
        #expect(probe.results() == [])
        _ = probe.answer(sent, .activationConfirmation, from: 2)
        #expect(probe.answer(sent, .activationConfirmation, from: 2) != .answer(RequestID(1)))
        _ = probe.answer(sent, .activationTermination, from: 2)
        #expect(probe.result()?.outcome?.stations == [1, 2])
    }

    @Test("a known station that is slow is waited for; one that never answers is named")
    func missing() {
        var probe = MasterProbe(MasterSettings(stations: [1, 2]))
        for isAnswered in [true, false] {
            _ = probe.submit(Self.toAll)
            let sent = probe.sent()
            _ = probe.answer(sent, .activationConfirmation, from: 1)
            _ = probe.answer(sent, .activationTermination, from: 1)
            probe.wait(.seconds(9))
            #expect(probe.results() == [])
            if isAnswered {
                _ = probe.answer(sent, .activationConfirmation, from: 2)
                _ = probe.answer(sent, .activationTermination, from: 2)
                #expect(probe.result()?.outcome?.stations == [1, 2])
            } else {
                probe.wait(.seconds(1))
                guard case .failure(let failure)? = probe.result()?.result else {
                    Issue.record("it has not ended")
                    return
                }
                #expect(failure.code == .notConfirmed && failure.station == 2)
            }
        }
    }

    @Test("without known stations it ends when no other answers")
    func unknown() {
        var probe = MasterProbe()
        _ = probe.submit(Self.toAll)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, from: 1)
        probe.wait(.seconds(30))
        let object = InformationObject(1, .singlePoint(SIQ(true)))
        _ = probe.data(.M_SP_NA_1, .interrogatedByStation, [object])
        probe.wait(.seconds(59))
        _ = probe.answer(sent, .activationTermination, from: 1)
        probe.wait(.seconds(1))
        _ = probe.answer(sent, .activationConfirmation, isNegative: true, from: 9)
        probe.wait(.milliseconds(1999))
        #expect(probe.results() == [])
        probe.wait(.milliseconds(1))
        let outcome = probe.result()?.outcome
        #expect(outcome?.stations == [1])
        #expect(outcome?.refusingStations == [9])
        #expect(outcome?.objects == 1)
    }

    @Test("it is refused when all refuse")
    func refused() {
        var probe = MasterProbe()
        _ = probe.submit(Self.toAll)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, isNegative: true, from: 1)
        _ = probe.answer(sent, .unknownType, isNegative: true, from: 2)
        probe.wait(.seconds(2))
        #expect(probe.result()?.error?.code == .unknownType)
    }

    @Test("an answer under 65535 ends it")
    func answerOfAll() {
        var probe = MasterProbe()
        _ = probe.submit(Self.toAll)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        _ = probe.answer(sent, .activationTermination)
        #expect(probe.results() == ["1 terminated"])
    }

    @Test("nobody answers, or one does not end")
    func timeouts() {
        var probe = MasterProbe()
        _ = probe.submit(Self.toAll)
        var sent = probe.sent()
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 not-confirmed 1"])
        #expect(probe.allSent() == ["100 8 65535 0"])
        probe.wait(.seconds(10))
        _ = probe.submit(Self.toAll)
        sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, from: 4)
        probe.wait(.seconds(60))
        #expect(probe.results() == ["2 not-terminated 1"])
    }

    @Test("a clock synchronization of all counts the confirmations")
    func clock() {
        var probe = MasterProbe(MasterSettings(stations: [1, 2]))
        _ = probe.submit(.clockSynchronization(station: .global, time: nil))
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, from: 2)
        _ = probe.answer(sent, .activationConfirmation, from: 1)
        #expect(probe.result()?.outcome?.stations == [2, 1])
    }

    @Test("with address fields of one octet 255 stands for all")
    func oneOctet() throws {
        let profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 2)
        var probe = MasterProbe(MasterSettings(originator: 5, profile: profile))
        _ = probe.submit(.interrogation(station: 255, .station))
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, from: 3)
        _ = probe.answer(sent, .activationTermination, from: 3)
        probe.wait(.seconds(2))
        #expect(probe.results() == ["1 terminated"])
    }

    @Test("65535 stands for all too when address fields have one octet")
    func oneOctetGlobal() throws {
        let profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 2)
        var probe = MasterProbe(
            MasterSettings(
                profile: profile,
                startRequests: [.clockSynchronization(station: .global, time: nil)]
            ))
        #expect(probe.allSent() == ["103 6 255 0"])
        let id = probe.submit(Self.toAll)
        let sent = probe.sent()
        #expect(sent?.brief == "100 6 255 0")
        #expect(probe.answer(sent, .activationConfirmation, from: 3) == .answer(id))
        _ = probe.answer(sent, .activationTermination, from: 3)
        probe.wait(.seconds(2))
        #expect(probe.results() == ["2 terminated"])
    }

    // MARK: By itself

    private static let settings = MasterSettings(
        startRequests: MasterSettings.usualStartRequests(stations: [1, 2], counters: true))

    /// Confirms and terminates what is sent until nothing is; the types in order.
    private func serve(_ probe: inout MasterProbe) -> [String] {
        var order: [String] = []
        while let sent = probe.sent() {
            order.append("\(sent.type.rawValue) of \(sent.commonAddress)")
            #expect(probe.sent() == nil)
            _ = probe.answer(sent, .activationConfirmation)
            _ = probe.answer(sent, .activationTermination)
        }
        return order
    }

    @Test("after a start the settings' requests are asked, one after the other")
    func start() {
        var probe = MasterProbe(Self.settings)
        let all = [
            "103 of 1", "100 of 1", "101 of 1", "103 of 2", "100 of 2", "101 of 2",
        ]
        #expect(serve(&probe) == all)
        #expect(probe.result()?.origin == .start)
        #expect(probe.results().count == 5)
        probe.close()
        probe.start()
        #expect(serve(&probe) == all)
    }

    @Test("a failure does not keep the others from being asked")
    func failure() {
        var probe = MasterProbe(Self.settings)
        _ = probe.answer(probe.sent(), .unknownType, isNegative: true)
        _ = probe.sent()
        probe.wait(.seconds(10))
        #expect(probe.results() == ["1 unknown-type 1", "2 not-confirmed 1"])
        #expect(probe.allSent() == ["100 8 1 0", "101 6 1 0"])
    }

    private func initialize(_ probe: inout MasterProbe, _ station: CommonAddress) -> MasterReception
    {
        probe.receive(
            ASDU(
                .M_EI_NA_1, cause: CauseOfTransmission(.initialized), commonAddress: station,
                objects: [InformationObject(0, .endOfInitialization(.remoteReset))]))
    }

    @Test("a station that initializes is asked again, unless it is going to be asked anyway")
    func initialization() {
        var probe = MasterProbe(Self.settings)
        #expect(initialize(&probe, 1) == .initialized(1, .remoteReset))
        #expect(serve(&probe).count == 6)
        _ = probe.results()
        _ = initialize(&probe, 2)
        _ = initialize(&probe, 2)
        _ = initialize(&probe, 3)
        #expect(serve(&probe) == ["103 of 2", "100 of 2", "101 of 2"])
        #expect(probe.result()?.origin == .initialization)
    }

    @Test("an interrogation that was confirmed before the station initialized is asked again")
    func initializationWithin() {
        var probe = MasterProbe(MasterSettings(startRequests: [.stationInterrogation]))
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        _ = initialize(&probe, 1)
        #expect(probe.sent() == nil)
        _ = probe.answer(sent, .activationTermination)
        #expect(serve(&probe) == ["100 of 1"])
    }

    @Test("what cannot wait after an initialization is told")
    func tooMany() {
        let stations = (1...20).map { CommonAddress($0) }
        var probe = MasterProbe(
            MasterSettings(
                startRequests: stations.map { .interrogation(station: $0, .station) },
                maximumRequests: 10))
        #expect(serve(&probe).count == 20)
        _ = probe.results()
        for station in stations { _ = initialize(&probe, station) }
        // One is under way, ten wait.
        let refused = (21...29).map { "\($0 + 1) too-many 0" }
        #expect(probe.results() == refused)
        #expect(serve(&probe).count == 11)
        #expect(probe.results().count == 11)
    }

    @Test("of a request to all only a station that has not answered yet will answer it")
    func initializationWithinAll() {
        var probe = MasterProbe(
            MasterSettings(stations: [1, 2], startRequests: [Self.toAll]))
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation, from: 1)
        _ = initialize(&probe, 1)
        _ = initialize(&probe, 2)
        for station in [1, 2] as [CommonAddress] {
            _ = probe.answer(sent, .activationConfirmation, from: station)
            _ = probe.answer(sent, .activationTermination, from: station)
        }
        #expect(serve(&probe) == ["100 of 1"])
    }

    @Test("each request of the settings has a result, also when the link ends before it is asked")
    func unasked() {
        var probe = MasterProbe(Self.settings)
        _ = initialize(&probe, 1)
        _ = probe.answer(probe.sent(), .activationConfirmation)
        _ = probe.sent()
        probe.close(.informationTimeout)
        var results: [MasterResult] = []
        while let result = probe.result() { results.append(result) }
        #expect(results.map(\.request) == Self.settings.startRequests)
        #expect(results.allSatisfy { $0.origin == .start })
        #expect(
            results.map { $0.error?.code }
                == [nil, .linkLost, .notSent, .notSent, .notSent, .notSent])
        #expect(results.dropFirst().allSatisfy { $0.error?.linkEnd == .informationTimeout })
        #expect(Set(results.map(\.id)).count == 6)
    }

    @Test("each request after an initialization has a result that says so, refused or not")
    func originOfInitialization() {
        var probe = MasterProbe(MasterSettings(startRequests: [.stationInterrogation]))
        #expect(serve(&probe) == ["100 of 1"])
        _ = probe.results()
        _ = initialize(&probe, 1)
        _ = probe.answer(probe.sent(), .activationConfirmation, isNegative: true)
        let result = probe.result()
        #expect(result?.origin == .initialization)
        #expect(result?.error?.code == .refused)
        #expect(probe.results() == [])
    }

    @Test("many stations that initialize do not fill the memory")
    func flood() {
        var probe = MasterProbe(MasterSettings(startRequests: [Self.toAll], maximumRequests: 10))
        _ = probe.sent()
        for station in 1...1000 { _ = initialize(&probe, CommonAddress(UInt16(station))) }
        var count = 0
        while count < 2000 {
            probe.wait(.seconds(60))
            guard probe.sent() != nil else { break }
            count += 1
        }
        #expect(count <= 30)
    }
}
