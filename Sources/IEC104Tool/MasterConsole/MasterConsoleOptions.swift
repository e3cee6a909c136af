import IEC104
import IEC104Inspect

/// What the command line of a master says about its console.
struct MasterConsoleOptions: Sendable {
    let mode: ConsoleMode
    /// Whether commands are sent without a question.
    let hasConsent: Bool
    /// Whether what it would change is shown, and never sent.
    let isDryRun: Bool
    let audit: AuditFile?

    static let options: [CommandSyntax.Option] = [
        ConsoleMode.option,
        .init(
            "--allow", "RULE",
            "Commands that the console may send to each HOST: CA:IOA[-IOA]:TYPE[,TYPE], such as "
                + "1:5001-5010:double; * for any CA, any IOA, all commands to outputs. TYPE is "
                + "single, double, step, setpoint, bitstring, clock, counters, reset, a mnemonic "
                + "(C_SC_NA_1) or a number (45). May be given several times; without, none may be "
                + "sent."),
        .init(
            "--yes", nil,
            "Sends what the console is told without a question; where it is no terminal,\n"
                + "nothing is sent without this."),
        .init(
            MasterConsoleCommand.dryRun, nil,
            "Shows the frames of what the console would change, decoded and in hexadecimal, and\n"
                + "sends none of them; values are asked for as ever."),
        .init(
            "--audit", "FILE",
            "Appends what the console changes at outstations, what became of it, and what it\n"
                + "refused, as JSON lines; what cannot be written there is not sent."),
    ]

    init(_ arguments: ParsedArguments, _ output: MasterOutput) throws(UsageError) {
        var findings = UsageFindings()
        let isAlone = output.isLive || arguments.has("--once")
        // Other formats are for programs, and have no place for answers.
        let hasRoom = output.path != nil || [.text, .json].contains(output.format)
        if arguments.has("--console") {
            if isAlone {
                findings.add(
                    "--console goes without --live and --once.",
                    "--console 不能与 --live 或 --once 同用。")
            }
            if !hasRoom {
                let format = output.format.rawValue
                findings.add(
                    "--console answers on standard output, where \(format) goes: give --output FILE, "
                        + "or --format text or json.",
                    "--console 在标准输出上应答, 而 \(format) 也写往标准输出: "
                        + "请给出 --output FILE, 或 --format text 或 json。")
            }
        }
        isDryRun = arguments.has(MasterConsoleCommand.dryRun)
        mode = isAlone || !hasRoom ? .off : ConsoleMode(arguments)
        if isDryRun, isAlone {
            findings.add(
                "--dry-run is for the console, which goes without --live and --once.",
                "--dry-run 用于控制台, 控制台不能与 --live 或 --once 同用。")
        } else if isDryRun, hasRoom, mode == .off {
            findings.add(
                "--dry-run is for the console: give --console where there is no terminal.",
                "--dry-run 用于控制台: 无终端时请加 --console。")
        }
        hasConsent = arguments.has("--yes")
        audit = findings.audit(arguments, "master")
        try findings.check()
    }

    /// A console that writes on `screen`, where all values are shown too, or none.
    func console(
        _ options: StationOptions, _ screen: ShotOutput, showsAll: Bool, on loop: EventLoop
    ) -> MasterConsole? {
        guard mode != .off else { return nil }
        var settings = MasterConsole.Settings()
        settings.language = options.language
        settings.isJSON = options.format == .json
        settings.isTerminal = mode == .terminal
        settings.hasConsent = hasConsent
        settings.isDryRun = isDryRun
        let console = MasterConsole(
            settings, audit: audit, on: loop, write: { screen.line($0) },
            trace: { screen.isTracing = $0 })
        console.filter = ValueFilter(showsAll: showsAll)
        return console
    }
}
