import Glibc
import IEC104
import IEC104Inspect

/// What a station command shows of its connections on standard output: lines of its own, the values
/// that are reported, and the APDUs as a printer shows them.
///
/// Sendable, as it is used on the thread of the loop only.
final class StationOutput<P: Printer & Sendable>: @unchecked Sendable {
    private var printer: P?
    private var values: ValuePrinter?
    private var text: [UInt8] = []
    private var record = APDURecord()
    /// Used again and again for values.
    private var report = APDURecord()
    private let role: Role
    private let profile: Profile
    private let loop: EventLoop
    private let sink: OutputSink
    private var isFlushDue = false
    private var isPumping = false
    /// Whether APDUs are shown, when there is a printer.
    var isTracing = true
    /// The line that is edited below the output; it is taken away and shown again around it.
    var editedLine: (() -> [UInt8])?
    /// How the open connections of each source are numbered here.
    private var numbers: [Connection: Int] = [:]
    private var connections = 0
    /// Whether nobody reads any more, or the output failed.
    private(set) var isBroken = false
    /// The output failed for another reason than that.
    private(set) var hasFailed = false

    /// Which station it is that observes.
    enum Role { case master, outstation }

    /// More than this is written at once, so that a turn with much to show takes little memory.
    private static var most: Int { 256 * 1024 }

    init(
        _ printer: P?, values: ValuePrinter? = nil, role: Role, profile: Profile, loop: EventLoop,
        sink: OutputSink = .standard()
    ) {
        self.printer = printer
        self.values = values
        self.role = role
        self.profile = profile
        self.loop = loop
        self.sink = sink
    }

    /// Writes a line of its own.
    func line(_ line: String) {
        takePrinted()
        text += line.harmless.utf8
        text.append(UInt8(ascii: "\n"))
        scheduleFlush()
    }

    /// Writes octets of lines that are whole, and harmless.
    func lines(_ octets: [UInt8]) {
        takePrinted()
        text += octets
        if text.count >= Self.most { flush() } else { scheduleFlush() }
    }

    /// Shows values that were reported, when they are to be shown.
    func report(
        _ header: ASDUHeader, _ objects: Span<InformationObject>, _ asdu: Span<UInt8>,
        from host: Endpoint?, _ source: ValueSource
    ) {
        guard values != nil else { return }
        report.time = .now
        report.from = host
        report.reading.take(header, objects, of: asdu)
        values?.receive(report, from: source)
        guard let octets = values?.text.octets, !octets.isEmpty else { return }
        values?.removeAll()
        lines(octets)
    }

    /// Shows what passed, when there is a printer.
    ///
    /// - Parameters:
    ///   - source: the station, when there are several: their connections are numbered in the
    ///     order in which they come.
    ///   - profile: how it is read, when not as all others.
    func show(_ event: TraceEvent, from source: Int = 0, _ profile: Profile? = nil) {
        guard printer != nil, isTracing else { return }
        let profile = profile ?? self.profile
        var event = event
        let link = event.link
        event.link = number(of: link, from: source)
        defer {
            if case .closed = event.kind {
                numbers[Connection(source: source, link: link)] = nil
            }
        }
        switch event.kind {
        case .sent(let octets): show(octets, event, profile, isSent: true)
        case .received(let octets): show(octets, event, profile, isSent: false)
        case .opened: show(.established, event, isSent: role == .master)
        case .closed(let end):
            switch end.network {
            case nil: show(.fin, event, isSent: true)
            case .finished: show(.fin, event, isSent: false)
            case .reset: show(.reset, event, isSent: false)
            case .failed: show(.abandoned, event, isSent: true)
            }
        case .started, .stopped, .malformed, .injected: break
        }
        if let printer, printer.text.octets.count >= Self.most { return flush() }
        scheduleFlush()
    }

    private func number(of link: Int, from source: Int) -> Int {
        // An outstation numbers all its connections itself.
        guard role == .master else { return link }
        let connection = Connection(source: source, link: link)
        if let number = numbers[connection] { return number }
        connections += 1
        numbers[connection] = connections
        return connections
    }

    private struct Connection: Hashable {
        let source: Int
        let link: Int
    }

