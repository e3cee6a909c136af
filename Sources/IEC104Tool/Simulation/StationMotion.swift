import IEC104

/// What moves an outstation, as it is at the start.
struct MotionPlan: Sendable {
    let simulator: Simulator
    var scenario: Scenario?
    var replay: TwinReplay?
}

/// What moves a running outstation without a master: the simulation of its points, a scenario,
/// and what its twin in a capture sent.
///
/// Sendable, as all of it is on the thread of the outstation's loop.
final class StationMotion: @unchecked Sendable {
    private var simulator: Simulator
    private var player: ScenarioPlayer?
    private var replay: TwinReplay?
    /// What the simulation said last of the counters that count.
    private var counted: [PointID: Int32]
    /// Who is told what begins and ends.
    private let tell: (MotionNotice) -> Void

    init(_ plan: MotionPlan, tell: @escaping (MotionNotice) -> Void = { _ in }) {
        self.tell = tell
        simulator = plan.simulator
        counted = plan.simulator.counters
        player = plan.scenario.map { ScenarioPlayer($0) }
        replay = plan.replay
    }

    /// Moves the outstation in time, until the task is cancelled.
    func run(_ outstation: Outstation, on loop: EventLoop) async {
        let start = ContinuousClock.now
        var time: Int64 = 0
        while !Task.isCancelled {
            await loop.sleep(for: .milliseconds(pause(after: time)))
            guard !Task.isCancelled else { return }
            time = (ContinuousClock.now - start).wholeNanoseconds / 1_000_000
            await outstation.update { [time] in self.simulate(to: time, $0) }
            await play(to: time, outstation)
        }
    }

    /// Milliseconds until something moves.
    private func pause(after time: Int64) -> Int64 {
        var pause: Int64 = simulator.isEmpty ? 3_600_000 : simulator.step - time % simulator.step
        for deadline in [player?.deadline, replay?.deadline] {
            if let deadline { pause = min(pause, max(deadline - time, 0)) }
        }
        return pause
    }

    /// Moves what is simulated. A counter counts on from its reading, whoever has set it.
    func simulate(to time: Int64, _ points: PointAccess) {
        simulator.advance(to: time, reading: { points.value(of: $0)?.information }) { point, now in
            if case .integratedTotal(let reading) = now, let last = counted[point] {
                points.count(point, by: reading.value &- last)
                counted[point] = reading.value
            } else {
                points.set(point, now)
            }
        }
        let (turn, wasPlaying) = (replay?.turn, replay?.deadline != nil)
        defer {
            if let replay, let turn, replay.turn > turn { tell(.captureTurn(Int(replay.turn) + 1)) }
            if wasPlaying, replay?.deadline == nil { tell(.captureEnded) }
        }
        for change in replay?.advance(to: time) ?? [] {
            points.set(
                change.point, change.information, event: change.isEvent ? .force : .suppress)
        }
    }

    private func play(to time: Int64, _ outstation: Outstation) async {
        guard let events = player?.advance(to: time), !events.isEmpty else { return }
        var rest = events[...]
        while let event = rest.first {
            if case .drop(let client) = event {
                rest.removeFirst()
                await drop(client, outstation)
                continue
            }
            if case .begin(let step, let turn) = event {
                rest.removeFirst()
                if let player {
                    tell(.step(player.scenario.steps[step], number: step, turn: turn + 1))
                }
                continue
            }
            let next = rest.firstIndex {
                switch $0 {
                case .begin, .drop: true
                default: false
                }
            }
            let batch = rest[..<(next ?? rest.endIndex)]
            await outstation.update { points in for event in batch { event.happen(points) } }
            rest = rest[batch.endIndex...]
        }
        if player?.deadline == nil { tell(.scenarioEnded) }
    }

    private func drop(_ client: Scenario.Client, _ outstation: Outstation) async {
        for link in await outstation.links {
            switch client {
            case .host(let host) where host != link.peer.host: continue
            case .host, .all: await outstation.closeLink(link.number)
            }
        }
    }
}

extension ScenarioEvent {
    /// Does what it says, but for closing connections.
    fileprivate func happen(_ points: PointAccess) {
        if let point {
            guard let now = points.value(of: point)?.information,
                let next = information(after: now)
            else { return }
            points.set(point, next, event: mode)
            return
        }
        switch self {
        case .restart(let station, let cause): points.restart(station: station, cause: cause)
        case .clock(let milliseconds): points.moveClock(by: .milliseconds(milliseconds))
        case .begin, .set, .toggle, .quality, .disturb, .drop: break
        }
    }
}
