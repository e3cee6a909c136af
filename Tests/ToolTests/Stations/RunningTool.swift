import Foundation

/// A program of this package that runs beside the test, until it is stopped.
final class RunningTool {
    private let process = Process()
    private let output = Pipe()
    private let folder: TemporaryFolder
    private var read: [UInt8] = []

    /// Starts the program; its output is written line by line whoever reads it.
    init(_ arguments: [String], program: String = "iec104") throws {
        folder = try TemporaryFolder()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/stdbuf")
        process.arguments = ["-oL", try Tool.url(of: program).path] + arguments
        process.environment = [:]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try folder.create("error")
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Reads its output up to the line that contains `text`, and gives that line; `nil` when the
    /// output ends before it.
    func line(containing text: String) -> String? {
        while true {
            while let end = read.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: read[..<end], as: UTF8.self)
                read.removeFirst(end + 1)
                if line.contains(text) { return line }
            }
            let portion = output.fileHandleForReading.availableData
            guard !portion.isEmpty else { return nil }
            read += portion
        }
    }

    /// The port in the line that tells where it listens.
    func port() throws -> String {
        let line = line(containing: "listening on ") ?? ""
        let address = line.split(separator: " ").dropFirst(2).first ?? ""
        guard let port = address.split(separator: ":").last,
            port.allSatisfy({ "0"..."9" ~= $0 || $0 == ":" })
        else { throw Tool.NotBuilt(name: line) }
        return port.filter { $0 != ":" }
    }

    /// Ends it at once, as the system does that has no memory left, and waits for the end.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sends SIGHUP.
    func hangUp() { Foundation.kill(process.processIdentifier, SIGHUP) }

    /// Sends Ctrl-C, and waits for the end: exit code, what was left of the output, errors.
    func interrupt() throws -> Tool {
        process.interrupt()
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Tool(
            status: process.terminationStatus,
            output: String(decoding: read + rest, as: UTF8.self),
            error: try folder.text(of: "error"))
    }
}
