import Glibc
import Synchronization

/// Whether the user asked to stop.
enum Signals {
    private static let signals = Atomic(0)
    /// Who is to be woken by a signal; -1: nobody.
    private static let waiter = Atomic<Int32>(-1)
    /// The ends of a pipe that a signal writes to: a signal that comes just before a wait ends it
    /// too.
    private static let readEnd = Atomic<Int32>(-1)
    private static let writeEnd = Atomic<Int32>(-1)

    static var wantsStop: Bool { count > 0 }
    /// How often the user has asked to stop.
    static var count: Int { signals.load(ordering: .relaxed) }
    /// As if the user had asked to stop: nobody reads what is written any more.
    static func requestStop() { signals.add(1, ordering: .relaxed) }
    /// Wakes a loop by its descriptor when the user asks to stop.
    static func wake(_ descriptor: Int32) { waiter.store(descriptor, ordering: .relaxed) }

    /// Ctrl-C and `kill` end the work at the next record; a reader that went away is an error of
    /// `write`, not the end of the process.
    static func install() {
        makeGlobals()
        var ends: [Int32] = [-1, -1]
        if unsafe pipe(&ends) == 0 {
            for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
            readEnd.store(ends[0], ordering: .relaxed)
            writeEnd.store(ends[1], ordering: .relaxed)
        }
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            Signals.signals.add(1, ordering: .relaxed)
            var mark: UInt8 = 0
            _ = unsafe write(Signals.writeEnd.load(ordering: .relaxed), &mark, 1)
            // An eventfd takes eight octets; a pipe takes as many.
            var one: UInt64 = 1
            _ = unsafe write(Signals.waiter.load(ordering: .relaxed), &one, 8)
        }
        // No SA_RESTART: a write that waits must come back.
        unsafe sigaction(SIGINT, &action, nil)
        unsafe sigaction(SIGTERM, &action, nil)
        // Who started us may have blocked them, as threads of Dispatch do.
        var ours = sigset_t()
        unsafe sigemptyset(&ours)
        unsafe sigaddset(&ours, SIGINT)
        unsafe sigaddset(&ours, SIGTERM)
        unsafe sigprocmask(SIG_UNBLOCK, &ours, nil)
        var ignore = sigaction()
        unsafe ignore.__sigaction_handler.sa_handler = SIG_IGN
        unsafe sigaction(SIGPIPE, &ignore, nil)
        // A file that may not grow is an error of a write, as a full disk is.
        unsafe sigaction(SIGXFSZ, &ignore, nil)
    }

    /// A global is made when it is used first, and a handler that comes in the midst of that would
    /// wait for ever: all that handlers use is made before them.
    private static func makeGlobals() {
        signals.add(0, ordering: .relaxed)
        hangups.add(0, ordering: .relaxed)
        writeEnd.store(-1, ordering: .relaxed)
        waiter.store(-1, ordering: .relaxed)
    }

    private static let hangups = Atomic(0)
    private static let catches = Atomic(false)

    /// Whether SIGHUP asks to read files again.
    static var catchesHangups: Bool { catches.load(ordering: .relaxed) }

    /// How often that was asked.
    static var hangupCount: Int { hangups.load(ordering: .relaxed) }

    /// From now on, SIGHUP sent by a process asks to read files again; one that the system sends, as
    /// the terminal has gone, asks to stop.
    static func catchHangups() {
        catches.store(true, ordering: .relaxed)
        var action = sigaction()
        action.sa_flags = Int32(SA_SIGINFO)
        unsafe action.__sigaction_handler.sa_sigaction = { _, info, _ in
            let isOfSystem = unsafe info.map { unsafe $0.pointee.si_code > 0 } ?? false
            if isOfSystem {
                Signals.signals.add(1, ordering: .relaxed)
            } else {
                Signals.hangups.add(1, ordering: .relaxed)
            }
            var one: UInt64 = 1
            _ = unsafe write(Signals.waiter.load(ordering: .relaxed), &one, 8)
        }
        unsafe sigaction(SIGHUP, &action, nil)
        var ours = sigset_t()
        unsafe sigemptyset(&ours)
        unsafe sigaddset(&ours, SIGHUP)
        unsafe sigprocmask(SIG_UNBLOCK, &ours, nil)
    }

    /// Waits until `descriptor` takes octets; `false` when it does not within `milliseconds`.
    ///
    /// - Parameters:
    ///   - milliseconds: -1: without a limit.
    ///   - isInterruptible: whether the wait ends when the user asks to stop.
    static func waitToWrite(
        _ descriptor: Int32, milliseconds: Int32, isInterruptible: Bool
    ) -> Bool {
        var ends = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
        if isInterruptible {
            let end = readEnd.load(ordering: .relaxed)
            ends.append(pollfd(fd: end, events: Int16(POLLIN), revents: 0))
        }
        _ = unsafe poll(&ends, nfds_t(ends.count), milliseconds)
        return ends[0].revents != 0
    }

    /// Waits until `descriptor` can be read or the user asks to stop.
    ///
    /// - Parameter milliseconds: -1: without a limit.
    /// - Returns: whether it can be read.
    @discardableResult
    static func wait(for descriptor: Int32, milliseconds: Int32 = -1) -> Bool {
        var ends = [descriptor, readEnd.load(ordering: .relaxed)].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        _ = unsafe poll(&ends, nfds_t(ends.count), milliseconds)
        return ends[0].revents != 0
    }
}

/// A failed call of the system.
struct FileError: Error, CustomStringConvertible {
    let number: Int32
    /// What is meant, where the system's words do not say it.
    var context: String?
    /// What to do about it.
    var hint: String?

    /// With what to do about it.
    var description: String { hint.map { "\(text) (\($0))" } ?? text }

