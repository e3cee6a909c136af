import IEC104Codec
import IEC104Net
import IEC104Session
import IEC104Station

/// What a master does on the thread of its loop: one connection at a time, the engine that knows
/// the requests, and those who wait for results.
final class MasterCore {
    typealias Answer = (Result<RequestOutcome, RequestError>) -> Void
    typealias Attempt = CheckedContinuation<ConnectionFailure?, Never>

    let loop: EventLoop
    private var clock: TurnClock
    let host: String
    let port: UInt16
    let configuration: MasterConfiguration
    /// Whether a fleet makes the connections, and hands over the one that is started.
    let isManaged: Bool
    /// Takes out events that come again.
    var repeats: RepeatFilter?
    /// Told when the filter has left something out.
    var onRepeats: (() -> Void)?
    /// Told when the clock of a station was set, by whomever.
    var onSynchronized: ((CommonAddress, RequestOutcome) -> Void)?
    private(set) var engine: MasterEngine
    private var limit = NoticeLimit()
    private(set) var link: Link?
    private var links = 0
    private var connector: TCPConnector?
    private var timer: LoopTimer?
    private var closesWhenStopped = false
    private var stopTimer: LoopTimer?

    /// Who waits for the connection to be made and started.
    private var attempt: Attempt?
    /// How often the connection was asked for, and which of these calls made the last attempt.
    private(set) var calls = 0
    private var current = 0
    /// Who waits for its end.
    private var mourners: [Int: CheckedContinuation<LinkEnd?, Never>] = [:]
    private var lastEnd: LinkEnd?
    /// Who waits for results, by request.
    private var waiting: [RequestID: Answer] = [:]
    /// Who waits, by the number that cancellation knows.
    private var requests: [Int: RequestID] = [:]
    /// Who waits for files.
    var files = FileWaiters()
    /// The values of interrogations that are under way.
    var collections: [RequestID: Collection] = [:]
    var objects: [InformationObject] = []
    var buffers: [WeakBuffer] = []

    struct WeakBuffer { weak var buffer: UpdateBuffer<PointUpdate>? }

    /// The values that answer an interrogation.
    struct Collection {
        var values: [PointUpdate] = []
        /// How many values were dropped.
        var lost = 0

        /// Adds values, not more than `limit` in all.
        mutating func append(_ updates: some RandomAccessCollection<PointUpdate>, limit: Int) {
            let room = max(limit - values.count, 0)
            values.append(contentsOf: updates.prefix(room))
            lost += max(updates.count - room, 0)
        }
    }

    init(
        host: String, port: UInt16, configuration: MasterConfiguration, loop: EventLoop,
        isManaged: Bool = false
    ) {
        self.isManaged = isManaged
        self.host = host
        self.port = port
        self.configuration = configuration
        self.loop = loop
        clock = TurnClock(loop)
        engine = MasterEngine(settings: configuration.settings)
    }

    // MARK: The connection

    func connect(_ attempt: Attempt) {
        calls += 1
        guard link == nil, connector == nil, self.attempt == nil, !isManaged else {
            attempt.resume(returning: .alreadyConnected)
            return
        }
        current = calls
        self.attempt = attempt
        connector = TCPConnector(
            loop, host: host, port: port,
            timeout: configuration.parameters.t0.wholeNanoseconds, from: nil
        ) { [weak self, number = current] in self?.connected($0, attempt: number) }
    }

    private func connected(_ result: Result<TCPStream, ConnectError>, attempt number: Int) {
        // An attempt that was given up tells so when another one may be under way already.
        guard number == current, attempt != nil else {
            if case .success(let stream) = result { stream.abort() }
            return
        }
        connector = nil
        switch result {
        case .failure(let error): finishAttempt(.notConnected(error))
        case .success(let stream):
            links += 1
            let link = Link(
                number: links, stream: stream, role: .controlling,
                parameters: configuration.parameters, loop: loop, owner: self,
                tracer: configuration.tracer,
                closesOnMalformed: configuration.closesOnMalformed)
            self.link = link
            if configuration.startsTransfer { link.start() } else { finishAttempt(nil) }
        }
    }

    /// A fleet's connection is to be started, and is this master's until it ends or is stopped.
    func attach(_ link: Link) {
        self.link = link
        link.start()
    }

    /// The connection is not this master's any more. Who waits for its end need not wait longer.
    func detach() {
        link = nil
        tellMourners(nil)
    }

    private func tellMourners(_ end: LinkEnd?) {
        let mourners = mourners
        self.mourners = [:]
        for mourner in mourners.values { mourner.resume(returning: end) }
    }

    private func finishAttempt(_ failure: ConnectionFailure?) {
        let attempt = attempt
        self.attempt = nil
        attempt?.resume(returning: failure)
    }

    /// Ends the attempt under way, if it is this one; `nil`: whichever it is.
    func giveUpAttempt(_ number: Int? = nil) {
        guard let attempt, number ?? current == current else { return }
        // Its end is not the reason: it is ended because of this.
        self.attempt = nil
        connector?.cancel()
        connector = nil
        link?.close()
        attempt.resume(returning: .cancelled)
    }

    /// Ends the connection: stopped first, when data transfer is on, for which the outstation has
    /// so long.
    func disconnect(within limit: Duration) {
        giveUpAttempt()
        guard let link, !isManaged else { return }
        if link.session.phase == .started {
            closesWhenStopped = true
            stopTimer = loop.makeTimer { [weak self] in self?.link?.close() }
            stopTimer?.deadline =
                loop.instant.advanced(by: limit).nanoseconds
            link.stop()
        } else {
            link.close()
        }
    }

