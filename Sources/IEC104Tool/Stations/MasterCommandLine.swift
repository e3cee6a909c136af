import IEC104
import IEC104Inspect

/// `iec104 master`: polls outstations and prints what they report.
enum MasterCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "master",
        summary: "polls outstations (RTUs) and prints what they report",
        operands: "HOST[:PORT] ...",
        operandHelp: """
            HOST is a name, an IPv4 address or an IPv6 address ([::1]:2404 with a port); the port
            is 2404 by default.
            """,
        options: [
            .init(
                "--station", "CA",
                "The common address to interrogate, 1 to 65535; default 65535, all\n"
                    + "stations (255 with --ca-size 1). May be given several times."),
            .init("--interrogate", nil, "Interrogates after each start; without, only listens."),
            .init(
                "--once", nil,
                "Interrogates, prints the values, and ends: code 0, or 1 with the reason."),
            .init("--for", "SECONDS", "Ends after so long, 1 to 31536000; default: by Ctrl-C."),
            StationOptions.trace,
        ] + MasterOutput.options + MasterConsoleOptions.options.under("Console and commands")
            + StationOptions.shared,
        notes: """
            A line for each value: when it was received, from where, the station (CA), the object
            address, the value with its quality, its time tag, and why it was sent. A lost
            connection is made again, after a pause that grows from 1 to 60 seconds.

            When nobody reads the output, nothing is read from the outstations either: they stop
            after k APDUs that were not acknowledged. No value is lost in this program, and it
            takes no more memory; an outstation that waits longer than its t1 connects anew.

            Examples:
              iec104 master 127.0.0.1 --interrogate
              iec104 master 10.0.0.7 10.0.0.8:2405 --station 3 --once
              iec104 master rtu7 --interrogate --format json | jq 'select(.address == 1001)'
              iec104 master 127.0.0.1 --interrogate --for 60 --trace --lang zh
              iec104 master rtu7 --interrogate --format csv --output rtu7.csv --rotate daily
              iec104 master rtu7 --interrogate --format influx --record rtu7.pcap
              iec104 master rtu7 --interrogate --allow 1:5001-5010:double --audit audit.jsonl
              iec104 master rtu7 rtu8 --interrogate --live --metrics /var/lib/node/iec104.prom

            Exit codes: 0 done, or ended by Ctrl-C or --for; 1 an outstation could not be
            interrogated with --once, or output failed; 2 wrong usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        let output = try MasterOutput(arguments)
        let options = try StationOptions(
            arguments, format: output.format == .json ? .json : .text)
        guard !arguments.operands.isEmpty else {
            throw UsageError("which outstation? Give HOST[:PORT], such as 192.168.1.10:2404.")
        }
        var endpoints: [HostPort] = []
        for text in arguments.operands { endpoints.append(try HostPort(text)) }
        let global = options.link.profile.globalCommonAddress
        var stations: [CommonAddress] = []
        for text in arguments.all("--station") {
            guard let number = UInt16(text), number > 0, number <= global.value else {
                throw UsageError(
                    "--station '\(text)' is not a common address, 1 to \(global.value).")
            }
            stations.append(CommonAddress(number))
        }
        let console = try MasterConsoleOptions(arguments, output)
        let once = arguments.has("--once")
        let seconds = try arguments.number("--for", in: 1...31_536_000)
        if stations.isEmpty { stations = [global] }
        let allowed = try AllowRules(parsing: arguments.all("--allow"))
        let targets = endpoints.map {
            var target = target(
                $0, stations, interrogates: arguments.has("--interrogate"), options, output)
            target.allowed = allowed
            return target
        }
        let work = MasterWork(
            targets: targets, once: once, seconds: seconds, options: options, output: output,
            sink: try output.sink(), console: console)
        for advice in options.link.advice { Standard.error.write("iec104 master: \(advice)\n") }
        return StationRun.run("master", spin: options.spin) { loop in await work.run(on: loop) }
    }
    /// An outstation that is known by its address.
    private static func target(
        _ endpoint: HostPort, _ stations: [CommonAddress], interrogates: Bool,
        _ options: StationOptions, _ output: MasterOutput
    ) -> MasterTarget {
        var rtu = RTUConfiguration(
            endpoint.description, endpoints: [RTUEndpoint(endpoint.host, port: endpoint.port)])
        rtu.master.parameters = options.link.parameters
        rtu.master.settings.profile = options.link.profile
        rtu.master.settings.originator = options.link.originator
        // All that arrives is shown as it passes.
        rtu.dropsRepeats = false
        if interrogates {
            rtu.master.settings.startRequests = MasterSettings.usualStartRequests(
                stations: stations, clock: false)
        }
        return MasterTarget(configuration: rtu, stations: stations, zone: output.zone)
    }
}
