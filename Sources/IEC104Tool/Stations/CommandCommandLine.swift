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
            .init("--station", "CA", "The common address, 1 to 65534; default 1."),
            .init("--address", "IOA", "The object address, 1 to 16777215; needed."),
        ] + values.map { .init($0.option, $0.placeholder, $0.help) } + [
            .init("--select", nil, "Selects first, and executes when that is confirmed."),
            .init(
                "--no-termination", nil,
                "Has ended with the confirmation: for stations that send no termination."),
            .init(
                "--qualifier", "N",
                "QU 0 to 31 (1 short pulse, 2 long pulse, 3 persistent), or QL 0 to 127 of\n"
                    + "a set point; default 0."),
            .init("--time", "now", "Sends the variant with a time tag, the time of sending."),
            StationOptions.trace,
            StationOptions.format,
        ] + StationOptions.shared,
        notes: """
            Waits for the confirmation and the termination (up to 60 s), and never sends a command
            twice.

            Examples:
              iec104 command 127.0.0.1 --address 5001 --double off --select
              iec104 command rtu7:2405 --station 3 --address 6001 --float 110.5
              iec104 command 127.0.0.1 --address 5031 --step up --time now --format json

            Exit codes: 0 accepted; 1 refused, no answer, or no connection (it says which);
            2 wrong usage.
            """)

    /// The options of values: the type that each stands for.
    private static let values: [(option: String, placeholder: String, help: String)] = [
        ("--single", "on|off", "A single command, C_SC_NA_1."),
        ("--double", "on|off", "A double command, C_DC_NA_1."),
        ("--step", "up|down", "A regulating step, C_RC_NA_1."),
        ("--normalized", "X", "A set point -1 to 1 - 2^-15, C_SE_NA_1."),
        ("--scaled", "N", "A set point -32768 to 32767, C_SE_NB_1."),
        ("--float", "X", "A set point, short floating point, C_SE_NC_1."),
        ("--bits", "HEX", "A bit string of 32 bits, such as 0000A5F0, C_BO_NA_1."),
    ]

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        let options = try StationOptions(arguments)
        guard arguments.operands.count == 1 else {
            throw UsageError(
                arguments.operands.isEmpty
                    ? "which outstation? Give HOST[:PORT], such as 192.168.1.10:2404."
                    : "one outstation only: '\(arguments.operands[1])' is too many.")
        }
        let endpoint = try HostPort(arguments.operands[0])
        let profile = options.link.profile
        let station =
            try arguments.number("--station", in: 1...Int(profile.globalCommonAddress.value) - 1)
            ?? 1
        let largest = Int(profile.largestObjectAddress)
        guard let address = try arguments.number("--address", in: 1...largest) else {
            throw UsageError("which object? Give --address IOA.")
        }
        let (type, information) = try value(arguments)
        var isTagged = false
        if let time = arguments.last("--time") {
            guard time == "now" else { throw UsageError("--time '\(time)' is not: now.") }
            isTagged = true
        }
        if type == .C_BO_NA_1, arguments.has("--select") || arguments.has("--qualifier") {
            throw UsageError("a bit string has neither a select bit nor a qualifier.")
        }
        let command = MasterCommand(
            station: CommonAddress(UInt16(station)),
            isTagged ? TypeID(type.rawValue + 13) : type, at: ObjectAddress(UInt32(address)),
            information, mode: arguments.has("--select") ? .selectBeforeOperate : .direct,
            completion: arguments.has("--no-termination") ? .confirmation : .termination)
        let work = CommandWork(endpoint: endpoint, command: command, options: options)
        return StationRun.run("command", spin: options.spin) { loop in
            switch options.format {
            case .text: await work.run(options.textPrinter, on: loop)
            case .json: await work.run(options.jsonPrinter, on: loop)
            }
        }
    }

    private static func value(
        _ arguments: ParsedArguments
    ) throws(UsageError) -> (TypeID, Information) {
        let given = values.filter { arguments.has($0.option) }
        guard let option = given.first?.option, given.count == 1,
            let text = arguments.last(option)
        else {
            throw UsageError(
                "give exactly one of " + values.map(\.option).joined(separator: ", ")
                    + (given.isEmpty
                        ? "." : ", not " + given.map(\.option).joined(separator: " and ") + "."))
        }
        let isCommand = ["--single", "--double", "--step"].contains(option)
        let qualifier =
            UInt8(try arguments.number("--qualifier", in: 0...(isCommand ? 31 : 127)) ?? 0)
        let setPoint = QOS(qualifier: qualifier)
        let command = CommandQualifier(rawValue: qualifier)
        func chosen(_ yes: String, _ no: String) throws(UsageError) -> Bool {
            guard text == yes || text == no else {
                throw UsageError("\(option) '\(text)' is not one of: \(yes), \(no).")
            }
            return text == yes
        }
        switch option {
        case "--single":
            return (.C_SC_NA_1, .singleCommand(SCO(try chosen("on", "off"), qualifier: command)))
        case "--double":
            return (.C_DC_NA_1, .doubleCommand(DCO(try chosen("on", "off"), qualifier: command)))
        case "--step":
            return (
                .C_RC_NA_1,
                .stepCommand(RCO(isHigher: try chosen("up", "down"), qualifier: command))
            )
        case "--normalized":
            guard let value = Double(text), (-1.0..<1.0).contains(value) else {
                throw UsageError("\(option) '\(text)' is not a number from -1 to 1 - 2^-15.")
            }
            return (.C_SE_NA_1, .normalizedSetPoint(NVA(value), setPoint))
        case "--scaled":
            guard let value = Int16(text) else {
                throw UsageError("\(option) '\(text)' is not a whole number, -32768 to 32767.")
            }
            return (.C_SE_NB_1, .scaledSetPoint(value, setPoint))
        case "--float":
            guard let value = Float(text), value.isFinite else {
                throw UsageError("\(option) '\(text)' is not a number within +-3.4e38.")
            }
            return (.C_SE_NC_1, .floatSetPoint(R32(value), setPoint))
        default:
            let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
            guard let bits = UInt32(digits, radix: 16), !digits.hasPrefix("+") else {
                throw UsageError("\(option) '\(text)' is not 1 to 8 hexadecimal digits.")
            }
            return (.C_BO_NA_1, .bitStringCommand(bits))
        }
    }
}

