import IEC104
import IEC104Inspect

/// A command that asks one outstation something over a connection of its own, and ends.
struct OneShot: Sendable {
    let name: String
    let endpoint: HostPort
    let options: StationOptions
    /// The station that is asked.
    let station: CommonAddress
    /// How long each answer may take; `nil`: as `MasterSettings` has it.
    let timeout: Duration?
    /// Where what changes the outstation is written down, and what is asked first.
    var audit: AuditFile?
    var order: MasterRequest?
    /// What is asked after the start, and how the connection is made, beside the options.
    var settings = MasterSettings()

    static let operands = "HOST[:PORT]"
    static let stationOption = CommandSyntax.Option(
        "--station", "CA", "The common address, 1 to 65534; default 1.")
    static let timeoutOption = CommandSyntax.Option(
        "--timeout", "SECONDS",
        "How long each answer may take, 1 to 3600; default 10 for a confirmation or a\n"
            + "value, 60 for a termination.")

    /// The options that come last in the help of each one shot command.
    static let shared: [CommandSyntax.Option] =
        [timeoutOption, StationOptions.trace, StationOptions.format] + StationOptions.shared
    /// The end of their help.
    static let exitCodes = """
        Exit codes: 0 done; 1 refused, no answer, or no connection (it says which); 2 wrong usage.
        """

    /// A command that was put together otherwise.
    init(
        name: String, endpoint: HostPort, options: StationOptions, station: CommonAddress,
        timeout: Duration?
    ) {
        self.name = name
        self.endpoint = endpoint
        self.options = options
        self.station = station
        self.timeout = timeout
    }

    /// What the command line says; all that is wrong goes to `findings`.
    ///
    /// - Parameter allowsAll: whether all stations may be asked together.
    init?(
        _ name: String, _ arguments: ParsedArguments, allowsAll: Bool = false,
        operands: Int = 1, _ findings: inout UsageFindings
    ) {
        self.name = name
        let options = findings.collect { () throws(UsageError) in try StationOptions(arguments) }
        let endpoint = findings.collect { () throws(UsageError) in
            guard let text = arguments.operands.first else {
                throw UsageError(
                    "which outstation? Give HOST[:PORT], such as 192.168.1.10:2404.",
                    "哪个子站? 请给出 HOST[:PORT], 如 192.168.1.10:2404。")
            }
            guard arguments.operands.count <= operands else {
                let next = shortened(arguments.operands[operands])
                throw UsageError(
                    "one outstation only: '\(next)' is too many.", "只能有一个子站: '\(next)' 是多余的。")
            }
            return try HostPort(text)
        }
        let global = Int((options?.link.profile ?? .standard).globalCommonAddress.value)
        let station = findings.number(
            arguments, "--station", in: 1...(allowsAll ? global : global - 1))
        let seconds = findings.number(arguments, "--timeout", in: 1...3600)
        let audit = findings.audit(arguments, name)
        guard let options, let endpoint else { return nil }
        self.options = options
        self.endpoint = endpoint
        self.station = CommonAddress(UInt16(clamping: station ?? 1))
        self.audit = audit
        timeout = seconds.map { .seconds($0) }
    }

    /// Runs `body` while there is a connection.
    ///
    /// - Parameters:
    ///   - tracer: sees what passes, beside `--trace`.
    ///   - body: whether it was done.
    func run(
        tracer: Tracer? = nil, _ body: @escaping @Sendable (ShotSession) async -> Bool
    ) -> ExitCode {
        for advice in options.link.advice { Standard.error.write("iec104 \(name): \(advice)\n") }
        return StationRun.run(name, spin: options.spin) { loop in
            await connected(loop, tracer, body)
        }
    }

    private func connected(
        _ loop: EventLoop, _ tracer: Tracer?,
        _ body: @Sendable (ShotSession) async -> Bool
    ) async -> ExitCode {
        let output = ShotOutput(
            ShotPrinter(options), role: .master, profile: options.link.profile, loop: loop)
        defer { output.flush() }
        let master: Master
        do {
            master = try Master(
                endpoint.host, port: endpoint.port, configuration: configuration(tracer, output),
                on: loop)
            try await master.connect()
        } catch {
            if let order { _ = log(order, .noConnection(error)) }
            tell(.noConnection(error), to: output)
            return .failed
        }
        let session = await ShotSession(
            shot: self, master: master, output: output, loop: loop, peer: master.link?.peer)
        let isDone = await body(session)
        await master.disconnect()
        return isDone && !output.hasFailed ? .done : .failed
    }

