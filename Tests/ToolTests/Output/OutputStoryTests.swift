import Foundation
import Testing

/// What becomes of the values of `iec104 master`.
@Suite("The outputs of a master", .timeLimit(.minutes(10)))
struct OutputStoryTests {
    @Test("values as rows in a file, what passed in a capture, one beside the other")
    func fileAndCapture() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let folder = try TemporaryFolder()
        let (file, capture) = (folder.path("v.csv"), folder.path("v.pcap"))
        let run = try Tool.run([
            "master", host, "--station", "1", "--once", "--format", "csv", "--output", file,
            "--record", capture,
        ])
        #expect(run.status == 0 && run.output.isEmpty && run.error.isEmpty)
        let rows = try folder.text(of: "v.csv").split(separator: "\n")
        #expect(rows[0].hasPrefix("received,host,station,") && rows.count > 10)
        let decoded = try Tool.run([
            "decode", "--format", "json", "--port",
            host.split(separator: ":").last.map(String.init) ?? "",
            capture,
        ])
        #expect(decoded.status == 0 && decoded.error.isEmpty)
        #expect(decoded.output.contains("STARTDT act") && decoded.output.contains("STOPDT con"))
        // The objects of the capture are those of the file.
        let objects = try decoded.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }.filter { $0["causeId"] as? Int == 20 }.reduce(0) { $0 + ($1["count"] as? Int ?? 0) }
        #expect(objects == rows.count - 1)
    }

    @Test("what happens to outstations comes between the values, as objects with an event")
    func events() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let master = try RunningTool([
            "master", "127.0.0.1:1", host, "--interrogate", "--format", "json",
        ])
        let refused = try #require(master.line(containing: "not-connected"))
        for part in [
            "\"rtu\":\"127.0.0.1:1\"", "\"link\":0", "\"reason\":\"refused\"", "\"nextAttemptMs\":",
        ] {
            #expect(refused.contains(part))
        }
        // The end of the interrogation is told after all that it brought.
        var lines: [String] = []
        while lines.last?.contains("\"event\":\"request-ended\"") != true {
            lines.append(try #require(master.line(containing: "{")))
        }
        #expect(lines.contains { $0.contains("\"event\":\"started\"") && $0.contains(host) })
        let value = try #require(lines.first { $0.contains("\"address\":1001") })
        #expect(!value.contains("\"event\"") && !value.contains("\"rtu\""))
        _ = try outstation.interrupt()
        let end = try #require(master.line(containing: "\"event\":\"ended\""))
        #expect(end.contains("\"connectedMs\":") && end.contains("\"last\":[\""))
        #expect(try master.interrupt().status == 0)
    }

    @Test("an outstation whose clock is off, and is set: both are told of its times")
    func oddTimes() throws {
        let folder = try TemporaryFolder()
        let list = try folder.write(
            "station,address,type,name,value\n1,1,M_SP_TB_1,Door,off\n", to: "p.csv")
        // The first event has the wrong time, and those after the clock was set have earlier ones.
        let scenario = try folder.write(
            """
            {"steps": [{"at": "0s", "clock": "3601s"}, {"at": "0s", "toggle": "Door"},
              {"at": "500ms", "toggle": "Door", "every": "200ms", "times": 5000}]}
            """, to: "s.json")
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--points", list, "--scenario", scenario,
        ])
        let master = try RunningTool([
            "master", "127.0.0.1:" + (try outstation.port()), "--station", "1", "--clock-every",
            "1h", "--format", "json",
        ])
        let off = try #require(master.line(containing: "\"finding\":\"clock-off\""))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(off.utf8)) as? [String: Any])
        #expect(object["event"] as? String == "time" && object["station"] as? Int == 1)
        // Less what the way took.
        let milliseconds = try #require(object["milliseconds"] as? Int)
        #expect((3_500_000...3_601_100).contains(milliseconds))
        let older = try #require(master.line(containing: "\"finding\":\"older-than-last\""))
        #expect(older.contains("\"address\":1,"))
        #expect(try master.interrupt().status == 0)
    }

    @Test("wrong options are told together, with code 2")
    func usage() throws {
        let run = try Tool.run([
            "master", "h", "--rotate", "often", "--keep", "0", "--format", "xml", "--zone", "Mars",
        ])
        #expect(run.status == 2)
        for text in [
            "--rotate 'often'", "needs --output", "--keep '0'", "--format 'xml'", "--zone 'Mars'",
        ] {
            #expect(run.error.contains(text), "\(text)")
        }
        let trace = try Tool.run(["master", "h", "--trace", "--format", "csv"])
        #expect(trace.status == 2 && trace.error.contains("--trace"))
        let folder = try Tool.run(["master", "h", "--output", "/no/such/folder/f"])
        #expect(folder.status == 2 && folder.error.contains("No such file or directory"))
    }

    @Test("a disk that is full ends the output with code 1, and a recording with a message")
    func fullDisk() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let output = try Tool.run(["master", host, "--once", "--output", "/dev/full"])
        #expect(output.status == 1 && output.error.contains("No space left on device"))
        let record = try Tool.run(["master", host, "--once", "--record", "/dev/full"])
        #expect(record.status == 1 && record.output.contains("1001"))
        #expect(record.error.contains("--record '/dev/full': No space left on device"))
    }

    @Test("a file that can grow no more ends with a whole line, and the message names it")
    func limitedFile() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let folder = try TemporaryFolder()
        let run = try Tool.shell(
            "ulimit -f 1; \"$IEC104\" master \(host) --once --output out; echo $?", in: folder)
        #expect(run.output == "1\n" && run.error.contains("'out': File too large"))
        let text = try folder.text(of: "out")
        #expect(text.hasSuffix("\n") && text.split(separator: "\n").count > 1)
    }

    @Test("files that cannot be written are told together, with how to mend it")
    func badPaths() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        let run = try Tool.shell(
            """
            mkfifo pipe; mkdir folder
            "$IEC104" master h --output pipe --record folder --metrics none/m --audit file/a
            """, in: folder)
        #expect(run.status == 2)
        for text in [
            "--output 'pipe': nobody reads this pipe (start its reader first)",
            "--record 'folder': Is a directory (it is a folder: write the name of a file in it",
            "--metrics 'none/m': No such file or directory (there is no folder 'none'",
            "--audit 'file/a': Not a directory",
        ] {
            #expect(run.error.contains(text), "\(run.error)")
        }
        let chinese = try Tool.shell(
            "\"$IEC104\" master h --lang zh --output pipe --metrics none/m", in: folder)
        #expect(chinese.error.contains("--output 'pipe': 没有程序读取此管道"), "\(chinese.error)")
        #expect(
            chinese.error.contains("--metrics 'none/m': 没有此文件或目录 (没有目录 'none'"),
            "\(chinese.error)")
        let twice = try Tool.shell(
            "\"$IEC104\" master h --output out --metrics ./out --record /dev/null", in: folder)
        #expect(twice.status == 2 && twice.error.contains("--output and --metrics name one file"))
    }

    @Test(
        "a file of --config or --points that cannot be read is told like one that cannot be written",
        arguments: [
            ("none", "check the name: the current folder has no such file", "当前目录中没有此文件"),
            ("folder/none.json", "check the name: 'folder' has no such file", "'folder'中没有此文件"),
            ("nowhere/none", "check the path: there is no folder 'nowhere'", "没有目录 'nowhere'"),
            ("folder", "it is a folder: write the name of a file in it, 'folder/FILE'", "这是目录"),
            ("file/x", "a part of the path that should be a folder is a file", "应为目录的部分是文件"),
        ])
    func unreadable(path: String, hint: String, chinese: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        for option in ["--config \(path)", "h --points \(path)"] {
            let name = option.contains("config") ? "--config" : "--points"
            let run = try Tool.shell(
                "mkdir -p folder; \"$IEC104\" master \(option)", in: folder)
            #expect(run.status == 2 && run.output.isEmpty)
            #expect(run.error.hasPrefix("iec104 master: \(name) '\(path)': "), "\(run.error)")
            #expect(run.error.contains("(\(hint))."), "\(run.error)")
            #expect(run.error.contains("'iec104 master --help'"))
            let other = try Tool.shell(
                "mkdir -p folder; \"$IEC104\" master --lang zh \(option)", in: folder)
            #expect(other.error.contains(chinese), "\(other.error)")
        }
    }

    @Test("a reader that goes away ends it quietly, with 0")
    func closedPipe() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let folder = try TemporaryFolder()
        // The interrogation comes again and again, so there is always something to write.
        let run = try Tool.shell(
            """
            { "$IEC104" master \(host) --interrogate --trace --t3 1 2>error; echo $? > status; } \
            | head -n 1
            """, in: folder)
        #expect(run.lines.count == 1)
        #expect(try folder.text(of: "status") == "0\n")
    }

    @Test("T-14: a pipe that nobody reads holds the outstation up, which is all that gives way")
    func backpressure() throws {
        let folder = try TemporaryFolder()
        let rows = (1...30_000).map { "1,\($0),M_ME_NC_1,p\($0),\($0)" }
        let list = try folder.write(
            "station,address,type,name,value\n" + rows.joined(separator: "\n") + "\n",
            to: "points.csv")
        // Twelve APDUs that are not acknowledged in time: the outstation ends the link.
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--points", list, "--t1", "8", "--t2", "4",
        ])
        let master = Process()
        let pipe = Pipe()
        master.executableURL = try Tool.url(of: "iec104")
        master.arguments = [
            "master", "127.0.0.1:" + (try outstation.port()), "--interrogate", "--format", "json",
        ]
        master.standardOutput = pipe
        master.standardError = FileHandle.nullDevice
        try master.run()
        #expect(outstation.line(containing: "t1") != nil)
        let status = try String(
            contentsOfFile: "/proc/\(master.processIdentifier)/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        // 30,000 lines are five megabytes; with a sanitizer the program alone has more than others.
        #expect(try #require(Int(peak.filter(\.isNumber))) < 400_000)
        // Ctrl-C, while it waits for its reader: what was taken is still written.
        master.interrupt()
        let text = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        master.waitUntilExit()
        #expect(master.terminationStatus == 0)
        let lines = text.split(separator: "\n")
        #expect((100..<30_000).contains(lines.count) && text.hasSuffix("\n"))
        let objects = try lines.map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        let values = objects.filter { $0?["event"] == nil }
        let isComplete = values.map { $0?["address"] as? Int } == values.indices.map { $0 + 1 }
        #expect(isComplete)
    }
}
