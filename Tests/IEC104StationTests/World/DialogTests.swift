import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

@Suite("A master and an outstation together")
struct DialogTests {
    /// A request, how it ends, and how many objects come for it.
    static let dialogs: [(MasterRequest, String, Int)] = [
        (.stationInterrogation, "terminated", Substation.interrogated),
        (.interrogation(station: 1, QOI(rawValue: 21)), "terminated", 5),
        (.interrogation(station: 1, QOI(rawValue: 22)), "terminated", 6),
        (.interrogation(station: 1, QOI(rawValue: 36)), "terminated", 0),
        (.interrogation(station: 1, QOI(rawValue: 99)), "refused", 0),
        (.interrogation(station: 9, .station), "unknown-station", 0),
        (.interrogation(station: .global, .station), "terminated", Substation.interrogated + 1),
        (.counterInterrogation(station: 1, .general), "terminated", Substation.counters),
        (.counterInterrogation(station: 1, QCC(request: 1)), "terminated", 1),
        (.counterInterrogation(station: 1, QCC(request: 2, freeze: .freeze)), "done", 0),
        (.counterInterrogation(station: 1, QCC(request: 5, freeze: .freezeAndReset)), "done", 0),
        (.counterInterrogation(station: .global, .general), "terminated", Substation.counters + 1),
        (.read(station: 1, 2101), "done", 1),
        // Counters have no cause 5.
        (.read(station: 1, 3001), "unknown-object", 0),
        (.read(station: 1, 9999), "unknown-object", 0),
        (.read(station: 9, 2101), "unknown-station", 0),
        (.clockSynchronization(station: 1, time: nil), "done", 0),
        (.clockSynchronization(station: .global, time: nil), "done", 0),
        (
            .clockSynchronization(station: 1, time: CP56Time2a(rawValue: 0x7F0F1F_1F3F_FFFF)),
            "refused", 0
        ),
        (.test(station: 1, isTimeTagged: true), "done", 0),
        (.test(station: 1, isTimeTagged: false), "done", 0),
        (.reset(station: 1, .general), "done", 0), (.reset(station: 1, .eventBuffer), "done", 0),
        (.delayAcquisition(station: 1), "done", 0),
        (.switching(), "terminated", 0), (.switching(true, .execute), "terminated", 0),
        (.switching(false, completion: .confirmation), "done", 0),
        (.switching(true, at: 5002), "refused", 0),
        (.switching(true, .select, at: 5002), "done", 0),
        (.switching(true, .execute, at: 5002), "refused", 0),
        (.switching(true, .selectBeforeOperate, at: 5002), "terminated", 0),
        (.switching(true, at: 5999), "unknown-object", 0),
        (command(.C_SC_TA_1, 5001, .singleCommand(SCO(true))), "terminated", 0),
        (command(.C_DC_NA_1, 5003, .doubleCommand(DCO(true))), "terminated", 0),
        (command(.C_DC_TA_1, 5003, .doubleCommand(DCO(true))), "terminated", 0),
        (command(.C_SE_NC_1, 5004, .floatSetPoint(R32(Float(7)), QOS())), "terminated", 0),
        (command(.C_SE_TC_1, 5004, .floatSetPoint(R32(Float(8)), QOS())), "terminated", 0),
        (command(.C_SE_NB_1, 5005, .scaledSetPoint(-3, QOS())), "terminated", 0),
        (command(.C_RC_NA_1, 5006, .stepCommand(RCO(isHigher: true))), "terminated", 0),
        (command(.C_BO_NA_1, 5007, .bitStringCommand(5)), "terminated", 0),
        (command(.C_SE_NA_1, 5004, .normalizedSetPoint(NVA(rawValue: 1), QOS())), "unknown", 0),
        (
            .asdu(
                ASDU(
                    .C_RD_NA_1, cause: CauseOfTransmission(.request), commonAddress: 1,
                    objects: [InformationObject(2101, .empty)])), "done", 0
        ),
    ]

    private static func command(
        _ type: TypeID, _ address: ObjectAddress, _ information: Information
    ) -> MasterRequest {
        .command(MasterCommand(station: 1, type, at: address, information))
    }

    private func world(_ variant: LinkVariant) throws -> StationWorld {
        var setting = StationWorld.Setting()
        setting.points = try Substation().table
        setting.master.originator = 3
        variant.apply(to: &setting)
        var world = StationWorld(setting)
        world.connect()
        return world
    }

    private func ending(_ result: MasterResult?) -> String {
        switch result?.result {
        case .success(let outcome)?: outcome.isTerminated ? "terminated" : "done"
        case .failure(let error)?: error.code.name
        case nil: "nothing"
        }
    }

