internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// A connection was made.
    package mutating func open(peer: PeerIdentity, at now: Moment) -> LinkID {
        guard let slot = freeSlots.popLast() else {
            links.append(OutstationLink(peer: peer, generation: 0))
            return LinkID(slot: UInt32(truncatingIfNeeded: links.count - 1), generation: 0)
        }
        let generation = links[slot].generation &+ 1
        links[slot] = OutstationLink(peer: peer, generation: generation)
        return LinkID(slot: UInt32(truncatingIfNeeded: slot), generation: generation)
    }

    /// Data transfer has begun: the link takes the events of its peer, those first that a link
    /// before it did not confirm.
    package mutating func started(_ link: LinkID, at now: Moment) {
        guard let slot = slot(link), !links[slot].isStarted else { return }
        let group = group(for: links[slot].peer, at: now)
        groups[group].owner = links[slot].peer
        groups[group].slot = slot
        links[slot].group = group
        startedLinks += 1
        if startedLinks == 1 { scheduleScans(at: now) }
    }

    /// Data transfer has ended, the connection stays.
    package mutating func stopped(_ link: LinkID, at now: Moment) {
        guard let slot = slot(link) else { return }
        release(slot, link, at: now)
        forgetGroups()
    }

    /// The connection is gone. What its peer did not confirm is sent again on another one.
    package mutating func closed(_ link: LinkID, at now: Moment) {
        guard let slot = slot(link) else { return }
        let group = links[slot].group
        release(slot, link, at: now)
        links[slot].isOpen = false
        freeSlots.append(slot)
        if let group { handOver(group) }
        forgetGroups()
    }

    /// The peer has confirmed what was sent on the link, up to a ticket.
    package mutating func confirmed(_ link: LinkID, through ticket: UInt64) {
        guard let slot = slot(link), let group = links[slot].group else { return }
        groups[group].confirm(through: ticket)
    }

    @inline(__always)
    func slot(_ link: LinkID) -> Int? {
        let slot = Int(link.slot)
        guard slot < links.count, links[slot].generation == link.generation, links[slot].isOpen
        else { return nil }
        return slot
    }

    private mutating func release(_ slot: Int, _ link: LinkID, at now: Moment) {
        endSelections(of: link)
        links[slot].removeOutput()
        guard let group = links[slot].group else { return }
        links[slot].group = nil
        groups[group].release(at: now.instant)
        startedLinks -= 1
        if startedLinks == 0 { scanDeadline = .never }
    }

    /// A connection that hangs is given up long after its peer has made another one. What the peer
    /// did not get on the old one, from before the new one was started, goes to the new one.
    private mutating func handOver(_ group: Int) {
        let heir = groups.indices.filter {
            groups[$0].slot != nil && groups[$0].owner == groups[group].owner
        }.max { groups[$0].beginsAfter < groups[$1].beginsAfter }
        guard let heir else { return }
        let events = groups[group].buffer.waiting(through: groups[heir].beginsAfter)
        guard !events.isEmpty else { return }
        statistics.eventsLost &+= UInt64(groups[heir].buffer.adopt(events))
        statistics.eventsHandedOver &+= UInt64(events.count)
        otherOutputs &+= 1
        removeGroup(group)
    }

    private mutating func removeGroup(_ group: Int) {
        let last = groups.count - 1
        if group != last {
            groups[group] = groups[last]
            if let slot = groups[group].slot { links[slot].group = group }
        }
        groups.removeLast()
    }

    /// The idle group of a peer, or that of no one, or a new one.
    private mutating func group(for peer: PeerIdentity, at now: Moment) -> Int {
        let idle = groups.indices.filter { groups[$0].slot == nil }
        let own = idle.filter { groups[$0].owner == peer }
        // The one used last: another one may be left over from a connection that hung.
        if let latest = own.max(by: { groups[$0].idleSince < groups[$1].idleSince }) {
            return latest
        }
        if let first = idle.first(where: { groups[$0].owner == nil }) { return first }
        groups.append(
            EventGroup(
                owner: peer, capacity: limits.eventCapacity, stations: image.stations.count,
                after: sequence, at: now.instant))
        return groups.count - 1
    }

    /// Forgets the groups that are idle for longest, when there are too many.
    private mutating func forgetGroups() {
        var idle = groups.indices.filter { groups[$0].slot == nil }
        while idle.count > limits.idleGroups,
            let oldest = idle.min(by: { groups[$0].idleSince < groups[$1].idleSince })
        {
            statistics.groupsForgotten &+= 1
            statistics.eventsForgotten &+= UInt64(groups[oldest].buffer.waitingCount)
            removeGroup(oldest)
            idle = groups.indices.filter { groups[$0].slot == nil }
        }
    }
}
