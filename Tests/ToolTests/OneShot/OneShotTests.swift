import Foundation
import Testing

/// One question to one outstation, as engineers ask it.
@Suite("One shot commands")
struct OneShotTests {
    private let outstation: RunningTool
    private let host: String

    init() throws {
        outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        host = "127.0.0.1:" + (try outstation.port())
    }

    /// The objects of the lines of JSON.
    static func objects(_ run: Tool) throws -> [[String: Any]] {
        try run.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("an interrogation prints the values and how it ended, as text and as JSON")
    func interrogate() throws {
        let text = try Tool.run(["interrogate", host])
        #expect(text.status == 0 && text.error.isEmpty)
        #expect(text.lines.last?.hasPrefix("26 values of station 1: terminated after ") == true)
        let json = try Tool.run(["interrogate", host, "--group", "1", "--format", "json"])
        let objects = try Self.objects(json)
        let causes = objects.dropLast().map { $0["causeId"] as? Int }
        #expect(json.status == 0 && causes.count == 6 && Set(causes) == [21])
        #expect(objects.last?["result"] as? String == "accepted")
        #expect(objects.last?["values"] as? Int == 6)
        let refused = try Tool.run(["interrogate", host, "--station", "9", "--lang", "zh"])
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(refused.error.contains("被拒绝"))
    }

    @Test("counters are frozen, and then read; a freeze alone reads nothing")
    func counters() throws {
        let frozen = try Tool.run(["counters", host, "--freeze", "--reset"])
        #expect(frozen.status == 0)
        #expect(frozen.lines.first?.hasPrefix("frozen and reset: confirmed after ") == true)
        #expect(frozen.lines.count { $0.contains(" YM ") } == 2)
        let alone = try Tool.run(["counters", host, "--freeze", "--no-read", "--format", "json"])
        let objects = try Self.objects(alone)
        #expect(objects.count == 1 && objects[0]["frz"] as? Int == 1)
    }

    @Test("objects are read one by one; one that is unknown does not hide the others")
    func read() throws {
        let run = try Tool.run(["read", host, "--address", "1001,7,2021-2022"])
        #expect(run.status == 1 && run.lines.count == 3)
        #expect(run.error.contains("object 7 of station 1"))
        let well = try Tool.run(["read", host, "--address", "1001"])
        #expect(well.status == 0 && well.lines.count == 1 && well.error.isEmpty)
    }

    @Test("the clock is set, and its offset told; without events nothing is told of it")
    func clock() throws {
        let run = try Tool.run(["clock", host, "--sync", "--format", "json"])
        let object = try #require(try Self.objects(run).first)
        #expect(run.status == 0 && object["result"] as? String == "accepted")
        #expect((object["offset"] as? Int).map { abs($0) < 60_000 } == true)
        let idle = try Tool.run(["clock", host, "--for", "100ms"])
        #expect(idle.status == 1 && idle.error.contains("no event with a full time tag"))
    }

    @Test("an event shows how far a clock is off that shows another zone")
    func clockOfEvents() throws {
        let folder = try TemporaryFolder()
        let list = try folder.write(
            "station,address,type,name,value,simulate\n1,1,M_SP_TB_1,a,off,square period=100ms\n",
            to: "points.csv")
        let moving = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--points", list, "--clock", "+08:00"])
        let run = try Tool.run(
            [
                "clock", "127.0.0.1:" + (try moving.port()), "--for", "60s", "--clock", "+07:00",
                "--format", "json",
            ])
        let object = try #require(try Self.objects(run).first)
        let offset = try #require(object["offset"] as? Int)
        #expect(run.status == 0 && (3_540_000...3_660_000).contains(offset))
    }

    @Test("the way to the application is tested, with and without a time tag")
    func test() throws {
        let run = try Tool.run(["test", host, "--count", "2", "--pause", "1ms"])
        #expect(run.status == 0 && run.lines.count == 2)
        #expect(try Tool.run(["test", host, "--no-time"]).status == 0)
    }

    @Test("the event buffer is reset; without a terminal nobody is asked")
    func reset() throws {
        let run = try Tool.run(["reset", host, "--events", "--format", "json"])
        #expect(run.status == 0)
        #expect(try Self.objects(run).first?["qrp"] as? Int == 2)
    }

    @Test("a parameter is loaded, and one of an unknown object refused")
    func parameter() throws {
        let loaded = try Tool.run(["parameter", host, "--address", "2021", "--threshold", "2.5"])
        #expect(loaded.status == 0 && loaded.output.hasPrefix("parameter: type 112, object 2021"))
        let unknown = try Tool.run(
            ["parameter", host, "--address", "9", "--deactivate", "cyclic", "--format", "json"])
        #expect(unknown.status == 1)
        #expect(try Self.objects(unknown).first?["code"] as? String == "unknown-object")
    }

    @Test("a command tells its steps and the return information, and is written down")
    func command() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.run(
            [
                "command", host, "--address", "5001", "--double", "off", "--select", "--returns",
                "1001", "--watch", "20s", "--audit", folder.path("audit"), "--format", "json",
            ])
        let objects = try Self.objects(run)
        #expect(run.status == 0 && objects.count == 2)
        let steps = objects[0]["steps"] as? [[String: Any]] ?? []
        #expect(
            steps.map { $0["step"] as? String }
                == ["select", "selected", "execute", "confirmed", "terminated"])
        #expect(objects[1]["address"] as? Int == 1001 && objects[1]["causeId"] as? Int == 11)
        let audit = try folder.text(of: "audit").split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        #expect(audit.map { $0?["result"] as? String } == ["sending", "accepted"])
    }

    @Test(
        "what cannot be written into the audit log first is not asked; what is written is whole",
        arguments: [
            ["command", "HOST", "--address", "5011", "--step", "up"], ["clock", "HOST", "--sync"],
            ["counters", "HOST", "--freeze"], ["reset", "HOST", "--events"],
            ["parameter", "HOST", "--address", "2021", "--high", "9"],
            ["files", "HOST", "rm", "7"],
        ])
    func audit(_ words: [String]) throws {
        let words = words.map { $0 == "HOST" ? host : $0 }
        let full = try Tool.run(words + ["--audit", "/dev/full"])
        #expect(full.status == 1 && full.output.isEmpty)
        #expect(full.error.contains("not sent: the audit log cannot be written"))
        let folder = try TemporaryFolder()
        _ = try Tool.run(words + ["--audit", folder.path("audit")])
        let lines = try folder.text(of: "audit").split(separator: "\n")
        #expect(lines.count == 2 && lines.first?.contains(#""result":"sending""#) == true)
        // One that is not reached has a line too.
        let nowhere = words.map { $0 == host ? "127.0.0.1:1" : $0 }
        guard words[0] != "files" else { return }
        _ = try Tool.run(nowhere + ["--audit", folder.path("audit")])
        #expect(try folder.text(of: "audit").contains(#""result":"no-connection""#))
    }

    @Test("values that came before an interrogation failed are printed, and told as incomplete")
    func incomplete() throws {
        let faulty = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--fault", "lose-act-term"])
        let host = "127.0.0.1:" + (try faulty.port())
        let run = try Tool.run(["interrogate", host, "--timeout", "1", "--format", "json"])
        let objects = try Self.objects(run)
        #expect(run.status == 1 && objects.count == 27)
        #expect(objects.last?["complete"] as? Bool == false)
        #expect(objects.last?["result"] as? String == "not-terminated")
        #expect(run.error.contains("incomplete: 26 values came"))
        let folder = try TemporaryFolder()
        let compare = try Tool.run(
            ["compare", try folder.write(run.output, to: "before"), host])
        #expect(compare.status == 2 && compare.error.contains("snapshot is incomplete"))
        let discover = try Tool.run(["discover", host, "--for", "0s", "--within", "1s"])
        #expect(discover.status == 1)
        #expect(discover.error.contains("incomplete: "))
    }

    @Test("a selection is made and cancelled; what was not selected is not cancelled")
    func selection() throws {
        let selected = try Tool.run(
            ["command", host, "--address", "5001", "--double", "on", "--select-only"])
        #expect(selected.status == 0 && selected.output.contains("confirmed after"))
        let cancel = try Tool.run(
            ["command", host, "--address", "5001", "--double", "on", "--cancel"])
        #expect(cancel.status == 1 && cancel.error.contains("refused"))
        // The selection went with its connection.
        let unselected = try Tool.run(
            ["command", host, "--address", "5001", "--double", "on", "--execute-only"])
        #expect(unselected.status == 1 && unselected.error.contains("refused"))
        let direct = try Tool.run(
            ["command", host, "--address", "5011", "--step", "up", "--execute-only"])
        #expect(direct.status == 0 && direct.output.contains("accepted: "))
    }

    @Test(
        "what an outstation leaves out is told apart, and nothing is sent again",
        arguments: [
            ("lose-act-con", "not-confirmed", true), ("lose-act-term", "not-terminated", true),
            ("negative-act-con", "refused", false),
        ])
    func faultyAnswers(_ fault: String, _ result: String, _ mayHaveActed: Bool) throws {
        let faulty = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--fault", fault, "--trace"]
                // A termination would do in place of the confirmation.
                + (result == "not-confirmed" ? ["--act-term", "never"] : []))
        let run = try Tool.run(
            [
                "command", "127.0.0.1:" + (try faulty.port()), "--address", "5011", "--step", "up",
                "--timeout", "2", "--repeat", "3", "--format", "json",
            ])
        let object = try #require(try Self.objects(run).first)
        #expect(run.status == 1 && object["result"] as? String == result)
        #expect(object["mayHaveActed"] as? Bool == mayHaveActed)
        let trace = try faulty.interrupt().output
        #expect(
            trace.split(separator: "\n").count {
                $0.contains("C_RC_NA_1") && $0.contains("activation <6>")
            } == 1)
    }

    @Test("on a terminal a command is sent when that is confirmed, and only then")
    func confirmation() throws {
        let command = ["command", host, "--address", "5011", "--step", "up", "--lang", "en"]
        let declined = try ConsoleProcess(terminal: ["--repeat", "2"], command: command)
        #expect(declined.wait(for: "up x 2? [y/N] ") != nil)
        try declined.send("no\n")
        #expect(declined.wait(for: "not sent: it was not confirmed") != nil)
        let interrupted = try ConsoleProcess(terminal: [], command: command)
        #expect(interrupted.wait(for: "[y/N] ") != nil)
        try interrupted.send("\u{3}")
        #expect(interrupted.wait(for: "not sent: it was not confirmed") != nil)
        let confirmed = try ConsoleProcess(terminal: [], command: command)
        #expect(confirmed.wait(for: "[y/N] ") != nil)
        try confirmed.send("y\n")
        #expect(confirmed.wait(for: "accepted: type 47") != nil)
        let unasked = try ConsoleProcess(terminal: ["--yes"], command: command)
        #expect(unasked.wait(for: "accepted: type 47")?.contains("[y/N]") == false)
    }

    @Test("a command is repeated as often as was asked")
    func repetition() throws {
        let run = try Tool.run(
            ["command", host, "--address", "5011", "--step", "up", "--repeat", "3"])
        #expect(run.status == 0 && run.lines.count { $0.hasPrefix("accepted: ") } == 3)
    }

    @Test("a dry run shows the octets of the standard and needs no outstation")
    func dryRun() throws {
        let run = try Tool.run(
            [
                "command", "nowhere.invalid", "--address", "5001", "--single", "on", "--qualifier",
                "long", "--time", "2026-03-02T08:25:12.512", "--dry-run", "--originator", "7",
            ])
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(
            run.lines.last?.contains(
                "68 15 00 00 00 00 3a 01 06 07 01 00 89 13 00 09 e0 30 19 08 22 03 1a")
                == true, "\(run.output)")
        let cancel = try Tool.run(
            ["command", "h", "--address", "1", "--single", "on", "--cancel", "--dry-run"])
        #expect(cancel.lines.last?.contains("2d 01 08 00 01 00 01 00 00 81") == true)
    }

    @Test(
        "wrong usage is told, all of it, with code 2",
        arguments: [
            (["interrogate"], ["which outstation?"]),
            (["interrogate", "h", "x"], ["'x' is too many"]),
            (["interrogate", "h", "--group", "17", "--timeout", "0"], ["--group", "--timeout"]),
            (["counters", "h", "--no-read", "--group", "5"], ["--no-read", "--group"]),
            (["read", "h"], ["--address"]),
            (["read", "h", "--address", "5-1,x"], ["'5-1'", "'x'"]),
            (["clock", "h", "--clock", "mars!", "--for", "soon"], ["--clock", "--for"]),
            (["reset", "h", "--events", "--qrp", "3"], ["--events"]),
            (["parameter", "h", "--high", "1", "--low", "2"], ["exactly one of"]),
            (["parameter", "h", "--value", "1"], ["--address", "--kind"]),
            (
                ["parameter", "h", "--address", "1", "--high", "1e5", "--type", "scaled"],
                ["--high"]
            ),
            (
                ["command", "h", "--single", "on", "--select", "--cancel", "--time", "noon"],
                ["--address", "--select and --cancel", "--time"]
            ),
            (["command", "h", "--address", "1", "--bits", "F", "--select"], ["no select bit"]),
            (
                ["command", "h", "--address", "1", "--single", "on", "--qualifier", "wide"],
                ["short, long"]
            ),
        ])
    func usage(_ arguments: [String], _ words: [String]) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 2 && run.output.isEmpty && run.error.contains("--help"))
        for word in words { #expect(run.error.contains(word), "\(word): \(run.error)") }
    }
}
