import IEC104Codec
import IEC104Net
import IEC104Session
import IEC104Station

/// What an RTU of a fleet does on the thread of its loop: makes its links as the plan says, hands
/// the started one to its master, asks what the schedule says.
final class RTUCore {
    /// One endpoint and its connection.
    struct Slot {
        let endpoint: RTUEndpoint
        var connector: TCPConnector?
        /// Its next attempt has waited for its turn.
        var hasTurn = false
        var link: Link?
        var since: (instant: Instant, wall: Int64)?
        var lastReceived = Instant(nanoseconds: 0)
        /// APDUs received on the present connection, when that was looked at last.
        var received: UInt64 = 0
        var attempts: UInt64 = 0
        var failures: UInt64 = 0
        var connections: UInt64 = 0
        var lastEnd: Disconnection?
        /// Why the last attempt failed; `nil` once one has not.
        var lastFailure: ConnectionFailure?
    }

    let loop: EventLoop
    let configuration: RTUConfiguration
    let hub: FleetHub
    let gate: InterrogationGate
    private let pace: Guarded<AttemptPace>
    let master: MasterCore
    private var clock: TurnClock
    var slots: [Slot]
    var plan: RedundancyPlan
    var schedule: TaskSchedule
    var watch: ClockWatch
    var job: RTUJob?
    var lastJob: UInt64 = 0
    var counts = RTUCounts()
    /// The link that had data transfer last.
    var lastActive: Int?
    var latencyProbe: (ticket: UInt64, sent: Int64)?
    var isPursuing = false
    /// When repeats that were left out are told; all that come until then are told together.
    var repeatsDue = Instant.never
    private var timer: LoopTimer?
    private var connections = 0
    /// Who waits until all links are closed.
    private var mourners: [CheckedContinuation<Void, Never>] = []
    private var endTimer: LoopTimer?

    init(
        _ configuration: RTUConfiguration, hub: FleetHub, gate: InterrogationGate,
        pace: Guarded<AttemptPace>, loop: EventLoop
    ) {
        self.configuration = configuration
        self.hub = hub
        self.gate = gate
        self.pace = pace
        self.loop = loop
        clock = TurnClock(loop)
        slots = configuration.endpoints.map { Slot(endpoint: $0) }
        let settings = configuration.master.settings
        plan = RedundancyPlan(
            links: slots.count, starts: configuration.master.startsTransfer,
            reconnection: configuration.master.reconnection)
        schedule = TaskSchedule(
            settings.startRequests.map { ScheduledTask([$0], runsAtStart: true) }
                + configuration.schedule,
            clock: FieldClock(settings))
        watch = ClockWatch(
            clock: FieldClock(settings), tolerance: configuration.clockTolerance)
        var inner = configuration.master
        // Asked by the schedule, which knows the limit of the fleet.
        inner.settings.startRequests = []
        let box = WeakRTU()
        inner.observer = { [outer = configuration.master.observer] notice in
            box.core?.noticed(notice)
            outer?(notice)
        }
        inner.reporter = { [outer = configuration.master.reporter] header, objects, octets in
            box.core?.reported(header, objects, octets)
            outer?(header, objects, octets)
        }
        let first = configuration.endpoints.first ?? RTUEndpoint("")
        master = MasterCore(
            host: first.host, port: first.port, configuration: inner, loop: loop, isManaged: true)
        master.onSynchronized = { box.core?.synchronized($0, $1) }
        if configuration.dropsRepeats {
            master.repeats = RepeatFilter(k: inner.parameters.k)
            master.onRepeats = { box.core?.repeatsCame() }
        }
        box.core = self
    }

    func now() -> Moment { clock.now() }

    // MARK: What is wanted

    func begin() {
        plan.begin(spacing: .milliseconds(20), at: now().instant)
        act()
    }

    /// Stops and closes all; who waits is told when that is done, at the latest after `limit`.
    func end(within limit: Duration, _ mourner: CheckedContinuation<Void, Never>?) {
        plan.end()
        for index in slots.indices { slots[index].connector?.cancel() }
        act()
        guard let mourner else { return }
        mourners.append(mourner)
        let timer = loop.makeTimer { [weak self] in self?.closeAll() }
        timer.deadline = loop.instant.advanced(by: limit).nanoseconds
        endTimer = timer
        tellMournersIfOver()
    }

    /// The RTU is gone: nobody waits any more.
    func dispose() {
        plan.end()
        closeAll()
        master.dispose()
        timer?.deadline = .max
    }

    func switchOver(to link: Int?) -> Bool {
        let isDone = plan.switchOver(to: link)
        act()
        return isDone
    }

    private func closeAll() {
        for slot in slots {
            slot.connector?.cancel()
            slot.link?.close()
        }
        tellMournersIfOver()
    }

    private func tellMournersIfOver() {
        guard !mourners.isEmpty, slots.allSatisfy({ $0.link == nil }) else { return }
        endTimer = nil
        let waiting = mourners
        mourners = []
        for mourner in waiting { mourner.resume() }
    }

