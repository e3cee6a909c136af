import Foundation
import Glibc
import Testing

@testable import IEC104
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
        #expect(throws: IEC104Tool.FileError.self) {
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

    @Test("a file that cannot be put aside is gone on with, told once, and tried again")
    func blockedRotation() throws {
        let folder = try TemporaryFolder()
        let blocker = folder.url.appendingPathComponent("out.1")
        try FileManager.default.createDirectory(
            at: blocker, withIntermediateDirectories: false)
        let sink = try OutputSink(
            path: folder.path("out"), rotation: Rotation(rule: .size(7), kept: 1), retry: .zero)
        for line in ["line 1\n", "line 2\n", "line 3\n"] { try sink.write(Array(line.utf8)) }
        #expect(try folder.text(of: "out") == "line 1\nline 2\nline 3\n")
        let news = sink.takeNews()
        #expect(news.count == 1 && sink.rotationFailure != nil && sink.takeNews().isEmpty)
        for part in ["'\(folder.path("out"))' could not be put aside", "out.1' is a folder"] {
            #expect(news.first?.contains(part) == true, "\(news)")
        }
        try FileManager.default.removeItem(at: blocker)
        try sink.write(Array("line 4\n".utf8))
        #expect(try folder.text(of: "out.1") == "line 1\nline 2\nline 3\n")
        #expect(try folder.text(of: "out") == "line 4\n" && sink.rotationFailure == nil)
    }

    @Test(
        "only files before the first free number move: a second attempt pushes nothing out")
    func gap() throws {
        let folder = try TemporaryFolder()
        for name in ["out", "out.1", "out.3"] { try folder.write(name, to: name) }
        try RotatedFiles.shift(folder.path("out"), kept: 3)
        let texts = ["out.1": "out", "out.2": "out.1", "out.3": "out.3"]
        for (name, text) in texts { #expect(try folder.text(of: name) == text) }
        RotatedFiles.takeBack(folder.path("out"))
        #expect(try folder.text(of: "out") == "out")
    }

    @Test("a pipe that nobody reads is an error at once, whoever would write to it")
    func pipeWithoutReader() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let error = #expect(throws: IEC104Tool.FileError.self) { try OutputSink(path: path) }
        // Standard output stays open.
        #expect(fcntl(STDOUT_FILENO, F_GETFD) >= 0)
        #expect(error?.number == ENXIO && error?.description.contains("nobody reads") == true)
        #expect(throws: IEC104Tool.FileError.self) {
            try CaptureFile(path, command: "master", isClient: true)
        }
        #expect(throws: UsageError.self) { try AuditFile(path) }
        // It would be replaced by a file, and be gone.
        #expect(throws: IEC104Tool.FileError.self) { try OutputFile.write("x", to: path) }
        #expect(throws: IEC104Tool.FileError.self) { try OutputFile.checkReplacing(path) }
        #expect(throws: IEC104Tool.FileError.self) { try DownloadedFile(path) }
        #expect(OutputFile.kind(of: path) == .pipe)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["pipe"])
    }

    @Test("a recording into a pipe comes as it is made; a reader that stops ends it alone")
    func pipeOfRecording() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let loop = try EventLoop()
        let capture = try CaptureFile(
            path, command: "master", isClient: true, mostWaiting: 300_000)
        capture.start(on: loop)
        var portion = [UInt8](repeating: 0, count: 100)
        // The header of the file is there at once.
        #expect(unsafe read(reader, &portion, portion.count) == 24)
        let octets = [UInt8](repeating: 0x68, count: 255)
        let local = try #require(SocketAddress(host: "127.0.0.1", port: 2404))
        func record(_ kind: TraceEvent.Kind) {
            capture.record(TraceEvent(link: 1, peer: local, local: local, time: 0, kind: kind))
        }
        record(.opened)
        for _ in 0..<1000 { record(.sent(octets)) }
        capture.flush()
        #expect(!capture.hasFailed)
        for _ in 0..<2000 { record(.sent(octets)) }
        capture.flush()
        #expect(capture.hasFailed)
        loop.shutDown()
    }

    @Test("a pipe is written to, and never replaced")
    func pipeWritten() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try OutputFile.write("abc", to: path)
        var portion = [UInt8](repeating: 0, count: 10)
        #expect(unsafe read(reader, &portion, portion.count) == 3)
        #expect(OutputFile.kind(of: path) == .pipe)
    }

    @Test("a pipe is read to its end when somebody writes to it")
    func pipeWithWriter() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let file = try InputFile(path)
        let writer = unsafe open(path, O_WRONLY | O_NONBLOCK)
        #expect(unsafe Glibc.write(writer, "abc", 3) == 3)
        close(writer)
        var portion = [UInt8](repeating: 0, count: 10)
        #expect(try file.read(into: &portion, isFirst: true) == 3)
        #expect(try file.read(into: &portion) == 0)
        // What is read again is never waited for.
        let error = #expect(throws: IEC104Tool.FileError.self) {
            try InputFile.contents(of: path, limit: 10, mayWait: false)
        }
        #expect(error?.reason.english.contains("no regular file") == true)
    }

    @Test("what is replaced is the file that a link leads to")
    func link() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "file")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: "file")
        try OutputFile.write("new", to: folder.path("link"))
        #expect(try folder.text(of: "file") == "new")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link"))
                == "file")
        #expect(OutputFile.place(folder.path("link")) == OutputFile.place(folder.path("file")))
        #expect(
            OutputFile.place(folder.path("./none")) == OutputFile.place(folder.path("") + "/none"))
    }

    @Test(
        "why a file cannot be written says how to mend it",
        arguments: [
            (ENOENT, "", "write the name of a file"), (ENOENT, "/none/x", "mkdir -p"),
            (EISDIR, "/tmp", "'/tmp/FILE'"), (EISDIR, "/tmp/", "'/tmp/FILE'"),
            (EACCES, "/tmp/none/x", "change its owner or mode"), (EROFS, "/sys/x", "'/sys'"),
            (ENOSPC, "x", "make room"), (ENOTDIR, "/etc/passwd/x", "is a file"),
        ])
    func hints(_ number: Int32, _ path: String, _ hint: String) {
        let error = IEC104Tool.FileError(number: number, writing: path)
        #expect(error.description.contains(hint))
        #expect(error.description.hasPrefix(error.reason.english))
        #expect(error.words.chinese.hasPrefix(error.reason.chinese))
        #expect(error.words.chinese.contains { $0.columns == 2 })
    }

    @Test("a file that is too large is not read, nor one whose name has an octet 0")
    func tooLarge() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("12345", to: "five")
        let error = #expect(throws: IEC104Tool.FileError.self) {
            try InputFile.contents(of: path, limit: 4)
        }
        #expect(error?.number == EFBIG && error?.description.contains("4 octets") == true)
        #expect(try InputFile.contents(of: path, limit: 5).count == 5)
        #expect(throws: IEC104Tool.FileError.self) {
            try InputFile.contents(of: path + "\0.csv", limit: 5)
        }
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
