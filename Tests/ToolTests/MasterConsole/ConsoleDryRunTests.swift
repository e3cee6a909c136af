import IEC104
import Testing

@testable import IEC104Tool

@Suite("A dry run at the console of a master")
struct ConsoleDryRunTests {
    /// What the layout of the standard says, from the type identification on.
    @Test(
        "the frames of a line are shown, and nothing is sent",
        arguments: [
            ("command 5001 on", ["2e 01 06 00 01 00 89 13 00 02"]),
            (
                "command 5001 off sbo long test",
                ["2e 01 86 00 01 00 89 13 00 89", "00 89 13 00 09"]
            ),
            ("command 5001 on cancel", ["2e 01 08 00 01 00 89 13 00 82"]),
            ("command 2/6001 10.5", ["31 01 06 00 02 00 71 17 00 1a 04 00"]),
            ("reset 1 events", ["69 01 06 00 01 00 00 00 00 02"]),
            ("counters 1 freeze", ["65 01 06 00 01 00 00 00 00 45"]),
            ("counters 1 2", ["65 01 06 00 01 00 00 00 00 02"]),
            ("interrogate", ["68 0e 00 00 00 00 64 01 06 00 01 00 00 00 00 14"]),
            ("interrogate north 7 3", ["64 01 06 00 07 00 00 00 00 17"]),
            ("interrogate nor*", ["64 01 06 00 01 00 00 00 00 14"]),
            ("read 1001", ["68 0d 00 00 00 00 66 01 05 00 01 00 e9 03 00"]),
            ("clock", ["68 14 00 00 00 00 67 01 06 00 01 00 00 00 00"]),
            ("test", ["6b 01 06 00 01 00 00 00 00"]),
            (
                "switch-over 2",
                [
                    "link 1 (10.0.0.7:2404): STOPDT act: 68 04 13 00 00 00",
                    "link 2 (10.0.0.8:2404): STARTDT act: 68 04 07 00 00 00",
                ]
            ),
        ])
    func frames(line: String, frames: [String]) throws {
        let folder = try TemporaryFolder()
        let bench = try ConsoleBench(
            allow: ["*:*:*", "*:*:clock,counters,reset"],
            audit: try AuditFile(folder.path("audit.jsonl")))
        for place in [line.count, line.prefix { $0 != " " }.count] {
            let index = line.index(line.startIndex, offsetBy: place)
            let answer = try bench.line(line[..<index] + " --dry-run" + line[index...])
            for frame in frames { #expect(answer.contains(frame), "\(answer)") }
            #expect(answer.hasSuffix("nothing was sent (--dry-run)"))
            #expect(!answer.contains("no rule allows"))
        }
        #expect(bench.stations.asked.isEmpty)
        #expect(bench.stations.script.withLock { $0.switched.isEmpty })
        #expect(try folder.text(of: "audit.jsonl").isEmpty)
    }

    @Test("the rule that is missing is told with the frames, and the audit log has nothing of it")
    func rules() throws {
        let folder = try TemporaryFolder()
        let bench = try ConsoleBench(audit: try AuditFile(folder.path("audit.jsonl")))
        for (line, rule) in [
            ("command 5001 on", "--allow 1:5001:C_DC_NA_1"), ("clock", "--allow 1:0:C_CS_NA_1"),
        ] {
            let answer = try bench.line(line + " --dry-run")
            #expect(answer.contains("no rule allows") && answer.contains(rule))
            #expect(answer.contains("68 ") && !answer.hasPrefix("error"))
        }
        #expect(try !bench.line("read 1001 --dry-run").contains("no rule"))
        #expect(try bench.line("command 2/6001 1500 --dry-run").contains("limits"))
        #expect(try folder.text(of: "audit.jsonl").isEmpty)
    }

    @Test("a whole console of it shows what would change something, asks nobody, and reads as ever")
    func wholeConsole() throws {
        let bench = try ConsoleBench(allow: ["*:*:*"]) {
            $0.isDryRun = true
            $0.isTerminal = true
        }
        #expect(bench.console.prompt == "iec104 dry-run> ")
        for line in ["command 5001 on repeat 3", "reset 1", "counters freeze", "switch-over 2"] {
            let answer = try bench.line(line)
            #expect(answer.contains("68 ") && answer.hasSuffix("nothing was sent (--dry-run)"))
            #expect(!bench.console.isAsking)
        }
        #expect(bench.stations.asked.isEmpty)
        #expect(try bench.line("interrogate").contains("3 values"))
        #expect(bench.stations.asked.count == 1)
    }

    @Test("programs get each frame, whether a rule allows it, and that it was not sent")
    func json() throws {
        let bench = try ConsoleBench(allow: ["1:5001:double"]) { $0.isJSON = true }
        let answer = try bench.line("command 5001 on sbo --dry-run")
        for octet in ["82", "02"] {
            #expect(answer.contains(" 89 13 00 \(octet)\",\"allowed\":true}"))
        }
        #expect(answer.contains(#""rtu":"north","result":"not-sent","station":1,"address":5001"#))
        #expect(try bench.line("reset 1 --dry-run").contains(#""allowed":false}"#))
        #expect(try !bench.line("read 1001 --dry-run").contains("allowed"))
        #expect(try bench.line("switch-over 1 --dry-run").contains(#""event":"error""#))
    }

    @Test("it speaks Chinese, is completed, and is a word of lines that ask only")
    func words() throws {
        let bench = try ConsoleBench(allow: ["*:*:*"]) { $0.language = .chinese }
        #expect(try bench.line("command 5001 on --dry-run").contains("未发送 (--dry-run)"))
        #expect(try bench.line("command 5001 on --dry-runs").hasPrefix("错误"))
        #expect(try bench.line("wait --dry-run").hasPrefix("错误"))
        let console = bench.console
        for begun in ["command 5001 on --d", "clock -", "read --"] {
            #expect(console.completion(of: begun).candidates == ["--dry-run"])
        }
        #expect(console.completion(of: "rtus --").candidates.isEmpty)
    }
}
