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
            .init("--no-read", nil, "Freezes or resets only."),
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
        let shot = OneShot(syntax.name, arguments, allowsAll: true, &findings)
        let group = findings.number(arguments, "--group", in: 1...4)
        let reads = !arguments.has("--no-read")
        let freeze: QCC.Freeze =
            switch (arguments.has("--freeze"), arguments.has("--reset")) {
            case (false, false): .read
            case (true, false): .freeze
            case (true, true): .freezeAndReset
            case (false, true): .reset
            }
        if !reads, freeze == .read { findings.add("--no-read needs --freeze or --reset.") }
        try findings.check()
        guard let shot else { return .usage }
        let request = UInt8(group ?? 5)
        return shot.run { session in
            if freeze != .read {
                let qualifier = QCC(request: request, freeze: freeze)
                let (result, _, _) = await session.ask(
                    .counterInterrogation(station: shot.station, qualifier))
                let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
                session.tell(
                    result, "\(words(freeze).english): confirmed after \(milliseconds) ms",
                    "\(words(freeze).chinese): 已确认, 用时\(milliseconds) ms"
                ) { json in
                    json.member("rqt", request)
                    json.member("frz", freeze.rawValue)
                }
                guard result.isDone, reads else { return result.isDone }
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

    private static func words(_ freeze: QCC.Freeze) -> Words {
        switch freeze {
        case .read: Words("read", "召唤")
        case .freeze: Words("frozen", "冻结")
        case .freezeAndReset: Words("frozen and reset", "冻结并复位")
        case .reset: Words("reset", "复位")
        }
    }
}

extension ShotSession {
    /// Asks for values, prints them and how it ended; whether all who were asked answered.
    func readAll(
        _ request: MasterRequest, members: (inout JSONWriter) -> Void
    ) async -> Bool {
        let (result, values, lost) = await ask(request)
        show(values)
        let stations = result.outcome?.stations.map { "\($0)" }.joined(separator: ", ") ?? ""
        let refusing = result.outcome?.refusingStations ?? []
        let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
        tell(
            result,
            "\(values.count) values of station \(stations): terminated after \(milliseconds) ms",
            "公共地址\(stations): \(values.count)个值, 已终止, 用时\(milliseconds) ms",
            station: request.station
        ) { json in
            members(&json)
            json.member("values", values.count)
            if lost > 0 { json.member("lost", lost) }
            if !refusing.isEmpty {
                json.beginArray("refusedBy")
                for station in refusing { json.value(station.value) }
                json.endArray()
            }
        }
        if !refusing.isEmpty {
            let names = refusing.map { "\($0)" }.joined(separator: ", ")
            shot.fail(shot.words("refused by station \(names)", "公共地址\(names) 拒绝"))
        }
        if lost > 0 {
            shot.fail(shot.words("\(lost) values more came than are kept", "另有\(lost)个值未保留"))
        }
        return result.isDone && refusing.isEmpty && lost == 0
    }
}
