import IEC104
import IEC104Inspect

/// What a one shot command works with while there is a connection.
struct ShotSession: Sendable {
    let shot: OneShot
    let master: Master
    let output: ShotOutput
    let loop: EventLoop
    let peer: SocketAddress?

    /// Asks, and collects the values that come for it.
    func ask(
        _ request: MasterRequest
    ) async -> (result: ShotResult, values: [PointUpdate], lost: Int) {
        do throws(RequestError) {
            switch request {
            case .interrogation(let station, let qualifier):
                let found = try await master.interrogate(station: station, qualifier)
                return (.done(found.outcome), found.values, found.lost)
            case .counterInterrogation(let station, let qualifier):
                let found = try await master.interrogateCounters(station: station, qualifier)
                return (.done(found.outcome), found.values, found.lost)
            default: return (.done(try await master.request(request)), [], 0)
            }
        } catch {
            return (.failed(error), [], 0)
        }
    }

    /// Tells a result.
    func tell(
        _ result: ShotResult, _ english: String = "", _ chinese: String = "",
        station: CommonAddress? = nil, members: (inout JSONWriter) -> Void = { _ in }
    ) {
        shot.tell(
            result, done: shot.words(english, chinese), station: station, members: members,
            to: output)
    }

    /// Prints values, a line each.
    func show(_ values: some Sequence<PointUpdate>) {
        var lines = ValueLines(shot.options, host: peer.map { Endpoint($0) })
        for value in values { output.line(lines.line(value)) }
    }

    /// What to do with a value that came.
    enum Verdict { case skip, keep, last }

    /// Takes values as they come, until one is the last, the time is over, or the connection ends.
    ///
    /// - Returns: those that were kept, the last among them; `limit` at most.
    func collect(
        _ updates: PointUpdates, for duration: Duration, limit: Int = 1_000_000,
        _ judge: @escaping @Sendable (PointUpdate) -> Verdict
    ) async -> [PointUpdate] {
        await withTaskGroup(of: [PointUpdate]?.self) { group in
            group.addTask(executorPreference: loop) {
                var kept: [PointUpdate] = []
                for await update in updates {
                    let verdict = judge(update)
                    if verdict != .skip { kept.append(update) }
                    if verdict == .last || kept.count >= limit { break }
                }
                return kept
            }
            group.addTask(executorPreference: loop) {
                await loop.sleep(for: duration)
                return nil
            }
            group.addTask(executorPreference: loop) {
                _ = await master.connectionEnd()
                return nil
            }
            var kept: [PointUpdate] = []
            for await found in group {
                group.cancelAll()
                if let found { kept = found }
            }
            return kept
        }
    }
}

/// Writes values as `iec104 master` does.
struct ValueLines {
    private var printer: ValuePrinter
    private var record = APDURecord()
    private let profile: Profile
    private let host: Endpoint?

    init(_ options: StationOptions, host: Endpoint?) {
        profile = options.link.profile
        printer = ValuePrinter(
            format: options.format == .json ? .json : .text, language: options.language,
            isColored: options.isColored, profile: profile)
        self.host = host
    }

    /// The line of a value, without its end.
    mutating func line(_ update: PointUpdate) -> String {
        let asdu = ASDU(
            update.type, cause: update.cause, commonAddress: update.station,
            objects: [update.object], octets: update.octets)
        // What was read is written again: no new value can be too large for its field.
        let octets = (try? asdu.apdu(send: 0, receive: 0, profile: profile)) ?? []
        record.time = Timestamp(
            nanoseconds: update.received &* 1_000_000, scale: .utc, fractionDigits: 3)
        record.from = host
        record.direction = .monitor
        record.reading.read(octets.span, direction: .monitor, profile: profile)
        printer.removeAll()
        printer.receive(record)
        let text = printer.text.string
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

typealias ShotOutput = StationOutput<ShotPrinter>

/// Shows APDUs with `--trace`, as text or as JSON.
enum ShotPrinter: Printer, Sendable {
    case text(TextPrinter)
    case json(JSONPrinter)

    /// `nil` when none are to be shown.
    init?(_ options: StationOptions) {
        if let printer = options.textPrinter {
            self = .text(printer)
        } else if let printer = options.jsonPrinter {
            self = .json(printer)
        } else {
            return nil
        }
    }

    /// As the options say, whether or not there is `--trace`.
    init(always options: StationOptions) {
        let profile = options.link.profile
        switch options.format {
        case .text:
            self = .text(
                TextPrinter(
                    language: options.language, isColored: options.isColored, profile: profile))
        case .json: self = .json(JSONPrinter(profile: profile))
        }
    }

    var text: OctetText {
        switch self {
        case .text(let printer): printer.text
        case .json(let printer): printer.text
        }
    }

    mutating func removeAll() { change({ $0.removeAll() }, { $0.removeAll() }) }

    mutating func receive(_ record: borrowing APDURecord) {
        switch self {
        case .text(var printer):
            printer.receive(record)
            self = .text(printer)
        case .json(var printer):
            printer.receive(record)
            self = .json(printer)
        }
    }

    mutating func receive(_ event: ConnectionEvent) {
        change({ $0.receive(event) }, { $0.receive(event) })
    }

    mutating func receive(_ notice: Notice) {
        change({ $0.receive(notice) }, { $0.receive(notice) })
    }

    private mutating func change(
        _ text: (inout TextPrinter) -> Void, _ json: (inout JSONPrinter) -> Void
    ) {
        switch self {
        case .text(var printer):
            text(&printer)
            self = .text(printer)
        case .json(var printer):
            json(&printer)
            self = .json(printer)
        }
    }
}
