import IEC104
import IEC104Inspect

/// `iec104 test`: the way to the application of one outstation and back.
enum TestCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "test",
        summary: "tests the way to the application of an outstation and back",
        operands: OneShot.operands,
        operandHelp: "Test command with time tag (C_TS_TA_1), which the outstation mirrors.",
        options: [
            OneShot.stationOption,
            .init("--no-time", nil, "The test command of IEC 60870-5-101 (C_TS_NA_1)."),
            .init("--count", "N", "How often, 1 to 1000000; default 1."),
            .init("--pause", "TIME", "Between two tests, such as 500ms; default 1s."),
        ] + OneShot.shared,
        notes: """
            Examples:
              iec104 test 127.0.0.1
              iec104 test rtu7 --station 3 --count 10 --pause 200ms

            Exit codes: 0 all were confirmed; 1 one was not, or no connection; 2 wrong usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let shot = OneShot(syntax.name, arguments, &findings)
        let count = findings.number(arguments, "--count", in: 1...1_000_000) ?? 1
        let pause =
            findings.duration(arguments, "--pause", in: 0...3_600_000) ?? .seconds(1)
        let isTimeTagged = !arguments.has("--no-time")
        try findings.check()
        guard let shot else { return .usage }
        return shot.run { session in
            for number in 1...count {
                if number > 1 { await session.loop.sleep(for: pause) }
                let (result, _, _) = await session.ask(
                    .test(station: shot.station, isTimeTagged: isTimeTagged))
                let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
                session.tell(
                    result, "test of station \(shot.station): confirmed after \(milliseconds) ms",
                    "公共地址\(shot.station) 测试: 已确认, 用时\(milliseconds) ms")
                guard result.isDone else { return false }
            }
            return true
        }
    }
}

/// `iec104 reset`: resets the process of one outstation, or its event buffer.
enum ResetCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "reset",
        summary: "resets the process of an outstation, or its event buffer",
        operands: OneShot.operands,
        operandHelp: "Reset process command (C_RP_NA_1).",
        options: [
            .init(
                "--station", "CA",
                "The common address, 1 to 65535; default 1. 65535 (255 with --ca-size 1)\n"
                    + "resets all stations of the outstation."),
            .init("--events", nil, "Resets the event buffer (QRP 2): waiting events are lost."),
            .init("--qrp", "N", "Another qualifier, 1 to 255; default 1, the whole process."),
            Confirmation.option,
        ] + OneShot.shared,
        notes: """
            On a terminal it asks before it resets. After a reset of the process most outstations
            end the connection, and tell the end of initialization on the next one.

            Examples:
              iec104 reset 127.0.0.1 --yes
              iec104 reset rtu7 --station 3 --events

            \(OneShot.exitCodes)
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let shot = OneShot(syntax.name, arguments, allowsAll: true, &findings)
        let number = findings.number(arguments, "--qrp", in: 1...255)
        if number != nil, arguments.has("--events") {
            findings.add("--events is --qrp 2: give one of them.")
        }
        try findings.check()
        guard let shot else { return .usage }
        let qualifier = QRP(rawValue: UInt8(number ?? (arguments.has("--events") ? 2 : 1)))
        let question = shot.words(
            "reset station \(shot.station) of \(shot.endpoint) (QRP \(qualifier.rawValue))",
            "复位 \(shot.endpoint) 公共地址\(shot.station) (QRP \(qualifier.rawValue))")
        guard Confirmation.isGiven(arguments, question, shot.options.language) else {
            shot.fail(ShotResult.declined.text(in: shot.options.language))
            return .failed
        }
        return shot.run { session in
            let (result, _, _) = await session.ask(.reset(station: shot.station, qualifier))
            let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
            session.tell(
                result, "reset of station \(shot.station): confirmed after \(milliseconds) ms",
                "公共地址\(shot.station) 复位: 已确认, 用时\(milliseconds) ms"
            ) { $0.member("qrp", qualifier.rawValue) }
            return result.isDone
        }
    }
}

/// The question before something is operated.
enum Confirmation {
    static let option = CommandSyntax.Option(
        "--yes", nil, "Does not ask; without a terminal it never asks.")

    /// Whether to go on: asked on a terminal, unless `--yes` is there.
    static func isGiven(
        _ arguments: ParsedArguments, _ question: String, _ language: Language
    ) -> Bool {
        guard !arguments.has("--yes"), Standard.input.isTerminal, Standard.error.isTerminal else {
            return true
        }
        Standard.error.write(question + (language == .chinese ? "? (是: y) " : "? [y/N] "))
        guard let answer = readLine(), !Signals.wantsStop else {
            Standard.error.write("\n")
            return false
        }
        return ["y", "yes", "是"].contains(answer.lowercased())
    }
}
