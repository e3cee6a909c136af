import Foundation
import Testing

/// An outstation with a console on a pipe or a pseudo terminal, or another command on one.
final class ConsoleProcess {
    let process = Process()
    private let input: FileHandle
    private let output: FileHandle
    private var read = ""
    /// The side of the terminal that the program has; its settings outlive the program.
    private(set) var terminal: Int32 = -1

    /// On a pipe.
    init(pipe arguments: [String]) throws {
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = try Tool.url(of: "iec104")
        process.arguments = ["outstation", "--listen", "127.0.0.1:0", "--console"] + arguments
        process.environment = [:]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
        try process.run()
    }

    /// On a pseudo terminal, in front of it as a shell would have it; another command than an
    /// outstation with its errors too.
    init(
        terminal arguments: [String], command: [String]? = nil
    ) throws {
        // What openpt does, which Glibc does not show: TIOCSPTLCK, TIOCGPTN.
        let ours = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (lock, number): (Int32, UInt32) = (0, 0)
        guard ours >= 0, unsafe ioctl(ours, 0x4004_5431, &lock) == 0,
            unsafe ioctl(ours, 0x8004_5430, &number) == 0
        else { throw Tool.NotBuilt(name: "pseudo terminal") }
        terminal = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        let theirs = FileHandle(fileDescriptor: terminal)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        process.arguments =
            ["--ctty", "--wait", try Tool.url(of: "iec104").path]
            + (command ?? ["outstation", "--listen", "127.0.0.1:0"]) + arguments
        process.environment = ["TERM": "xterm"]
        process.standardInput = theirs
        process.standardOutput = theirs
        process.standardError = command == nil ? FileHandle.nullDevice : theirs
        input = FileHandle(fileDescriptor: ours, closeOnDealloc: true)
        output = input
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    func send(_ text: String) throws { try input.write(contentsOf: Data(text.utf8)) }
    func closeInput() throws { try input.close() }

    /// Reads until `text` has come, and gives what came with it; `nil` when the output ends before.
    func wait(for text: String) -> String? {
        while true {
            if let range = read.range(of: text) {
                let found = String(read[..<range.upperBound])
                read.removeSubrange(..<range.upperBound)
                return found
            }
            // A terminal has no end while somebody holds it: a guardian, not a measure.
            var waited = pollfd(fd: output.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waited, 1, 60_000) > 0 else { return nil }
            let data = output.availableData
            guard !data.isEmpty else { return nil }
            read += String(decoding: data, as: UTF8.self)
        }
    }

    /// Whether the terminal echoes and gives whole lines, as it did before.
    var isTerminalAsBefore: Bool {
        var settings = termios()
        guard unsafe tcgetattr(terminal, &settings) == 0 else { return false }
        let flags = tcflag_t(ICANON | ECHO)
        return settings.c_lflag & flags == flags
    }

    func end() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}

@Suite("The console of a running outstation", .timeLimit(.minutes(10)))
struct ConsoleStoryTests {
    @Test("Lines of a pipe are answered in their order; errors end nothing; quit ends it")
    func pipe() throws {
        let console = try ConsoleProcess(pipe: [])
        #expect(console.wait(for: "listening on ") != nil)
        try console.send("get 1001\ntoggle 1001\nset 2001 10.9 NT\nset 2001 ten\nnonsense\n")
        #expect(console.wait(for: "1/1001    M_DP_TB_1 on") != nil)
        #expect(console.wait(for: "1/1001    M_DP_TB_1 off") != nil)
        #expect(console.wait(for: "10.9 kV") != nil)
        #expect(console.wait(for: "error: ") != nil)
        #expect(console.wait(for: "error: there is no command 'nonsense'") != nil)
        try console.send("burst 50\nevents\nstats\nclients\nkick all\nlist breaker\n")
        #expect(console.wait(for: "50 changes within 0 ms") != nil)
        #expect(console.wait(for: "waiting ") != nil)
        #expect(console.wait(for: "events lost") != nil)
        #expect(console.wait(for: "no connections") != nil)
        #expect(console.wait(for: "error: there is no such connection") != nil)
        #expect(console.wait(for: "Feeder 2 breaker Q0") != nil)
        try console.send("list 5001\n")
        #expect(console.wait(for: "1/5001    C_DC_NA_1 -> 1/1001") != nil)
        try console.send("inject negative-act-con\nfaults\nclear 1\nclear 1\nquit\n")
        #expect(console.wait(for: "fault 1: negative-act-con") != nil)
        #expect(console.wait(for: "struck 0 times") != nil)
        #expect(console.wait(for: "fault 1 is over") != nil)
        #expect(console.wait(for: "error: there is no fault 1") != nil)
        #expect(console.end() == 0)
    }

