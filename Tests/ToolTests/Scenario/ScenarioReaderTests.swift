import IEC104
import IEC104TestKit
import Testing

@testable import IEC104Tool

@Suite("Reading scenarios", .timeLimit(.minutes(10)))
struct ScenarioReaderTests {
    static func directory() throws -> PointDirectory {
        PointDirectory(
            try PointListTests.read(
                """
                station,address,type,name,value
                1,1001,M_SP_TB_1,Alarm,off
                1,1002,M_DP_TB_1,Breaker,on
                1,1003,M_SP_TB_1,Door,off
                1,2001,M_ME_NC_1,Voltage,110.4
                2,2001,M_ME_NB_1,Level,50
                2,3001,M_IT_NA_1,Energy,7
                """))
    }

    static func read(_ text: String) throws -> Scenario {
        try ScenarioReader.read(Array(text.utf8), file: "storm.json", try directory())
    }

    private static func id(_ place: UInt32) -> PointID { PointID(index: place) }

    @Test("Every action says what it says")
    func actions() throws {
        let scenario = try Self.read(
            """
            {"seed": 7, "loop": 3, "length": "2min", "remark": "a storm", "steps": [
              {"at": 0, "set": "Breaker", "value": "off", "quality": "IV|NT"},
              {"at": "1.5s", "set": ["1/2001", "2/2001"], "value": 42},
              {"at": "2s", "toggle": ["1001-1003"], "every": "1s", "times": 5},
              {"at": "10s", "flip": "Voltage", "quality": "OV"},
              {"at": "11s", "burst": 1000, "within": "500ms", "points": ["1001", "Voltage"]},
              {"at": "12s", "drop": "all"}, {"at": "12s", "drop": "10.0.0.7"},
              {"at": "13s", "restart": "all"}, {"at": "13s", "restart": 2, "cause": "remote"},
              {"at": "14s", "clock": "-1h", "remark": "wrong zone"}
            ]}
            """)
        #expect(scenario.seed == 7 && scenario.turns == 3 && scenario.length == 120_000)
        let off = Information.doublePoint(DIQ(.off, quality: [.invalid, .notTopical]))
        #expect(
            scenario.steps.map(\.action) == [
                .set([.init(point: Self.id(1), information: off)]),
                .set([
                    .init(point: Self.id(3), information: .shortFloat(R32(42), [])),
                    .init(point: Self.id(4), information: .scaled(42, [])),
                ]),
                .toggle([Self.id(0), Self.id(1), Self.id(2)]),
                .quality([Self.id(3)], .overflow),
                .burst([Self.id(0), Self.id(3)], count: 1000, within: 500),
                .drop(.all), .drop(.host("10.0.0.7")), .restart(nil, .localPowerOn),
                .restart(2, .remoteReset), .clock(by: -3_600_000),
            ])
        #expect(scenario.steps[2].times == 5 && scenario.steps[2].every == 1000)
        #expect(
            scenario.steps.map(\.at) == [
                0, 1500, 2000, 10_000, 11_000, 12_000, 12_000, 13_000, 13_000, 14_000,
            ])
    }

    @Test("A step says which of its changes are events, and the player goes by it")
    func events() throws {
        let scenario = try Self.read(
            """
            {"steps": [
              {"at": 0, "set": 1001, "value": "on", "event": "force"},
              {"at": 0, "toggle": 1001, "event": "suppress"},
              {"at": 0, "flip": 1001, "quality": "IV", "event": "detect"},
              {"at": 0, "toggle": 1001}, {"at": 0, "burst": 1, "points": [1001]}
            ]}
            """)
        var player = ScenarioPlayer(scenario)
        #expect(
            player.advance(to: 0).filter { $0.point != nil }.map(\.mode)
                == [.force, .suppress, .detect, .detect, .force])
    }

    @Test("A turn is as long as its steps where nothing else is said")
    func length() throws {
        let step = #"{"at": "1s", "toggle": "Alarm", "every": "2s", "times": 3}"#
        #expect(try Self.read("{\"steps\": [\(step)], \"loop\": true}").length == 5000)
        #expect(try Self.read("{\"steps\": [\(step)], \"loop\": true}").turns == nil)
        #expect(try Self.read("{\"steps\": [\(step)], \"loop\": false}").turns == 1)
    }

    @Test(
        "What is wrong is told all at once, with line, column, path and reason",
        arguments: [
            ("", ["storm.json:1:1: the text ends too early"]), ("[]", ["a scenario is"]),
            ("{}", ["a scenario is"]), (#"{"steps": []}"#, ["steps: a scenario is"]),
            (
                "{\"steps\": [\n  {\"at\": \"x\", \"toggle\": 1},\n  {\"toggle\": \"Voltage\"}]}",
                [
                    "storm.json:2:10: steps[0].at: write a time",
                    "storm.json:2:25: steps[0].toggle: there is no point with address 1",
                    "storm.json:3:3: steps[1]: 'at' is missing", "1/2001 has not two states",
                ]
            ),
            (#"{"steps": [{"at": 1, "togle": 1}]}"#, ["steps[0]: a step does one of", "are 0"]),
            (#"{"steps": [{"at": 1, "toggle": 1001, "drop": "all"}]}"#, ["here are 2 of them"]),
            (
                #"{"steps": [{"at": 1, "set": 1001, "valeu": 1}]}"#,
                ["did you mean 'value'", "'value' is missing"]
            ),
            (
                #"{"steps": [{"at": 1, "set": "Alarm", "value": 7}]}"#,
                ["steps[0].value: 1/1001: '7' is no state"]
            ),
            (
                #"{"steps": [{"at": 1, "set": [1001, 2001], "value": 1}]}"#,
                ["steps[0].set[1]: 2 stations have"]
            ),
            (
                #"{"steps": [{"at": 1, "flip": "Alarm", "quality": "OV"}]}"#,
                ["steps[0].quality: M_SP_TB_1 does not have OV"]
            ),
            (
                #"{"steps": [{"at": 1, "burst": 0, "points": "Energy"}]}"#,
                ["burst: write a whole number", "is a counter"]
            ),
            (#"{"steps": [{"at": 1, "burst": 5}]}"#, ["'points' is missing"]),
            (#"{"steps": [{"at": 1, "restart": 9, "cause": 1}]}"#, ["steps[0].cause"]),
            (#"{"steps": [{"at": 1, "restart": 9}]}"#, ["write \"all\" or a station"]),
            (
                #"{"steps": [{"at": 1, "clock": "soon"}]}"#,
                ["steps[0].clock: write a time from -366d"]
            ),
            (#"{"steps": [{"at": 1, "drop": "all", "times": 5}]}"#, ["go together"]),
            (
                #"{"loop": 0, "seed": -1, "stpes": 1, "steps": [{"at": 1, "drop": "all"}]}"#,
                ["loop: write", "seed: write", "did you mean 'steps'"]
            ),
            (
                #"{"loop": 2, "length": "1s", "steps": [{"at": 2, "drop": "all"}]}"#,
                ["make it longer"]
            ),
            (#"{"steps": [{"at": 1, "toggle": "2/1001-1003"}]}"#, ["no point of this list in"]),
            (
                #"{"steps": [{"at": "366d", "drop": "all", "every": "366d", "times": 2}]}"#,
                ["later than 366 days"]
            ),
            ("{\"steps\": 1, \"steps\": 2}", ["two members"]), ("\u{FEFF}{", ["too early"]),
        ] as [(String, [String])])
    func mistakes(_ text: String, _ expected: [String]) throws {
        do {
            _ = try Self.read(text)
            Issue.record("\(text) was read")
        } catch let error as JSONFileError {
            let told = error.description(in: .english)
            for words in expected { #expect(told.contains(words), "\(told)") }
            let chinese = error.description(in: .chinese)
            #expect(chinese.split(separator: "\n").count == told.split(separator: "\n").count)
        }
    }

    @Test("Octets that are changed are read or refused with words (T-26)")
    func garbage() throws {
        let text = Array(
            """
            {"seed": 7, "loop": true, "length": "9s", "steps": [{"at": 0, "set": "Breaker",
            "value": "off"}, {"at": "2s", "toggle": ["1001-1003"], "every": "1s", "times": 5},
            {"at": 3, "burst": 10, "within": "5ms", "points": "Voltage"}, {"at": 4, "clock": -5}]}
            """.utf8)
        let directory = try Self.directory()
        var random = SeededRandom(seed: 26)
        for _ in 0..<4000 {
            var changed = text
            for _ in 0...(random.next() % 3) {
                let index = Int(random.next() % UInt64(changed.count))
                switch random.next() % 3 {
                case 0: changed[index] = UInt8(truncatingIfNeeded: random.next())
                case 1: changed.remove(at: index)
                default: changed[index] = text[Int(random.next() % UInt64(text.count))]
                }
            }
            do throws(JSONFileError) {
                let scenario = try ScenarioReader.read(changed, file: "x", directory)
                var player = ScenarioPlayer(scenario)
                for time in [0, 5, 5000, 100_000_000, Int64.max] { _ = player.advance(to: time) }
            } catch {
                #expect(!error.problems.isEmpty && error.problems.count <= 100)
            }
        }
    }
}
