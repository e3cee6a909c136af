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
    private let loop: EventLoop
    private var writer = CaptureWriter()
    private var descriptor: Int32
    /// Octets of whole packets in the file.
    private var size = 0
    private var isFlushDue = false
    /// Whether something could not be written.
    private(set) var hasFailed = false

    private static let portion = 1 << 16

    static let option = CommandSyntax.Option(
        "--record", "FILE.pcap",
        "Writes what passes as a capture for Wireshark and 'iec104 decode'.")

    /// The file of `--record`; `nil` without.
    static func open(
        _ path: String?, _ command: String, isClient: Bool, _ loop: EventLoop
    ) throws(UsageError) -> CaptureFile? {
        guard let path else { return nil }
        do throws(FileError) {
            return try CaptureFile(path, command: command, isClient: isClient, loop: loop)
        } catch {
            throw UsageError("--record '\(path)': \(error).")
        }
    }

    /// - Throws: when the file cannot be made.
    init(
        _ path: String, command: String, isClient: Bool, loop: EventLoop
    ) throws(FileError) {
        self.path = path
        self.command = command
        self.isClient = isClient
        self.loop = loop
        descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(number: errno) }
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
        guard !isFlushDue else { return }
        isFlushDue = true
        Task(executorPreference: loop) { [weak self, loop] in
            await loop.sleep(for: .seconds(1))
            self?.flush()
        }
    }

    /// Writes what was recorded.
    func flush() {
        isFlushDue = false
        guard descriptor >= 0, !writer.octets.isEmpty else { return }
        do throws(FileError) {
            try Standard(descriptor: descriptor).write(writer.octets)
            size += writer.octets.count
        } catch {
            hasFailed = true
            Standard.error.write(
                "iec104 \(command): --record '\(path)': \(error): nothing more is recorded\n")
            // A part of a packet would be an error to every reader.
            _ = ftruncate(descriptor, size)
            close(descriptor)
            descriptor = -1
        }
        writer.removeAll()
    }
}
