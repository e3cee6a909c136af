internal import IEC104Session

/// The switch-overs of a redundancy group: whether its masters fight over it.
struct Rivalry: Sendable {
    /// When links were displaced, the latest ones.
    private var times = Ring<Instant>()
    /// Who displaced whom, the latest ones, each once.
    private(set) var masters: [PeerIdentity] = []
    /// Whether the fight has been told that is under way.
    private var isTold = false

    /// A link was displaced; whether a fight has begun with it.
    mutating func displaced(
        _ old: PeerIdentity, by new: PeerIdentity, at now: Instant, _ limits: OutstationLimits
    ) -> Bool {
        if !isFight(at: now, limits) { isTold = false }
        for master in [old, new] {
            masters.removeAll { $0 == master }
            masters.append(master)
        }
        masters.removeFirst(max(0, masters.count - 4))
        times.append(now)
        if times.count > limits.fightSwitches { times.removeFirst() }
        guard isFight(at: now, limits), !isTold else { return false }
        isTold = true
        return true
    }

    /// Whether as many links as make a fight were displaced within its time, up to now.
    func isFight(at now: Instant, _ limits: OutstationLimits) -> Bool {
        times.count >= limits.fightSwitches
            && now < times.first.advanced(byNanoseconds: limits.fightTime)
    }
}