    /// `continuation` gets the end of the present connection; `nil` when there is none and never
    /// was.
    func mourn(_ continuation: CheckedContinuation<LinkEnd?, Never>, number: Int) {
        if link == nil {
            continuation.resume(returning: lastEnd)
        } else {
            mourners[number] = continuation
        }
    }

    /// Whoever has this number does not wait for the end any more.
    func stopMourning(_ number: Int) {
        mourners.removeValue(forKey: number)?.resume(returning: nil)
    }

    /// The master is gone: nobody waits any more.
    func dispose() {
        giveUpAttempt()
        link?.close()
        tellMourners(nil)
        timer?.deadline = .max
        finishUpdates()
    }

    // MARK: Requests

    func submit(
        _ request: MasterRequest, token: Int, collects: Bool, _ answer: @escaping Answer
    ) {
        let id = engine.submit(request, at: clock.now())
        waiting[id] = answer
        requests[token] = id
        if collects { collections[id] = Collection() }
        progress()
    }

    /// The same for a request that nobody cancels.
    func submit(_ request: MasterRequest, _ answer: @escaping Answer) {
        let id = engine.submit(request, at: clock.now())
        waiting[id] = answer
        progress()
    }

    func giveUp(token: Int) {
        guard let id = requests[token] else { return }
        engine.cancel(id, at: clock.now())
        progress()
    }

    func forget(token: Int) -> Collection? {
        requests.removeValue(forKey: token).flatMap { collections.removeValue(forKey: $0) }
    }

    // MARK: Files

    func submit(file request: FileJobRequest) -> UInt64 {
        let job = engine.submit(file: request, at: clock.now())
        progress()
        return job
    }

    func `await`(file job: UInt64, _ waiter: FileWaiters.Waiter) { files.await(job, waiter) }

    func take(file job: UInt64) {
        engine.take(file: job, at: clock.now())
        progress()
    }

    func provide(file job: UInt64, _ octets: [UInt8]?) {
        engine.provide(file: job, octets, at: clock.now())
        progress()
    }

    func cancel(file job: UInt64) {
        engine.cancel(file: job, at: clock.now())
        progress()
    }

    /// The same, and nobody waits for the end.
    func abandon(file job: UInt64) {
        files.abandon(job)
        cancel(file: job)
    }

    /// After every call of the engine: its results go to those who wait, what it has to say goes
    /// out, its timer is set.
    private func progress() {
        link?.wake()
        settle()
    }

    private func settle() {
        while let result = engine.nextResult() {
            if case .clockSynchronization(let station, _) = result.request,
                case .success(let outcome) = result.result
            {
                onSynchronized?(station, outcome)
            }
            if let answer = waiting.removeValue(forKey: result.id) {
                answer(result.result)
            } else if result.origin != .user {
                configuration.observer?(
                    .requestEnded(result.request, result.origin, result.result))
            }
        }
        while let event = engine.nextFileEvent() { files.tell(event) }
        let deadline = inPlace(&engine) { $0.deadline.nanoseconds }
        if deadline == .max {
            timer?.deadline = .max
        } else {
            let timer = timer ?? loop.makeTimer { [weak self] in self?.timedOut() }
            self.timer = timer
            timer.deadline = deadline
        }
    }

    private func timedOut() {
        engine.timeout(at: clock.now())
        progress()
    }
}

extension MasterCore: LinkOwner {
    func linkStarted(_ link: Link) {
        engine.started(at: clock.now())
        finishAttempt(nil)
        configuration.observer?(.started(link.status))
        settle()
    }

    func linkStopped(_ link: Link) {
        engine.stopped(at: clock.now())
        configuration.observer?(.stopped)
        settle()
        if closesWhenStopped { link.close() }
    }

    func link(_ link: Link, received asdu: Span<UInt8>) {
        switch engine.receive(asdu, at: clock.now()) {
        case .data(let header, let id): report(header, asdu, for: id)
        case .malformed(let error):
            link.malformed(error)
            if limit.note(error, at: loop.instant) { configuration.observer?(.malformed(error)) }
        case .initialized(let station, let cause):
            configuration.observer?(.initialized(station, cause))
        case .unexpected(let reason, let header):
            guard let observer = configuration.observer,
                let unexpected = limit.note(reason, header, at: loop.instant)
            else { return }
            observer(.unexpected(unexpected))
        case .answer, .file: break
        }
    }

    func link(_ link: Link, next output: inout MutableSpan<UInt8>) -> Outgoing? {
        engine.next(into: &output, at: clock.now())
    }

    func link(_ link: Link, confirmed ticket: UInt64) {
        engine.confirmed(through: ticket, at: clock.now())
    }

    // The results of all that the turn brought; what was sent in it has time-outs of its own.
    func linkTurnEnded(_ link: Link) { settle() }

    func link(_ link: Link, closed end: LinkEnd) {
        guard link === self.link else { return }
        self.link = nil
        closesWhenStopped = false
        stopTimer = nil
        lastEnd = end
        engine.closed(end.reason.code, at: clock.now())
        settle()
        finishAttempt(.ended(end))
        configuration.observer?(.ended(end))
        tellMourners(end)
    }
}
