import Foundation

/// A program of this package, run as its users run it.
struct Tool {
    var status: Int32
    var output: String
    var error: String

    var lines: [Substring] { output.split(separator: "\n") }

    /// Runs the program with `input` on its standard input, to its end.
    static func run(
        _ arguments: [String] = [], input: some StringProtocol, environment: [String: String] = [:],
        program: String = "iec104"
    ) throws -> Tool {
        try run(arguments, octets: Array(input.utf8), environment: environment, program: program)
    }

    /// Runs the program with `octets` on its standard input, to its end.
    static func run(
        _ arguments: [String] = [], octets: [UInt8] = [], environment: [String: String] = [:],
        program: String = "iec104"
    ) throws -> Tool {
        let folder = try TemporaryFolder()
        let input = try folder.write(octets, to: "input")
        let process = Process()
        process.executableURL = try url(of: program)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: input)
        return try result(of: process, in: folder)
    }

    /// Runs a line of the shell, in which `$IEC104` is the program.
    static func shell(_ line: String, in folder: TemporaryFolder) throws -> Tool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder.url
        process.environment = ["PATH": "/usr/bin:/bin", "IEC104": try url(of: "iec104").path]
        process.standardInput = FileHandle.nullDevice
        return try result(of: process, in: folder)
    }

    private static func result(of process: Process, in folder: TemporaryFolder) throws -> Tool {
        // Files hold any amount, so that nobody waits for a reader.
        process.standardOutput = try folder.create("output")
        process.standardError = try folder.create("error")
        try process.run()
        process.waitUntilExit()
        return Tool(
            status: process.terminationStatus, output: try folder.text(of: "output"),
            error: try folder.text(of: "error"))
    }

    /// Why a program cannot be run.
    struct NotBuilt: Error {
        let name: String
    }

    /// Where the program is: beside the tests, whatever folder they are built in.
    static func url(of name: String) throws -> URL {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let starts = ([own] + CommandLine.arguments + [Bundle.main.bundlePath]).compactMap { $0 }
        for start in starts where start.hasPrefix("/") {
            var folder = URL(fileURLWithPath: start)
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                let candidate = folder.appendingPathComponent(name)
                let attributes = try? FileManager.default.attributesOfItem(atPath: candidate.path)
                if attributes?[.type] as? FileAttributeType == .typeRegular { return candidate }
            }
        }
        throw NotBuilt(name: name)
    }
}

/// A folder that lives as long as the value.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("iec104-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    @discardableResult
    func write(_ octets: [UInt8], to name: String) throws -> URL {
        let file = url.appendingPathComponent(name)
        try Data(octets).write(to: file)
        return file
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name).path
    }

    /// A new file to write to.
    func create(_ name: String) throws -> FileHandle {
        try FileHandle(forWritingTo: write([], to: name))
    }

    func text(of name: String) throws -> String {
        try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
    }
}
