import IEC104Codec
import IEC104Net
import IEC104Session
import IEC104Station

/// What an outstation does on the thread of its loop: listeners, links, and the engine that knows
/// points and procedures.
final class OutstationCore {
    let loop: EventLoop
    private var clock: TurnClock
    let configuration: OutstationConfiguration
    private(set) var engine: OutstationEngine
    private var listeners: [TCPListener] = []
    private(set) var links: [Int: Link] = [:]
    /// Those whose data transfer is started.
    private var started: [Int: Link] = [:]
    /// Those that have ended, and still send what was queued.
    private(set) var lingering: Set<Int> = []
    private(set) var counts = ConnectionCounts()
    private var timer: LoopTimer?
    /// `OutstationEngine.outputs` when the links were last asked whether they have something.
    private var outputsSeen: UInt64 = 0
    /// Who each link of the engine is.
    private var clients: [LinkID: (number: Int, address: SocketAddress)] = [:]
    /// Of these, who is gone, and has executions that go on.
    private var departed: Set<LinkID> = []
    /// What goes wrong on purpose.
    let faults: FaultPlan
    /// The files, where there is a store.
    private let files: OutstationFiles?
    /// Handlers of commands that have not ended.
    private var handling = 0
    /// `nil` without one.
    var journal: OutstationJournal?
    /// The actor, for handlers that answer later.
    weak var outstation: Outstation?

    init(points: PointTable, configuration: OutstationConfiguration, loop: EventLoop) {
        var settings = configuration.settings
        settings.handlesCommands = configuration.commandHandler != nil
        settings.recordsCommands = configuration.auditor != nil
        settings.servesFiles = configuration.fileStore != nil
        files = OutstationFiles(configuration)
        self.configuration = configuration
        self.loop = loop
        clock = TurnClock(loop)
        faults = FaultPlan(configuration.faults)
        engine = OutstationEngine(
            points: points, settings: settings,
            redundancyGroups: configuration.redundancyGroups.map { PeerIdentity($0.name) })
    }

    /// An engine that has served nobody: the memory of its points is shared until they change.
    init(engine: OutstationEngine, configuration: OutstationConfiguration, loop: EventLoop) {
        self.configuration = configuration
        self.loop = loop
        clock = TurnClock(loop)
        faults = FaultPlan(configuration.faults)
        files = OutstationFiles(configuration)
        self.engine = engine
    }

    /// Whether it has never listened.
    var isUnused: Bool { listeners.isEmpty && counts.accepted == 0 }

    // MARK: Connections

    func listen(_ address: SocketAddress) throws(SystemError) -> SocketAddress {
        let listener = try TCPListener(loop, address: address) { [weak self] in
            self?.accepted($0)
        }
        listeners.append(listener)
        engine.begin(at: clock.now())
        settle()
        return listener.local
    }

    private func accepted(_ stream: TCPStream) {
        counts.accepted &+= 1
        guard links.count + lingering.count < max(configuration.maximumConnections, 1) else {
            counts.refused &+= 1
            return refuse(stream, .tooMany)
        }
        let refusal = configuration.access.refusal(of: stream.remote) {
            links.values.count { $0.stream.remote.hasSameHost(as: stream.remote) }
        }
        if let refusal {
            counts.refused &+= 1
            return refuse(stream, refusal)
        }
        let link = Link(
            number: Int(counts.accepted), stream: stream, role: .controlled,
            parameters: configuration.parameters, loop: loop, owner: self,
            tracer: configuration.tracer, closesOnMalformed: configuration.closesOnMalformed)
        link.redundancyGroup =
            configuration.redundancyGroups.first {
                $0.contains(client: stream.remote, at: stream.local)
            }?.name
        link.station = engine.open(
            peer: PeerIdentity(stream.remote.host),
            in: link.redundancyGroup.map { PeerIdentity($0) },
            zone: configuration.linkClocks.first {
                $0.members.contains { $0.contains(client: stream.remote, at: stream.local) }
            }?.zone, at: clock.now())
        links[link.number] = link
        clients[link.station] = (link.number, stream.remote)
        if let rights = configuration.access.rights(of: stream.remote) {
            engine.limit(link.station, to: rights)
        }
        if !faults.faults.isEmpty {
            link.setFaults(faults, profile: configuration.settings.profile)
        }
    }

    private func refuse(_ stream: TCPStream, _ reason: ConnectionRefusal) {
        configuration.observer?(.connectionRefused(stream.remote, reason))
        stream.close(lingering: 0)
    }

    /// Closes all connections and listens no more.
    func close() {
        for listener in listeners { listener.close() }
        listeners = []
        for link in links.values { link.close() }
    }

    func dispose() {
        close()
        timer?.deadline = .max
        endJournal()
    }

    /// Now, on both clocks.
    var now: Moment { clock.now() }

    // MARK: The engine

    /// After every call of the engine: the application gets its requests, links with something to
    /// send are woken, the timer is set.
    func settle(except busy: Link? = nil) {
        while let request = engine.nextRequest() { serve(request) }
        if !departed.isEmpty { forgetDeparted() }
        let outputs = inPlace(&engine) { $0.outputs }
        if outputs != outputsSeen {
            outputsSeen = outputs
            wakeLinks(except: busy)
        }
        if journal != nil { scheduleJournal() }
        let deadline = inPlace(&engine) { $0.deadline.nanoseconds }
        guard deadline != .max || timer != nil else { return }
        let timer = timer ?? loop.makeTimer { [weak self] in self?.timedOut() }
        self.timer = timer
        if timer.deadline != deadline { timer.deadline = deadline }
    }

