import IEC104
import IEC104Inspect

/// `iec104 master`: polls outstations and prints what they report.
enum MasterCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "master",
        summary: "polls outstations (RTUs) and prints what they report",
        operands: "HOST[:PORT] ... | --config FILE",
        operandHelp: """
            HOST is a name, an IPv4 address or an IPv6 address ([::1]:2404 with a port); the port
            is 2404 by default.
            """,
        options: [
            .init(
                "--station", "CA[,CA...]",
                "The common addresses (CA) to interrogate, 1 to 65535, such as 3,4; default 65535, "
                    + "which all stations behind a HOST answer (255 with --ca-size 1). May be given "
                    + "several times."),
            .init(
                "--interrogate", nil,
                "Asks for all values (general interrogation) after each start of a link; without, "
                    + "it shows only what comes by itself."),
            .init(
                "--once", nil,
                "Interrogates each HOST once, prints the values, and ends: code 0, or 1 with the "
                    + "reason."),
            .init(
                "--for", "SECONDS",
                "Ends after so many seconds, 1 to 31536000, such as 60; default: runs until "
                    + "Ctrl-C."),
            StationOptions.trace,
        ] + MasterTargets.options + MasterOutput.options
            + MasterConsoleOptions.options.under("Console and commands") + StationOptions.shared,
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
              iec104 master rtu7a rtu7b --redundant --interrogate-every 1h
              iec104 master --config fleet.json --check
              iec104 master rtu7 rtu8 --interrogate --live --metrics /var/lib/node/iec104.prom

            Exit codes: 0 done, or ended by Ctrl-C or --for; 1 an outstation could not be
            interrogated with --once, or output failed; 2 wrong usage, or a wrong file.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        let output = try MasterOutput(arguments)
        let options = try StationOptions(
            arguments, format: output.format == .json ? .json : .text)
        guard
            let outstations = try MasterTargets.read(arguments, options, zone: output.zone)
        else { return .usage }
        if arguments.has("--check") {
            return Standard.output.show(outstations.summary(options.language))
        }
        try output.checkPaths(arguments)
        // All that cannot be written is told at once.
        var findings = UsageFindings()
        let console = findings.collect { () throws(UsageError) in
            try MasterConsoleOptions(arguments, output)
        }
        let sink = findings.collect { () throws(UsageError) in try output.sink() }
        let capture = findings.collect { () throws(UsageError) in
            try CaptureFile.open(output.recording, "master", isClient: true)
        }
        findings.collect { () throws(UsageError) in try output.checkMetrics() }
        let seconds = findings.collect { () throws(UsageError) in
            try arguments.number("--for", in: 1...31_536_000)
        }
        try findings.check()
        guard let console, let sink else { return .usage }
        let once = arguments.has("--once")
        let work = MasterWork(
            targets: outstations.targets, fleet: outstations.fleet,
            reload: outstations.reread(), once: once, seconds: seconds,
            options: options, output: output, sink: sink, capture: capture, console: console)
        for advice in options.link.advice { Standard.error.write("iec104 master: \(advice)\n") }
        return StationRun.run("master", spin: options.spin) { loop in await work.run(on: loop) }
    }
}
