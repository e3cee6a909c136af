import IEC104
import IEC104Inspect

/// What `iec104 master` does: a fleet of all outstations, or one interrogation of each; all on one
/// loop.
struct MasterWork: Sendable {
    let endpoints: [HostPort]
    let stations: [CommonAddress]
    let interrogates: Bool
    let once: Bool
    let seconds: Int?
    let options: StationOptions
    let output: MasterOutput
    let sink: OutputSink

    func run(on loop: EventLoop) async -> ExitCode {
        let values = output.printer(options)
        // With --trace both are shown: each APDU, and its values as lines of their own.
        return switch (options.traces, options.format) {
        case _ where output.isLive && output.path == nil:
            await poll(nil as ValuePrinter?, on: loop)
        case (false, _): await poll(values, on: loop)
        case (true, .text): await poll(options.textPrinter, on: loop)
        case (true, .json): await poll(options.jsonPrinter, on: loop)
        }
    }

    private func poll<P: Printer & Sendable>(
        _ printer: P?, on loop: EventLoop
    ) async -> ExitCode {
        let output = StationOutput(
            printer, role: .master, profile: options.link.profile, loop: loop, sink: sink)
        let capture: CaptureFile?
        do throws(UsageError) {
            capture = try CaptureFile.open(self.output.recording, "master", isClient: true, loop)
        } catch {
            Standard.error.write("iec104 master: \(error.message)\n")
            return .failed
        }
        let observers = Observers(self, capture)
        if let live = observers.live, !live.start(on: loop) {
            Standard.error.write("iec104 master: --live: the terminal does not allow it\n")
            return .failed
        }
        sink.deadline = seconds.map { .now + .seconds($0) }
        let timer = Task(executorPreference: loop) {
            guard let seconds else { return }
            await loop.sleep(for: .seconds(seconds))
            if !Task.isCancelled { Signals.requestStop() }
        }
        let views = observers.start(on: loop)
        defer { timer.cancel() }
        let succeeded =
            once
            ? await interrogateAll(output, observers, on: loop)
            : await keep(output, observers, on: loop)
        views.cancel()
        if observers.live != nil { Terminal.end() }
        output.finish()
        let isWritten = observers.finish() && !output.hasFailed
        return succeeded && isWritten ? .done : .failed
    }

    /// Keeps the connections to all outstations until the task is cancelled; `false` when that
    /// failed.
    private func keep<P>(
        _ output: StationOutput<P>, _ observers: Observers, on loop: EventLoop
    ) async -> Bool {
        let logs = endpoints.indices.map { log($0, observers) }
        do {
            let fleet = try Fleet(on: [loop])
            let events = fleet.events()
            for (index, endpoint) in endpoints.enumerated() {
                var rtu = RTUConfiguration(
                    "\(index)", endpoints: [RTUEndpoint(endpoint.host, port: endpoint.port)])
                rtu.master = configuration(index, logs[index], output, observers)
                // All that arrives is shown as it passes.
                rtu.dropsRepeats = false
                try await fleet.add(rtu)
            }
            let teller = Task(executorPreference: loop) {
                for await event in events {
                    guard let index = Int(event.rtu), logs.indices.contains(index) else { continue }
                    if let failure = event.kind.failure { observers.meters?.take(failure, index) }
                    logs[index].tell(event.kind)
                }
            }
            await fleet.run()
            teller.cancel()
            return true
        } catch {
            Standard.error.write("iec104 master: \(ErrorWords.text(error, in: options.language))\n")
            return false
        }
    }

    /// Interrogates all outstations; `false` when one could not be.
    private func interrogateAll<P>(
        _ output: StationOutput<P>, _ observers: Observers, on loop: EventLoop
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for (index, endpoint) in endpoints.enumerated() {
                group.addTask(executorPreference: loop) {
                    let log = log(index, observers)
                    do {
                        let master = try Master(
                            endpoint.host, port: endpoint.port,
                            configuration: configuration(index, log, output, observers), on: loop)
                        return try await interrogateOnce(master, log) {
                            observers.meters?.take($0, $1, index)
                        }
                    } catch {
                        log.tell(failure: error)
                        return false
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
    }

    private func log(_ index: Int, _ observers: Observers) -> MasterLog {
        MasterLog(
            endpoint: endpoints[index], language: options.language,
            screen: observers.screen(index))
    }

    private func configuration<P>(
        _ index: Int, _ log: MasterLog, _ output: StationOutput<P>, _ observers: Observers
    ) -> MasterConfiguration {
        var configuration = MasterConfiguration()
        configuration.parameters = options.link.parameters
        configuration.settings.profile = options.link.profile
        configuration.settings.originator = options.link.originator
        configuration.tracer = { event in
            output.show(event, from: index)
            observers.capture?.record(event, from: index)
        }
        configuration.observer = { log.tell($0, once: once) }
        observers.watch(&configuration, index)
        if interrogates, !once {
            configuration.settings.startRequests = MasterSettings.usualStartRequests(
                stations: stations, clock: false)
        }
        return configuration
    }

    private func interrogateOnce(
        _ master: Master, _ log: MasterLog,
        _ tell: @Sendable (MasterRequest, Result<RequestOutcome, RequestError>) -> Void
    ) async throws -> Bool {
        try await master.connect()
        var isComplete = true
        for station in stations {
            let request = MasterRequest.interrogation(station: station, .station)
            let result: Result<RequestOutcome, RequestError>
            do throws(RequestError) {
                result = .success(try await master.request(request))
            } catch {
                result = .failure(error)
            }
            tell(request, result)
            if !log.tell(request, result) { isComplete = false }
        }
        await master.disconnect()
        return isComplete
    }
}

extension FleetEvent.Kind {
    /// Why there is no connection, when another one is tried.
    fileprivate var failure: ConnectionFailure? {
        switch self {
        case .notConnected(_, let failure, pause: _?): failure
        case .ended(_, let disconnection, pause: _?): .ended(disconnection.end)
        default: nil
        }
    }
}

extension Duration {
    /// Seconds with one digit behind the point.
    var rounded: String {
        let tenths = (components.seconds * 10) + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
