import IEC104
import IEC104Inspect

/// What an outstation of the command line, or several, do until they are stopped.
struct OutstationWork: Sendable {
    let endpoints: [HostPort]
    let points: PointTable
    let configuration: OutstationConfiguration
    /// The most that the user wants; `nil`: no wish.
    let connections: Int?
    let portFile: String?
    let motion: MotionPlan
    let options: StationOptions
    let list: PointList
    let console: ConsoleMode
    let instances: Instances
    let capture: CaptureFile?
    let audit: AuditFile?

    private var isJSON: Bool { options.format == .json }
    private var words: OutstationWords {
        OutstationWords(language: options.language, isJSON: isJSON)
    }

    func run<P: Printer & Sendable>(_ printer: P?, on loop: EventLoop) async -> ExitCode {
        let output = StationOutput(
            printer, role: .outstation, profile: options.link.profile, loop: loop)
        capture?.start(on: loop)
        do {
            let outstations = try await open(output, on: loop)
            output.isTracing = options.traces
            let answers = ConsoleAnswers(
                isChinese: options.language == .chinese, isJSON: isJSON, write: { output.line($0) })
            ConsoleDriver.start(
                console,
                Console(outstations, PointDirectory(list), answers) { output.isTracing = $0 },
                of: "outstation", output, on: loop)
            await move(outstations, output, on: loop)
            for outstation in outstations { await outstation.close() }
            await outstations.first?.closeJournal()
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

    /// Makes the outstations, which listen then, and tells so.
    private func open(
        _ output: StationOutput<some Printer & Sendable>, on loop: EventLoop
    ) async throws -> [Outstation] {
        var configuration = configuration
        configuration.maximumConnections = try DescriptorRoom.make(
            for: connections, usually: configuration.maximumConnections,
            beside: 2 * instances.count)
        observe(&configuration, 0, output)
        let first = try Outstation(points, configuration: configuration, on: loop)
        if let report = await first.journalReport {
            for line in words.lines(report, at: .now) { output.line(line) }
        }
        var outstations = [first]
        for index in 1..<max(instances.count, 1) {
            outstations.append(try await first.copy { observe(&$0, index, output) })
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
        if let portFile {
            do throws(FileError) {
                try OutputFile.write(addresses.map { "\($0.port)\n" }.joined(), to: portFile)
            } catch {
                throw UsageError("--port-file '\(portFile)'", error.words)
            }
        }
        return outstations
    }

    /// Lets an outstation tell what happens.
    private func observe(
        _ configuration: inout OutstationConfiguration, _ index: Int,
        _ output: StationOutput<some Printer & Sendable>
    ) {
        let (words, instance) = (words, instances.count > 1 ? index + 1 : nil)
        configuration.tracer = { [self] event in
            output.show(event)
            capture?.record(event, from: index)
            if let line = words.line(event) { tell(line, index, output) }
        }
        configuration.observer = { [self] notice in
            if let line = words.line(notice, at: .now) { tell(line, index, output) }
        }
        configuration.auditor = { [self] record in
            audit?.write(record, instance: instance)
            if let line = words.line(record) { tell(line, index, output) }
        }
    }

    /// Moves the points of all until the task is cancelled.
    private func move(
        _ outstations: [Outstation], _ output: StationOutput<some Printer & Sendable>,
        on loop: EventLoop
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, outstation) in outstations.enumerated() {
                let motion = StationMotion(motion) { [words] notice in
                    tell(words.line(notice, at: .now), index, output)
                }
                group.addTask(executorPreference: loop) {
                    await motion.run(outstation, on: loop)
                }
            }
        }
    }

    /// An outstation tells which one it is, when there are several.
    private func tell(
        _ line: String, _ index: Int, _ output: StationOutput<some Printer & Sendable>
    ) {
        output.line(instances.tagged(line, index, isJSON: isJSON))
    }
}
