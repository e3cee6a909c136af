import IEC104
import IEC104Inspect

/// `iec104 command`: sends one command or set point, and tells what became of it.
enum CommandCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "command",
        summary: "sends a command or a set point to an outstation",
        operands: "HOST[:PORT]",
        operandHelp: "Give the object, and exactly one value: its option says the type.",
        options: [
            OneShot.stationOption,
            .init("--address", "IOA", "The object address, 1 to 16777215; needed."),
        ] + values.map { .init($0.option, $0.placeholder, $0.help) } + [
            .init("--select", nil, "Selects first, and executes when that is confirmed."),
            .init("--select-only", nil, "Selects, and does not execute."),
            .init("--execute-only", nil, "Executes what was selected (the same as without)."),
            .init("--cancel", nil, "Ends a selection, or a command that runs (deactivation)."),
            .init(
                "--no-termination", nil,
                "Has ended with the confirmation: for stations that send no termination."),
            .init(
                "--qualifier", "Q",
                "QU: none (default), short, long or persistent, or 0 to 31; of a set point\n"
                    + "QL, 0 to 127."),
            .init(
                "--time", "now|TIME",
                "Sends the variant with a time tag: the time of sending, or a time such as\n"
                    + "2026-03-02T08:25:12.512 as the outstation's clock shows it."),
            .init(
                "--clock", "ZONE",
                "What the outstation's clock shows, for --time now: utc (default), local,\n"
                    + "+08:00, a zone such as Europe/Berlin, or a POSIX rule."),
            .init("--test", nil, "Sets T: it is answered, and nothing is operated."),
            .init(
                "--watch", "TIME",
                "How long to wait for return information afterwards, such as 5s; default:\n"
                    + "what comes until the end is shown."),
            .init(
                "--returns", "IOA",
                "The object that is driven: its changes are shown whatever their cause, and\n"
                    + "--watch ends with the first. Without, all with cause 11 or 12 are."),
            .init("--repeat", "N", "Sends it N times, 1 to 10000, as long as each is accepted."),
            .init("--pause", "TIME", "Between two of them, such as 500ms; default 0."),
            .init("--dry-run", nil, "Shows the frames, decoded and in hexadecimal; sends nothing."),
            Confirmation.option, RequestAudit.option,
        ] + OneShot.shared,
        notes: """
            On a terminal it asks before it sends. Waits for the confirmation and the termination,
            and never sends a command twice by itself. A selection belongs to the connection: what
            --select-only selects is gone with it, for most outstations; --watch keeps it.

            Examples:
              iec104 command 127.0.0.1 --address 5001 --double off --select
              iec104 command rtu7:2405 --station 3 --address 6001 --float 110.5
              iec104 command 127.0.0.1 --address 5031 --step up --time now --repeat 3 --pause 2s
              iec104 command rtu7 --address 5001 --single on --qualifier short --watch 5s --yes
              iec104 command rtu7 --address 5001 --double on --select --dry-run

            Exit codes: 0 accepted, or shown; 1 refused, no answer, no connection, or not
            confirmed at the terminal (it says which);
            2 wrong usage.
            """)

    /// The options of values: the type that each stands for.
    private static let values: [(option: String, type: TypeID, placeholder: String, help: String)] =
        [
            ("--single", .C_SC_NA_1, "on|off", "A single command, C_SC_NA_1."),
            ("--double", .C_DC_NA_1, "on|off", "A double command, C_DC_NA_1."),
            ("--step", .C_RC_NA_1, "up|down", "A regulating step, C_RC_NA_1."),
            ("--normalized", .C_SE_NA_1, "X", "A set point -1 to 1 - 2^-15, C_SE_NA_1."),
            ("--scaled", .C_SE_NB_1, "N", "A set point -32768 to 32767, C_SE_NB_1."),
            ("--float", .C_SE_NC_1, "X", "A set point, short floating point, C_SE_NC_1."),
            ("--bits", .C_BO_NA_1, "HEX", "A bit string of 32 bits, such as 0000A5F0, C_BO_NA_1."),
        ]

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        var shot = OneShot(syntax.name, arguments, &findings)
        let profile = shot?.options.link.profile ?? .standard
        let address = findings.address(arguments, profile)
        let found = findings.collect { () throws(UsageError) -> (TypeID, Information)? in
            try Self.value(arguments)
        }
        let mode = Self.mode(arguments, &findings)
        let time = findings.collect { () throws(UsageError) -> CommandTime? in
            try Self.time(arguments)
        }
        let zone = findings.collect { () throws(UsageError) -> ZoneRule? in
            guard let text = arguments.last("--clock") else { return nil }
            return try ClockOptions.zone(text)
        }
        let returns = findings.number(
            arguments, "--returns", in: 1...Int(profile.largestObjectAddress))
        let plan = CommandPlan(
            repetitions: findings.number(arguments, "--repeat", in: 1...10_000) ?? 1,
            pause: findings.duration(arguments, "--pause", in: 0...86_400_000) ?? .zero,
            watch: findings.duration(arguments, "--watch", in: 0...86_400_000) ?? .zero,
            returns: returns.map { ObjectAddress(UInt32($0)) })
        if arguments.has("--pause"), plan.repetitions == 1 {
            findings.needs("--pause", "--repeat N")
        }
        if found?.0 == .C_BO_NA_1 {
            if arguments.has("--qualifier") {
                findings.add("a bit string has no qualifier.", "比特串没有限定词。")
            }
            if mode != .direct, mode != .execute {
                findings.add(
                    "a bit string has no select bit: it is executed only.",
                    "比特串没有选择位, 只能执行。")
            }
        }
        try findings.check()
        guard let address, let found, let mode else { return .usage }
        shot?.settings.clockOffset = StationTime(zone: zone).offset
        shot?.settings.isSummerTime = StationTime(zone: zone).isSummerTime
        guard var shot else { return .usage }
        var command = MasterCommand(
            station: shot.station,
            time == nil ? found.0 : TypeID(found.0.rawValue + 13), at: address, found.1, mode: mode,
            completion: arguments.has("--no-termination") ? .confirmation : .termination,
            isTest: arguments.has("--test"))
        if case .at(let tag)? = time { command.object.timeTag = .cp56(tag) }
        shot.order = .command(command)
        let work = CommandWork(shot: shot, command: command, plan: plan)
        if arguments.has("--dry-run") { return work.showFrames() }
        guard Confirmation.isGiven(arguments, work.question, shot.options.language) else {
            work.declined()
            return .failed
        }
        return work.run()
    }

    private static func mode(
        _ arguments: ParsedArguments, _ findings: inout UsageFindings
    ) -> MasterCommand.Mode? {
        let modes: [(String, MasterCommand.Mode)] = [
            ("--select", .selectBeforeOperate), ("--select-only", .select),
            ("--execute-only", .execute), ("--cancel", .deactivate),
        ]
        let given = modes.filter { arguments.has($0.0) }
        if given.count > 1 {
            let names = given.map(\.0)
            findings.add(
                names.joined(separator: " and ") + ": give one of them.",
                names.joined(separator: "、") + ": 只能给出一个。")
            return nil
        }
        return given.first?.1 ?? .direct
    }

    /// The time tag of a command.
    private enum CommandTime {
        /// The moment of sending.
        case now
        case at(CP56Time2a)
    }

    private static func time(_ arguments: ParsedArguments) throws(UsageError) -> CommandTime? {
        guard let text = arguments.last("--time") else { return nil }
        if text == "now" { return .now }
        guard let time = CP56Time2a(text: text) else {
            throw UsageError(
                "--time '\(shortened(text))' is neither now nor a time such as "
                    + "2026-03-02T08:25:12.512.",
                "--time '\(shortened(text))' 不是 now, 也不是 2026-03-02T08:25:12.512 这样的时间。")
        }
        return .at(time)
    }

    private static func value(
        _ arguments: ParsedArguments
    ) throws(UsageError) -> (TypeID, Information) {
        let given = values.filter { arguments.has($0.option) }
        guard let option = given.first?.option, let type = given.first?.type, given.count == 1,
            let text = arguments.last(option)
        else {
            throw UsageError.exactlyOne(of: values.map(\.option), given: given.map(\.option))
        }
        var place = "--qualifier"
        do throws(Words) {
            let qualifier = try arguments.last(place).map { text throws(Words) in
                try CommandValue.qualifier(text, of: type)
            }
            place = option
            return (
                type, try CommandValue.information(text, as: type, qualifier: qualifier ?? 0)
            )
        } catch {
            throw UsageError(
                "\(place) \(error.english).", "\(place) \(error.chinese)。")
        }
    }
}
