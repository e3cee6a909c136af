import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// What a master says of a command must agree with what the outstation did.
@Suite("A command or a transfer that is interrupted anywhere")
struct InterruptionTests {
    static let commands: [MasterRequest] = [
        .switching(), .switching(true, .selectBeforeOperate, at: 5002),
        .switching(true, completion: .confirmation),
    ]
    static let variants = [
        LinkVariant(k: 12, w: 8), LinkVariant(k: 1, w: 1, octetTime: 20_000),
    ]

    private func world(
        _ variant: LinkVariant, startRequests: [MasterRequest] = []
    ) throws -> StationWorld {
        var setting = StationWorld.Setting()
        setting.points = try Substation().table
        setting.master.startRequests = startRequests
        variant.apply(to: &setting)
        return StationWorld(setting)
    }

    private func ready(_ variant: LinkVariant) throws -> StationWorld {
        var world = try world(variant)
        world.connect()
        world.run(for: .seconds(30))
        return world
    }

    /// What is wrong with the one result of a command.
    private func fault(_ world: StationWorld) -> String? {
        guard world.master.results.count == 1, let result = world.master.results.first else {
            return "\(world.master.results.count) results"
        }
        let executions = world.outstation.engine.statistics.commandsExecuted
        switch result.result {
        case .success: return executions == 1 ? nil : "done, but \(executions) times"
        case .failure(let error):
            if executions > 1 { return "executed \(executions) times" }
            return executions == 1 && !error.mayHaveActed ? "executed all the same: \(error)" : nil
        }
    }

    @Test(
        "when the line is cut, the result tells whether the station may have acted",
        arguments: commands, variants)
    func cut(_ request: MasterRequest, _ variant: LinkVariant) throws {
        let ready = try ready(variant)
        var outcomes: Set<String> = []
        for side in 0...1 {
            for place in 0...200 {
                var world = ready
                world.wires[side].cut(after: place)
                _ = world.submit(request)
                world.run(for: .seconds(200))
                if let fault = fault(world) { Issue.record("side \(side), \(place): \(fault)") }
                switch world.master.results.first?.result {
                case .success?: outcomes.insert("done")
                case .failure(let error)?: outcomes.insert("\(error.code) \(error.mayHaveActed)")
                case nil: break
                }
            }
        }
        #expect(outcomes.isSuperset(of: ["done", "link-lost true"]))
    }

    @Test("and so when it is given up, or data transfer is stopped", arguments: commands, variants)
    func givenUp(_ request: MasterRequest, _ variant: LinkVariant) throws {
        let ready = try ready(variant)
        for isStop in [false, true] {
            for steps in 0..<300 {
                var world = ready
                let id = world.submit(request)
                for _ in 0..<steps where world.master.results.isEmpty { world.step() }
                if isStop { world.operate(start: false) } else { world.cancel(id) }
                world.run(for: .seconds(60))
                if let fault = fault(world) { Issue.record("\(steps): \(fault)") }
                #expect(world.master.end.isOpen && world.outstation.end.isOpen)
            }
        }
    }

    @Test(
        "stopped at any moment and started again, each event arrives exactly once",
        arguments: [
            LinkVariant(k: 12, w: 8), LinkVariant(k: 3, w: 2, seed: 5), LinkVariant(k: 1, w: 1),
            LinkVariant(k: 32767, w: 32767),
        ])
    func stopped(_ variant: LinkVariant) throws {
        let substation = try Substation()
        var fresh = try world(variant, startRequests: [.stationInterrogation])
        for number in 0..<40 {
            let point = substation.changing[(number * 7) % substation.changing.count]
            fresh.changes.append(
                .init(
                    fresh.now.instant.advanced(byNanoseconds: Int64(number) * 3_000_000), point,
                    substation.value(number, of: point),
                    tag: CP56Time2a(rawValue: UInt64(number))))
        }
        for steps in 0..<150 {
            var world = fresh
            world.connect()
            for _ in 0..<steps { world.step() }
            world.operate(start: false)
            world.run(for: .seconds(40))
            if world.master.end.session.phase == .stopped { world.operate(start: true) }
            world.run(for: .seconds(40))
            #expect(world.master.end.isOpen && world.reasons.isEmpty)
            let numbers = world.master.deliveries
                .filter { $0.header.cause.cause == .spontaneous }
                .flatMap { $0.objects.compactMap(eventNumber) }
            #expect(numbers == Array(0..<40), "stopped after \(steps) steps")
            #expect(world.master.image == substation.image(of: world))
        }
    }
}

/// The number of an event whose time tag is that many milliseconds.
func eventNumber(_ object: InformationObject) -> Int? {
    guard case .cp56(let time) = object.timeTag else { return nil }
    return Int(time.milliseconds)
}
