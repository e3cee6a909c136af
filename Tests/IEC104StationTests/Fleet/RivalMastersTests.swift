import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

/// T-18, the masters' side.
@Suite("Two masters in one redundancy group")
struct RivalMastersTests {
    private static let hour = Duration.seconds(3600)
    private static let events = 360

    private func rivals(
        _ policy: OutstationSettings.SecondStart, seed: UInt64
    ) throws -> RivalMasters {
        let substation = try Substation()
        var setting = GroupWorld.Setting()
        setting.points = substation.table
        setting.outstation.secondStart = policy
        setting.seed = seed
        var rivals = RivalMasters(setting)
        let start = rivals.world.now.instant
        for number in 0..<Self.events {
            let point = substation.changing[(number * 7) % substation.changing.count]
            rivals.world.changes.append(
                .init(
                    start.advanced(by: .seconds(10 * number)), point,
                    substation.value(number, of: point),
                    tag: CP56Time2a(rawValue: UInt64(number))))
        }
        return rivals
    }

    @Test(
        "T-18: they take the transfer from each other with pauses that grow, and one knows why",
        arguments: [1, 2, 3] as [UInt64])
    func displaced(_ seed: UInt64) throws {
        var rivals = try rivals(.closeOld, seed: seed)
        rivals.run(for: Self.hour)
        // Once in the longest pause less its jitter, each, and some at the beginning.
        for starts in rivals.starts { #expect((10...90).contains(starts.count), "\(starts.count)") }
        #expect(rivals.plans.contains { $0.shortTransfers >= 3 })
        #expect(rivals.world.outstation.engine.statistics.fights >= 1)
        checkEvents(rivals)
    }

    @Test(
        "T-18: where the second start is refused one has the transfer, and the other asks seldom",
        arguments: [1, 2, 3] as [UInt64])
    func refused(_ seed: UInt64) throws {
        var rivals = try rivals(.refuse, seed: seed)
        rivals.run(for: Self.hour)
        let counts = rivals.starts.map(\.count).sorted()
        #expect(counts[0] == 1 && (10...90).contains(counts[1]))
        #expect(rivals.plans.allSatisfy { $0.shortTransfers == 0 })
        checkEvents(rivals)
    }

    @Test("a transfer that lasted makes an end of the count")
    func lasted() {
        var plan = RedundancyPlan(links: 1)
        plan.begin(at: Instant(seconds: 0))
        var now = Instant(seconds: 0)
        var counts: [Int] = []
        for seconds: Int64 in [1, 9, 10, 3] {
            now = max(now, plan.deadline == .never ? now : plan.deadline)
            plan.timeout(at: now)
            plan.connected(0, at: now)
            plan.started(0, at: now)
            now = now.advanced(by: .seconds(seconds))
            _ = plan.ended(0, chance: 0, at: now)
            counts.append(plan.shortTransfers)
        }
        #expect(counts == [1, 2, 0, 1])
    }

    /// Each event has come to one of them, and to none out of order.
    private func checkEvents(_ rivals: RivalMasters) {
        var all: Set<Int> = []
        for side in 0...1 {
            let connections = rivals.world.events(side)
            for events in connections { #expect(events == events.sorted()) }
            all.formUnion(connections.joined())
        }
        #expect(all.count >= Self.events - 1)
    }
}
