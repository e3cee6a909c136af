import IEC104
import IEC104Inspect

/// `iec104 expect`: waits until an object is as it should be, for scripts.
enum ExpectCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "expect",
        summary: "waits until an object is as it should be, for scripts",
        operands: OneShot.operands,
        operandHelp: """
            Interrogates the station, then takes what it reports, until a value of the object is as
            all options say.
            """,
        options: [
            OneShot.stationOption,
            .init("--address", "IOA", "The object address, 1 to 16777215; needed."),
            .init("--value", "X", "The value: a number, or on, off, intermediate, indeterminate."),
            .init("--tolerance", "X", "How far a number may be off, 0 or more; default 0."),
            .init("--quality", "Q", "good, or the bits that are set, such as IV|NT."),
            .init(
                "--cause", "CAUSE",
                "spontaneous, periodic, background, request, interrogated, return-remote,\n"
                    + "return-local, or a number, 1 to 63."),
            .init("--type", "TYPE", "The type, such as M_SP_TB_1 or 30."),
            .init(
                "--test", nil,
                "Takes values with T = 1 too, which an outstation sends in tests; else these\n"
                    + "meet nothing."),
            .init("--within", "TIME", "How long to wait, such as 500ms or 5s; default 10s."),
            .init(
                "--no-event", nil,
                "Expects that no event of the object comes (cause 3, 11 or 12) for the time\n"
                    + "of --within, counted from the end of the interrogation."),
            .init("--no-interrogation", nil, "Only listens."),
        ] + OneShot.shared,
        notes: """
            Without --value, --quality, --cause and --type any value of the object will do. Events
            that the outstation kept from before the connection count too. The interrogation before
            --no-event may take --timeout, 60 s by default.

            Examples:
              iec104 expect 127.0.0.1 --address 1001 --value on --within 5s
              iec104 expect rtu7 --station 3 --address 4001 --value 110 --tolerance 0.5 --quality good
              iec104 expect rtu7 --address 1001 --cause spontaneous --type M_DP_TB_1 --within 1min
              iec104 expect rtu7 --address 1001 --no-event --within 30s

            Exit codes: 0 met; 1 not met (it says what was seen), or no connection; 2 wrong usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let shot = OneShot(syntax.name, arguments, &findings)
        let profile = shot?.options.link.profile ?? .standard
        let address = findings.address(arguments, profile)
        var wanted = Expectation()
        wanted.value = arguments.last("--value")
        wanted.tolerance = findings.tolerance(arguments)
        wanted.quality = findings.collect { () throws(UsageError) in try Self.quality(arguments) }
        wanted.cause = findings.collect { () throws(UsageError) in try Self.cause(arguments) }
        wanted.type = findings.collect { () throws(UsageError) in try Self.type(arguments) }
        wanted.takesTests = arguments.has("--test")
        let within = findings.duration(arguments, "--within", in: 1...86_400_000) ?? .seconds(10)
        let isNone = arguments.has("--no-event")
        if isNone, wanted.takesTests {
            findings.add(
                "--test does not go with --no-event, which any event ends.",
                "--test 不能与 --no-event 同用, 任何事件都会结束后者。")
        }
        if isNone, wanted.cause != nil {
            findings.add("--cause does not go with --no-event.", "--cause 不能与 --no-event 同用。")
        }
        if arguments.has("--tolerance"), wanted.value == nil {
            findings.needs("--tolerance", "--value X")
        }
        if let value = wanted.value, !Expectation.isPossible(value) {
            findings.add(
                "--value '\(shortened(value))' is neither a number nor a state such as on.",
                "--value '\(shortened(value))' 既不是数, 也不是 on 这样的状态。")
        }
        try findings.check()
        guard let shot, let address else { return .usage }
        wanted.station = shot.station
        wanted.address = address
        let work = ExpectWork(
            shot: shot, wanted: wanted, within: within, isNone: isNone,
            interrogates: !arguments.has("--no-interrogation"))
        return shot.run { session in await work.run(session) }
    }

    private static func quality(_ arguments: ParsedArguments) throws(UsageError) -> Quality? {
        guard let text = arguments.last("--quality") else { return nil }
        // All bits that any point has.
        guard let type = PointType(.M_ME_NC_1), let protection = PointType(.M_EP_TD_1) else {
            return nil
        }
        do throws(Words) {
            return try PointQuality.read(
                text, for: text.uppercased().contains("EI") ? protection : type)
        } catch {
            throw UsageError("--quality", error)
        }
    }

    private static let causes: [String: Cause] = [
        "spontaneous": .spontaneous, "periodic": .periodic, "background": .backgroundScan,
        "request": .request, "interrogated": .interrogatedByStation,
        "return-remote": .returnRemote, "return-local": .returnLocal,
    ]

    private static func cause(_ arguments: ParsedArguments) throws(UsageError) -> Cause? {
        guard let text = arguments.last("--cause") else { return nil }
        if let cause = causes[text] { return cause }
        guard let number = UInt8(text), (1...63).contains(number) else {
            let names = causes.keys.sorted().joined(separator: ", ")
            throw UsageError(
                "--cause '\(shortened(text))' is neither a number from 1 to 63 nor one of: "
                    + "\(names).",
                "--cause '\(shortened(text))' 不是1至63的数, 也不是以下之一: \(names)。")
        }
        return Cause(number)
    }

    private static func type(_ arguments: ParsedArguments) throws(UsageError) -> TypeID? {
        guard let text = arguments.last("--type") else { return nil }
        guard let type = PointType(text), !type.isCommand else {
            throw UsageError("--type", PointType.refusal(text))
        }
        return type.id
    }
}

extension UsageFindings {
    /// The number of `--tolerance`; 0 by default.
    mutating func tolerance(_ arguments: ParsedArguments) -> Double {
        let number = collect { () throws(UsageError) -> Double? in
            guard let text = arguments.last("--tolerance") else { return nil }
            guard let number = Double(text), number.isFinite, number >= 0 else {
                throw UsageError(
                    "--tolerance '\(shortened(text))' is not a number, 0 or more.",
                    "--tolerance '\(shortened(text))' 不是0或正数。")
            }
            return number
        }
        return number ?? 0
    }
}
