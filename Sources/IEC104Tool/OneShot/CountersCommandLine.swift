import IEC104
import IEC104Inspect

/// `iec104 counters`: reads, freezes and resets the counters of one outstation.
enum CountersCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "counters",
        summary: "reads the counters of an outstation, freezes or resets them first",
        operands: OneShot.operands,
        operandHelp: "Counter interrogation (C_CI_NA_1), then prints the integrated totals.",
        options: [
            .init(
                "--station", "CA",
                "The common address, 1 to 65535; default 1. 65535 (255 with --ca-size 1)\n"
                    + "asks all stations of the outstation."),
            .init("--group", "N", "The counter group, 1 to 4; default: all counters."),
            .init("--freeze", nil, "Freezes first (FRZ 1), then reads what was frozen."),
            .init(
                "--reset", nil,
                "Resets first (FRZ 3); with --freeze, freezes and resets (FRZ 2)."),
            .init("--no-read", nil, "Freezes or resets only."), RequestAudit.option,
        ] + OneShot.shared,
        notes: """
            Without --freeze and --reset the counters are read as the outstation has them (FRZ 0).
            A freeze or reset is never sent twice: when it is not confirmed nothing is read, and it
            says whether it may have been done all the same.

            Examples:
              iec104 counters 127.0.0.1
              iec104 counters 127.0.0.1 --group 1 --freeze
              iec104 counters rtu7 --station 3 --freeze --reset --format json

            \(OneShot.exitCodes)
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        var shot = OneShot(syntax.name, arguments, allowsAll: true, &findings)
        let group = findings.number(arguments, "--group", in: 1...4)
        let reads = !arguments.has("--no-read")
        let freeze: QCC.Freeze =
            switch (arguments.has("--freeze"), arguments.has("--reset")) {
            case (false, false): .read
            case (true, false): .freeze
            case (true, true): .freezeAndReset
            case (false, true): .reset
            }
        for option in ["--no-read", "--audit"] where freeze == .read && arguments.has(option) {
            findings.add(
                "\(option) needs --freeze or --reset.", "\(option) 需要 --freeze 或 --reset。")
        }
        try findings.check()
        let request = UInt8(group ?? 5)
        let order = QCC(request: request, freeze: freeze)
        if freeze != .read, let station = shot?.station {
            shot?.order = .counterInterrogation(station: station, order)
        }
        guard let shot else { return .usage }
        return shot.run { session in
            if freeze != .read {
                let (result, isLogged) = await session.change(
                    .counterInterrogation(station: shot.station, order))
                let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
                session.tell(
                    result, "\(words(freeze).english): confirmed after \(milliseconds) ms",
                    "\(words(freeze).chinese): 已确认, 用时\(milliseconds) ms"
                ) { json in
                    json.member("rqt", request)
                    json.member("frz", freeze.rawValue)
                }
                guard result.isDone, isLogged, reads else { return result.isDone && isLogged }
            }
            let qualifier = QCC(request: request)
            return await session.readAll(
                .counterInterrogation(station: shot.station, qualifier)
            ) { json in
                json.member("rqt", request)
                json.member("frz", 0)
            }
        }
    }

    static func words(_ freeze: QCC.Freeze) -> Words {
        switch freeze {
        case .read: Words("read", "召唤")
        case .freeze: Words("frozen", "冻结")
        case .freezeAndReset: Words("frozen and reset", "冻结并复位")
        case .reset: Words("reset", "复位")
        }
    }
}
