import IEC104
import Testing

@testable import IEC104Tool

@Suite("Counters that are simulated", .timeLimit(.minutes(10)))
struct CountingTests {
    /// The points of an outstation whose counters 1 and 2 begin at 97 and 7, and carry behind 99.
    private func readings(
        movesAll: Bool,
        _ body: @escaping @Sendable (StationMotion, PointAccess) -> [Int32]
    ) throws -> [Int32] {
        let course = movesAll ? "" : "counter step=5 period=1s"
        let list = try PointListTests.read(
            "station,address,type,name,value,simulate\n1,1,15,A,97,\(course)\n"
                + "1,2,15,B,7,ramp from=0 to=10 period=10s\n")
        let table = try PointTable(list, file: "")
        var configuration = OutstationConfiguration()
        configuration.settings.largestReading = 99
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let outstation = try Outstation(table, configuration: configuration, on: loop)
        let motion = StationMotion(
            MotionPlan(simulator: Simulator(list, table, seed: 1, movesAll: movesAll)))
        return try loop.run { await outstation.update { body(motion, $0) } }
    }

    private static func reading(_ points: PointAccess, _ number: UInt32) -> Int32 {
        guard
            case .integratedTotal(let reading)? =
                points.value(of: PointID(index: number - 1))?.information
        else { return -1 }
        return reading.value
    }

    @Test("they carry at the largest reading, and begin anew when they are reset")
    func counts() throws {
        let seen = try readings(movesAll: false) { motion, points in
            var seen: [Int32] = []
            motion.simulate(to: 1000, points)
            seen.append(Self.reading(points, 1))
            motion.simulate(to: 3000, points)
            seen.append(Self.reading(points, 1))
            points.freezeCounters(.freezeAndReset)
            motion.simulate(to: 5000, points)
            seen.append(Self.reading(points, 1))
            points.set(PointID(index: 0), .integratedTotal(BCR(50)))
            motion.simulate(to: 6000, points)
            seen.append(Self.reading(points, 1))
            // A course says what it says.
            seen.append(Self.reading(points, 2))
            return seen
        }
        // 97 and 5 are 102: two behind 99 and the zero.
        #expect(seen == [2, 12, 10, 55, 6])
    }

    @Test("so do those of which the list says nothing")
    func countsInBackground() throws {
        let seen = try readings(movesAll: true) { motion, points in
            points.freezeCounters(.freezeAndReset)
            motion.simulate(to: 8000, points)
            return [Self.reading(points, 1)]
        }
        // One in 1 to 8 s.
        #expect(seen.allSatisfy { (1...8).contains($0) })
    }
}
