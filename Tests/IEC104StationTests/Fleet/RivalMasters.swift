import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// Two masters of one redundancy group that know nothing of each other; each has one link, which it
/// makes again and starts as its plan says.
struct RivalMasters: Sendable {
    var world: GroupWorld
    private(set) var plans: [RedundancyPlan]
    /// When each has asked for the transfer.
    private(set) var starts: [[Instant]] = [[], []]
    private var phases = [SessionPhase.closed, .closed]
    private var random: SeededRandom

    init(_ setting: GroupWorld.Setting) {
        world = GroupWorld(setting)
        random = SeededRandom(seed: setting.seed)
        plans = [RedundancyPlan(links: 1), RedundancyPlan(links: 1)]
        for side in 0...1 {
            plans[side].begin(after: .milliseconds(300 * side), at: world.now.instant)
        }
        act()
    }

    mutating func run(for duration: Duration) {
        let end = world.now.instant.advanced(by: duration)
        while true {
            let deadline = min(plans[0].deadline, plans[1].deadline)
            guard min(deadline, world.nextMoment) <= end else { return }
            if deadline < world.nextMoment {
                world.run(for: .nanoseconds(deadline.nanoseconds(since: world.now.instant)))
            } else {
                world.step()
            }
            for side in 0...1 {
                plans[side].timeout(at: world.now.instant)
                observe(side)
            }
            act()
        }
    }

    private mutating func observe(_ side: Int) {
        let phase = world.masters[side].end.session.phase
        guard phase != phases[side] else { return }
        phases[side] = phase
        switch phase {
        case .closed:
            _ = plans[side].ended(
                0, chance: Double.random(in: 0...1, using: &random), at: world.now.instant)
        case .started: plans[side].started(0, at: world.now.instant)
        case .stopped: plans[side].stopped(0, at: world.now.instant)
        case .pendingStarted, .pendingStopped, .pendingUnconfirmedStopped: break
        }
    }

    private mutating func act() {
        for side in 0...1 {
            while let action = plans[side].next() {
                switch action {
                case .connect:
                    world.connect(side, starts: false)
                    if world.masters[side].end.isOpen {
                        phases[side] = .stopped
                        plans[side].connected(0, at: world.now.instant)
                    } else {
                        // The outstation has not seen the end of the old connection yet.
                        _ = plans[side].ended(0, chance: 0, at: world.now.instant)
                    }
                case .start:
                    starts[side].append(world.now.instant)
                    world.operate(side, start: true)
                    phases[side] = .pendingStarted
                case .stop: world.operate(side, start: false)
                case .close: world.wires[side][0].cut(after: 0)
                }
            }
        }
    }
}
