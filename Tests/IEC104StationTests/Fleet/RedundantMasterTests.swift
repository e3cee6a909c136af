import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// T-19, the master's side: whatever happens to its links, each event is shown once and in order.
@Suite("A redundant master")
struct RedundantMasterTests {
    private static let variants = [
        LinkVariant(k: 12, w: 8), LinkVariant(k: 3, w: 2, seed: 5),
        LinkVariant(k: 2, w: 1, seed: 7),
    ]
    private static let events = 24

    private func world(_ variant: LinkVariant, perASDU: Int = 3) throws -> RedundantMasterWorld {
        let substation = try Substation()
        var setting = GroupWorld.Setting()
        setting.points = substation.table
        setting.master.startRequests = [.interrogation(station: 1, .station)]
        setting.master.stations = [1]
        setting.outstation.maximumObjectsPerEventASDU = perASDU
        setting.seed = variant.seed
        setting.parameters.k = variant.k
        setting.parameters.w = variant.w
        var master = RedundantMasterWorld(setting)
        for number in 0..<Self.events {
            let point = substation.changing[(number * 7) % substation.changing.count]
            master.world.changes.append(
                .init(
                    master.world.now.instant.advanced(byNanoseconds: Int64(number) * 3_000_000),
                    point, substation.value(number, of: point),
                    tag: RedundantMasterWorld.tag(number)))
        }
        return master
    }

    private func isAtRest(_ master: RedundantMasterWorld) -> Bool {
        master.world.changes.isEmpty && !master.world.outstation.started.isEmpty
            && master.world.outstation.engine.eventGroups.allSatisfy {
                $0.waiting + $0.unconfirmed == 0
            }
    }

    enum Blow: CaseIterable { case demand, cut, silence }

    @Test(
        "T-19: a switch-over at any moment loses no event and shows none twice",
        arguments: variants, Blow.allCases)
    func anyMoment(_ variant: LinkVariant, _ blow: Blow) throws {
        var whole = try world(variant)
        let starts = whole.run { !$0.world.outstation.started.isEmpty }
        #expect(starts)
        var faults: [String] = []
        var (moments, repeats) = (0, UInt64(0))
        while !isAtRest(whole), faults.count < 5 {
            var master = whole
            if let active = master.plan.active {
                switch blow {
                case .demand: master.switchOver()
                case .cut: master.lose(active, isSilent: false)
                case .silence: master.lose(active, isSilent: true)
                }
            }
            let rests = master.run { isAtRest($0) }
            if !rests || master.shown != Array(0..<Self.events) {
                faults.append("\(whole.world.steps): \(rests), \(master.shown)")
            }
            repeats += master.repeats
            moments += 1
            whole.step()
        }
        #expect(faults.isEmpty)
        #expect(moments > 20)
        // An orderly switch-over leaves nothing to come again.
        #expect((repeats > 0) == (blow != .demand))
    }

    @Test(
        "T-19: storms of losses and switch-overs lose no event and show none twice",
        arguments: 0..<20)
    func storm(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let k = Int.random(in: 1...12, using: &random)
        let variant = LinkVariant(k: k, w: Int.random(in: 1...k, using: &random), seed: seed)
        var master = try world(variant, perASDU: [1, 3, 127][Int(seed) % 3])
        master.storm(&random)
        let rests = master.run { isAtRest($0) }
        #expect(rests)
        #expect(master.shown == Array(0..<Self.events))
        #expect(master.switches > 3)
    }

    @Test(
        "T-11, T-12: wall clocks that are set and machines that sleep lose no event, show none twice",
        arguments: 0..<20)
    func surroundings(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var master = try world(LinkVariant(k: 3, w: 2, seed: seed))
        for _ in 0..<8 {
            for _ in 0..<Int.random(in: 1...30, using: &random) { master.step() }
            if Bool.random(using: &random) {
                master.sleep(for: .seconds(Int64.random(in: 1...40_000, using: &random)))
            } else {
                master.world.moveWall(by: Bool.random(using: &random) ? 86_400_000 : -86_400_000)
            }
        }
        let rests = master.run { isAtRest($0) }
        #expect(rests)
        #expect(master.shown == Array(0..<Self.events))
    }
}