/// What `iec104 command` does.
struct CommandWork: Sendable {
    let endpoint: HostPort
    let command: MasterCommand
    let options: StationOptions

    func run<P: Printer & Sendable>(_ printer: P?, on loop: EventLoop) async -> ExitCode {
        let output = StationOutput(
            printer, role: .master, profile: options.link.profile, loop: loop)
        var configuration = MasterConfiguration()
        configuration.parameters = options.link.parameters
        configuration.settings.profile = options.link.profile
        configuration.settings.originator = options.link.originator
        configuration.tracer = { output.show($0) }
        defer { output.flush() }
        let master: Master
        do {
            master = try Master(
                endpoint.host, port: endpoint.port, configuration: configuration, on: loop)
            try await master.connect()
        } catch {
            tell(.noConnection(error), output)
            return .failed
        }
        let result: CommandResult
        do throws(RequestError) {
            result = .accepted(try await master.request(.command(command)))
        } catch {
            result = .failed(error)
        }
        tell(result, output)
        await master.disconnect()
        return result.isAccepted && !output.hasFailed ? .done : .failed
    }

    private func tell<P>(_ result: CommandResult, _ output: StationOutput<P>) {
        switch options.format {
        case .json: output.line(json(result))
        case .text:
            let text = result.text(command, options.language)
            if result.isAccepted {
                output.line(text)
            } else {
                Standard.error.write("iec104 command: \(endpoint): \(text)\n")
            }
        }
    }

    private func json(_ result: CommandResult) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.member("host", endpoint.description)
        json.member("station", command.station.value)
        json.member("address", command.object.address.value)
        json.member("typeId", command.type.rawValue)
        json.member("result", result.name)
        result.append(to: &json)
        json.endObject()
        return json.text.string
    }
}
