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
