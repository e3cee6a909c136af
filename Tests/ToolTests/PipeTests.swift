import Foundation
import IEC104TestKit
import Testing

@Suite("iec104 decode in a pipe", .timeLimit(.minutes(10)))
struct PipeTests {
    private static let line =
        "2023-09-03 08:25:11.123 RX 68 0E 02 00 00 00 01 01 03 00 01 00 07 00 00 81\n"

    @Test("a reader that goes away ends it quietly, with 0")
    func head() throws {
        let folder = try TemporaryFolder()
        try folder.write(String(repeating: Self.line, count: 20_000), to: "long.log")
        for options in ["", "--explain", "--format json"] {
            let run = try Tool.shell(
                "{ \"$IEC104\" decode \(options) long.log; echo $? > status; } | head -n 1",
                in: folder)
            #expect(run.lines.count == 1 && run.error.isEmpty)
            #expect(try folder.text(of: "status") == "0\n")
        }
    }

    @Test("output that cannot be written is a failure that is named")
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.line, to: "a.log")
        let run = try Tool.shell("\"$IEC104\" decode a.log > /dev/full", in: folder)
        #expect(run.status == 1)
        #expect(run.error == "iec104 decode: standard output: No space left on device\n")
    }

    /// The program with pipes on both ends.
    private struct Live {
        let process = Process()
        let input = Pipe()
        let output = Pipe()

        init(_ arguments: [String], output target: FileHandle? = nil) throws {
            process.executableURL = try Tool.url(of: "iec104")
            process.arguments = arguments
            process.environment = [:]
            process.standardInput = input
            if let target {
                process.standardOutput = target
            } else {
                process.standardOutput = output
            }
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        func send(_ text: String) throws {
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        }

        /// What was printed, when there is something.
        func receive() -> String {
            String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }

        /// The most memory that the process had, in kilobytes.
        func peak() throws -> Int {
            let status = try String(
                contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
            return try #require(Int(line.filter(\.isNumber)))
        }
    }

    @Test("a log that grows is shown line by line")
    func growing() throws {
        let live = try Live(["decode"])
        for number in 1...3 {
            try live.send("68 04 43 00 00 00\n")
            #expect(live.receive() == "     \(number)  U TESTFR act\n")
        }
        try live.input.fileHandleForWriting.close()
        live.process.waitUntilExit()
        #expect(live.process.terminationStatus == 0)
    }

    @Test("Ctrl-C ends it cleanly while it waits for input", arguments: [SIGINT, SIGTERM])
    func interrupted(_ signal: Int32) throws {
        let live = try Live(["decode"])
        try live.send("68 04 07 00 00 00\n68 04")
        #expect(live.receive() == "     1  U STARTDT act\n")
        kill(live.process.processIdentifier, signal)
        live.process.waitUntilExit()
        #expect(live.process.terminationReason == .exit)
        #expect(live.process.terminationStatus == 1)
        try live.input.fileHandleForWriting.close()
    }

    @Test("a long text takes no more memory than a short one")
    func constantMemory() throws {
        let live = try Live(["decode"], output: FileHandle.nullDevice)
        let portion = String(repeating: Self.line, count: 10_000)
        try live.send(portion)
        try live.send(portion)
        let before = try live.peak()
        for _ in 0..<12 { try live.send(portion) }
        let after = try live.peak()
        try live.input.fileHandleForWriting.close()
        live.process.waitUntilExit()
        #expect(live.process.terminationStatus == 0)
        #expect(after - before < 4096, "\(before) kB, then \(after) kB")
        #expect(after < 100_000)
    }

    @Test("hex text of 50 MB, most of it prose, is read in little memory")
    func largeText() throws {
        let folder = try TemporaryFolder()
        let prose = String(repeating: "nothing to see in this line of a log\n", count: 700)
        let block = prose + Self.line
        let run = try Tool.shell(
            """
            yes '\(block.dropLast())' | head -c 50000000 \
            | (ulimit -v 600000; "$IEC104" decode --format json) | wc -l
            """, in: folder)
        #expect(run.output.filter(\.isNumber) == "\(50_000_000 / block.utf8.count)", "\(run.error)")
    }
}
