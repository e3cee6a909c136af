internal import IEC104Session

/// What becomes of a STARTDT act.
package enum StartDecision: Hashable, Sendable {
    /// It is confirmed.
    case start
    /// It is confirmed, and the started link of the group is closed at once, before `started`.
    case closing(LinkID)
    /// It is confirmed, and the started link of the group stops, before `started`.
    case stopping(LinkID)
    /// The link is closed.
    case refuse
}

/// A second STARTDT in a redundancy group of the configuration (IEC 60870-5-104, 10): one link of
/// it is started at a time.
extension OutstationEngine {
    /// A link asks for data transfer.
    package mutating func mayStart(_ link: LinkID, at now: Moment) -> StartDecision {
        guard let slot = slot(link), let name = links[slot].redundancyGroup,
            let group = group(name), let holder = groups[group].slot, holder != slot
        else { return .start }
        var rivalry = rivalries[name] ?? Rivalry()
        let isDamped = limits.dampsFights && rivalry.isFight(at: now.instant, limits)
        guard limits.secondStart != .refuse, !isDamped else {
            statistics.startsRefused &+= 1
            return .refuse
        }
        statistics.switchOvers &+= 1
        let begins = rivalry.displaced(
            links[holder].peer, by: links[slot].peer, at: now.instant, limits)
        rivalries[name] = rivalry
        if begins {
            statistics.fights &+= 1
            notify(.fight(name, rivalry.masters, switches: limits.fightSwitches))
        }
        let old = LinkID(
            slot: UInt32(truncatingIfNeeded: holder), generation: links[holder].generation)
        return limits.secondStart == .stopOld ? .stopping(old) : .closing(old)
    }

    private func group(_ name: PeerIdentity) -> Int? {
        groups.firstIndex { $0.isConfigured && $0.owner == name }
    }

    /// A redundancy group that no link uses any more.
    mutating func freeGroup(_ name: PeerIdentity, at now: Moment) -> Int {
        guard let group = group(name) else { return newGroup(of: name, at: now) }
        if let slot = groups[group].slot {
            let link = LinkID(
                slot: UInt32(truncatingIfNeeded: slot), generation: links[slot].generation)
            release(slot, link, hung: false, at: now)
        }
        // No other group has been removed by that.
        return group
    }
}