    @Test("Of a line that is too long nothing is done; what is quoted cannot steer a terminal")
    func hostileLines() throws {
        let console = try ConsoleProcess(pipe: [])
        try console.send("# " + String(repeating: "x", count: 8190) + "toggle 1001\nget 1001\n")
        #expect(console.wait(for: "error: a line has 4096 octets at most") != nil)
        #expect(console.wait(for: "1/1001    M_DP_TB_1 on") != nil)
        try console.send("set 1001 \u{1B}]0;x\u{7}\nquit\n")
        let answer = try #require(console.wait(for: "ending"))
        #expect(answer.contains("error") && !answer.contains("\u{1B}"))
        #expect(console.end() == 0)
    }

    @Test("In JSON each answer is an object of a line")
    func json() throws {
        let console = try ConsoleProcess(pipe: ["--format", "json"])
        try console.send("get 1001\nget 9\nquit\n")
        let answer = #"{"event":"answer","command":"get 1001","lines":["1/1001 "#
        #expect(console.wait(for: answer) != nil)
        #expect(console.wait(for: #"{"event":"error","command":"get 9","lines":["#) != nil)
        #expect(console.end() == 0)
    }

    @Test("The end of the input does not end the outstation")
    func endOfInput() throws {
        let console = try ConsoleProcess(pipe: [])
        try console.send("get 1001")
        try console.closeInput()
        // A last line needs no end.
        #expect(console.wait(for: "1/1001    M_DP_TB_1 on") != nil)
        #expect(console.process.isRunning)
        console.process.interrupt()
        #expect(console.end() == 0)
    }

    @Test("On a terminal lines are edited, and the terminal is left as it was after quit")
    func terminal() throws {
        let console = try ConsoleProcess(terminal: [])
        #expect(console.wait(for: "iec104> ") != nil)
        #expect(!console.isTerminalAsBefore)
        try console.send("tog\t1001\r")
        #expect(console.wait(for: "1/1001    M_DP_TB_1 off") != nil)
        // The line before, changed.
        try console.send("\u{1B}[A\u{7F}\u{7F}11\r")
        #expect(console.wait(for: "1/1011    M_DP_TB_1 off") != nil)
        try console.send("quit\r")
        #expect(console.end() == 0)
        #expect(console.isTerminalAsBefore)
    }

    @Test("What is written meanwhile does not garble the line that is edited")
    func output() throws {
        let console = try ConsoleProcess(terminal: [])
        let listening = try #require(console.wait(for: "points"))
        let port = try #require(
            listening.range(of: "127.0.0.1:").map {
                listening[$0.upperBound...].prefix { $0.isNumber }
            })
        try console.send("get 10")
        #expect(console.wait(for: "iec104> get 10") != nil)
        _ = try Tool.run(["master", "127.0.0.1:\(port)", "--once"])
        // The line is erased before, and shown again behind.
        #expect(console.wait(for: "\r\u{1B}[K20") != nil)
        #expect(console.wait(for: "is connected\r\n") != nil)
        #expect(console.wait(for: "iec104> get 10") != nil)
        try console.send("01\r")
        #expect(console.wait(for: "1/1001    M_DP_TB_1 on") != nil)
        try console.send("quit\r")
        #expect(console.end() == 0)
    }

    @Test("Ctrl-C ends it, and leaves the terminal as it was")
    func interrupt() throws {
        let console = try ConsoleProcess(terminal: [])
        #expect(console.wait(for: "iec104> ") != nil)
        try console.send("\u{03}")
        #expect(console.end() == 0)
        #expect(console.isTerminalAsBefore)
    }

    @Test("A crash leaves the terminal as it was", arguments: [SIGSEGV, SIGABRT, SIGHUP])
    func crash(signal: Int32) throws {
        let console = try ConsoleProcess(terminal: [])
        #expect(console.wait(for: "iec104> ") != nil)
        // The outstation is the only child of setsid, which leads its session.
        let child = try #require(console.childOfSession)
        kill(child, signal)
        _ = console.end()
        #expect(console.isTerminalAsBefore)
    }
}

extension ConsoleProcess {
    /// The process in front of the terminal.
    fileprivate var childOfSession: pid_t? {
        let own = process.processIdentifier
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for number in names.compactMap({ pid_t($0) }) {
            let stat = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
            // The parent is the second word behind the name, which is in brackets.
            let words = stat.split(separator: ")").last?.split(separator: " ") ?? []
            if words.count > 1, pid_t(words[1]) == own { return number }
        }
        return own
    }
}