    /// The system's words, such as `No such file or directory`.
    var text: String { context ?? (unsafe String(cString: strerror(number))) }
}

/// The standard streams.
struct Standard {
    let descriptor: Int32

    static let input = Standard(descriptor: STDIN_FILENO)
    static let output = Standard(descriptor: STDOUT_FILENO)
    static let error = Standard(descriptor: STDERR_FILENO)

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes a message; what it quotes of files and peers cannot steer the terminal.
    func write(_ text: String) { try? write(Array(text.harmless.utf8)) }

    /// Begins the last line of a terminal anew.
    func eraseLine() { try? write(Array("\r\u{1B}[K".utf8)) }

    /// Writes what was asked for, such as a help text: `done`, or `failed` with the reason on
    /// standard error. A reader that went away is no failure.
    func show(_ text: String) -> ExitCode {
        do throws(FileError) {
            try write(Array(text.utf8))
        } catch {
            guard error.number != EPIPE else { return .done }
            Standard.error.write("iec104: standard output: \(error)\n")
            return .failed
        }
        return .done
    }

    /// Writes all of `octets`.
    ///
    /// - Throws: `EPIPE` when nobody reads them any more, `EINTR` when the user asked to stop while
    ///   nobody read them, other errors as when a disk is full.
    func write(_ octets: [UInt8]) throws(FileError) {
        var written = 0
        while written < octets.count {
            let count = unsafe octets.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: written), octets.count - written)
            }
            if count < 0, errno == EINTR, !Signals.wantsStop { continue }
            guard count > 0 else { throw FileError(number: errno) }
            written += count
        }
    }

    static func exit(_ code: ExitCode) -> Never { Glibc.exit(code.rawValue) }

    static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}

/// A file that is read in portions.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    /// Octets of a regular file; `nil` for pipes and terminals.
    let size: Int?
    /// A pipe with a name, whose writer may be waited for.
    private let pipe: String?

    /// A name that is no UTF-8, such as one in GB18030, was repaired when it became a string: the
    /// argument that it was is looked for.
    private static func open(_ path: String) -> Int32 {
        for index in 1..<max(Int(CommandLine.argc), 1) {
            guard let argument = unsafe CommandLine.unsafeArgv[index],
                unsafe String(cString: argument) == path
            else { continue }
            return unsafe Glibc.open(argument, flags)
        }
        return unsafe Glibc.open(path, flags)
    }

    /// A pipe is opened whether somebody writes to it or not: only reading waits.
    private static let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

    /// Opens `path`; `-` is standard input.
    init(_ path: String) throws(FileError) {
        // A string of C ends at an octet 0: another file would be read.
        guard !path.utf8.contains(0) else { throw FileError(number: ENOENT) }
        let descriptor = path == "-" ? dup(STDIN_FILENO) : Self.open(path)
        guard descriptor >= 0 else {
            throw errno == ENXIO
                ? FileError(number: ENXIO, context: "it is a socket or has no device behind it")
                : FileError(number: errno)
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let error = FileError(number: errno)
            close(descriptor)
            throw error
        }
        let kind = OutputFile.kind(status)
        if kind == .folder {
            close(descriptor)
            throw FileError(number: EISDIR)
        }
        size = kind == .regular ? Int(status.st_size) : nil
        pipe = kind == .pipe && path != "-" ? path : nil
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// All octets of `path`.
    ///
    /// - Parameter mayWait: whether a pipe is waited for; else only regular files are read.
    /// - Throws: `EFBIG` when there are more than `limit`, `EINTR` when the user asked to stop.
    static func contents(
        of path: String, limit: Int, mayWait: Bool = true
    ) throws(FileError) -> [UInt8] {
        let file = try InputFile(path)
        guard mayWait || file.size != nil else {
            throw FileError(number: EINVAL, context: "it is no regular file, and is not read again")
        }
        func tooLarge() -> FileError {
            let most = limit >> 20 > 0 ? "\(limit >> 20) MiB" : "\(limit) octets"
            return FileError(
                number: EFBIG, context: "it is larger than \(most), the most there may be")
        }
        if let size = file.size, size > limit { throw tooLarge() }
        var contents: [UInt8] = []
        contents.reserveCapacity(min(file.size ?? 0, limit))
        var portion = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = try file.read(into: &portion, isFirst: contents.isEmpty)
            guard count > 0 else {
                guard !Signals.wantsStop else {
                    throw FileError(number: EINTR, context: "reading was stopped")
                }
                return contents
            }
            guard contents.count + count <= limit else { throw tooLarge() }
            contents += portion[..<count]
        }
    }

    /// Reads into `buffer`; the number of octets, 0 at the end or when the user asked to stop.
    ///
    /// - Parameter isFirst: whether nothing was read before: who writes to a pipe may be missing,
    ///   which is told.
    func read(into buffer: inout [UInt8], isFirst: Bool = false) throws(FileError) -> Int {
        var isTold = !isFirst
        while !Signals.wantsStop {
            // A file is always there; a pipe or a terminal may let us wait.
            if size == nil, let pipe, !isTold {
                isTold = true
                if !Signals.wait(for: descriptor, milliseconds: 2000), !Signals.wantsStop {
                    Standard.error.write("iec104: waiting for a writer of the pipe '\(pipe)'\n")
                    continue
                }
            } else if size == nil {
                Signals.wait(for: descriptor)
            }
            guard !Signals.wantsStop else { break }
            let count = unsafe buffer.withUnsafeMutableBytes { octets in
                unsafe Glibc.read(descriptor, octets.baseAddress, octets.count)
            }
            if count >= 0 { return count }
            if errno != EINTR, errno != EAGAIN { throw FileError(number: errno) }
        }
        return 0
    }
}
