import Foundation
import Testing

@testable import IEC104Tool

@Suite("Where values are written")
struct OutputFileTests {
    @Test(
        "when a file is put aside",
        arguments: [
            ("100MB", Rotation.Rule.size(100_000_000)), ("64KiB", .size(65_536)),
            ("1gb", .size(1_000_000_000)), ("1h", .period(3_600_000)), ("15min", .period(900_000)),
            ("daily", .period(86_400_000)), ("hourly", .period(3_600_000)), ("1s", .period(1000)),
        ])
    func rules(_ text: String, _ rule: Rotation.Rule) { #expect(Rotation.rule(text) == rule) }

    @Test(
        "what is no such time",
        arguments: [
            "", "MB", "0MB", "-1MB", "99999999999GB", "weekly", "0s", "1ms", "x", "1.5MB",
        ])
    func noRules(_ text: String) { #expect(Rotation.rule(text) == nil) }

    @Test("what is no regular file is never put aside")
    func noFile() throws {
        let rotation = try #require(Rotation.rule("1kB").map { Rotation(rule: $0, kept: 1) })
        #expect(throws: FileError.self) {
            try OutputSink(path: "/dev/full", rotation: rotation)
        }
    }

    private func write(
        _ lines: [String], _ rotation: Rotation, header: String = ""
    ) throws -> [String: String] {
        let folder = try TemporaryFolder()
        let sink = try OutputSink(
            path: folder.path("out"), rotation: rotation, header: header)
        for line in lines { try sink.write(Array((line + "\n").utf8)) }
        var texts: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            texts[name] = try folder.text(of: name)
        }
        return texts
    }

    @Test("a file is put aside before it would be too large, and so many are kept")
    func bySize() throws {
        let lines = (1...9).map { "line \($0)" }
        #expect(
            try write(lines, Rotation(rule: .size(14), kept: 2)) == [
                "out": "line 9\n", "out.1": "line 7\nline 8\n", "out.2": "line 5\nline 6\n",
            ])
    }

    @Test("every file has the header, and a line that is too long has a file of its own")
    func header() throws {
        #expect(
            try write(
                ["a", "a line that is too long", "b"], Rotation(rule: .size(9), kept: 9),
                header: "head\n")
                == [
                    "out.2": "head\na\n", "out.1": "head\na line that is too long\n",
                    "out": "head\nb\n",
                ])
    }

    @Test("many lines written at once are split between files, each line whole")
    func split() throws {
        let lines = (1...100).map { "line \($0)" }
        let folder = try TemporaryFolder()
        let sink = try OutputSink(
            path: folder.path("out"), rotation: Rotation(rule: .size(50), kept: 99))
        try sink.write(Array((lines.joined(separator: "\n") + "\n").utf8))
        var read = try folder.text(of: "out")
        var number = 1
        while let text = try? folder.text(of: "out.\(number)") {
            #expect(text.utf8.count <= 50 && text.hasSuffix("\n"))
            read = text + read
            number += 1
        }
        #expect(number > 10 && read.split(separator: "\n").map(String.init) == lines)
    }

    @Test("a file is gone on with, without another header")
    func goesOn() throws {
        let folder = try TemporaryFolder()
        for line in ["a\n", "b\n"] {
            try OutputSink(path: folder.path("out"), header: "head\n").write(Array(line.utf8))
        }
        #expect(try folder.text(of: "out") == "head\na\nb\n")
    }

    @Test("a file of yesterday is put aside at the first line of today")
    func byTime() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old\n", to: "out")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -100_000)], ofItemAtPath: path)
        let sink = try OutputSink(
            path: path, rotation: Rotation(rule: .period(86_400_000), kept: 1))
        try sink.write(Array("new\n".utf8))
        #expect(try folder.text(of: "out.1") == "old\n")
        #expect(try folder.text(of: "out") == "new\n")
    }

    @Test("lines for a slow reader are kept up to a limit, then the oldest are lost and counted")
    func queue() {
        var queue = LineQueue(limit: 20)
        for number in 0..<10 { queue.append(Array("line \(number)\n".utf8)) }
        #expect(queue.lost == 8)
        #expect(String(decoding: queue.take(1), as: UTF8.self) == "line 8\n")
        #expect(String(decoding: queue.take(100), as: UTF8.self) == "line 9\n" && queue.isEmpty)
        #expect(queue.take(100).isEmpty)
        queue.append(Array("a line that is longer than all\n".utf8))
        #expect(queue.isEmpty && queue.lost == 9)
    }

    @Test("a pipe that nobody reads takes what fits; the rest waits in bounds or is lost")
    func drops() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let reader = unsafe open(path, O_RDWR)
        defer { close(reader) }
        let sink = try OutputSink(path: path, dropping: true, queueLimit: 50_000)
        let line = String(repeating: "x", count: 99) + "\n"
        for _ in 0..<4000 { #expect(throws: Never.self) { try sink.write(Array(line.utf8)) } }
        #expect(sink.lost > 1000)
        #expect(sink.loss(atEnd: false) != nil && sink.loss(atEnd: false) == nil)
        // Once it is read, what waits follows, each line whole.
        var octets: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 1 << 16)
        while octets.count < (4000 - sink.lost) * 100 {
            _ = try sink.pump()
            let count = unsafe read(reader, &portion, portion.count)
            octets += portion.prefix(max(count, 0))
        }
        #expect(octets.count == (4000 - sink.lost) * 100)
        #expect(
            String(decoding: octets, as: UTF8.self).split(separator: "\n").allSatisfy {
                $0.count == 99
            })
    }
}
