import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

@Suite("A request that is given up at any moment")
struct CancelTests {
    static let requests: [MasterRequest] = [
        .stationInterrogation, .counterInterrogation(station: 1, .general),
        .interrogation(station: .global, .station), .read(station: 1, 2001),
        .clockSynchronization(station: 1, time: nil), .test(station: 1, isTimeTagged: true),
        .reset(station: 1, .eventBuffer), .delayAcquisition(station: 1), .switching(),
        .switching(true, .select, at: 5002), .switching(true, .selectBeforeOperate, at: 5002),
    ]

    private func world(_ variant: LinkVariant) throws -> StationWorld {
        var setting = StationWorld.Setting()
        setting.points = try Substation().table
        setting.master.stations = [1, 2]
        variant.apply(to: &setting)
        var world = StationWorld(setting)
        world.connect()
        world.run(for: .seconds(30))
        return world
    }

    @Test(
        "T-2: it ends once, nothing stays behind, and the same request works afterwards",
        arguments: requests, [LinkVariant(k: 12, w: 8), LinkVariant(k: 1, w: 1, octetTime: 20_000)])
    func cancel(_ request: MasterRequest, _ variant: LinkVariant) throws {
        let ready = try world(variant)
        var steps = 0
        var cancelled = 0
        while steps < 3000 {
            var world = ready
            let id = world.submit(request)
            for _ in 0..<steps where world.master.results.isEmpty { world.step() }
            let hadEnded = !world.master.results.isEmpty
            world.cancel(id)
            #expect(world.master.results.count == 1)
            guard case .failure(let error)? = world.master.results.first?.result else {
                #expect(hadEnded)
                break
            }
            #expect(error.code == .cancelled)
            cancelled += 1
            // The answers come; then the same must work, selections and all.
            world.run(for: .seconds(3))
            let again = world.submit(request)
            world.run(for: .seconds(60)) { $0.master.results.count == 2 }
            let second = world.master.results.last
            #expect(second?.id == again)
            if case .failure(let error)? = second?.result { Issue.record("\(steps): \(error)") }
            world.run(for: .seconds(30))
            #expect(world.master.results.count == 2)
            #expect(world.master.engine.deadline == .never || world.master.engine.requestCount == 0)
            for oddity in world.master.oddities {
                if case .unexpected(let reason, _) = oddity {
                    Issue.record("\(request) \(variant.k) \(steps): \(reason) \(oddity)")
                }
            }
            steps += 1
        }
        #expect(cancelled > 1 && steps < 3000)
    }
}
