import IEC104
import Testing

@testable import IEC104Tool

/// A list of one station whose points move as they say, in virtual time.
struct CourseProbe {
    private(set) var simulator: Simulator
    private(set) var values: [PointID: Information] = [:]
    let list: PointList

    /// - Parameter rows: type, value and course of the points 1, 2...
    init(_ rows: [(String, String, String)], series: [Series] = [], seed: UInt64 = 1) throws {
        var text = "station,address,type,name,value,simulate\n"
        for (index, row) in rows.enumerated() {
            text += "1,\(index + 1),\(row.0),P\(index + 1),\(row.1),\(row.2)\n"
        }
        list = try PointListTests.read(text)
        let table = try PointTable(list, file: "")
        simulator = Simulator(list, table, series: series, seed: seed, movesAll: false)
        for point in table.points { values[point] = table[point]?.information }
    }

    mutating func advance(to time: Int64) {
        var values = values
        var changes: [(PointID, Information)] = []
        simulator.advance(to: time, reading: { values[$0] }) {
            values[$0] = $1
            changes.append(($0, $1))
        }
        self.values = values
    }

    /// As a command or a person sets a point.
    mutating func set(_ point: UInt32, _ information: Information) {
        values[PointID(index: point - 1)] = information
    }

    func text(_ point: UInt32) -> String { values[PointID(index: point - 1)]?.valueText ?? "" }
}

@Suite("How points move, as the column simulate says", .timeLimit(.minutes(10)))
struct CourseTests {
    @Test(
        "A course at some times",
        arguments: [
            ("13", "7", "constant", [(1000, "7.0"), (90_000, "7.0")]),
            ("13", "7", "constant value=9", [(1000, "9.0")]),
            ("1", "", "constant value=on", [(1000, "on")]),
            (
                "13", "", "ramp from=0 to=100 period=10s",
                [(1000, "10.0"), (5000, "50.0"), (9800, "98.0"), (10_000, "0.0"), (12_000, "20.0")]
            ),
            ("11", "", "斜坡 起值=100 终值=-100 周期=10秒 相位=90", [(1000, "30"), (2500, "0")]),
            (
                "13", "10", "sine amplitude=5 period=4s",
                [(1000, "15.0"), (3000, "5.0"), (5000, "15.0")]
            ),
            ("13", "10", "sine amplitude=5 period=4s phase=90 offset=1", [(4000, "6.0")]),
            (
                "1", "", "square period=10s duty=30%",
                [(1000, "on"), (2999, "on"), (3000, "off"), (9999, "off"), (10_000, "on")]
            ),
            ("3", "", "方波 周期=200ms", [(1000, "on"), (1100, "off"), (1150, "off"), (1200, "on")]),
            (
                "3", "", "square low=intermediate high=3 period=2s",
                [(500, "indeterminate"), (1000, "intermediate")]
            ),
            (
                "5", "", "square low=-3 high=4 period=2s duty=0.5 phase=180",
                [(500, "-3"), (1000, "4")]
            ),
            ("15", "100", "counter", [(1000, "101"), (5000, "105")]),
            ("15", "2147483647", "counter step=1 period=5s", [(5000, "-2147483648")]),
            ("15", "-2147483648", "counter step=-1 period=10ms", [(10, "2147483647")]),
            ("11", "32760", "counter step=10", [(1000, "32767"), (60_000, "32767")]),
        ] as [(String, String, String, [(Int64, String)])])
    func courses(_ type: String, _ value: String, _ course: String, _ expected: [(Int64, String)])
        throws
    {
        var probe = try CourseProbe([(type, value, course)])
        for (time, text) in expected {
            probe.advance(to: time)
            #expect(probe.text(1) == text, "\(course) at \(time)")
        }
    }

    @Test(
        "A course does not depend on how time is cut into steps, and depends on its seed",
        arguments: [
            ("13", "10", "noise amplitude=2 period=500ms"), ("1", "", "random period=2s"),
            ("3", "", "random period=1s chance=0.3"), ("13", "5", "walk step=0.1 min=4 max=6"),
            ("11", "", "walk step=3 min=-10 max=10 period=100ms"),
        ])
    func deterministic(_ type: String, _ value: String, _ course: String) throws {
        func run(_ step: Int64, seed: UInt64) throws -> [String] {
            var probe = try CourseProbe([(type, value, course)], seed: seed)
            var texts: [String] = []
            for time in stride(from: step, through: 60_000, by: Int64.Stride(step)) {
                probe.advance(to: time)
                if time % 10_000 == 0 { texts.append(probe.text(1)) }
            }
            return texts
        }
        let first = try run(1000, seed: 1)
        #expect(try run(10, seed: 1) == first)
        #expect(try run(10_000, seed: 1) == first)
        #expect(try (2...20).contains { try run(10_000, seed: UInt64($0)) != first })
    }

