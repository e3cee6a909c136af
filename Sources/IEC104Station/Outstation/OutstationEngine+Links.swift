internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// A connection was made.
    ///
    /// - Parameter group: the redundancy group of the configuration that it belongs to; by default
    ///   its host is what counts.
    /// - Parameter zone: the time that the link keeps, in both directions; by default that of the
    ///   station.
    package mutating func open(
        peer: PeerIdentity, in group: PeerIdentity? = nil, zone: ZoneRule? = nil, at now: Moment
    ) -> LinkID {
        let time = linkTime(zone)
        guard let slot = freeSlots.popLast() else {
            links.append(OutstationLink(peer: peer, in: group, time: time, generation: 0))
            return LinkID(slot: UInt32(truncatingIfNeeded: links.count - 1), generation: 0)
        }
        let generation = links[slot].generation &+ 1
        links[slot] = OutstationLink(peer: peer, in: group, time: time, generation: generation)
        return LinkID(slot: UInt32(truncatingIfNeeded: slot), generation: generation)
    }

    /// Data transfer has begun: the link takes the events of its peer, those first that a link
    /// before it did not confirm.
    package mutating func started(_ link: LinkID, at now: Moment) {
        guard let slot = slot(link), !links[slot].isStarted else { return }
        takeGroup(slot, at: now)
        startedLinks += 1
        if startedLinks == 1 { scheduleScans(at: now) }
    }

    /// Data transfer has ended in order, the connection stays.
    package mutating func stopped(_ link: LinkID, at now: Moment) {
        guard let slot = slot(link) else { return }
        release(slot, link, hung: false, at: now)
    }

    /// The connection is gone. What its peer did not confirm is sent again on another one.
    ///
    /// - Parameter hung: whether the peer was silent for too long, so that it may have made another
    ///   connection before this one was given up.
    package mutating func closed(_ link: LinkID, hung: Bool = false, at now: Moment) {
        guard let slot = slot(link) else { return }
        release(slot, link, hung: hung, at: now)
        links[slot].isOpen = false
        freeSlots.append(slot)
    }

    /// The peer has confirmed what was sent on the link, up to a ticket.
    package mutating func confirmed(_ link: LinkID, through ticket: UInt64) {
        guard let slot = slot(link), let group = links[slot].group else { return }
        groups[group].confirm(through: ticket)
        journal?.groupsMayDiffer = true
    }

    @inline(__always)
    func slot(_ link: LinkID) -> Int? {
        let slot = Int(link.slot)
        guard slot < links.count, links[slot].generation == link.generation, links[slot].isOpen
        else { return nil }
        return slot
    }

    mutating func release(_ slot: Int, _ link: LinkID, hung: Bool, at now: Moment) {
        endSelections(of: link)
        endFiles(of: link, slot)
        links[slot].removeOutput()
        guard let group = links[slot].group else { return }
        links[slot].group = nil
        startedLinks -= 1
        if startedLinks == 0 { scanDeadline = .never }
        statistics.eventsCleared &+= UInt64(groups[group].release(at: now.instant))
        if hung, !groups[group].isConfigured { handOver(group) }
        journal?.groupsMayDiffer = true
        forgetGroups()
    }
}
