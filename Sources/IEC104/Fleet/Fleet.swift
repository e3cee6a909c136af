public import IEC104Net
public import IEC104Station

/// Many RTUs, on one loop or several: connected, started, interrogated, watched.
///
///     let fleet = try Fleet()
///     try await fleet.add(RTUConfiguration("north", endpoints: [RTUEndpoint("10.0.0.7")]))
///     let updates = fleet.updates()
///     async let run: Void = fleet.run()
///     for await value in updates { print(value.rtu, value.update) }
///
/// Each RTU keeps its connections by itself: lost ones are made again, after pauses that grow and
/// are left to chance in part; interrogations of the schedules wait for a place in
/// `FleetSettings.parallelInterrogations`, so that a thousand RTUs that come back at once do not
/// answer at once.
public actor Fleet {
    /// How it spares its RTUs.
    public nonisolated let settings: FleetSettings
    /// The loops that its RTUs live on, in turn.
    public nonisolated let loops: [EventLoop]
    /// The first of them, which it lives on itself.
    public nonisolated let loop: EventLoop
    private let ownsLoop: Bool
    private let hub = FleetHub()
    private let gate: InterrogationGate
    private let pace: Guarded<AttemptPace>
    private var rtus: [String: RTU] = [:]
    private var order: [String] = []
    private var added = 0
    private var isRunning = false
    /// Whether a `run` has not returned yet, and those that wait for its end.
    private var isBusy = false
    private var runs: [CheckedContinuation<Void, Never>] = []
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastWaiter = 0

    /// A fleet without RTUs.
    ///
    /// - Parameter loops: where its RTUs live, which take them in turn; empty: one of its own, with
    ///   a thread of its own.
    /// - Throws: when the system gives no loop.
    public init(
        settings: FleetSettings = FleetSettings(), on loops: [EventLoop] = []
    ) throws(SystemError) {
        self.settings = settings
        ownsLoop = loops.isEmpty
        if let first = loops.first { loop = first } else { loop = try EventLoop.started() }
        self.loops = loops.isEmpty ? [loop] : loops
        gate = InterrogationGate(limit: settings.parallelInterrogations)
        pace = Guarded(AttemptPace(spacing: settings.startSpacing))
    }

    deinit {
        hub.finish()
        if ownsLoop { loop.submit { [loop] in loop.shutDown() } }
    }

    /// Runs on the thread of `loop`.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    // MARK: RTUs

    /// The names of its RTUs, in the order in which they were added.
    public var names: [String] { order }

    /// The RTU of this name.
    public subscript(name: String) -> RTU? { rtus[name] }

    /// Its RTUs as they are now, in the order in which they were added.
    public var status: [RTUStatus] {
        get async {
            var all: [RTUStatus] = []
            for rtu in order.compactMap({ rtus[$0] }) { all.append(await rtu.status) }
            return all
        }
    }

    /// Takes an RTU; connects it when the fleet runs.
    ///
    /// - Throws: when the name is in use, or the configuration cannot be used.
    @discardableResult
    public func add(_ configuration: RTUConfiguration) async throws(FleetError) -> RTU {
        guard rtus[configuration.name] == nil else { throw .nameInUse(configuration.name) }
        let rtu = try make(configuration)
        rtus[configuration.name] = rtu
        order.append(configuration.name)
        await rtu.tell(.added)
        // It may have been removed meanwhile.
        if isRunning, rtus[configuration.name] === rtu { await rtu.begin() }
        return rtu
    }

    /// Lets an RTU go, with an orderly close.
    ///
    /// - Throws: when there is none of this name.
    public func remove(_ name: String) async throws(FleetError) {
        guard let rtu = rtus.removeValue(forKey: name) else { throw .unknown(name) }
        order.removeAll { $0 == name }
        await rtu.end(within: .seconds(2))
        await rtu.tell(.removed)
    }

    /// Puts an RTU in the place of the one of the same name, which is closed first.
    ///
    /// - Throws: when there is none, or the configuration cannot be used: then the old one stays.
    @discardableResult
    public func replace(_ configuration: RTUConfiguration) async throws(FleetError) -> RTU {
        guard let old = rtus[configuration.name] else { throw .unknown(configuration.name) }
        let rtu = try make(configuration)
        rtus[configuration.name] = rtu
        await old.end(within: .seconds(2))
        // It may have been removed meanwhile.
        if isRunning, rtus[configuration.name] === rtu { await rtu.begin() }
        return rtu
    }

    private func make(_ configuration: RTUConfiguration) throws(FleetError) -> RTU {
        guard !configuration.endpoints.isEmpty else { throw .noEndpoint(configuration.name) }
        var configuration = configuration
        do throws(SessionParametersError) {
            configuration.master.parameters = try configuration.master.parameters.validated()
        } catch {
            throw .parameters(configuration.name, error)
        }
        added += 1
        return RTU(
            configuration, hub: hub, gate: gate, pace: pace, on: loops[(added - 1) % loops.count])
    }

    // MARK: Running

    /// Keeps the connections of all RTUs until the task is cancelled; then closes them in order. A
    /// second call begins when the first one has returned.
    public func run() async {
        if isBusy { await withCheckedContinuation { runs.append($0) } }
        isBusy = true
        defer {
            // The next one takes it over as it is.
            if runs.isEmpty { isBusy = false } else { runs.removeFirst().resume() }
        }
        guard !Task.isCancelled else { return }
        isRunning = true
        for name in order { await rtus[name]?.begin() }
        await cancellation()
        isRunning = false
        let all = order.compactMap { rtus[$0] }
        await withTaskGroup(of: Void.self) { group in
            for rtu in all {
                group.addTask(executorPreference: loop) { await rtu.end(within: .seconds(2)) }
            }
        }
    }

    /// Returns when the task is cancelled.
    private func cancellation() async {
        lastWaiter += 1
        let number = lastWaiter
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiters[number] = continuation
                }
            }
        } onCancel: {
            Task(executorPreference: loop) { await self.release(number) }
        }
    }

    private func release(_ number: Int) { waiters.removeValue(forKey: number)?.resume() }

    // MARK: What comes

    /// The values of all RTUs from now on, in their order.
    ///
    /// - Parameter limit: how many may wait for their reader; the oldest are dropped, and counted,
    ///   when there are more.
    public nonisolated func updates(limit: Int = 100_000) -> FleetUpdates {
        hub.makeUpdates(limit: limit)
    }

    /// What happens to the RTUs from now on, beside values.
    ///
    /// - Parameter limit: as with `updates`.
    public nonisolated func events(limit: Int = 10_000) -> FleetEvents {
        hub.makeEvents(limit: limit)
    }

    // MARK: Requests

    /// Asks an RTU, and waits for the end of the dialog. The request is given up when the task is
    /// cancelled, or after `limit`.
    ///
    /// - Parameter inTurn: whether it waits for a place in
    ///   `FleetSettings.parallelInterrogations` first, as those of the schedules do; the wait does
    ///   not count for `limit`. For who asks many RTUs at once.
    /// - Throws: that there is no such RTU; a refusal, a time-out, the loss of the connection.
    @discardableResult
    public nonisolated func request(
        _ request: MasterRequest, of name: String, within limit: Duration? = nil,
        inTurn: Bool = false
    ) async throws(FleetError) -> RequestOutcome {
        guard let rtu = await self[name] else { throw .unknown(name) }
        if inTurn, await !gate.place() {
            throw .request(name, RequestError(.cancelled, request))
        }
        defer { if inTurn { gate.leave() } }
        do throws(RequestError) {
            return try await rtu.master.request(request, within: limit)
        } catch {
            throw .request(name, error)
        }
    }
}
