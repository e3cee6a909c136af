import IEC104
import IEC104Inspect

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
            Confirmation.option, RequestAudit.option,
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
            findings.add(
                "--events is --qrp 2: give one of them.", "--events 即 --qrp 2: 只能给出一个。")
        }
        try findings.check()
        guard var shot else { return .usage }
        let qualifier = QRP(rawValue: UInt8(number ?? (arguments.has("--events") ? 2 : 1)))
        let question = shot.words(
            "reset station \(shot.station) of \(shot.endpoint) (QRP \(qualifier.rawValue))",
            "复位 \(shot.endpoint) 公共地址\(shot.station) (QRP \(qualifier.rawValue))")
        let request = MasterRequest.reset(station: shot.station, qualifier)
        shot.order = request
        guard Confirmation.isGiven(arguments, question, shot.options.language) else {
            shot.declined(request)
            return .failed
        }
        return shot.run { [shot] session in
            let (result, isLogged) = await session.change(request)
            let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
            session.tell(
                result, "reset of station \(shot.station): confirmed after \(milliseconds) ms",
                "公共地址\(shot.station) 复位: 已确认, 用时\(milliseconds) ms"
            ) { $0.member("qrp", qualifier.rawValue) }
            return result.isDone && isLogged
        }
    }
}
