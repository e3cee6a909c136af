internal import IEC104Session

/// Which link gets which events.
///
/// A redundancy group of the configuration has one started link at most: see `mayStart`. All other
/// links are told apart by their host, as follows.
///
/// A group belongs to a host, as nothing else tells controlling stations apart. A link that starts
/// takes the idle group of its host; several idle ones become one if no other link of the host is
/// started. If the host's group is in use, the link gets one of its own, from now on. The first
/// link of all takes what was collected before.
///
/// A link that ends in order leaves its group idle: it waits for its station, and no started link
/// gets it. A link that hung is different, as its station may long have made another one. The
/// latest later link of the host that is started is then taken for the same station: it gets, in
/// front, what the hung one has not confirmed and what is older than its own first event. What it
/// was sent itself is not repeated. If the later link has ended before the hung one is noticed,
/// this is done when the next one starts.
extension OutstationEngine {
    /// A link that was started takes its group.
    mutating func takeGroup(_ slot: Int, at now: Moment) {
        let owner = links[slot].redundancyGroup ?? links[slot].peer
        let group =
            links[slot].redundancyGroup != nil
            ? freeGroup(owner, at: now) : idleGroup(of: owner) ?? newGroup(of: owner, at: now)
        lastStart &+= 1
        groups[group].take(slot, of: owner, start: lastStart, next: sequence &+ 1)
        links[slot].group = group
        forgetBeginnings(group)
        if groups[group].buffer.lost != groups[group].lossesTold { tellLosses(at: now) }
        journal?.groupsMayDiffer = true
    }

    /// Only other links of the host that are started may still hang, or have done so.
    private mutating func forgetBeginnings(_ group: Int) {
        // One is kept anyhow: thousands of links start without a look at all the others.
        guard groups[group].beginnings.count > 1 else { return }
        let owner = groups[group].owner
        let others = groups.indices.filter {
            $0 != group && groups[$0].owner == owner
                && (groups[$0].slot != nil || groups[$0].isHung)
        }
        groups[group].forgetBeginnings(but: others.map { groups[$0].start })
    }

    /// The idle group of a host, or that of no one.
    private mutating func idleGroup(of peer: PeerIdentity) -> Int? {
        var owned = 0
        var idle: [Int] = []
        for index in groups.indices where groups[index].owner == peer {
            owned += 1
            if groups[index].slot == nil { idle.append(index) }
        }
        guard let latest = idle.max(by: { groups[$0].start < groups[$1].start }) else {
            return owned == 0 ? groups.firstIndex { $0.owner == nil } : nil
        }
        let isOnly = idle.count == owned
        let members = idle.filter { $0 == latest || isOnly || groups[$0].isHung }
        return members.count == 1 ? latest : mergeGroups(members, into: latest)
    }

    /// Makes idle groups one; where it is then.
    private mutating func mergeGroups(_ members: [Int], into latest: Int) -> Int {
        let limits = members.map { member in
            groups[member].isHung
                ? members.compactMap { groups[$0].firstEvent(after: groups[member].start) }.min()
                : nil
        }
        for (member, limit) in zip(members, limits) where member != latest {
            merge(member, into: latest, below: limit)
        }
        // From the last one, so that the others keep their places.
        var latest = latest
        for member in members.reversed() where member != latest {
            if latest == groups.count - 1 { latest = member }
            removeGroup(member)
        }
        return latest
    }

    /// A link has hung: what it left goes to the latest later one of its host, or waits.
    mutating func handOver(_ group: Int) {
        let heir = groups.indices.filter {
            groups[$0].slot != nil && groups[$0].owner == groups[group].owner
                && groups[$0].start > groups[group].start
        }.max { groups[$0].start < groups[$1].start }
        groups[group].isHung = true
        guard let heir else { return }
        merge(group, into: heir, below: groups[heir].firstEvent(after: groups[group].start))
        otherOutputs &+= 1
        forgetBeginnings(heir)
        removeGroup(group)
    }

    /// - Parameter limit: the first event that the station got otherwise; `nil` when it got none.
    private mutating func merge(_ group: Int, into heir: Int, below limit: UInt64?) {
        let isHung = groups[group].isHung
        let merged = groups[heir].merge(groups[group], below: limit ?? .max)
        if isHung { statistics.eventsHandedOver &+= UInt64(merged.events) }
        countLost(merged.missed, heir)
    }

    /// A host that is not known is told how each station was initialized last; another link of a
    /// known one only what the host was not told yet.
    mutating func newGroup(of peer: PeerIdentity, at now: Moment) -> Int {
        var initializations = StationSet()
        var isKnown = false
        for index in groups.indices where groups[index].owner == peer {
            isKnown = true
            if groups[index].hasUntold { groups[index].addUntold(to: &initializations) }
        }
        if !isKnown { initializations.insert(image.reachableStations) }
        groups.append(
            EventGroup(
                owner: peer, capacity: limits.eventCapacity, initializations: initializations,
                at: now.instant))
        budgetCheck = 0
        return groups.count - 1
    }

    private mutating func removeGroup(_ group: Int) {
        let last = groups.count - 1
        if group != last {
            groups[group] = groups[last]
            if let slot = groups[group].slot { links[slot].group = group }
        }
        groups.removeLast()
    }

    /// Forgets the groups that are idle for longest, when there are too many.
    mutating func forgetGroups() {
        var idle = groups.indices.filter { groups[$0].slot == nil && !groups[$0].isConfigured }
        while idle.count > limits.idleGroups,
            let oldest = idle.min(by: { groups[$0].idleSince < groups[$1].idleSince })
        {
            statistics.groupsForgotten &+= 1
            statistics.eventsForgotten &+= UInt64(groups[oldest].buffer.waitingCount)
            removeGroup(oldest)
            idle = groups.indices.filter { groups[$0].slot == nil && !groups[$0].isConfigured }
        }
    }

    /// Counts events that a group has lost, and tells the application when that begins.
    @inline(never)
    mutating func countLost(_ count: Int, _ group: Int) {
        statistics.eventsLost &+= UInt64(count)
        // Due at once, but not within the change that brought it about.
        if lossDeadline == .never, !lossPoints.isEmpty { lossDeadline = Instant(nanoseconds: 0) }
        journal?.groupsMayDiffer = true
        if groups[group].buffer.takeOverflow() {
            notify(
                .eventsLost(count: groups[group].buffer.lost, owner: groups[group].owner))
        }
    }
}
