public import IEC104Net
public import IEC104Station

/// A controlling station: connects to one outstation, asks it, commands it, takes what it reports.
///
///     let master = try Master("10.0.0.7")
///     try await master.connect()
///     let values = try await master.interrogate().values
///     await master.disconnect()
///
/// `run` instead of `connect` keeps the connection, made again whenever it is lost. All work is
/// done on the thread of one `EventLoop`, which several masters and outstations may share.
public actor Master {
    /// The loop that this master lives on.
    public nonisolated let loop: EventLoop
    /// Where the outstation listens.
    public nonisolated let host: String
    /// Where the outstation listens; by custom 2404.
    public nonisolated let port: UInt16
    private let confined: Confined<MasterCore>
    private let ownsLoop: Bool
    private var lastToken = 0

    /// Runs on the thread of `loop`.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// A master of the outstation at `host`, a name or a numeric address. Nothing is sent yet.
    ///
    /// - Parameter loop: where it works; its own with a thread of its own by default.
    /// - Throws: when the system gives no loop, or the parameters of the link cannot be used.
    public init(
        _ host: String, port: UInt16 = 2404,
        configuration: MasterConfiguration = MasterConfiguration(), on loop: EventLoop? = nil
    ) throws {
        var configuration = configuration
        configuration.parameters = try configuration.parameters.validated()
        ownsLoop = loop == nil
        self.loop = try loop ?? EventLoop.started()
        self.host = host
        self.port = port
        confined = Confined(
            value: MasterCore(
                host: host, port: port, configuration: configuration, loop: self.loop))
    }

    /// The master of a fleet's RTU.
    init(managed core: Confined<MasterCore>) {
        loop = core.value.loop
        host = core.value.host
        port = core.value.port
        ownsLoop = false
        confined = core
    }

    deinit {
        let (confined, loop, ownsLoop) = (confined, loop, ownsLoop)
        loop.submit {
            confined.value.dispose()
            if ownsLoop { loop.shutDown() }
        }
    }

    var core: MasterCore { confined.value }

    // MARK: The connection

    /// Makes the connection and starts data transfer: returns when the outstation has confirmed
    /// STARTDT. Takes at most t0, then t1.
    ///
    /// - Throws: why there is no connection. Cancelling the task gives it up.
    public func connect() async throws(ConnectionFailure) {
        guard !Task.isCancelled else { throw .cancelled }
        let number = core.calls + 1
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { core.connect($0) }
        } onCancel: {
            Task(executorPreference: loop) { await self.giveUpAttempt(number) }
        }
        if let failure { throw failure }
    }

    private func giveUpAttempt(_ number: Int) { core.giveUpAttempt(number) }

    /// Stops data transfer and closes the connection; returns when it is closed.
    ///
    /// - Parameter limit: how long the outstation may take to confirm STOPDT; then the connection
    ///   is closed without. Default 2 s, and t1 at most.
    public func disconnect(within limit: Duration = .seconds(2)) async {
        // A fleet keeps the connections of its RTUs.
        guard !core.isManaged else { return }
        core.disconnect(within: limit)
        _ = await endOfConnection()
    }

    /// Waits until the present connection ends. `nil` when there was none, when the task was
    /// cancelled before the end, or, in a fleet, when data transfer was stopped before it.
    public func connectionEnd() async -> LinkEnd? {
        lastToken += 1
        let token = lastToken
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    core.mourn(continuation, number: token)
                }
            }
        } onCancel: {
            Task(executorPreference: loop) { await self.stopMourning(token) }
        }
    }

    private func stopMourning(_ token: Int) { core.stopMourning(token) }

    /// The same, in a task that was cancelled too.
    private func endOfConnection() async -> LinkEnd? {
        lastToken += 1
        let token = lastToken
        return await withCheckedContinuation { core.mourn($0, number: token) }
    }

    /// Keeps the connection until the task is cancelled: makes it again, after a pause, when it
    /// cannot be made or is lost, also by `disconnect`; ends with an orderly close, and when the
    /// loop is shut down. A connection that lasted 10 s makes the next pause the first one again.
    ///
    /// - Parameter onFailure: is told each failure and how long the pause is.
    public func run(
        onFailure: (@Sendable (ConnectionFailure, Duration) -> Void)? = nil
    ) async {
        var failures = 0
        while !Task.isCancelled {
            let failure: ConnectionFailure
            do throws(ConnectionFailure) {
                try await connect()
                let start = loop.instant
                let end = await withTaskCancellationHandler {
                    await endOfConnection()
                } onCancel: {
                    Task(executorPreference: loop) { await self.disconnect() }
                }
                failure = end.map { .ended($0) } ?? .cancelled
                let lasted = Duration.nanoseconds(loop.instant.nanoseconds(since: start))
                if lasted >= Reconnection.stable { failures = 0 }
            } catch {
                failure = error
            }
            guard !Task.isCancelled, !loop.isShutDown else { return }
            failures += 1
            let pause = core.configuration.reconnection.pause(
                afterFailures: failures, chance: Double.random(in: 0...1))
            onFailure?(failure, pause)
            await loop.sleep(for: pause)
        }
    }

    /// Starts data transfer (STARTDT act), where `connect` did not. In a fleet, which starts and
    /// stops its links by itself, nothing happens.
    public func startTransfer() { if !core.isManaged { core.link?.start() } }

    /// Stops data transfer (STOPDT act); the connection stays. In a fleet nothing happens.
    public func stopTransfer() { if !core.isManaged { core.link?.stop() } }

    /// Tests the connection now (TESTFR act); it closes when no confirmation comes within t1.
    public func test() { core.link?.test() }

    /// The connection as it is now; `nil` when there is none.
    public var link: LinkStatus? { core.link?.status }

    /// What has been received and asked so far.
    public var statistics: MasterStatistics { core.engine.statistics }

    // MARK: Values

    /// The values that are reported from now on, in their order.
    ///
    /// - Parameter limit: how many may wait for their reader; the oldest are dropped, and counted,
    ///   when there are more.
    public func updates(limit: Int = 100_000) -> PointUpdates { core.makeUpdates(limit: limit) }

    // MARK: Requests

    /// Asks the outstation, and waits for the end of the dialog.
    ///
    /// - Returns: what came; in what the answers differ without much matter, `differences` says.
    /// - Throws: a refusal, an answer that says something else than was asked
    ///   (`answeredOtherwise`), a termination with P/N = 1 of a command, a time-out, the loss of the
    ///   connection. Cancelling the task gives the request up.
    @discardableResult
    public func request(_ request: MasterRequest) async throws(RequestError) -> RequestOutcome {
        try await perform(request, collects: false).result.get()
    }

    func perform(
        _ request: MasterRequest, collects: Bool
    ) async -> CollectedValues {
        lastToken += 1
        let token = lastToken
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                (answer: CheckedContinuation<Result<RequestOutcome, RequestError>, Never>) in
                if Task.isCancelled {
                    answer.resume(returning: .failure(RequestError(.cancelled, request)))
                } else {
                    core.submit(request, token: token, collects: collects) {
                        answer.resume(returning: $0)
                    }
                }
            }
        } onCancel: {
            Task(executorPreference: loop) { await self.giveUp(token) }
        }
        let collection = core.forget(token: token)
        return CollectedValues(
            result: result, values: collection?.values ?? [], lost: collection?.lost ?? 0)
    }

    private func giveUp(_ token: Int) { core.giveUp(token: token) }
}
