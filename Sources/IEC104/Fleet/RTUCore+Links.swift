import IEC104Codec
import IEC104Session
import IEC104Station

/// The links of an RTU: the one that is started belongs to its master.
extension RTUCore: LinkOwner {
    private func index(of link: Link) -> Int? { slots.firstIndex { $0.link === link } }

    private func isActive(_ link: Link) -> Bool { master.link === link }

    func linkStarted(_ link: Link) {
        guard let index = index(of: link) else { return }
        plan.started(index, at: now().instant)
        schedule.started(at: now())
        master.linkStarted(link)
        if let lastActive, lastActive != index {
            counts.switchOvers &+= 1
            tell(.switchedOver(from: lastActive, to: index))
        }
        lastActive = index
        tell(.started(link: index))
        act()
        pursue()
    }

    func linkStopped(_ link: Link) {
        guard let index = index(of: link) else { return }
        dropJob()
        schedule.stopped()
        if isActive(link) {
            tellRepeats()
            master.repeats?.stopped()
            master.linkStopped(link)
            master.detach()
        }
        plan.stopped(index, at: now().instant)
        tell(.stopped(link: index))
        act()
    }

    func link(_ link: Link, received asdu: Span<UInt8>) {
        guard isActive(link) else { return }
        master.repeats?.countAPDU()
        master.link(link, received: asdu)
    }

    func link(_ link: Link, next output: inout MutableSpan<UInt8>) -> Outgoing? {
        guard isActive(link), let outgoing = master.link(link, next: &output) else { return nil }
        if latencyProbe == nil { latencyProbe = (outgoing.ticket, loop.now) }
        return outgoing
    }

    func link(_ link: Link, confirmed ticket: UInt64) {
        guard isActive(link) else { return }
        if let probe = latencyProbe, ticket >= probe.ticket {
            counts.acknowledgementLatency = .nanoseconds(max(loop.now &- probe.sent, 0))
            latencyProbe = nil
        }
        master.link(link, confirmed: ticket)
    }

    func linkTurnEnded(_ link: Link) {
        if let index = index(of: link) { noteTraffic(index, link) }
        if isActive(link) { master.linkTurnEnded(link) }
    }

    /// Whether something was received since it was asked last.
    private func noteTraffic(_ index: Int, _ link: Link) {
        let received = link.session.statistics.received
        guard received != slots[index].received else { return }
        slots[index].received = received
        slots[index].lastReceived = loop.instant
        counts.lastTraffic = now().wall
    }

    func link(_ link: Link, closed end: LinkEnd) {
        guard let index = index(of: link) else { return }
        noteTraffic(index, link)
        let now = now().instant
        let disconnection = Disconnection(
            end: end, endpoint: slots[index].endpoint,
            parameters: configuration.master.parameters,
            duration: .nanoseconds(now.nanoseconds(since: slots[index].since?.instant ?? now)),
            silence: .nanoseconds(now.nanoseconds(since: slots[index].lastReceived)),
            unacknowledgedReceived: link.session.unacknowledgedCount, unsent: link.stream.unsent,
            lastFrames: link.recent?.frames(at: loop.now) ?? [],
            profile: configuration.master.settings.profile)
        counts.apdus.add(end.statistics)
        if isActive(link) {
            tellRepeats()
            master.repeats?.ended(unacknowledged: disconnection.unacknowledgedReceived)
            latencyProbe = nil
            dropJob()
            schedule.stopped()
            master.link(link, closed: end)
            master.detach()
        }
        slots[index].received = 0
        ended(index, disconnection)
    }

    /// Repeats were left out.
    func repeatsCame() {
        guard repeatsDue == .never else { return }
        repeatsDue = loop.instant.advanced(by: .seconds(1))
        arm()
    }

    func tellRepeats() {
        repeatsDue = .never
        guard let dropped = master.repeats?.dropped, dropped > counts.repeatsTold else { return }
        tell(.repeatsDropped(Int(clamping: dropped &- counts.repeatsTold)))
        counts.repeatsTold = dropped
    }
}

extension SessionStatistics {
    /// APDUs received.
    var received: UInt64 { informationReceived &+ supervisoryReceived &+ unnumberedReceived }

    /// Adds those of another connection.
    mutating func add(_ other: SessionStatistics) {
        informationSent &+= other.informationSent
        supervisorySent &+= other.supervisorySent
        unnumberedSent &+= other.unnumberedSent
        informationReceived &+= other.informationReceived
        supervisoryReceived &+= other.supervisoryReceived
        unnumberedReceived &+= other.unnumberedReceived
        confirmed &+= other.confirmed
        acknowledgedByWindow &+= other.acknowledgedByWindow
        acknowledgedByTimer &+= other.acknowledgedByTimer
        testsByTimer &+= other.testsByTimer
        expiredT1 &+= other.expiredT1
        ignoredConfirmations &+= other.ignoredConfirmations
        oddActivations &+= other.oddActivations
        tolerated &+= other.tolerated
        refusedCalls &+= other.refusedCalls
    }
}
