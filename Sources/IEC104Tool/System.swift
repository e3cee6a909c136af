import Glibc
import Synchronization

/// Whether the user asked to stop.
enum Signals {
    private static let isInterrupted = Atomic(false)

    static var wantsStop: Bool { isInterrupted.load(ordering: .relaxed) }

    /// Ctrl-C and `kill` end the work at the next record; a reader that went away is an error of
    /// `write`, not the end of the process.
    static func install() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            Signals.isInterrupted.store(true, ordering: .relaxed)
        }
        // No SA_RESTART: a read that waits must come back.
        unsafe sigaction(SIGINT, &action, nil)
        unsafe sigaction(SIGTERM, &action, nil)
        var ignore = sigaction()
        unsafe ignore.__sigaction_handler.sa_handler = SIG_IGN
        unsafe sigaction(SIGPIPE, &ignore, nil)
    }
}

/// A failed call of the system.
struct SystemError: Error {
    let number: Int32

    /// The system's words, such as `No such file or directory`.
    var text: String { unsafe String(cString: strerror(number)) }
}

/// The standard streams.
struct Standard {
    let descriptor: Int32

    static let output = Standard(descriptor: STDOUT_FILENO)
    static let error = Standard(descriptor: STDERR_FILENO)

    var isTerminal: Bool { isatty(descriptor) == 1 }

    func write(_ text: String) { _ = write(Array(text.utf8)) }

    /// Writes all of `octets`; `false` when nobody reads them any more.
    func write(_ octets: [UInt8]) -> Bool {
        var written = 0
        while written < octets.count {
            let count = unsafe octets.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: written), octets.count - written)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            written += count
        }
        return true
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

    /// Opens `path`; `-` is standard input.
    init(_ path: String) throws(SystemError) {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let error = SystemError(number: errno)
            close(descriptor)
            throw error
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw SystemError(number: EISDIR)
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Reads into `buffer`; the number of octets, 0 at the end or when the user asked to stop.
    func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        while !Signals.wantsStop {
            let count = unsafe buffer.withUnsafeMutableBytes { octets in
                unsafe Glibc.read(descriptor, octets.baseAddress, octets.count)
            }
            if count >= 0 { return count }
            if errno != EINTR { throw SystemError(number: errno) }
        }
        return 0
    }
}
