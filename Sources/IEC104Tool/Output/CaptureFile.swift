import Glibc
import IEC104
import IEC104Inspect

/// What passes on the links of a station, written to a capture file. A disk that is full ends the
/// recording, and not the work.
///
/// Sendable, as it is used on the thread of the loop only.
final class CaptureFile: @unchecked Sendable {
    private let path: String
    private let command: String
    /// A master opens its connections; an outstation is the other end.
    private let isClient: Bool
    /// A pipe is never waited for.
    private let isPipe: Bool
    private var loop: EventLoop?
    private var writer = CaptureWriter()
    private var descriptor: Int32
    /// Octets of whole packets in the file.
    private var size = 0
    /// What the reader of a pipe has not taken yet.
    private var waiting: [UInt8] = []
    private var isFlushDue = false
    /// Whether something could not be written.
    private(set) var hasFailed = false

    private static let portion = 1 << 16
    /// Most octets that wait for the reader of a pipe.
    private let mostWaiting: Int

    static let option = CommandSyntax.Option(
        "--record", "FILE.pcap",
        "Writes what passes as a capture for Wireshark and 'iec104 decode'.")

    /// The file of `--record`, as it was before; `nil` without.
    static func open(
        _ path: String?, _ command: String, isClient: Bool
    ) throws(UsageError) -> CaptureFile? {
        guard let path else { return nil }
        do throws(FileError) {
            return try CaptureFile(path, command: command, isClient: isClient)
        } catch {
            throw UsageError("--record '\(path)'", error.words)
        }
    }

    /// - Throws: when the file cannot be made.
    init(
        _ path: String, command: String, isClient: Bool, mostWaiting: Int = 16 << 20
    ) throws(FileError) {
        self.mostWaiting = mostWaiting
        self.path = path
        self.command = command
        self.isClient = isClient
        let (descriptor, kind) = try OutputFile.open(path, 0)
        self.descriptor = descriptor
        isPipe = kind == .pipe
    }

    /// Begins the recording anew. What comes is written within a second.
    func start(on loop: EventLoop) {
        self.loop = loop
        _ = ftruncate(descriptor, 0)
        flush()
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Records an event of a link.
    ///
    /// - Parameter source: the station, when there are several.
    func record(_ event: TraceEvent, from source: Int = 0) {
        guard descriptor >= 0 else { return }
        let connection = source << 32 | event.link
        let time = event.time &* 1_000_000
        let (ours, theirs): (CaptureWriter.Side, CaptureWriter.Side) =
            isClient ? (.client, .server) : (.server, .client)
        switch event.kind {
        case .opened:
            let (local, peer) = (Endpoint(event.local), Endpoint(event.peer))
            writer.open(
                connection, client: isClient ? local : peer, server: isClient ? peer : local,
                at: time)
        case .sent(let octets): writer.data(connection, from: ours, octets.span, at: time)
        case .received(let octets): writer.data(connection, from: theirs, octets.span, at: time)
        case .closed(let end):
            switch end.network {
            case nil: writer.finish(connection, by: ours, at: time)
            case .finished: writer.finish(connection, by: theirs, at: time)
            case .reset: writer.reset(connection, by: theirs, at: time)
            case .failed: writer.abandon(connection)
            }
        case .started, .stopped, .malformed, .injected: return
        }
        if writer.octets.count >= Self.portion { flush() } else { scheduleFlush() }
    }

    private func scheduleFlush() {
        guard !isFlushDue, let loop else { return }
        isFlushDue = true
        Task(executorPreference: loop) { [weak self, loop, isPipe] in
            // Who reads a pipe looks on.
            await loop.sleep(for: isPipe ? .milliseconds(100) : .seconds(1))
            self?.flush()
        }
    }

    /// Writes what was recorded.
    func flush() {
        isFlushDue = false
        guard descriptor >= 0 else { return }
        if isPipe { return feed() }
        guard !writer.octets.isEmpty else { return }
        do throws(FileError) {
            try Standard(descriptor: descriptor).write(writer.octets)
            size += writer.octets.count
        } catch {
            // A part of a packet would be an error to every reader.
            _ = ftruncate(descriptor, size)
            end(error)
        }
        writer.removeAll()
    }

    /// Writes what the reader of a pipe takes at once; the rest waits in bounds.
    private func feed() {
        waiting += writer.octets
        writer.removeAll()
        var written = 0
        defer { waiting.removeFirst(written) }
        while written < waiting.count {
            let count = unsafe waiting.withUnsafeBytes { octets in
                unsafe Glibc.write(
                    descriptor, octets.baseAddress?.advanced(by: written), octets.count - written)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                guard waiting.count - written > mostWaiting else { return scheduleFlush() }
                return end(.slowReader)
            } else if errno != EINTR {
                return end(FileError(number: errno))
            }
        }
    }

    private func end(_ error: FileError) {
        hasFailed = true
        Standard.error.write(
            "iec104 \(command): --record '\(path)': \(error): nothing more is recorded\n")
        close(descriptor)
        descriptor = -1
    }
}