    // MARK: The plan

    /// Does what the plan says, and sets the timer.
    func act() {
        while let action = plan.next() {
            switch action {
            case .connect(let index): connect(index)
            case .start(let index):
                guard let link = slots[index].link else { continue }
                master.attach(link)
            case .stop(let index): slots[index].link?.stop()
            case .close(let index):
                slots[index].connector?.cancel()
                slots[index].link?.close()
            }
        }
        arm()
    }

    func arm() {
        let deadline = min(plan.deadline, schedule.deadline, repeatsDue)
        if deadline == .never, timer == nil { return }
        let timer = timer ?? loop.makeTimer { [weak self] in self?.timedOut() }
        self.timer = timer
        timer.deadline = deadline.nanoseconds
    }

    private func timedOut() {
        if repeatsDue <= now().instant { tellRepeats() }
        plan.timeout(at: now().instant)
        schedule.timeout(at: now())
        act()
        pursue()
    }

    private func connect(_ index: Int) {
        if !slots[index].hasTurn {
            let now = now().instant
            let turn = pace.withLock { $0.turn(at: now) }
            if turn > now {
                slots[index].hasTurn = true
                return plan.postpone(index, until: turn)
            }
        }
        slots[index].hasTurn = false
        slots[index].attempts &+= 1
        let endpoint = slots[index].endpoint
        slots[index].connector = TCPConnector(
            loop, host: endpoint.host, port: endpoint.port,
            timeout: configuration.master.parameters.t0.wholeNanoseconds, from: nil
        ) { [weak self] result in
            guard let self else {
                if case .success(let stream) = result { stream.abort() }
                return
            }
            self.connected(result, index)
        }
    }

    private func connected(_ result: Result<TCPStream, ConnectError>, _ index: Int) {
        slots[index].connector = nil
        switch result {
        case .failure(let error):
            let pause = plan.ended(
                index, chance: Double.random(in: 0...1), at: now().instant)
            // Given up on purpose.
            if pause != nil { noteFailure(.notConnected(error), index, pause) }
        case .success(let stream):
            connections += 1
            slots[index].connections &+= 1
            slots[index].lastFailure = nil
            if slots[index].connections > 1 { counts.reconnects &+= 1 }
            slots[index].since = (now().instant, now().wall)
            slots[index].lastReceived = now().instant
            let link = Link(
                number: connections, stream: stream, role: .controlling,
                parameters: configuration.master.parameters, loop: loop, owner: self,
                tracer: configuration.master.tracer,
                closesOnMalformed: configuration.master.closesOnMalformed)
            link.recent = RecentFrames()
            slots[index].link = link
            tell(.connected(link: index, link.status))
            plan.connected(index, at: now().instant)
        }
        act()
        tellMournersIfOver()
    }

    private func noteFailure(_ failure: ConnectionFailure, _ index: Int, _ pause: Duration?) {
        slots[index].failures &+= 1
        slots[index].lastFailure = failure
        counts.endReasons[failure.name, default: 0] &+= 1
        counts.lastError = "\(slots[index].endpoint): \(failure)"
        counts.lastErrorLink = index
        tell(.notConnected(link: index, failure, pause: pause))
    }

    /// The connection of a slot is over.
    func ended(_ index: Int, _ disconnection: Disconnection) {
        var disconnection = disconnection
        slots[index].link = nil
        slots[index].since = nil
        let before = plan.shortTransfers
        let pause = plan.ended(index, chance: Double.random(in: 0...1), at: now().instant)
        if plan.shortTransfers > before { disconnection.shortTransfers = plan.shortTransfers }
        slots[index].lastEnd = disconnection
        counts.endReasons[disconnection.end.reason.code.name, default: 0] &+= 1
        if pause != nil {
            slots[index].failures &+= 1
            counts.lastError = "\(slots[index].endpoint): \(disconnection)"
            counts.lastErrorLink = index
        }
        tell(.ended(link: index, disconnection, pause: pause))
        act()
        tellMournersIfOver()
    }

    func tell(_ kind: FleetEvent.Kind) {
        let event = FleetEvent(rtu: configuration.name, time: now().wall, kind: kind)
        configuration.eventReporter?(event)
        hub.put(event)
    }
}

/// An RTU for closures that other threads hold.
///
/// Sendable, as it is set before it is shared, and read on the thread of the loop only.
final class WeakRTU: @unchecked Sendable {
    weak var core: RTUCore?
    init(_ core: RTUCore? = nil) { self.core = core }
}

/// What is counted for one RTU.
struct RTUCounts {
    var objects: UInt64 = 0
    var reconnects: UInt64 = 0
    var switchOvers: UInt64 = 0
    var endReasons: [String: UInt64] = [:]
    var lastError: String?
    /// The link that it is about.
    var lastErrorLink: Int?
    var lastTraffic: Int64?
    var apdus = SessionStatistics()
    var interrogation = InterrogationStatus()
    var acknowledgementLatency: Duration?
    /// Repeats that have been told.
    var repeatsTold: UInt64 = 0
}
