import IEC104
import IEC104Inspect

/// `iec104 interrogate`: the present values of one outstation.
enum InterrogateCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "interrogate",
        summary: "asks an outstation for its present values, and ends",
        operands: OneShot.operands,
        operandHelp: "General interrogation (C_IC_NA_1) of a station, or of a group of it.",
        options: [
            .init(
                "--station", "CA",
                "The common address, 1 to 65535; default 1. 65535 (255 with --ca-size 1)\n"
                    + "asks all stations of the outstation."),
            .init("--group", "N", "The group, 1 to 16; default: the station, all points."),
        ] + OneShot.shared,
        notes: """
            A line for each value, as of 'iec104 master', then how it ended. With --format json the
            values are objects, a line each, and the last line says how it ended: such a file is a
            snapshot that 'iec104 compare' reads.

            Examples:
              iec104 interrogate 127.0.0.1
              iec104 interrogate rtu7:2405 --station 3 --group 2
              iec104 interrogate 10.0.0.7 --format json > snapshot

            \(OneShot.exitCodes)
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let shot = OneShot(syntax.name, arguments, allowsAll: true, &findings)
        let group = findings.number(arguments, "--group", in: 1...16)
        try findings.check()
        guard let shot else { return .usage }
        let qualifier = group.flatMap { QOI(group: UInt8($0)) } ?? .station
        return shot.run { session in
            await session.readAll(.interrogation(station: shot.station, qualifier)) { json in
                json.member("qoi", qualifier.rawValue)
            }
        }
    }
}
