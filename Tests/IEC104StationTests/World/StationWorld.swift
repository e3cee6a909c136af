import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// A master and an outstation, whole: two sessions and two engines, a faulty wire each way, in
/// virtual time. All of it follows from the setting and its seed.
package struct StationWorld: Sendable {
    /// What the world is made of.
    package struct Setting: Sendable {
        package var parameters = SessionParameters()
        package var master = MasterSettings()
        package var outstation = OutstationSettings()
        package var points = PointTable()
        package var seed: UInt64 = 1
        package var longestDelay: Int64 = 5_000_000
        /// Whether each octet is read by itself, and how long one takes.
        package var octetTime: Int64?
        /// After both ends have closed, when the next connection is made.
        package var reconnection: Duration?
        package init() {}
    }

    /// A change at the outstation that is to come.
    package struct Change: Sendable {
        package var time: Instant
        package var point: PointID
        package var information: Information
        package var tag: CP56Time2a?
        package init(
            _ time: Instant, _ point: PointID, _ information: Information, tag: CP56Time2a? = nil
        ) {
            self.time = time
            self.point = point
            self.information = information
            self.tag = tag
        }
    }

    /// What a connection was when it ended, seen from the outstation.
    package struct Connection: Hashable, Sendable {
        /// I APDUs that the outstation sent, and that were acknowledged to it.
        package var sent: Int
        package var acknowledged: Int
    }

    package let setting: Setting
    package var master: SimulatedMaster
    package var outstation: SimulatedOutstation
    /// Master to outstation, outstation to master.
    package var wires: [FaultyWire]
    package private(set) var now = Moment(Instant(seconds: 1), wall: 1_700_000_000_000)
    /// In the order of time.
    package var changes: [Change] = []
    /// Connections that have ended.
    package private(set) var history: [Connection] = []
    package private(set) var steps = 0
    /// Octets written since the start, each way.
    package private(set) var octets = [0, 0]
    /// Why each end closed.
    package private(set) var reasons: [SessionError] = []
    private var nextConnection = Instant.never
    private var random: SeededRandom
    private var isConnected = false

    package init(_ setting: Setting) {
        self.setting = setting
        random = SeededRandom(seed: setting.seed)
        master = SimulatedMaster(setting.master)
        outstation = SimulatedOutstation(setting.points, setting.outstation, peer: "10.0.0.1")
        wires = [FaultyWire(seed: 0), FaultyWire(seed: 0)]
    }

    // MARK: What tests do

    package mutating func connect() {
        nextConnection = .never
        isConnected = true
        for side in 0...1 {
            wires[side] = FaultyWire(seed: random.next(), longestDelay: setting.longestDelay)
            if let time = setting.octetTime { wires[side].slow(to: (octets: 1, nanoseconds: time)) }
        }
        outstation.connect(setting.parameters, at: now)
        master.connect(setting.parameters, at: now)
        settle()
    }

    package mutating func submit(_ request: MasterRequest) -> RequestID {
        let id = master.engine.submit(request, at: now)
        settle()
        return id
    }

    /// Begins a job with files; `source` is what is written.
    package mutating func submit(
        file request: FileJobRequest, source: [UInt8] = []
    ) -> UInt64 {
        let job = master.engine.submit(file: request, at: now)
        master.sources[job] = source
        settle()
        return job
    }

    package mutating func cancel(file job: UInt64) {
        master.engine.cancel(file: job, at: now)
        settle()
    }

    package mutating func cancel(_ id: RequestID) {
        master.engine.cancel(id, at: now)
        settle()
    }

    /// Starts or stops data transfer.
    package mutating func operate(start: Bool) {
        master.operate(start: start, at: now)
        settle()
    }

    package mutating func set(
        _ point: PointID, _ information: Information, tag: CP56Time2a? = nil
    ) {
        outstation.engine.set(point, information, time: tag, mode: .force, at: now)
        settle()
    }

    /// The outstation dies, and another one takes its place.
    package mutating func restart(_ engine: OutstationEngine) {
        outstation.restart(engine)
        settle()
    }

    /// What the outstation may send by now is sent.
    package mutating func wake() { settle() }

    package mutating func answer(_ request: RequestID, _ answer: CommandAnswer) {
        outstation.engine.answer(request, answer, at: now)
        settle()
    }

    /// The wall clock of the machines is set.
    package mutating func moveWall(by milliseconds: Int64) { now.wall += milliseconds }

    /// Time goes on, and nothing is served meanwhile.
    package mutating func sleep(for duration: Duration) {
        let (seconds, attoseconds) = duration.components
        move(
            to: now.instant.advanced(
                byNanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    }

    /// Goes on for so long, or until `isDone`; whether it was done.
    @discardableResult
    package mutating func run(
        for duration: Duration, until isDone: (StationWorld) -> Bool = { _ in false }
    ) -> Bool {
        let (seconds, attoseconds) = duration.components
        let end = now.instant.advanced(
            byNanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        while !isDone(self) {
            guard nextMoment <= end else {
                move(to: end)
                return isDone(self)
            }
            step()
        }
        return true
    }

    /// The next moment at which something happens.
    package mutating func step() {
        move(to: max(now.instant, nextMoment))
        steps += 1
        while let change = changes.first, change.time <= now.instant {
            changes.removeFirst()
            outstation.engine.set(
                change.point, change.information, time: change.tag, mode: .force, at: now)
        }
        if nextConnection <= now.instant { connect() }
        if wires[1].nextArrival <= now.instant, master.end.isOpen {
            master.read(wires[1].read(at: now.instant), at: now)
            if wires[1].hasEnded { master.disconnected(at: now) }
        }
        if wires[0].nextArrival <= now.instant, outstation.end.isOpen {
            outstation.read(wires[0].read(at: now.instant), at: now)
            if wires[0].hasEnded { outstation.disconnected(at: now) }
        }
        master.timeout(at: now)
        outstation.timeout(at: now)
        settle()
    }

    // MARK: Inside

    package var nextMoment: Instant {
        var next = min(master.deadline, outstation.deadline, nextConnection)
        if let change = changes.first { next = min(next, change.time) }
        if master.end.isOpen { next = min(next, wires[1].nextArrival) }
        if outstation.end.isOpen { next = min(next, wires[0].nextArrival) }
        return next
    }

    private mutating func move(to instant: Instant) {
        guard instant != .never else { return }
        now.wall += instant.nanoseconds / 1_000_000 - now.instant.nanoseconds / 1_000_000
        now.instant = instant
    }

    /// Everything that can be sent now is sent, and everything that has ended is told.
    private mutating func settle() {
        var hasMore = true
        while hasMore {
            while wires[0].hasRoom, master.transmit(at: now) { write(0) }
            while wires[1].hasRoom, outstation.transmit(at: now) { write(1) }
            write(0)
            write(1)
            master.takeResults()
            let outputs = outstation.engine.outputs
            outstation.takeRequests(at: now)
            // What the store and the user gave goes out in the same moment.
            hasMore = master.takeFileEvents(at: now) || outstation.engine.outputs != outputs
        }
        if isConnected {
            if !master.end.isOpen { wires[0].finish(at: now.instant) }
            if !outstation.end.isOpen { wires[1].finish(at: now.instant) }
            if !master.end.isOpen, !outstation.end.isOpen { ended() }
        }
    }

    private mutating func write(_ side: Int) {
        let written = side == 0 ? master.takeOutput() : outstation.takeOutput()
        octets[side] += written.count
        wires[side].write(written, at: now.instant)
    }

    private mutating func ended() {
        isConnected = false
        reasons += [master.end.session.closeReason, outstation.end.session.closeReason].compactMap {
            $0
        }
        history.append(
            Connection(sent: outstation.end.sent, acknowledged: outstation.end.acknowledged))
        guard let reconnection = setting.reconnection else { return }
        let (seconds, attoseconds) = reconnection.components
        nextConnection = now.instant.advanced(
            byNanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
