import IEC104
import Testing

@testable import IEC104Tool

@Suite("The simulator, of points whose list says nothing", .timeLimit(.minutes(10)))
struct BackgroundMotionTests {
    private struct Change: Hashable {
        let second: Int64
        let point: PointID
        let information: Information
    }

    private static func sample() throws -> (PointList, PointTable) {
        let list = try PointListTests.read(SampleSubstation.text(isChinese: false))
        return (list, try PointTable(list, file: ""))
    }

    private static func changes(seed: UInt64, step: Int64, until end: Int64) throws -> [Change] {
        let (list, table) = try sample()
        var simulator = Simulator(list, table, seed: seed, movesAll: true)
        var changes: [Change] = []
        for second in stride(from: Int64(0), through: end, by: Int64.Stride(step)) {
            simulator.advance(to: second * 1000, reading: { table[$0]?.information }) {
                changes.append(Change(second: second, point: $0, information: $1))
            }
        }
        return changes
    }

    @Test("two runs with one seed are the same, with another they are not")
    func seeds() throws {
        let first = try Self.changes(seed: 1, step: 1, until: 300)
        #expect(try first == Self.changes(seed: 1, step: 1, until: 300))
        #expect(try first != Self.changes(seed: 2, step: 1, until: 300))
        #expect(first.count > 300)
    }

    @Test("where the points are does not depend on how time is cut into steps")
    func steps() throws {
        let (_, table) = try Self.sample()
        func end(_ step: Int64) throws -> [PointID: Information] {
            var values: [PointID: Information] = [:]
            for point in table.points { values[point] = table[point]?.information }
            for change in try Self.changes(seed: 7, step: step, until: 1200) {
                values[change.point] = change.information
            }
            return values
        }
        #expect(try end(1) == end(60))
        #expect(try end(1) == end(1200))
    }

    @Test("measured values stay in a band, alarms come and go, counters count, kinds stay")
    func bands() throws {
        let (list, table) = try Self.sample()
        var alarms = 0
        var counts: [PointID: Int32] = [:]
        for change in try Self.changes(seed: 104, step: 1, until: 7200) {
            let start = try #require(table[change.point]).information
            #expect(start.kind == change.information.kind)
            switch (start, change.information) {
            case (.shortFloat(let from, _), .shortFloat(let to, _)):
                #expect(abs(to.value - from.value) <= max(abs(from.value) * 0.051, 0.051))
            case (.scaled(let from, _), .scaled(let to, _)): #expect(abs(to - from) <= 4)
            case (.stepPosition(let from, _), .stepPosition(let to, _)):
                #expect(abs(to.value - from.value) <= 1)
            case (.integratedTotal(let from), .integratedTotal(let to)):
                #expect(to.value > counts[change.point] ?? from.value)
                counts[change.point] = to.value
            case (.singlePoint, .singlePoint): alarms += 1
            default: Issue.record("\(change) moved")
            }
        }
        #expect((20...2000).contains(alarms) && counts.count == 2)
        #expect(list.commands.count == 5)
    }

    @Test("what commands drive does not move by itself")
    func driven() throws {
        let (list, _) = try Self.sample()
        let driven = Set(list.commands.compactMap(\.target))
        for change in try Self.changes(seed: 3, step: 10, until: 36_000) {
            #expect(!driven.contains(Int(change.point.index)))
        }
    }

    @Test("time does not go back, and no time or value is too large")
    func extremes() throws {
        var table = PointTable()
        try table.add(1, Float.infinity)
        try table.add(2, Float.greatestFiniteMagnitude)
        try table.add(3, Int16.max)
        try table.add(4, NVA(rawValue: .min))
        try table.add(5, BCR(.max))
        try table.add(6, VTI(63))
        for seed in [0, 1, UInt64.max] {
            var motion = BackgroundMotion(table, seed: seed) { _ in false }
            for second in [-1, .min, 5, 3, 1000, 1 << 37, 1 << 37] as [Int64] {
                motion.advance(to: second) { point, _ in #expect(point.index > 0) }
            }
        }
    }
}