    private func wakeLinks(except busy: Link? = nil) {
        for link in started.values where link !== busy {
            if inPlace(&engine, { $0.hasOutput(for: link.station) }) { link.wake() }
        }
    }

    private func timedOut() {
        engine.timeout(at: clock.now())
        wakeLinks()
        settle()
    }

    private func serve(_ request: ApplicationRequest) {
        switch request {
        case .command(let request):
            guard let handler = configuration.commandHandler, let outstation else { return }
            // Handlers that never end must not pile up when their commands have timed out.
            guard handling < max(configuration.settings.maximumCommands, 1) else {
                _ = change { $0.answer(request.id, .refuse, at: clock.now()) }
                wakeLinks()
                return
            }
            handling += 1
            Task(executorPreference: configuration.commandExecutor) { [weak outstation] in
                let answer = await handler(request)
                await outstation?.handled(request.id, answer)
            }
        case .commanded(let request): configuration.observer?(.commanded(request))
        case .commandRefused(let request, let reason):
            configuration.observer?(.commandRefused(request, reason))
        case .recorded(let record):
            guard let client = clients[record.link] else { return }
            configuration.auditor?(
                AuditRecord(
                    time: clock.now().wall, connection: client.number, client: client.address,
                    record: record))
        case .sweep(_, let link, let addresses):
            configuration.observer?(.sweep(clients[link]?.address, addresses: addresses))
        case .selectionEnded(let command, _): configuration.observer?(.selectionEnded(command))
        case .clock(let milliseconds, let moved, _):
            configuration.observer?(.clockSet(milliseconds: milliseconds, moved: moved))
        case .parameter(let type, let station, let object, let isDeactivation):
            configuration.observer?(
                .parameter(type, station: station, object, isDeactivation: isDeactivation))
        case .eventsLost(let count, let owner):
            configuration.observer?(.eventsLost(count: count, of: owner))
        case .fight(let group, let masters, let switches):
            configuration.observer?(.fight(group, masters: masters, switches: switches))
        case .reset(let station, let qualifier, _):
            configuration.observer?(.reset(station: station, qualifier))
        case .file(let request): files?.serve(request, for: outstation)
        case .fileEnded(let report): configuration.observer?(.file(report))
        }
    }

    /// The store of files has answered.
    func served(_ transfer: UInt64, _ reply: OutstationFiles.Reply) {
        files?.keep(reply, for: transfer)
        engine.answer(file: transfer, reply.answer, at: clock.now())
        settle()
        files?.forget(transfer)
    }

    /// A handler has ended.
    func handled(_ request: RequestID, _ answer: CommandAnswer) {
        handling -= 1
        _ = self.answer(request, answer)
    }

    func answer(_ request: RequestID, _ answer: CommandAnswer) -> Bool {
        let isTaken = engine.answer(request, answer, at: clock.now())
        wakeLinks()
        settle()
        return isTaken
    }

    /// Changes points; `settle` follows when all is done.
    @inline(__always)
    func change<R>(_ body: (inout OutstationEngine) -> R) -> R { body(&engine) }
}

extension OutstationCore: LinkOwner {
    func linkAsksToStart(_ link: Link) -> Bool {
        switch engine.mayStart(link.station, at: clock.now()) {
        case .start: break
        case .closing(let old): started.values.first { $0.station == old }?.close(.displaced)
        case .stopping(let old):
            guard let other = started.values.first(where: { $0.station == old }) else { break }
            // What it has not confirmed goes to the other link: its later N(R) changes nothing.
            linkStopped(other)
            other.stop()
        case .refuse: return false
        }
        return true
    }

    func linkStarted(_ link: Link) {
        started[link.number] = link
        engine.started(link.station, at: clock.now())
    }

    func linkStopped(_ link: Link) {
        started[link.number] = nil
        engine.stopped(link.station, at: clock.now())
    }

    func link(_ link: Link, received asdu: Span<UInt8>) {
        if case .malformed(let error) = engine.receive(asdu, on: link.station, at: clock.now()) {
            link.malformed(error)
        }
    }

    func link(_ link: Link, next output: inout MutableSpan<UInt8>) -> Outgoing? {
        engine.next(for: link.station, into: &output, at: clock.now())
    }

    func link(_ link: Link, confirmed ticket: UInt64) {
        engine.confirmed(link.station, through: ticket)
    }

    func linkTurnEnded(_ link: Link) { settle(except: link) }

    func link(_ link: Link, closed end: LinkEnd) {
        links[link.number] = nil
        lingering.insert(link.number)
        started[link.number] = nil
        counts.ends[end.reason.code, default: 0] += 1
        let hung: [SessionError.Code] = [.informationTimeout, .testTimeout, .frameTimeout]
        engine.closed(
            link.station, hung: hung.contains(end.reason.code), at: clock.now())
        settle()
        // The end of an execution is still recorded as that of its client.
        if configuration.auditor != nil, change({ $0.hasExecutions(of: link.station) }) {
            departed.insert(link.station)
        } else {
            clients[link.station] = nil
        }
    }

    /// Forgets clients that are gone, and whose executions have ended.
    private func forgetDeparted() {
        for client in departed where !change({ $0.hasExecutions(of: client) }) {
            departed.remove(client)
            clients[client] = nil
        }
    }

    func linkReleased(_ link: Link) { lingering.remove(link.number) }
}
