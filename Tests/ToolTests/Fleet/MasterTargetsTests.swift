import Foundation
import IEC104
import Testing

@testable import IEC104Tool

@Suite("The outstations of a command line")
struct MasterTargetsTests {
    private static func read(_ arguments: [String]) throws -> MasterTargets {
        let parsed = try ParsedArguments(arguments, MasterCommandLine.syntax)
        let zone = try parsed.last("--zone").flatMap { try ClockOptions.zone($0) }
        let targets = try MasterTargets.read(parsed, StationOptions(parsed), zone: zone)
        return try #require(targets)
    }

    @Test("Hosts are outstations by themselves, as the options say")
    func hosts() throws {
        let targets = try Self.read([
            "h1", "h2:2405", "--station", "3", "--interrogate-every", "1h", "--clock-every", "30s",
            "--counters-every", "15min", "--drop-repeats", "--allow", "3:1-9:single", "--k", "5",
            "--zone", "+02:00",
        ]).targets
        #expect(targets.map(\.name) == ["h1:2404", "h2:2405"])
        let rtu = targets[1].configuration
        #expect(rtu.endpoints == [RTUEndpoint("h2", port: 2405)] && rtu.dropsRepeats)
        #expect(rtu.master.parameters.k == 5 && targets[1].stations == [3])
        #expect(
            rtu.master.settings.startRequests
                == MasterSettings.usualStartRequests(stations: [3], counters: true))
        #expect(rtu.schedule.map(\.period) == [.seconds(30), .seconds(3600), .seconds(900)])
        #expect(rtu.schedule.allSatisfy { !$0.runsAtStart && $0.daily.isEmpty })
        #expect(rtu.master.settings.zone == ZoneRule(minutes: 120))
        #expect(targets[0].allowed.allows(station: 3, address: 9, type: .C_SC_NA_1))
    }

    @Test("Without options nothing is asked, and all that comes is shown")
    func plain() throws {
        let target = try Self.read(["h"]).targets[0]
        #expect(target.stations == [65535] && target.configuration.schedule.isEmpty)
        #expect(target.configuration.master.settings.startRequests.isEmpty)
        #expect(!target.configuration.dropsRepeats && target.allowed.isEmpty)
        let asked = try Self.read(["h", "--interrogate"]).targets[0]
        #expect(
            asked.configuration.master.settings.startRequests == [
                .interrogation(station: 65535, .station)
            ])
    }

    @Test("Stations are given with commas, several times, or both; each counts once")
    func stations() throws {
        let read = try Self.read(["h", "--station", "3,4", "--station", "4", "--interrogate"])
        let target = try #require(read.targets.first)
        #expect(target.stations == [3, 4])
        #expect(
            target.configuration.master.settings.startRequests
                == MasterSettings.usualStartRequests(stations: [3, 4], clock: false))
    }

    @Test("Redundant hosts are one outstation; a point list names what it has")
    func redundant() throws {
        let folder = try TemporaryFolder()
        let list = try folder.write(
            "station,address,type,name,value\n7,1,M_SP_NA_1,Door,off\n", to: "p.csv")
        let targets = try Self.read(["a", "b:1", "--redundant", "--points", list]).targets
        #expect(targets.count == 1 && targets[0].name == "a:2404" && targets[0].stations == [7])
        #expect(
            targets[0].configuration.endpoints == [RTUEndpoint("a"), RTUEndpoint("b", port: 1)])
        #expect(targets[0].points?.entry(7, 1)?.name == "Door")
        // No event is shown twice; of single links all that comes is.
        #expect(targets[0].configuration.dropsRepeats)
        #expect(try !Self.read(["a", "b:1"]).targets.contains { $0.configuration.dropsRepeats })
    }

    @Test(
        "All that is wrong is told at once",
        arguments: [
            ([], ["which outstation?", "or --config FILE"]),
            (["h", "--check"], ["--check needs --config"]),
            (["h", "h:2404"], ["h:2404 is there twice"]),
            (["h", "--redundant"], ["two HOSTs or more"]),
            (
                ["h:0", "--station", "0", "--allow", "1:1"],
                ["no port", "--station '0'", "--allow"]
            ),
            (["h", "--interrogate-every", "1ms"], ["--interrogate-every '1ms'"]),
            (
                ["h", "--once", "--clock-every", "1h"],
                ["--once asks once: leave out --clock-every"]
            ),
            (["h", "--points", "/nowhere/p.csv"], ["--points '/nowhere/p.csv': No such file"]),
            (
                ["h", "--config", "f", "--k", "3", "--interrogate", "--check", "--once"],
                ["leave out HOST", "write there what --k, --interrogate say", "leave out --once"]
            ),
        ] as [([String], [String])])
    func wrong(_ arguments: [String], _ expected: [String]) {
        #expect {
            try Self.read(arguments)
        } throws: { error in
            let message = (error as? UsageError)?.message ?? ""
            return expected.allSatisfy(message.contains)
        }
    }

    @Test("--check tells each outstation of a file, or all that is wrong with it")
    func check() throws {
        let folder = try TemporaryFolder()
        try folder.write("station,address,type,name,value\n1,1,C_SC_NA_1,,\n", to: "p.csv")
        let good = try folder.write(
            #"{"rtus": [{"name": "a", "addresses": ["h", "i"], "points": "p.csv", "#
                + #""start": "interrogation", "allow": "*:*:*"}, {"name": "b", "address": "j"}]}"#,
            to: "good.json")
        let run = try Tool.run(["master", "--config", good, "--check"])
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(
            run.output == """
                a: h:2404 + i:2404, station 1, 0 points, 1 command, 1 start request, allows *:*:*
                b: j:2404, all stations, no commands allowed
                2 outstations

                """)
        let bad = try folder.write(#"{"rtus": [{"name": "a", "k": 1}]}"#, to: "bad.json")
        for arguments in [["--check"], []] {
            let run = try Tool.run(["master", "--config", bad, "--lang", "zh"] + arguments)
            #expect(run.status == 2 && run.output.isEmpty)
            #expect(run.error.contains("bad.json:1:11: rtus[0]: 请写'address'"))
            #expect(run.error.contains("bad.json:1:30: rtus[0].k: 没有此成员"))
        }
    }

    @Test("The example is served: two outstations, one of them with two links")
    func example() throws {
        let folder = try TemporaryFolder()
        let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Examples/Fleet")
        var text = try String(
            contentsOf: examples.appendingPathComponent("fleet.json"), encoding: .utf8)
        var running: [RunningTool] = []
        for (name, port) in [("north", "24141"), ("south", "24142"), ("south", "24143")] {
            let list = try String(
                contentsOf: examples.appendingPathComponent(name + ".csv"), encoding: .utf8)
            let file = try folder.write(list, to: name + ".csv")
            let outstation = try RunningTool(
                ["outstation", "--listen", "127.0.0.1:0", "--points", file])
            text = text.replacing("127.0.0.1:" + port, with: "127.0.0.1:" + (try outstation.port()))
            running.append(outstation)
        }
        let config = try folder.write(text, to: "fleet.json")
        let run = try Tool.run(["master", "--config", config, "--once"])
        #expect(run.status == 0, "\(run.error)")
        #expect(run.lines.count == 4 + 2, "all points but the counter: \(run.output)")
    }
}
