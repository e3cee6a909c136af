import IEC104
import IEC104Inspect

/// `iec104 parameter`: loads and activates parameters of measured values.
enum ParameterCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "parameter",
        summary: "loads parameters of measured values, activates and deactivates them",
        operands: OneShot.operands,
        operandHelp: """
            Gives a parameter a value (P_ME_NA_1, P_ME_NB_1, P_ME_NC_1), or activates and
            deactivates what was loaded (P_AC_NA_1). Give exactly one of the first seven options.
            """,
        options: kinds.map { .init($0.option, "X", $0.help) } + [
            .init("--value", "X", "The value of a parameter of another kind; needs --kind."),
            .init("--activate", "WHAT", "loaded, object or cyclic: QPA 1, 2 or 3."),
            .init("--deactivate", "WHAT", "The same, deactivation."),
            OneShot.stationOption,
            .init(
                "--address", "IOA",
                "The object address, 1 to 16777215; needed, but for --activate loaded and\n"
                    + "--deactivate loaded, where it is 0."),
            .init("--kind", "N", "KPA of --value, 0 to 63."),
            .init(
                "--type", "TYPE",
                "normalized, scaled or float (default): the type of the parameter."),
            RequestAudit.option,
        ] + OneShot.shared,
        notes: """
            Examples:
              iec104 parameter 127.0.0.1 --address 4001 --threshold 2.5
              iec104 parameter rtu7 --station 3 --address 4002 --high 1000 --type scaled
              iec104 parameter rtu7 --address 4001 --deactivate cyclic

            \(OneShot.exitCodes)
            """)

    private static let kinds: [(option: String, kind: UInt8, help: String)] = [
        ("--threshold", 1, "Loads the threshold (KPA 1)."),
        ("--smoothing", 2, "Loads the smoothing factor (KPA 2)."),
        ("--low", 3, "Loads the low limit for transmission (KPA 3)."),
        ("--high", 4, "Loads the high limit for transmission (KPA 4)."),
    ]
    private static var choices: [String] {
        kinds.map(\.option) + ["--value", "--activate", "--deactivate"]
    }

    private enum ParameterType: String, CaseIterable { case normalized, scaled, float }
    private enum Qualifier: String, CaseIterable {
        case loaded, object, cyclic

        var element: QPA {
            switch self {
            case .loaded: .loadedParameters
            case .object: .objectParameter
            case .cyclic: .cyclicTransmission
            }
        }
    }

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        var shot = OneShot(syntax.name, arguments, &findings)
        let given = choices.filter { arguments.has($0) }
        if given.count != 1 {
            findings.add(UsageError.exactlyOne(of: choices, given: given))
        }
        let profile = shot?.options.link.profile ?? .standard
        var request: MasterRequest?
        if given.count == 1, let option = given.first {
            request = Self.request(option, arguments, shot?.station ?? 1, profile, &findings)
        }
        try findings.check()
        shot?.order = request
        guard let shot, let request else { return .usage }
        return shot.run { session in
            let (result, isLogged) = await session.change(request)
            let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
            let (type, address) = (request.type.rawValue, request.address)
            session.tell(
                result,
                "parameter: type \(type), object \(address) of station \(request.station): "
                    + "confirmed after \(milliseconds) ms",
                "参数: 类型\(type) 公共地址\(request.station) 信息体地址\(address): 已确认, "
                    + "用时\(milliseconds) ms"
            ) { json in
                json.member("address", address.value)
                json.member("typeId", type)
            }
            return result.isDone && isLogged
        }
    }

    private static let kindAlone = UsageError(
        "--kind goes with --value only.", "--kind 只与 --value 同用。")

    private static func request(
        _ option: String, _ arguments: ParsedArguments, _ station: CommonAddress,
        _ profile: Profile, _ findings: inout UsageFindings
    ) -> MasterRequest? {
        let kind = findings.number(arguments, "--kind", in: 0...63)
        let type = findings.collect { () throws(UsageError) in
            try arguments.choice("--type", ParameterType.self)
        }
        let isActivation = option == "--activate" || option == "--deactivate"
        if isActivation {
            if type != nil {
                findings.add("--type goes with a value only.", "--type 只与值同用。")
            }
            if kind != nil { findings.add(Self.kindAlone) }
            let qualifier = findings.collect { () throws(UsageError) in
                try arguments.choice(option, Qualifier.self)
            }
            guard let qualifier else { return nil }
            var address: ObjectAddress? = .irrelevant
            if qualifier != .loaded || arguments.has("--address") {
                address = findings.address(
                    arguments, profile, least: qualifier == .loaded ? 0 : 1)
            }
            guard let address else { return nil }
            return option == "--activate"
                ? .parameter(station: station, address, .parameterActivation(qualifier.element))
                : .parameterDeactivation(station: station, address, qualifier.element)
        }
        let address = findings.address(arguments, profile)
        let known = kinds.first { $0.option == option }?.kind
        if known != nil, kind != nil { findings.add(Self.kindAlone) }
        if known == nil, kind == nil { findings.needs("--value", "--kind N") }
        let information = findings.collect { () throws(UsageError) in
            try Self.information(
                arguments.last(option) ?? "", option, type ?? .float,
                QPM(kind: known ?? UInt8(kind ?? 0)))
        }
        guard let address, let information else { return nil }
        return .parameter(station: station, address, information)
    }

    private static func information(
        _ text: String, _ option: String, _ type: ParameterType, _ qualifier: QPM
    ) throws(UsageError) -> Information {
        let value = "\(option) '\(shortened(text))'"
        switch type {
        case .normalized:
            guard let value = Double(text), (-1.0..<1.0).contains(value) else {
                throw UsageError(
                    "\(value) is not a number from -1 to 1 - 2^-15.",
                    "\(value) 不是 -1 至 1 - 2^-15 的数。")
            }
            return .normalizedParameter(NVA(value), qualifier)
        case .scaled:
            guard let value = Int16(text) else {
                throw UsageError(
                    "\(value) is not a whole number, -32768 to 32767.",
                    "\(value) 不是 -32768 至 32767 的整数。")
            }
            return .scaledParameter(value, qualifier)
        case .float:
            guard let value = Float(text), value.isFinite else {
                throw UsageError(
                    "\(value) is not a number within +-3.4e38.", "\(value) 不是 ±3.4e38 以内的数。")
            }
            return .floatParameter(R32(value), qualifier)
        }
    }
}
