import IEC104Session
import IEC104Station

extension RTUCore {
    /// The RTU as it is now.
    var status: RTUStatus {
        var apdus = counts.apdus
        for slot in slots {
            if let link = slot.link { apdus.add(link.session.statistics) }
        }
        return RTUStatus(
            name: configuration.name, state: state, links: slots.indices.map(linkStatus),
            activeLink: plan.active, lastError: counts.lastError,
            lastErrorLink: counts.lastErrorLink, lastTraffic: counts.lastTraffic,
            objects: counts.objects, apdus: apdus,
            reconnects: counts.reconnects, endReasons: counts.endReasons,
            switchOvers: counts.switchOvers, repeatsDropped: master.repeats?.dropped ?? 0,
            interrogation: counts.interrogation, clock: watch.status,
            acknowledgementLatency: counts.acknowledgementLatency,
            statistics: master.engine.statistics, overruns: schedule.overruns)
    }

    private var state: RTUStatus.State {
        let states = slots.indices.map { linkState($0) }
        if states.contains(.started) { return .started }
        if slots.contains(where: { $0.link != nil }) { return .connected }
        return states.allSatisfy { $0 == .off } ? .off : .down
    }

    private func linkState(_ index: Int) -> RTULinkStatus.State {
        switch plan.standing(of: index) {
        case .off: .off
        case .waiting: .waiting
        case .connecting: .connecting
        case .stopped: .stopped
        case .starting: .starting
        case .started: .started
        case .stopping: .stopping
        }
    }

    private func linkStatus(_ index: Int) -> RTULinkStatus {
        let slot = slots[index]
        var pause: Duration?
        if case .waiting(let until) = plan.standing(of: index) {
            pause = .nanoseconds(max(until.nanoseconds(since: now().instant), 0))
        }
        return RTULinkStatus(
            endpoint: slot.endpoint, state: linkState(index), link: slot.link?.status,
            k: configuration.master.parameters.k, w: configuration.master.parameters.w,
            since: slot.since?.wall, pause: pause, attempts: slot.attempts,
            failures: slot.failures, lastEnd: slot.lastEnd, lastFailure: slot.lastFailure)
    }
}
