import IEC104
import IEC104Inspect

/// `iec104 discover`: finds out what an outstation has, as a point list.
enum DiscoverCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "discover",
        summary: "finds out which points an outstation has, and writes a point list",
        operands: OneShot.operands,
        operandHelp: """
            Asks all stations for all points and counters (common address 65535), then listens for
            what comes by itself. Where that address is refused, each station that was heard is
            asked, or station 1.
            """,
        options: [
            .init("--for", "TIME", "How long to listen afterwards, such as 60s; default 10s."),
            .init(
                "--within", "TIME",
                "Ends at the latest after so long, with what has come; default 10min and what\n"
                    + "--for says."),
            .init(
                "--output", "FILE",
                "Writes the list to FILE, and the report to standard output; default: the\n"
                    + "list to standard output, the report to standard error."),
            .init("--no-counters", nil, "Does not ask for counters."),
        ] + OneShot.shared,
        notes: """
            The list is CSV, which 'iec104 outstation --points' serves. The report has what looks odd:
            several types at one address, values that are invalid, times that are off, causes that
            the standard does not have; with --format json an object a line.

            Examples:
              iec104 discover 10.0.0.7 > rtu7.csv
              iec104 discover rtu7:2405 --for 5min --output rtu7.csv
              iec104 outstation --points rtu7.csv

            Exit codes: 0 points were found; 1 none, or no connection, or what was found is
            incomplete (it says so); 2 wrong usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        var shot = OneShot(syntax.name, arguments, &findings)
        let time = findings.duration(arguments, "--for", in: 0...86_400_000) ?? .seconds(10)
        let within =
            findings.duration(arguments, "--within", in: 100...604_800_000)
            ?? time + .seconds(600)
        try findings.check()
        // Another one would be asked what this asks.
        shot?.settings.repeatsAfterInitialization = false
        guard let shot else { return .usage }
        let survey = Survey(shot.options.link.profile)
        let work = DiscoverWork(
            shot: shot, survey: survey, time: time, within: within,
            output: arguments.last("--output"),
            asksCounters: !arguments.has("--no-counters"))
        return shot.run(tracer: { survey.note($0) }) { session in await work.run(session) }
    }
}
