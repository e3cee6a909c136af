import IEC104
import IEC104Inspect

/// What `iec104 master` does: a fleet of all outstations, or one interrogation of each; all on one
/// loop.
struct MasterWork: Sendable {
    let targets: [MasterTarget]
    var fleet = FleetSettings()
    /// Gives the targets once more, as they are written now; `nil`: they do not change.
    var reload: (@Sendable () throws(UsageError) -> FleetFile)?
    let once: Bool
    let seconds: Int?
    let options: StationOptions
    let output: MasterOutput
    let sink: OutputSink
    let capture: CaptureFile?
    let console: MasterConsoleOptions

    func run(on loop: EventLoop) async -> ExitCode {
        // With --trace both are shown: each APDU, and its values as lines of their own.
        let showsValues = !output.isHidden && !options.traces
        var options = options
        options.mayTrace = console.mode != .off && output.path == nil
        let shown = StationOutput(
            ShotPrinter(options), values: showsValues ? output.printer(options) : nil,
            role: .master, profile: options.link.profile, loop: loop, sink: sink)
        shown.isTracing = options.traces
        let screen = output.path == nil ? shown : consoleOutput(on: loop)
        let console = console.console(
            options, screen, showsAll: output.path == nil, on: loop)
        do throws(SystemError) {
            let links = targets.reduce(0) { $0 + $1.configuration.endpoints.count }
            _ = try DescriptorRoom.make(for: links, usually: links, beside: 0)
        } catch {
            Standard.error.write("iec104 master: \(ErrorWords.text(error, in: options.language))\n")
            return .failed
        }
        capture?.start(on: loop)
        let observers = Observers(self, on: loop)
        if let live = observers.live, !live.start(on: loop) {
            let words = Words("the terminal does not allow it", "终端不允许")
            Standard.error.write("iec104 master: --live: \(words.text(in: options.language))\n")
            return .failed
        }
        sink.deadline = seconds.map { .now + .seconds($0) }
        let timer = Task(executorPreference: loop) {
            guard let seconds else { return }
            await loop.sleep(for: .seconds(seconds))
            if !Task.isCancelled { Signals.requestStop() }
        }
        let run = MasterRun(self, shown, observers, console, screen)
        let views = observers.start(on: loop)
        defer { timer.cancel() }
        let succeeded = once ? await interrogateAll(run, on: loop) : await keep(run, on: loop)
        views.cancel()
        if observers.live != nil { Terminal.end() }
        await console?.finish()
        screen.endEditing()
        if screen !== shown { screen.finish() }
        shown.finish()
        let isWritten =
            await observers.finish() && !shown.hasFailed && self.console.audit?.hasFailed != true
        return succeeded && isWritten ? .done : .failed
    }

    /// Where the console answers when values go to a file; the values that are watched, too.
    private func consoleOutput(on loop: EventLoop) -> ShotOutput {
        let output = ShotOutput(
            ShotPrinter(always: options),
            values: ValuePrinter(
                format: options.format == .json ? .json : .text, language: options.language,
                isColored: options.isColored, profile: options.link.profile),
            role: .master, profile: options.link.profile, loop: loop)
        output.isTracing = false
        return output
    }

    // MARK: A fleet

    /// Keeps the connections to all outstations until the task is cancelled; `false` when that
    /// failed.
    private func keep(_ run: MasterRun, on loop: EventLoop) async -> Bool {
        do {
            let fleet = try Fleet(settings: fleet, on: [loop])
            for index in targets.indices { try await fleet.add(run.configuration(index)) }
            if let console = run.console {
                console.stations = FleetStations(fleet: fleet)
                ConsoleDriver.start(self.console.mode, console, of: "master", run.screen, on: loop)
            }
            if reload != nil { Signals.catchHangups() }
            let reader = Task(executorPreference: loop) { await reread(run, fleet, on: loop) }
            let clocks = Task(executorPreference: loop) {
                guard run.observers.meters != nil else { return }
                while !Task.isCancelled {
                    await run.lookAtClocks(of: fleet)
                    await loop.sleep(for: .seconds(1))
                }
            }
            await fleet.run()
            await run.lookAtClocks(of: fleet)
            clocks.cancel()
            reader.cancel()
            return true
        } catch {
            Standard.error.write("iec104 master: \(ErrorWords.text(error, in: options.language))\n")
            return false
        }
    }

