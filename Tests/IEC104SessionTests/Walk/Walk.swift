import IEC104Session

/// Every state that two sessions can reach, found breadth first.
struct Walk {
    private(set) var states = 0
    private(set) var transitions = 0
    /// States from which nothing more happens because a side closed.
    private(set) var ends = 0
    /// What is wrong, with the shortest way to it.
    private(set) var violation: String?

    private let setting: WalkSetting
    private var numbers: [WalkedWorld: Int] = [:]
    private var parents: [(state: Int, action: WalkedWorld.Action)] = []
    /// The state that the first action leads to, by which all must come to rest.
    private var towardsQuiet: [Int?] = []
    private var quiet: [Bool] = []

    /// Walks until all is seen, a rule is broken, or `limit` states are found.
    init(_ setting: WalkSetting, limit: Int = 500_000) {
        self.setting = setting
        var queue = [WalkedWorld(setting)]
        enter(queue[0], from: 0, by: .start)
        var next = 0
        while next < queue.count, violation == nil {
            guard queue.count < limit else {
                violation = "more than \(limit) states"
                return
            }
            let world = queue[next]
            expand(world, next, &queue)
            next += 1
        }
        if violation == nil { checkRest() }
    }

    private mutating func enter(
        _ world: WalkedWorld, from parent: Int, by action: WalkedWorld.Action
    ) {
        numbers[world] = states
        parents.append((parent, action))
        towardsQuiet.append(nil)
        quiet.append(world.isQuiet || world.hasEnded)
        if world.hasEnded { ends += 1 }
        states += 1
    }

    private mutating func expand(
        _ world: WalkedWorld, _ number: Int, _ queue: inout [WalkedWorld]
    ) {
        for action in world.actions(setting) {
            var successor = world
            do throws(WalkedWorld.Violation) {
                try successor.apply(action, setting)
            } catch {
                violation = "\(error.description), after \(path(to: number) + [action])"
                return
            }
            transitions += 1
            let known = numbers[successor]
            if known == nil {
                enter(successor, from: number, by: action)
                queue.append(successor)
            }
            let reached = known ?? states - 1
            if towardsQuiet[number] == nil, reached != number, leadsToQuiet(action, in: world) {
                towardsQuiet[number] = reached
            }
        }
    }

    /// Deliveries and time lead to rest; what a user does need not happen.
    private func leadsToQuiet(_ action: WalkedWorld.Action, in world: WalkedWorld) -> Bool {
        switch action {
        case .deliver, .tick: true
        case .timeout(let side, let time):
            time == 10 && world.sides[side].acknowledging < world.sides[side].delivered
        case .send, .start, .stop, .controlledStops, .silence: false
        }
    }

    /// From each state, deliveries and time alone must lead to one where nothing is under way.
    private mutating func checkRest() {
        var isGood = quiet
        for start in 0..<states where !isGood[start] {
            var chain: [Int] = []
            var onChain: Set<Int> = []
            var state = start
            while !isGood[state] {
                guard onChain.insert(state).inserted, let next = towardsQuiet[state] else {
                    violation = "never comes to rest, after \(path(to: state))"
                    return
                }
                chain.append(state)
                state = next
            }
            for passed in chain { isGood[passed] = true }
        }
    }

    /// The states of the table that a side has been in.
    func phases(of side: Int) -> Set<Session.Phase> {
        Set(numbers.keys.map { $0.sides[side].session.session.phase })
    }

    private func path(to state: Int) -> [WalkedWorld.Action] {
        var path: [WalkedWorld.Action] = []
        var state = state
        while state != 0 {
            path.append(parents[state].action)
            state = parents[state].state
        }
        return path.reversed()
    }
}