    /// `settings` with what the options say.
    var masterSettings: MasterSettings {
        var settings = settings
        settings.profile = options.link.profile
        settings.originator = options.link.originator
        if let timeout {
            settings.timeouts.sending = timeout
            settings.timeouts.confirmation = timeout
            settings.timeouts.termination = timeout
            settings.files.timeout = timeout
        }
        return settings
    }

    private func configuration(_ tracer: Tracer?, _ output: ShotOutput) -> MasterConfiguration {
        var configuration = MasterConfiguration()
        configuration.parameters = options.link.parameters
        configuration.settings = masterSettings
        configuration.tracer = { event in
            output.show(event)
            tracer?(event)
        }
        return configuration
    }

    // MARK: The audit log

    var auditLog: RequestAudit {
        RequestAudit(
            file: audit, host: endpoint.description, originator: options.link.originator)
    }

    /// Appends to the audit log what is sent, or what became of it; whether it is written.
    func log(_ request: MasterRequest, _ result: ShotResult?) -> Bool {
        let isWritten = auditLog.log(request, result)
        if !isWritten, result != nil { tellNotWritten() }
        return isWritten
    }

    func tellNotWritten() {
        fail(
            words(
                "what became of it could not be written into the audit log",
                "结果未能写入审计日志"))
    }

    /// The user said no.
    func declined(_ request: MasterRequest) {
        _ = log(request, .declined)
        fail(ShotResult.declined.text(in: options.language))
    }

    // MARK: What is told

    /// Tells what became of it: a line on standard output, or on standard error when it failed; with
    /// `--format json` an object on standard output.
    ///
    /// - Parameters:
    ///   - done: what is said when it was done.
    ///   - members: appends what is particular to the command, before the result.
    func tell(
        _ result: ShotResult, done: String = "", station: CommonAddress? = nil,
        members: (inout JSONWriter) -> Void = { _ in }, to output: ShotOutput
    ) {
        if options.format == .json {
            var json = JSONWriter()
            json.beginObject()
            json.member("host", endpoint.description)
            json.member("command", name)
            json.member("station", (station ?? self.station).value)
            members(&json)
            json.member("result", result.name)
            result.append(to: &json)
            json.endObject()
            output.line(json.text.string)
        } else if result.isDone {
            output.line(done + (result.outcome?.notes(in: options.language) ?? ""))
        } else {
            fail(result.text(in: options.language))
        }
    }

    /// Tells a failure on standard error.
    func fail(_ text: String) {
        Standard.error.write("iec104 \(name): \(endpoint): \(text)\n")
    }

    /// The words of the language that was chosen.
    func words(_ english: String, _ chinese: String) -> String {
        Words(english, chinese).text(in: options.language)
    }
}

extension UsageFindings {
    /// The number of an option.
    mutating func number(
        _ arguments: ParsedArguments, _ name: String, in range: ClosedRange<Int>
    ) -> Int? {
        collect { () throws(UsageError) in try arguments.number(name, in: range) }
    }

    /// The time of an option as people write it, such as `5s`, `500ms` or `5`.
    mutating func duration(
        _ arguments: ParsedArguments, _ name: String, in range: ClosedRange<Int64>
    ) -> Duration? {
        collect { () throws(UsageError) in
            guard let text = arguments.last(name) else { return nil }
            guard let milliseconds = DurationText.milliseconds(text), range.contains(milliseconds)
            else {
                let (least, most) = (range.lowerBound, range.upperBound / 1000)
                throw UsageError(
                    "\(name) '\(shortened(text))' is not a time such as 500ms, 5s or 2min, "
                        + "\(least) ms to \(most) s.",
                    "\(name) '\(shortened(text))' 不是 500ms、5s、2min 这样的时间, "
                        + "范围为 \(least) ms 至 \(most) s。")
            }
            return .milliseconds(milliseconds)
        }
    }

    /// An object address; `nil`, and told, when it is not there.
    mutating func address(
        _ arguments: ParsedArguments, _ profile: Profile, least: Int = 1
    ) -> ObjectAddress? {
        collect { () throws(UsageError) in
            let largest = Int(profile.largestObjectAddress)
            guard let number = try arguments.number("--address", in: least...largest) else {
                throw UsageError.noAddress
            }
            return ObjectAddress(UInt32(number))
        }
    }
}

extension UsageError {
    static let noAddress = UsageError(
        "which object? Give --address IOA.", "哪个信息体? 请给出 --address IOA。")
}

extension Duration {
    /// Milliseconds with one digit behind the point.
    var inMilliseconds: String { (self / .milliseconds(1)).oneDigit }
}
