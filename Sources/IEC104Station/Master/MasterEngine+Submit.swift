package import IEC104Codec
internal import IEC104Session

extension MasterEngine {
    /// Asks for something: its one result comes with the number that is returned.
    package mutating func submit(_ request: MasterRequest, at now: Moment) -> RequestID {
        submit(request, origin: .user, at: now)
    }

    mutating func submit(
        _ request: MasterRequest, origin: RequestOrigin, at now: Moment
    ) -> RequestID {
        let new = numbered(request, origin, at: now)
        if let error = obstacle(to: new, at: now) {
            report(new, .failure(error))
        } else {
            pending.append(new)
            sendable += 1
        }
        return new.id
    }

    private mutating func numbered(
        _ request: MasterRequest, _ origin: RequestOrigin, at now: Moment
    ) -> PendingRequest {
        lastRequest &+= 1
        statistics.requests &+= 1
        return PendingRequest(
            id: RequestID(lastRequest), request.addressed(by: settings.profile), origin,
            at: now.instant, global: settings.profile.globalCommonAddress,
            timeouts: settings.timeouts)
    }

    private func obstacle(to new: PendingRequest, at now: Moment) -> RequestError? {
        let request = new.request
        guard request.isPossible(settings.profile) else { return RequestError(.invalid, request) }
        do throws(EncodeError) {
            var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
            var output = octets.mutableSpan
            _ = try write(new, new.toSend ?? .activation, into: &output, at: now)
        } catch {
            return RequestError(.invalid, request, encoding: error)
        }
        guard isStarted else { return RequestError(.notSent, request) }
        guard pending.count(where: { $0.standing != .tail }) < max(1, settings.maximumRequests)
        else {
            return RequestError(.tooMany, request)
        }
        if isBusy(new) { return RequestError(.busy, request) }
        return nil
    }

    /// Whether another command to the object is under way, or not answered yet.
    private func isBusy(_ new: PendingRequest) -> Bool {
        guard new.key.category == .command else { return false }
        let isDeactivation = new.toSend == .deactivation
        return pending.contains { other in
            other.standing != .tail && other.key == new.key
                && (!isDeactivation || other.toSend == .deactivation
                    || other.lastSent == .deactivation)
        }
    }

    /// Gives up a request: it ends with `cancelled`, and a later answer is dropped. Nothing happens
    /// when it has ended.
    package mutating func cancel(_ id: RequestID, at now: Moment) {
        guard
            let index = pending.firstIndex(where: { $0.id == id && $0.standing == .live })
        else { return }
        giveUp(index, .cancelled, at: now)
        goOn(at: now)
    }

    /// Ends a request with `code` before its answers have come, and remembers what may still come.
    mutating func giveUp(_ index: Int, _ code: RequestError.Code, at now: Moment) {
        report(pending[index], .failure(failure(code, pending[index])))
        pending[index].limit = .never
        if pending[index].leavesActivation, settings.deactivatesWhenGivenUp {
            if pending[index].toSend == nil { sendable += 1 }
            pending[index].toSend = .deactivation
        } else {
            if pending[index].toSend != nil { sendable -= 1 }
            pending[index].toSend = nil
            let awaited = pending[index].awaited
            if awaited == .termination {
                becomeTail(index, at: now)
                return
            }
            // A value or an acknowledgement that comes late cannot be mistaken.
            if awaited.isDisjoint(with: [.confirmation, .deactivation]) {
                pending.remove(at: index)
                return
            }
        }
        pending[index].standing = .givenUp
        pending[index].deadline = now.instant.advanced(by: settings.timeouts.confirmation)
    }

    /// Keeps what has ended for a while, as a termination may still come.
    mutating func becomeTail(_ index: Int, at now: Moment) {
        pending[index].standing = .tail
        pending[index].awaited = .termination
        pending[index].limit = .never
        pending[index].deadline = now.instant.advanced(by: settings.timeouts.termination)
        let tails = pending.count { $0.standing == .tail }
        if tails > 64, let oldest = pending.firstIndex(where: { $0.standing == .tail }) {
            pending.remove(at: oldest)
        }
    }

    // MARK: What the settings ask

    /// Submits the next of what the settings ask, when the one before has ended.
    mutating func goOn(at now: Moment) {
        while isStarted, runningScript == nil, !script.isEmpty {
            let next = script.removeFirst()
            let id = submit(next.request, origin: next.origin, at: now)
            if pending.contains(where: { $0.id == id }) { runningScript = id }
        }
    }

    /// A station has initialized: what it was asked before it did is asked again.
    mutating func repeatStart(of station: CommonAddress, at now: Moment) {
        guard settings.repeatsAfterInitialization else { return }
        let global = settings.profile.globalCommonAddress
        for request in settings.startRequests
        where request.station == station || request.station == global {
            let again = request.addressed(to: station)
            // What is not confirmed yet will be answered by the initialized station.
            let isComing =
                script.contains { $0.request == again || $0.request == request }
                || pending.contains {
                    $0.id == runningScript
                        && ($0.isUnanswered(again, by: station)
                            || $0.isUnanswered(request, by: station))
                }
            if isComing { continue }
            let scripted = ScriptedRequest(request: again, origin: .initialization)
            if script.count < settings.maximumRequests {
                script.append(scripted)
            } else {
                refuse(scripted, .tooMany, at: now)
            }
        }
        goOn(at: now)
    }

    /// Whether this is being asked, and the station has not answered yet.
    package func isUnanswered(_ request: MasterRequest, by station: CommonAddress) -> Bool {
        pending.contains { $0.isUnanswered(request, by: station) }
    }

    /// Something that the settings ask ends before it is under way.
    mutating func refuse(
        _ scripted: ScriptedRequest, _ code: RequestError.Code,
        linkEnd: SessionError.Code? = nil, at now: Moment
    ) {
        let request = numbered(scripted.request, scripted.origin, at: now)
        report(request, .failure(failure(code, request, linkEnd: linkEnd)))
    }
}

/// Something that the settings ask.
struct ScriptedRequest: Sendable {
    var request: MasterRequest
    var origin: RequestOrigin
}