    @Test("each request ends as it must, on every kind of link", arguments: LinkVariant.all)
    func dialogs(_ variant: LinkVariant) throws {
        for (request, expected, objects) in Self.dialogs {
            var world = try world(variant)
            world.run(for: .seconds(30)) { $0.master.engine.isStarted }
            let id = world.submit(request)
            world.run(for: .seconds(120)) { !$0.master.results.isEmpty }
            let result = world.master.results.first
            let text = ending(result)
            #expect(
                expected == "unknown" ? text.hasPrefix("unknown") : text == expected,
                "\(request): \(text)")
            #expect(result?.id == id)
            if case .success(let outcome)? = result?.result {
                #expect(outcome.objects == objects, "\(request)")
            }
            world.run(for: .seconds(30))
            #expect(world.master.results.count == 1)
            #expect(world.master.end.isOpen && world.outstation.end.isOpen)
            #expect(world.outstation.malformed == 0)
            // M_EI at the start, and after a reset.
            for oddity in world.master.oddities {
                guard case .initialized = oddity else {
                    if case .asdu = request { continue }
                    Issue.record("\(request): \(oddity)")
                    continue
                }
            }
        }
    }

    @Test("with the shortest address fields it is the same")
    func shortFields() throws {
        var setting = StationWorld.Setting()
        setting.points = try Substation().table
        let profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 2)
        setting.master.profile = profile
        setting.outstation.profile = profile
        for (request, expected, objects) in Self.dialogs {
            if case .asdu = request { continue }
            var world = StationWorld(setting)
            world.connect()
            world.run(for: .seconds(30)) { $0.master.engine.isStarted }
            _ = world.submit(
                request.station == .global ? request.toAllInOneOctet : request)
            world.run(for: .seconds(120)) { !$0.master.results.isEmpty }
            let result = world.master.results.first
            let text = ending(result)
            #expect(
                expected == "unknown" ? text.hasPrefix("unknown") : text == expected,
                "\(request): \(text)")
            if case .success(let outcome)? = result?.result {
                #expect(outcome.objects == objects, "\(request)")
            }
        }
    }

    @Test("all requests at once end as they must", arguments: LinkVariant.all)
    func together(_ variant: LinkVariant) throws {
        var world = try world(variant)
        world.run(for: .seconds(30)) { $0.master.engine.isStarted }
        var expected: [RequestID: String] = [:]
        for (request, ending, _) in Self.dialogs where request.address.value < 5000 {
            if case .reset = request { continue }
            expected[world.submit(request)] = ending
        }
        for address in [5001, 5003, 5004, 5005] {
            let dialog = Self.dialogs.first {
                $0.0.address.value == UInt32(address) && $0.1 == "terminated"
            }
            guard let dialog else { continue }
            expected[world.submit(dialog.0)] = dialog.1
        }
        world.run(for: .seconds(600)) { $0.master.engine.requestCount == 0 }
        #expect(world.master.results.count == expected.count)
        for result in world.master.results {
            #expect(ending(result) == expected[result.id], "\(result.request)")
        }
    }

    @Test("a command sets its point, and the master sees it with cause 11 or 3")
    func commandSetsPoint() throws {
        var world = try world(LinkVariant(k: 12, w: 8))
        world.run(for: .seconds(30)) { $0.master.engine.isStarted }
        _ = world.submit(.switching(true, .selectBeforeOperate, at: 5002))
        world.run(for: .seconds(30))
        #expect(world.master.image[.init(1, 1002)] == .singlePoint(SIQ(true)))
        let causes = world.master.deliveries.map { $0.header.cause.cause.rawValue }
        #expect(causes.contains(11) || causes.contains(3))
    }

    @Test("what was asked is answered also when the outstation sends all the time")
    func load() throws {
        let substation = try Substation()
        var world = try world(LinkVariant(k: 12, w: 8))
        world.run(for: .seconds(30)) { $0.master.engine.isStarted }
        for number in 0..<20_000 {
            let point = substation.changing[number % substation.changing.count]
            world.changes.append(
                .init(
                    world.now.instant.advanced(byNanoseconds: Int64(number) * 1_000_000), point,
                    substation.value(number, of: point)))
        }
        for _ in 0..<10 {
            let before = world.master.results.count
            _ = world.submit(.stationInterrogation)
            _ = world.submit(.switching())
            let ends = world.run(for: .seconds(20)) { $0.master.results.count == before + 2 }
            #expect(ends)
        }
        world.run(for: .seconds(60))
        #expect(world.master.results.allSatisfy { ending($0) == "terminated" })
        #expect(world.master.image == substation.image(of: world))
    }
}

extension MasterRequest {
    /// The same for the stations of a profile whose common address has one octet.
    fileprivate var toAllInOneOctet: MasterRequest {
        switch self {
        case .interrogation(_, let qualifier): .interrogation(station: 255, qualifier)
        case .counterInterrogation(_, let qualifier):
            .counterInterrogation(station: 255, qualifier)
        case .clockSynchronization(_, let time): .clockSynchronization(station: 255, time: time)
        default: self
        }
    }
}
