import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// One controlling station with two links to an outstation of a redundancy group, as a fleet has
/// it: the plan says which link is started, the filter what is shown.
struct RedundantMasterWorld: Sendable {
    private static let start: Int64 = 1_600_000_000_000

    var world: GroupWorld
    var plan = RedundancyPlan(links: 2)
    private var filter: RepeatFilter
    /// The numbers of the events that were shown.
    private(set) var shown: [Int] = []
    /// The events that came and that were shown, with a time or not, and what points of station 1
    /// show by now.
    private(set) var arrived: [InformationObject] = []
    private(set) var events: [InformationObject] = []
    private(set) var image: [ObjectAddress: Information] = [:]
    private(set) var switches = 0
    /// I APDUs of the started link that were not acknowledged when it ended last.
    private(set) var lastUnacknowledged = 0
    var repeats: UInt64 { filter.dropped }
    private var phases = [SessionPhase.closed, .closed]
    private var seen = [0, 0]
    private var counted = [0, 0]

    init(_ setting: GroupWorld.Setting) {
        world = GroupWorld(setting)
        filter = RepeatFilter(k: setting.parameters.k)
        plan.begin(at: world.now.instant)
        act()
    }

    /// The time tag of an event.
    static func tag(_ number: Int) -> CP56Time2a {
        CP56Time2a(millisecondsSince1970: start + Int64(number)) ?? CP56Time2a(rawValue: 0)
    }

    mutating func step() {
        // What the plan waits for is a moment of the world's too.
        if plan.deadline < world.nextMoment {
            world.run(for: .nanoseconds(plan.deadline.nanoseconds(since: world.now.instant)))
        } else {
            world.step()
        }
        plan.timeout(at: world.now.instant)
        observe()
        act()
    }

    mutating func run(until isDone: (RedundantMasterWorld) -> Bool) -> Bool {
        for _ in 0..<100_000 {
            if isDone(self) { return true }
            step()
        }
        return false
    }

    /// The machine of the master and that of the outstation sleep for so long.
    mutating func sleep(for duration: Duration) { world.sleep(for: duration) }

    mutating func switchOver() {
        _ = plan.switchOver()
        act()
    }

    /// Both ends learn of it, or neither.
    mutating func lose(_ link: Int, isSilent: Bool) {
        for side in 0...1 {
            if isSilent {
                world.wires[link][side].isHalfOpen = true
            } else {
                world.wires[link][side].cut(after: 0)
            }
        }
    }

    private mutating func observe() {
        for link in 0...1 {
            show(link)
            let end = world.masters[link].end
            let phase = end.session.phase
            guard phase != phases[link] else { continue }
            let isOurs = plan.active == link
            switch phase {
            case .closed:
                if isOurs {
                    lastUnacknowledged = end.session.unacknowledgedCount
                    filter.ended(unacknowledged: lastUnacknowledged)
                }
                _ = plan.ended(link, chance: 0, at: world.now.instant)
                (counted[link]) = 0
            case .started: plan.started(link, at: world.now.instant)
            case .stopped:
                if isOurs { filter.stopped() }
                plan.stopped(link, at: world.now.instant)
            case .pendingStarted, .pendingStopped, .pendingUnconfirmedStopped: break
            }
            phases[link] = phase
        }
    }

    /// Losses and switch-overs of two links, now and then.
    mutating func storm(_ random: inout SeededRandom) {
        for _ in 0..<40 {
            for _ in 0..<Int.random(in: 1...30, using: &random) { step() }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: switchOver()
            case 1: lose(Int.random(in: 0...1, using: &random), isSilent: true)
            default: lose(Int.random(in: 0...1, using: &random), isSilent: false)
            }
        }
    }

    private mutating func show(_ link: Int) {
        for delivery in world.masters[link].deliveries[seen[link]...] {
            while counted[link] <= delivery.number { count(link) }
            var objects = delivery.objects
            _ = filter.filter(delivery.header, &objects)
            if delivery.header.commonAddress == 1 {
                for object in objects { image[object.address] = object.information }
            }
            guard delivery.header.cause.cause == .spontaneous else { continue }
            arrived += delivery.objects
            events += objects
            shown += objects.compactMap { object in
                guard case .cp56(let tag) = object.timeTag else { return nil }
                return tag.millisecondsSince1970.map { Int($0 - Self.start) }
            }
        }
        seen[link] = world.masters[link].deliveries.count
        while counted[link] < world.masters[link].end.received { count(link) }
    }

    private mutating func count(_ link: Int) {
        filter.countAPDU()
        counted[link] += 1
    }

    private mutating func act() {
        while let action = plan.next() {
            switch action {
            case .connect(let link):
                world.connect(link, starts: false)
                if world.masters[link].end.isOpen {
                    counted[link] = 0
                    phases[link] = .stopped
                    plan.connected(link, at: world.now.instant)
                } else {
                    _ = plan.ended(link, chance: 0, at: world.now.instant)
                }
            case .start(let link):
                switches += 1
                world.operate(link, start: true)
                phases[link] = .pendingStarted
            case .stop(let link):
                world.operate(link, start: false)
                observe()
            case .close(let link): lose(link, isSilent: false)
            }
        }
    }
}