    /// Reads the targets again whenever that is asked, until the task is cancelled.
    private func reread(_ run: MasterRun, _ fleet: Fleet, on loop: EventLoop) async {
        guard let reload else { return }
        var count = Signals.hangupCount
        while !Task.isCancelled {
            await loop.sleep(for: .milliseconds(200))
            guard Signals.hangupCount != count else { continue }
            count = Signals.hangupCount
            // Away from the loop, whose links go on meanwhile.
            let result = await Task.detached { () -> Result<FleetFile, UsageError> in
                do throws(UsageError) {
                    return .success(try reload())
                } catch {
                    return .failure(error)
                }
            }.value
            await take(result, run, fleet)
        }
    }

    private func take(
        _ result: Result<FleetFile, UsageError>, _ run: MasterRun, _ fleet: Fleet
    ) async {
        do {
            let file = try result.get()
            let change = try await run.replace(with: file.targets, in: fleet)
            run.tell(change)
            say(run, change.description(in: .english), change.description(in: .chinese))
            if let warnings = file.warnings {
                say(run, warnings.description(in: .english), warnings.description(in: .chinese))
            }
        } catch let error as UsageError {
            run.tell(refused: error.message)
            say(
                run,
                "\(error.message)\nNothing was changed: what was read before stays.",
                "\(error.text(in: .chinese))\n未作更改: 继续使用原配置。")
        } catch {
            say(run, "\(error)", ErrorWords.text(error, in: .chinese))
        }
    }

    private func say(_ run: MasterRun, _ english: String, _ chinese: String) {
        let text = options.language == .chinese ? chinese : english
        if let live = run.observers.live { return live.tell(text, nil) }
        if let notices = run.notices { return notices(text) }
        Standard.error.write(Timestamp.now.text + "  iec104 master: \(text)\n")
    }

    // MARK: Once

    /// Interrogates all outstations; `false` when one could not be.
    private func interrogateAll(_ run: MasterRun, on loop: EventLoop) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for index in targets.indices {
                group.addTask(executorPreference: loop) { await interrogate(index, run, on: loop) }
            }
            return await group.reduce(true) { $0 && $1 }
        }
    }

    /// Interrogates an outstation on the first of its links that can be had.
    private func interrogate(_ index: Int, _ run: MasterRun, on loop: EventLoop) async -> Bool {
        let log = run.log(index)
        let configuration = run.configuration(index)
        for (place, endpoint) in configuration.endpoints.enumerated() {
            do {
                let master = try Master(
                    endpoint.host, port: endpoint.port, configuration: configuration.master,
                    on: loop)
                try await master.connect()
                return await interrogate(master, index, run, log)
            } catch {
                log.tell(failure: error)
                if Task.isCancelled || place == configuration.endpoints.count - 1 { return false }
            }
        }
        return false
    }

    private func interrogate(
        _ master: Master, _ index: Int, _ run: MasterRun, _ log: MasterLog
    ) async -> Bool {
        var isComplete = true
        for station in targets[index].stations {
            let request = MasterRequest.interrogation(station: station, .station)
            let result: Result<RequestOutcome, RequestError>
            do throws(RequestError) {
                result = .success(try await master.request(request))
            } catch {
                result = .failure(error)
            }
            run.observers.meters?.take(request, result, index)
            if !log.tell(request, result) { isComplete = false }
        }
        await master.disconnect()
        return isComplete
    }
}

extension Duration {
    /// Seconds with one digit behind the point.
    var rounded: String {
        let tenths = (components.seconds * 10) + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
