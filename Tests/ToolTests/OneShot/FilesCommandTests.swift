import Foundation
import Testing

@Suite("iec104 files")
struct FilesCommandTests {
    private let folder: TemporaryFolder
    private let outstation: RunningTool
    private let host: String

    init() throws {
        folder = try TemporaryFolder()
        let served = folder.url.appendingPathComponent("served")
        try FileManager.default.createDirectory(at: served, withIntermediateDirectories: true)
        outstation = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--files", served.path])
        host = "127.0.0.1:" + (try outstation.port())
    }

    @Test("files are written, listed, fetched as they were, and deleted")
    func both() throws {
        let octets = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try folder.write(octets, to: "00007-fault.cfg")
        try folder.write("", to: "8")
        let put = try Tool.run(
            ["files", host, "put", folder.path("00007-fault.cfg"), folder.path("8")])
        #expect(put.status == 0 && put.lines.count == 2, "\(put.error)")
        let list = try Tool.run(["files", host, "ls", "--format", "json"])
        let entries = try OneShotTests.objects(list)
        #expect(entries.map { $0["number"] as? Int } == [7, 8])
        #expect(entries.map { $0["octets"] as? Int } == [100_000, 0])
        let text = try Tool.run(["files", host, "ls"])
        #expect(text.lines.count == 2 && text.lines[0].hasPrefix("7      100000"))
        let get = try Tool.run(["files", host, "get", "7", "8", "--output", folder.url.path])
        #expect(get.status == 0 && get.error.isEmpty)
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("00007")) == Data(octets))
        #expect(try folder.text(of: "00008").isEmpty)
        let removed = try Tool.run(["files", host, "rm", "7", "--format", "json"])
        #expect(removed.status == 0)
        let after = try Tool.run(["files", host, "get", "7", "--output", folder.path("x")])
        #expect(after.status == 1 && after.error.contains("refused"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!left.contains("x") && !left.contains { $0.hasSuffix(".tmp") })
    }

    @Test("a section whose checksum is wrong is fetched again; when it stays wrong nothing is left")
    func checksums() throws {
        let octets = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
        try folder.write(octets, to: "served/7")
        func get(_ times: Int, _ more: String...) throws -> Tool {
            let tool = try RunningTool(
                [
                    "outstation", "--listen", "127.0.0.1:0", "--files", folder.path("served"),
                    "--fault", "corrupt-segment times \(times)",
                ])
            let run = try Tool.run(
                ["files", "127.0.0.1:" + (try tool.port()), "get", "7"] + more)
            #expect(try tool.interrupt().status == 0)
            return run
        }
        let again = try get(2, "--output", folder.path("7"))
        #expect(again.status == 0, "\(again.error)")
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("7")) == Data(octets))
        let wrong = try get(1000, "--output", folder.path("wrong"))
        #expect(wrong.status == 1 && wrong.output.isEmpty && wrong.error.contains("checksum"))
        let failed = try get(1000, "--output", folder.path("wrong"), "--format", "json")
        let object = try #require(try OneShotTests.objects(failed).first)
        #expect(object["code"] as? String == "checksum" && object["transferred"] as? Int == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!left.contains { $0.hasPrefix("wrong") })
    }

    @Test("of a log the lines of a time are fetched, to standard output")
    func log() throws {
        try folder.write(
            "2026-03-02T08:00:00 one\n2026-03-02T09:00:00 two\n2026-03-02T10:00:00 three\n",
            to: "served/20.log")
        let run = try Tool.run(
            [
                "files", host, "log", "20", "--from", "2026-03-02T08:30", "--to",
                "2026-03-02 09:30:00.5", "--output", "-",
            ])
        #expect(run.status == 0 && run.output == "2026-03-02T09:00:00 two\n", "\(run.error)")
    }

    @Test("a file that cannot be read or written here is told, and the others are done")
    func localFaults() throws {
        try folder.write("abc", to: "9")
        let put = try Tool.run(
            ["files", host, "put", folder.path("5-absent"), folder.path("9"), "--lang", "zh"])
        #expect(put.status == 1 && put.lines.count == 1 && put.error.contains("5-absent"))
        let get = try Tool.run(["files", host, "get", "9", "--output", "/does/not/exist/9"])
        #expect(get.status == 1 && get.output.isEmpty)
        #expect(
            get.error.contains(
                "'/does/not/exist/9': No such file or directory (there is no folder "
                    + "'/does/not/exist': make it first"))
    }

    @Test("killed or interrupted in the midst of a file, the one that is there stays whole")
    func cut() throws {
        let octets = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 2) }
        try folder.write(octets, to: "served/7")
        let here = folder.url.appendingPathComponent("here")
        try FileManager.default.createDirectory(at: here, withIntermediateDirectories: true)
        let target = here.appendingPathComponent("7")
        let old = Data("what was there before\n".utf8)
        try old.write(to: target)
        // The first two connections say nothing more in the second of four sections.
        let tool = try RunningTool(
            [
                "outstation", "--listen", "127.0.0.1:0", "--files", folder.path("served"),
                "--fault", "silence after 220 link 1", "--fault", "silence after 220 link 2",
            ])
        let arguments = [
            "files", "127.0.0.1:" + (try tool.port()), "get", "7", "--output", target.path,
        ]
        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: here.path).sorted()
        }
        func begin() throws -> RunningTool {
            let get = try RunningTool(arguments + ["--trace"])
            // The first section is there, and acknowledged, and the second one under way.
            _ = try #require(get.line(containing: "F_AF_NA_1"))
            _ = try #require(get.line(containing: "F_SG_NA_1"))
            return get
        }
        try begin().kill()
        #expect(try Data(contentsOf: target) == old)
        let left = try names()
        #expect(left.count == 2 && left.first == "7" && left.last?.hasSuffix(".tmp") == true)
        let interrupted = try begin().interrupt()
        #expect(interrupted.status == 1 && !interrupted.error.isEmpty)
        #expect(try Data(contentsOf: target) == old)
        #expect(try names() == left)
        let run = try Tool.run(arguments)
        #expect(run.status == 0, "\(run.error)")
        #expect(try Data(contentsOf: target) == Data(octets))
        #expect(try names() == left)
    }

    @Test(
        "wrong usage is told with code 2",
        arguments: [
            (["files", "h"], "ls, get, put, rm or log"), (["files", "h", "fetch"], "'fetch'"),
            (["files", "h", "get"], "which NUMBER"), (["files", "h", "get", "0"], "'0'"),
            (["files", "h", "put", "readme"], "--number N"),
            (["files", "h", "log", "1"], "--from TIME and --to TIME"),
            (["files", "h", "ls", "--output", "x"], "--output"),
            (
                [
                    "files", "h", "log", "1", "--from", "2026-01-02T00:00", "--to",
                    "2026-01-01T00:00",
                ],
                "--from is after --to"
            ),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 2 && run.output.isEmpty && run.error.contains(words), "\(run.error)")
    }
}
