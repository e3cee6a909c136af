import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// Requests, events, cancellations, stops and faults of the line in any order.
@Suite("A master and an outstation in a storm")
struct StormTests {
    /// No reset: it would clear events that must arrive.
    private static let requests: [MasterRequest] =
        CancelTests.requests.filter { $0.type != .C_RP_NA_1 } + [
            .counterInterrogation(station: 1, QCC(request: 5, freeze: .freeze)),
            .interrogation(station: 1, QOI(rawValue: 22)), .read(station: 1, 9999),
            .switching(false), .switching(true, .deactivate, at: 5002),
            .switching(false, .execute, at: 5002), .interrogation(station: 7, .station),
        ]

    /// Why a connection may end under these faults.
    private static let reasons: Set<SessionError.Code> = [
        .lost, .informationTimeout, .startTimeout, .stopTimeout, .testTimeout, .frameTimeout,
    ]

    private func world(_ seed: UInt64, _ substation: Substation) -> StationWorld {
        var random = SeededRandom(seed: seed)
        var setting = StationWorld.Setting()
        setting.points = substation.table
        setting.master.startRequests = MasterSettings.usualStartRequests(stations: [1])
        setting.master.stations = seed % 2 == 0 ? [1, 2] : []
        setting.reconnection = .seconds(5)
        setting.seed = seed
        setting.longestDelay = seed % 3 == 0 ? 200_000_000 : 5_000_000
        setting.parameters.k = Int.random(in: 1...12, using: &random)
        setting.parameters.w = Int.random(in: 1...setting.parameters.k, using: &random)
        return StationWorld(setting)
    }

    /// Whether the line is broken by it.
    private func fault(_ world: inout StationWorld, _ random: inout SeededRandom) -> Bool {
        let side = Int.random(in: 0...1, using: &random)
        let octets = Int.random(in: 0...300, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1: world.wires[side].cut(after: octets)
        case 2: world.wires[side].silence(after: octets)
        case 3:
            world.wires[side].stall(until: world.now.instant.advanced(byNanoseconds: 9_000_000_000))
            return false
        default:
            world.wires[0].isHalfOpen = true
            world.wires[1].isHalfOpen = true
        }
        return true
    }

    @Test("all ends well when the storm is over", arguments: 0..<24)
    func storm(_ seed: UInt64) throws {
        let substation = try Substation()
        var random = SeededRandom(seed: seed &+ 1000)
        var world = world(seed, substation)
        world.connect()
        var last = RequestID(0)
        var submitted = 0
        var events = 0
        var faults = 0
        for _ in 0..<1500 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<6:
                last = world.submit(Self.requests.randomElement(using: &random) ?? .switching())
                submitted += 1
            case 6: world.cancel(last)
            case 7 where world.master.end.isOpen && world.outstation.end.isOpen:
                // One a connection: a line that was silent and then carries octets again would
                // have lost some, which TCP never does.
                if faults == world.history.count, Int.random(in: 0..<4, using: &random) == 0 {
                    faults += fault(&world, &random) ? 1 : 0
                }
            case 8 where world.master.end.isOpen && Int.random(in: 0..<4, using: &random) == 0:
                world.operate(start: world.master.end.session.phase == .stopped)
            case 9..<16:
                let point = substation.changing[(events * 7) % substation.changing.count]
                world.set(
                    point, substation.value(events, of: point),
                    tag: CP56Time2a(rawValue: UInt64(events)))
                events += 1
            default: break
            }
            world.run(for: .milliseconds(Int64.random(in: 1...3000, using: &random)))
            faults = max(faults, world.history.count)
        }
        world.run(for: .seconds(120))
        if world.master.end.session.phase == .stopped { world.operate(start: true) }
        world.run(for: .seconds(300))

        #expect(world.history.count > 0)
        #expect(Self.reasons.isSuperset(of: world.reasons.map(\.code)))
        // Each request has ended once.
        let own = world.master.results.filter { $0.origin == .user }
        #expect(own.count == submitted)
        #expect(Set(world.master.results.map(\.id)).count == world.master.results.count)
        #expect(world.master.engine.requestCount == 0)
        // What was executed is known to be, or said to be possible.
        var certain = 0
        var possible = 0
        for result in own where result.request.executes {
            switch result.result {
            case .success: certain += 1
            case .failure(let error): if error.mayHaveActed { possible += 1 }
            }
        }
        let executions = Int(world.outstation.engine.statistics.commandsExecuted)
        #expect((certain...(certain + possible)).contains(executions))
        // The image is that of the outstation.
        for (place, information) in substation.image(of: world) {
            #expect(world.master.image[place] == information)
        }
        #expect(world.outstation.malformed == 0)
        var next = 0
        for delivery in world.master.deliveries where delivery.header.cause.cause == .spontaneous {
            for number in delivery.objects.compactMap(eventNumber) {
                #expect(number <= next)
                next = max(next, number + 1)
            }
        }
        #expect(next == events)
    }
}

extension MasterRequest {
    /// Whether the outstation operates an output for it.
    fileprivate var executes: Bool {
        guard case .command(let command) = self else { return false }
        return command.mode != .select && command.mode != .deactivate
    }
}