    @Test("Noise and walks stay within their bounds, and do move")
    func bounds() throws {
        var probe = try CourseProbe([
            ("13", "10", "noise amplitude=2"), ("13", "99", "walk step=0.5 min=4 max=6"),
        ])
        var seen: (Set<String>, Set<String>) = ([], [])
        for time in 1...500 {
            probe.advance(to: Int64(time) * 1000)
            let noise = try #require(Double(probe.text(1)))
            let walk = try #require(Double(probe.text(2)))
            #expect((8...12).contains(noise) && (4...6).contains(walk))
            seen.0.insert(probe.text(1))
            seen.1.insert(probe.text(2))
        }
        #expect(seen.0.count > 300 && seen.1.count == 5)
    }

    @Test("A random state is on as often as its chance says")
    func chance() throws {
        var probe = try CourseProbe([
            ("1", "", "random period=1s chance=10%"), ("1", "", "random period=1s chance=0"),
            ("1", "", "random period=1s chance=100%"),
        ])
        var count = 0
        for time in 1...2000 {
            probe.advance(to: Int64(time) * 1000)
            if probe.text(1) == "on" { count += 1 }
            #expect(probe.text(2) == "off" && probe.text(3) == "on")
        }
        #expect((120...280).contains(count))
    }

    @Test("Following: factor, offset, delay, states and measured values, and in a chain")
    func follow() throws {
        var probe = try CourseProbe([
            ("13", "1", "ramp from=0 to=100 period=100s"),
            ("11", "", "follow P1 factor=-1 offset=5"), ("13", "", "follow 1 delay=2s"),
            ("3", "on", ""), ("1", "", "follow 1/4 factor=-1"), ("3", "", "follow P4 delay=1s"),
            ("13", "", "follow 'P5' factor=10 offset=1"),
        ])
        for time in 1...200 { probe.advance(to: Int64(time) * 50) }
        #expect(probe.text(1) == "10.0" && probe.text(2) == "-5" && probe.text(3) == "8.0")
        #expect(probe.text(5) == "off" && probe.text(6) == "on" && probe.text(7) == "1.0")
        probe.set(4, .doublePoint(DIQ(.off, quality: .invalid)))
        probe.advance(to: 10_050)
        #expect(probe.text(5) == "on" && probe.text(6) == "on" && probe.text(7) == "11.0")
        for time in 202...240 { probe.advance(to: Int64(time) * 50) }
        #expect(probe.text(6) == "off")
        #expect(probe.values[PointID(index: 5)]?.quality == .invalid)
    }

    @Test("A series: steps or straight lines, once or again and again")
    func series() throws {
        let file = try Series(Array("time,value\n0,1\n1.5,2\n2,4\n".utf8), file: "load.csv")
        #expect(file.step == 500)
        var probe = try CourseProbe(
            [
                ("13", "", "series file=load.csv loop=no"), ("13", "", "series file=load.csv"),
                ("13", "", "序列 文件=load.csv 循环=否 插值=是"),
            ], series: [file])
        #expect(probe.list.seriesFiles == [SeriesFile(name: "load.csv", line: 2)])
        for (time, texts) in [
            (1000, ["1.0", "1.0", "1.6666666"]), (1500, ["2.0", "2.0", "2.0"]),
            (2500, ["4.0", "1.0", "4.0"]), (3500, ["4.0", "2.0", "4.0"]),
        ] as [(Int64, [String])] {
            probe.advance(to: time)
            #expect([1, 2, 3].map(probe.text) == texts)
        }
    }

    @Test("No time is too large, and it does not go back")
    func extremes() throws {
        var probe = try CourseProbe([
            ("13", "3e38", "counter step=3e38 period=10ms"), ("15", "5", "counter step=1e30"),
            ("13", "0", "walk step=1e30 min=-3e38 max=3e38 period=10ms"),
            ("13", "0", "sine amplitude=3e38 period=366d phase=-360"),
            ("9", "1", "counter step=1"), ("31", "", "follow 1 factor=3e38 delay=366d"),
        ])
        for time in [-1, .min, 5, 3, 1000, .max, .max] as [Int64] { probe.advance(to: time) }
        #expect(probe.simulator.time == Simulator.longest)
        for point in probe.list.points.indices {
            let value = try #require(probe.values[PointID(index: UInt32(point))])
            #expect(value.kind == probe.list.points[point].information.kind)
            #expect(value.number?.isFinite == true)
        }
    }
}
