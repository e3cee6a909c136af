import IEC104Codec
import IEC104Session

/// One link in virtual time: a controlling and a controlled station, a faulty wire each way,
/// reconnection, stops and starts. All of it follows from the seed.
package struct LinkSimulation: Sendable {
    /// What happens on the link, as averages in seconds.
    package struct Setting: Hashable, Sendable {
        package var duration: Int64 = 86400
        package var betweenItems: Double = 900
        package var betweenFaults: Double = 7200
        package var betweenStops: Double = 14400
        /// The last seconds without faults or new items, in which all must arrive.
        package var quietEnd: Int64 = 3600
        package init() {}
    }

    /// What has happened.
    package struct Report: Hashable, Sendable {
        package var connections = 0
        package var items: UInt64 = 0
        package var repeats = 0
        package var frames = 0
        package var steps = 0
        package var faults = 0
        package var reasons: [SessionError.Code: Int] = [:]
        /// What went wrong, with the seed that brings it back.
        package var failure: String?
    }

    package let seed: UInt64
    package private(set) var report = Report()
    package private(set) var peers: [SimulatedPeer]
    private var wires: [FaultyWire]
    private var random: SeededRandom
    private let setting: Setting
    private let parameters: SessionParameters
    private var now = Instant(nanoseconds: 0)
    private var connectTime = Instant(nanoseconds: 0)
    private var itemTimes: [Instant]
    private var faultTime: Instant
    private var operatorTime: Instant
    /// When the fault of this connection happened, and by when both sides must have seen that it
    /// is half open.
    private var isFaulty = false
    private var discovery = Instant.never

    package init(seed: UInt64, _ setting: Setting = Setting()) {
        self.seed = seed
        self.setting = setting
        random = SeededRandom(seed: seed)
        let k = Int.random(in: 1...12, using: &random)
        let idle = Int64.random(in: 20...900, using: &random)
        parameters = SessionParameters(
            k: k, w: Int.random(in: 1...k, using: &random), t3: .seconds(idle),
            sendingRestartsT3: false)
        peers = [
            SimulatedPeer(.controlling, parameters), SimulatedPeer(.controlled, parameters),
        ]
        wires = [FaultyWire(seed: 0), FaultyWire(seed: 0)]
        itemTimes = [now, now]
        faultTime = now
        operatorTime = now
        faultTime = after(setting.betweenFaults)
        operatorTime = after(setting.betweenStops)
    }

    /// A moment so many seconds from now on average.
    private mutating func after(_ seconds: Double) -> Instant {
        let factor = Double.random(in: 0.01...1.99, using: &random)
        return now.advanced(byNanoseconds: Int64(seconds * factor * 1e9))
    }

    /// Runs to the end, or to the first thing that is wrong.
    package mutating func run() -> Report {
        let end = Instant(seconds: setting.duration)
        while report.failure == nil {
            let next = nextMoment
            guard next < end else { break }
            now = max(now, next)
            report.steps += 1
            step()
            check()
        }
        for (peer, other) in [(peers[0], peers[1]), (peers[1], peers[0])] {
            report.frames += peer.sentFrames
            report.repeats += peer.repeats
            report.items += peer.received
            if peer.confirmed != peer.produced || other.received != peer.produced {
                fail("\(peer.produced) items, \(other.received) arrived, \(peer.confirmed) known")
            }
        }
        return report
    }

    private var nextMoment: Instant {
        var next = min(itemTimes[0], itemTimes[1], faultTime, operatorTime)
        next = min(next, connectTime, discovery)
        for side in 0...1 where peers[side].isOpen {
            next = min(next, peers[side].session.deadline, wires[1 - side].nextArrival)
        }
        return next
    }

    private var isQuiet: Bool { now >= Instant(seconds: setting.duration - setting.quietEnd) }

    private mutating func step() {
        if connectTime <= now { connect() }
        if faultTime <= now {
            faultTime = after(setting.betweenFaults)
            if !isQuiet { fault() }
        }
        if operatorTime <= now { operate() }
        for side in 0...1 {
            if itemTimes[side] <= now {
                itemTimes[side] = after(setting.betweenItems)
                let burst = UInt64.random(in: 0...3, using: &random) == 0 ? UInt64(30) : 1
                if !isQuiet { peers[side].produced += UInt64.random(in: 1...burst, using: &random) }
            }
            guard peers[side].isOpen else { continue }
            if wires[1 - side].nextArrival <= now {
                peers[side].read(wires[1 - side].read(at: now), at: now)
                if wires[1 - side].hasEnded { peers[side].disconnect() }
            }
            if peers[side].session.deadline <= now { peers[side].timeout(at: now) }
            while peers[side].wantsToSend, wires[side].hasRoom { peers[side].transmit(at: now) }
            wires[side].write(peers[side].takeOutput(), at: now)
            if !peers[side].isOpen { closed(side) }
        }
    }

    private mutating func connect() {
        connectTime = .never
        isFaulty = false
        discovery = .never
        report.connections += 1
        wires = [FaultyWire(seed: random.next()), FaultyWire(seed: random.next())]
        for side in 0...1 { peers[side].connect(at: now) }
        peers[0].start(at: now)
        operatorTime = after(setting.betweenStops)
    }

    private mutating func closed(_ side: Int) {
        wires[side].finish(at: now)
        if let reason = peers[side].session.closeReason { judge(reason) }
        guard !peers[1 - side].isOpen else { return }
        discovery = .never
        connectTime = after(5)
    }

    /// The operator stops, and starts again soon.
    private mutating func operate() {
        let session = peers[0].session
        operatorTime = after(setting.betweenStops)
        switch session.phase {
        case .started:
            peers[0].stop(at: now)
            operatorTime = after(30)
        case .stopped: peers[0].start(at: now)
        case .pendingStarted, .pendingUnconfirmedStopped, .pendingStopped: operatorTime = after(5)
        case .closed: break
        }
    }

    private mutating func fault() {
        guard peers[0].isOpen, peers[1].isOpen else { return }
        report.faults += 1
        isFaulty = true
        let side = Int.random(in: 0...1, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: wires[side].cut(after: Int.random(in: 0...300, using: &random))
        case 1: wires[side].silence(after: Int.random(in: 0...300, using: &random))
        case 2: wires[side].stall(until: after(12))
        case 3:
            wires[0].isHalfOpen = true
            wires[1].isHalfOpen = true
            // t3 until a test is sent, t1 until it is missed.
            let idle = parameters.t3.components.seconds + parameters.t1.components.seconds
            discovery = now.advanced(byNanoseconds: (idle + 1) * 1_000_000_000)
        default: wires[side].slow(to: (octets: 5, nanoseconds: 200_000_000))
        }
    }

    private mutating func check() {
        if discovery <= now { fail("half open and not seen after t3 + t1") }
        for peer in peers { if let failure = peer.failure { fail(failure) } }
    }

    private mutating func judge(_ reason: SessionError) {
        report.reasons[reason.code, default: 0] += 1
        let byFault: [SessionError.Code] = [
            .lost, .informationTimeout, .startTimeout, .stopTimeout, .testTimeout, .frameTimeout,
        ]
        if !isFaulty || !byFault.contains(reason.code) { fail("wrong close: \(reason)") }
    }

    private mutating func fail(_ text: String) {
        guard report.failure == nil else { return }
        report.failure = "seed \(seed), \(now.nanoseconds / 1_000_000) ms: \(text)"
    }
}
