import Glibc
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
        var endpoints: [HostPort] = []
        for text in arguments.all("--listen") {
            endpoints.append(try HostPort(text, for: .listen))
        }
        if endpoints.isEmpty { endpoints = [try HostPort("127.0.0.1", for: .listen)] }
        let isChinese = options.language == .chinese
        if arguments.has("--print-points") {
            return Standard.output.show(SampleSubstation.text(isChinese: isChinese))
        }
        if arguments.has("--list-faults") {
            return Standard.output.show(FaultFile.table(isChinese: isChinese))
        }
        let twin = try TwinOptions(arguments, options.link.profile, options.language)
        if let twin { options.link.profile = twin.profile }
        let file = twin?.file ?? arguments.last("--points")
        let points: LoadedPoints
        let text: [UInt8]
        if let twin {
            text = twin.twin.list(from: twin.file)
        } else if let file {
            text = try LoadedPoints.contents(of: file, "--points ")
        } else {
            text = Array(SampleSubstation.text(isChinese: isChinese).utf8)
        }
        do throws(PointListErrors) {
            points = try LoadedPoints(
                text, name: file ?? "the built-in substation", profile: options.link.profile)
        } catch {
            Standard.error.write(error.description(in: options.language) + "\n")
            return .usage
        }
        var configuration = OutstationConfiguration()
        configuration.parameters = options.link.parameters
        configuration.settings.profile = options.link.profile
        try ProcedureOptions.apply(arguments, to: &configuration.settings)
        try AnswerOptions.apply(arguments, to: &configuration)
        configuration.linkClocks = try ClockOptions.linkClocks(arguments)
        try EventOptions.apply(arguments, points.list, to: &configuration.settings)
        try FileOptions.apply(arguments, to: &configuration)
        let redundancy = try RedundancyOptions(arguments)
        configuration.redundancyGroups = redundancy.groups
        configuration.settings.secondStart = redundancy.secondStart
        configuration.settings.dampsFights = redundancy.dampsFights
        configuration.journal = try JournalOptions.settings(arguments)
        let connections = try arguments.number("--connections", in: 1...1_000_000)
        let runtime = try RuntimeOptions(arguments)
        configuration.faults = runtime.faults
        configuration.access = try AccessOptions.rules(arguments)
        var audit: AuditFile?
        if let path = arguments.last("--audit") { audit = try AuditFile(path) }
        options.mayTrace = runtime.console != .off
        let instances = try Instances(arguments)
        guard instances.count == 1 || configuration.journal == nil else {
            throw UsageError("--instances: a journal is kept by one outstation only.")
        }
        guard let motion = try MotionOptions.motion(arguments, points, twin, options.language)
        else {
            return .usage
        }
        let work = OutstationWork(
            endpoints: endpoints, points: points.table, configuration: configuration,
            connections: connections, portFile: arguments.last("--port-file"), motion: motion,
            options: options,
            list: points.list, console: runtime.console, instances: instances,
            recording: arguments.last("--record"), audit: audit)
        if let advice = points.advice(in: options.language) { Standard.error.write(advice + "\n") }
        for advice in options.link.advice { Standard.error.write("iec104 outstation: \(advice)\n") }
        return StationRun.run("outstation", spin: options.spin) { [options] loop in
            switch options.format {
            case .text: await work.run(options.textPrinter, on: loop)
            case .json: await work.run(options.jsonPrinter, on: loop)
            }
        }
    }
}

/// What an outstation of the command line does until it is stopped.
struct OutstationWork: Sendable {
    let endpoints: [HostPort]
    let points: PointTable
    var configuration: OutstationConfiguration
    /// The most that the user wants; `nil`: no wish.
    let connections: Int?
    let portFile: String?
    let motion: MotionPlan
    let options: StationOptions
    let list: PointList
    let console: ConsoleMode
    let instances: Instances
    let recording: String?
    let audit: AuditFile?

    func run<P: Printer & Sendable>(_ printer: P?, on loop: EventLoop) async -> ExitCode {
        let output = StationOutput(
            printer, role: .outstation, profile: options.link.profile, loop: loop)
        let words = OutstationWords(language: options.language, isJSON: options.format == .json)
        let isJSON = options.format == .json
        let capture: CaptureFile?
        do throws(UsageError) {
            capture = try CaptureFile.open(recording, "outstation", isClient: false)
            capture?.start(on: loop)
        } catch {
            Standard.error.write("iec104 outstation: \(error.text(in: options.language))\n")
            return .usage
        }
        /// An outstation tells which one it is, when there are several.
        let observe = { @Sendable (configuration: inout OutstationConfiguration, index: Int) in
            let instance = instances.count > 1 ? index + 1 : nil
            configuration.tracer = { event in
                output.show(event)
                capture?.record(event, from: index)
                guard let line = words.line(event) else { return }
                output.line(instances.tagged(line, index, isJSON: isJSON))
            }
            configuration.observer = { notice in
                guard let line = words.line(notice, at: .now) else { return }
                output.line(instances.tagged(line, index, isJSON: isJSON))
            }
            configuration.auditor = { record in
                audit?.write(record, instance: instance)
                guard let line = words.line(record) else { return }
                output.line(instances.tagged(line, index, isJSON: isJSON))
            }
        }
        var configuration = configuration
        observe(&configuration, 0)
        do {
            configuration.maximumConnections = try DescriptorRoom.make(
                for: connections, usually: configuration.maximumConnections,
                beside: 2 * instances.count)
            let first = try Outstation(points, configuration: configuration, on: loop)
            if let report = await first.journalReport {
                for line in words.lines(report, at: .now) { output.line(line) }
            }
            var outstations = [first]
            for index in 1..<max(instances.count, 1) {
                outstations.append(try await first.copy { observe(&$0, index) })
            }
            var addresses: [SocketAddress] = []
            for (index, outstation) in outstations.enumerated() {
                for endpoint in endpoints {
                    let place = try instances.place(endpoint, index)
                    addresses.append(
                        try await outstation.listen(on: place.listeningAddress, port: place.port))
                }
            }
            for line in words.listening(addresses, points, instances) { output.line(line) }
            let ports = addresses.map(\.port)
            if let portFile {
                do throws(FileError) {
                    try OutputFile.write(ports.map { "\($0)\n" }.joined(), to: portFile)
                } catch {
                    throw UsageError("--port-file '\(portFile)': \(error).")
                }
            }
            output.isTracing = options.traces
            let answers = ConsoleAnswers(
                isChinese: options.language == .chinese, isJSON: isJSON, write: { output.line($0) })
            ConsoleDriver.start(
                console,
                Console(outstations, PointDirectory(list), answers) { output.isTracing = $0 },
                of: "outstation", output, on: loop)
            await withTaskGroup(of: Void.self) { group in
                for (index, outstation) in outstations.enumerated() {
                    let motion = StationMotion(motion) { notice in
                        let line = words.line(notice, at: .now)
                        output.line(instances.tagged(line, index, isJSON: isJSON))
                    }
                    group.addTask(executorPreference: loop) {
                        await motion.run(outstation, on: loop)
                    }
                }
            }
            for outstation in outstations { await outstation.close() }
            await first.closeJournal()
            output.endEditing()
            output.flush()
            capture?.flush()
            return output.hasFailed || capture?.hasFailed == true ? .failed : .done
        } catch {
            let reason = ErrorWords.text(error, in: options.language)
            Standard.error.write("iec104 outstation: \(reason)\n")
            return .failed
        }
    }
}
