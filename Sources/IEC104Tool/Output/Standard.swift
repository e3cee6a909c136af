import Glibc

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
