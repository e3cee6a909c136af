import IEC104
import IEC104Inspect

/// `iec104 outstation`: serves the points of a list, or of a small built-in substation.
enum OutstationCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "outstation",
        summary: "is an outstation (RTU) with the points of a list",
        operands: "",
        operandHelp: "",
        options: [
            .init(
                "--listen", "HOST:PORT",
                "Where to listen; default 127.0.0.1:2404. ':2404' is every IPv4 address of\n"
                    + "this machine, '[::]:2404' every address; port 0 lets the system choose.\n"
                    + "May be given several times."),
            .init(
                "--points", "FILE",
                "The point list, CSV or JSON; see Docs/Guides/PointList.md. Default: a small\n"
                    + "built-in substation."),
            .init("--print-points", nil, "Prints the point list and ends: a list to begin with."),
            .init("--port-file", "FILE", "Writes the port to FILE when it is open."),
            .init("--connections", "N", "The most connections at a time; default 1000."),
            StationOptions.trace,
            CaptureFile.option,
            StationOptions.format,
        ] + MotionOptions.options.under("How points move")
            + TwinOptions.options.under("The twin of a real one")
            + RuntimeOptions.options.under("Console and faults")
            + Instances.options.under("Many at once")
            + AccessOptions.options.under("Who may do what")
            + RedundancyOptions.options.under("Redundancy groups")
            + EventOptions.options.under("Events")
            + JournalOptions.options.under("Journal")
            + ProcedureOptions.options.under("Commands, counters, parameters, clock")
            + AnswerOptions.options.under("Answers to masters that differ")
            + FileOptions.options.under("Files")
            + StationOptions.shared,
        notes: """
            Runs until Ctrl-C. Commands are accepted, and set the points that they drive.

            Examples:
              iec104 outstation --simulate
              iec104 outstation --listen 0.0.0.0:2404 --points station.csv --trace
              iec104 outstation --print-points > station.csv
              iec104 outstation --from capture.pcap --speed 10 --loop
              iec104 outstation --group control=10.0.0.7,10.0.0.8 --listen :2404

            Exit codes: 0 ended by Ctrl-C, 1 it could not listen or write, 2 wrong usage or point
            list.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        if let operand = arguments.operands.first {
            throw UsageError("'\(operand)': there are no operands; --points FILE reads a list.")
        }
        var options = try StationOptions(arguments)
        let isChinese = options.language == .chinese
        if arguments.has("--print-points") {
            return Standard.output.show(SampleSubstation.text(isChinese: isChinese))
        }
        if arguments.has("--list-faults") {
            return Standard.output.show(FaultFile.table(isChinese: isChinese))
        }
        let twin = try TwinOptions(arguments, options.link.profile, options.language)
        if let twin { options.link.profile = twin.profile }
        let (text, name) = try list(arguments, twin, isChinese: isChinese)
        let points: LoadedPoints
        do throws(PointListErrors) {
            points = try LoadedPoints(text, name: name, profile: options.link.profile)
        } catch {
            Standard.error.write(error.description(in: options.language) + "\n")
            return .usage
        }
        let motion = try MotionOptions.motion(arguments, points, twin, options.language)
        guard let motion, let work = try work(arguments, options, points, motion) else {
            return .usage
        }
        if let advice = points.advice(in: options.language) { Standard.error.write(advice + "\n") }
        for advice in options.link.advice { Standard.error.write("iec104 outstation: \(advice)\n") }
        return StationRun.run("outstation", spin: options.spin) { loop in
            switch work.options.format {
            case .text: await work.run(work.options.textPrinter, on: loop)
            case .json: await work.run(work.options.jsonPrinter, on: loop)
            }
        }
    }

    /// The point list, and what messages call it.
    private static func list(
        _ arguments: ParsedArguments, _ twin: TwinOptions?, isChinese: Bool
    ) throws(UsageError) -> (text: [UInt8], name: String) {
        if let twin { return (twin.twin.list(from: twin.file), twin.file) }
        if let file = arguments.last("--points") {
            return (try LoadedPoints.contents(of: file, "--points "), file)
        }
        return (Array(SampleSubstation.text(isChinese: isChinese).utf8), "the built-in substation")
    }

    /// - Throws: everything that is wrong with the other options, a line each.
    private static func work(
        _ arguments: ParsedArguments, _ options: StationOptions, _ points: LoadedPoints,
        _ motion: MotionPlan
    ) throws(UsageError) -> OutstationWork? {
        var findings = UsageFindings()
        var endpoints = arguments.all("--listen").compactMap { text in
            findings.collect { () throws(UsageError) in try HostPort(text, for: .listen) }
        }
        if endpoints.isEmpty { endpoints = [HostPort("127.0.0.1", HostPort.defaultPort)] }
        var configuration = configuration(arguments, options, points, &findings)
        let connections = findings.number(arguments, "--connections", in: 1...1_000_000)
        let runtime = findings.collect { () throws(UsageError) in try RuntimeOptions(arguments) }
        let instances = findings.collect { () throws(UsageError) in try Instances(arguments) }
        if let instances, instances.count > 1, configuration.journal != nil {
            findings.add("--instances: a journal is kept by one outstation only.")
        }
        try findings.check()
        // What makes or changes files comes last.
        findings.collect { () throws(UsageError) in
            try FileOptions.apply(arguments, to: &configuration)
        }
        let audit = findings.audit(arguments, syntax.name)
        let capture = findings.collect { () throws(UsageError) in
            try CaptureFile.open(arguments.last("--record"), syntax.name, isClient: false)
        }
        try findings.check()
        guard let runtime, let instances else { return nil }
        var options = options
        options.mayTrace = runtime.console != .off
        configuration.faults = runtime.faults
        return OutstationWork(
            endpoints: endpoints, points: points.table, configuration: configuration,
            connections: connections, portFile: arguments.last("--port-file"), motion: motion,
            options: options, list: points.list, console: runtime.console, instances: instances,
            capture: capture, audit: audit)
    }

    private static func configuration(
        _ arguments: ParsedArguments, _ options: StationOptions, _ points: LoadedPoints,
        _ findings: inout UsageFindings
    ) -> OutstationConfiguration {
        var configuration = OutstationConfiguration()
        configuration.parameters = options.link.parameters
        configuration.settings.profile = options.link.profile
        findings.collect { () throws(UsageError) in
            try ProcedureOptions.apply(arguments, to: &configuration.settings)
        }
        findings.collect { () throws(UsageError) in
            try AnswerOptions.apply(arguments, to: &configuration)
        }
        findings.collect { () throws(UsageError) in
            configuration.linkClocks = try ClockOptions.linkClocks(arguments)
        }
        findings.collect { () throws(UsageError) in
            try EventOptions.apply(arguments, points.list, to: &configuration.settings)
        }
        findings.collect { () throws(UsageError) in
            let redundancy = try RedundancyOptions(arguments)
            configuration.redundancyGroups = redundancy.groups
            configuration.settings.secondStart = redundancy.secondStart
            configuration.settings.dampsFights = redundancy.dampsFights
        }
        findings.collect { () throws(UsageError) in
            configuration.journal = try JournalOptions.settings(arguments)
        }
        findings.collect { () throws(UsageError) in
            configuration.access = try AccessOptions.rules(arguments)
        }
        return configuration
    }
}