    private func show(
        _ octets: [UInt8], _ event: TraceEvent, _ profile: Profile, isSent: Bool
    ) {
        record.number += 1
        record.connection = event.link
        record.time = event.timestamp
        let ends = (Endpoint(event.local), Endpoint(event.peer))
        (record.from, record.to) = isSent ? ends : (ends.1, ends.0)
        let direction: Direction = isSent == (role == .master) ? .control : .monitor
        record.direction = direction
        record.reading.read(octets.span, direction: direction.transfer, profile: profile)
        printer?.receive(record)
    }

    private func show(_ kind: ConnectionEvent.Kind, _ event: TraceEvent, isSent: Bool) {
        let (local, peer) = (Endpoint(event.local), Endpoint(event.peer))
        printer?.receive(
            ConnectionEvent(
                kind: kind, connection: event.link, client: role == .master ? local : peer,
                server: role == .master ? peer : local,
                direction: isSent == (role == .master) ? .control : .monitor,
                time: event.timestamp))
    }

    // MARK: Writing

    private func takePrinted() {
        guard let octets = printer?.text.octets, !octets.isEmpty else { return }
        text += octets
        printer?.removeAll()
    }

    private static var eraseLine: [UInt8] { Array("\r\u{1B}[K".utf8) }

    /// What one turn of the loop gives is written in one go.
    func scheduleFlush() {
        guard !isFlushDue else { return }
        isFlushDue = true
        Task(executorPreference: loop) { self.flush() }
    }

    /// No line is edited any more.
    func endEditing() {
        guard editedLine != nil else { return }
        editedLine = nil
        text += Self.eraseLine
    }

    /// Writes all that was shown.
    func flush() {
        isFlushDue = false
        takePrinted()
        if let editedLine {
            text = Self.eraseLine + text + editedLine()
        }
        guard !isBroken else { return text.removeAll() }
        guard !text.isEmpty else { return }
        attempt { () throws(FileError) in
            if try sink.write(text) { goOn() }
        }
        text.removeAll(keepingCapacity: true)
    }

    /// Writes all that was shown, and what waits for a slow reader.
    func finish() {
        flush()
        if !isBroken { attempt { () throws(FileError) in try sink.finish() } }
        if let loss = sink.loss(atEnd: true) { Standard.error.write("iec104: \(loss)\n") }
        if sink.rotationFailure != nil { hasFailed = true }
    }

    /// Lines wait for their reader, who is asked again soon.
    private func goOn() {
        if let loss = sink.loss(atEnd: false) { Standard.error.write("iec104: \(loss)\n") }
        guard !isPumping else { return }
        isPumping = true
        Task(executorPreference: loop) {
            await self.loop.sleep(for: .milliseconds(5))
            self.pump()
        }
    }

    private func pump() {
        isPumping = false
        guard !isBroken else { return }
        attempt { () throws(FileError) in
            if try sink.pump() { goOn() }
        }
    }

    private func attempt(_ work: () throws(FileError) -> Void) {
        do throws(FileError) {
            try work()
        } catch {
            isBroken = true
            hasFailed = error.number != EPIPE
            if error.number == EINTR {
                Standard.error.write("iec104: \(sink.name): nobody reads it: the rest is lost\n")
            } else if hasFailed {
                Standard.error.write(
                    "iec104: \(sink.name): \(error): what came after its last line is lost\n")
            }
            Signals.requestStop()
        }
        for line in sink.takeNews() { Standard.error.write("iec104: \(line)\n") }
    }
}

extension TraceEvent {
    var timestamp: Timestamp {
        Timestamp(milliseconds: time)
    }
}

extension Endpoint {
    init(_ address: SocketAddress) {
        let octets = address.ip.map { UInt64($0) }
        if octets.count == 4 {
            self.init(
                ipv4: UInt32(octets.reduce(0) { $0 << 8 | $1 }), port: address.port)
        } else {
            self.init(
                high: octets.prefix(8).reduce(0) { $0 << 8 | $1 },
                low: octets.dropFirst(8).reduce(0) { $0 << 8 | $1 }, port: address.port)
        }
    }
}
