package import IEC104Session

extension MasterEngine {
    /// When `timeout` is to be called; `never` when nothing waits.
    package var deadline: Instant {
        // By number and by index: comparing moments and copying requests take longer than the rest.
        var earliest = Instant.never.nanoseconds
        for index in pending.indices {
            earliest = min(
                earliest, pending[index].deadline.nanoseconds, pending[index].limit.nanoseconds)
        }
        for index in jobs.indices {
            earliest = min(
                earliest, jobs[index].deadline.nanoseconds, jobs[index].limit.nanoseconds)
        }
        return Instant(nanoseconds: earliest)
    }

    /// Time has passed: ends what was not answered by now.
    package mutating func timeout(at now: Moment) {
        var index = 0
        while index < pending.count {
            let request = pending[index]
            guard min(request.deadline, request.limit) <= now.instant else {
                index += 1
                continue
            }
            let isSettling =
                request.isGlobal && request.openStations.isEmpty && request.standing == .live
                && !(request.outcome.stations.isEmpty && request.outcome.refusingStations.isEmpty)
            if request.standing == .givenUp,
                request.awaited.isDisjoint(with: .confirmation),
                request.awaited.contains(.termination)
            {
                // The deactivation was not answered.
                if request.toSend != nil { sendable -= 1 }
                pending[index].toSend = nil
                becomeTail(index, at: now)
            } else if request.standing != .live {
                _ = remove(index)
            } else if isSettling {
                finishForAll(index, at: now)
            } else if request.isTerminatedEarly, code(others[request.id]) == nil {
                endUnconfirmed(index, at: now)
            } else {
                giveUp(index, code(request), at: now)
                // A request that was given up has a deadline of its own.
                if index < pending.count, pending[index].id == request.id { index += 1 }
            }
        }
        if !jobs.isEmpty { endFiles(at: now) }
        goOn(at: now)
    }

    private func code(_ request: PendingRequest) -> RequestError.Code {
        if let code = code(others[request.id]) { return code }
        if request.isUnsent || request.toSend == .execute { return .notSent }
        if request.awaited.contains(.value) { return .noValue }
        return request.step == .termination || !request.openStations.isEmpty
            ? .notTerminated : .notConfirmed
    }
}
