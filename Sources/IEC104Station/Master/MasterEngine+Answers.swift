internal import IEC104Codec
internal import IEC104Session

extension MasterEngine {
    /// An ASDU of a type that only requests have: which request it answers, and what follows.
    mutating func answer(_ reader: inout ASDUReader, at now: Moment) -> MasterReception {
        let header = reader.header
        guard let object = reader.next() else { return unexpected(.type, header) }
        // A station tells the time of its clock by itself.
        if header.type == .C_CS_NA_1, header.cause.cause == .spontaneous {
            return .data(header, for: nil)
        }
        guard let kind = AnswerKind(header.cause.cause) else { return unexpected(.cause, header) }
        var reason = MasterReception.Reason.notAsked
        guard let index = match(kind, header, object, &reason) else {
            remember(kind, header, object, at: now)
            return unexpected(reason, header)
        }
        statistics.answers &+= 1
        let id = pending[index].id
        apply(kind, header, object, to: index, at: now)
        return .answer(id)
    }

    private mutating func apply(
        _ kind: AnswerKind, _ header: ASDUHeader, _ object: InformationObject, to index: Int,
        at now: Moment
    ) {
        guard pending[index].standing == .live else {
            applyToGivenUp(kind, header, index, at: now)
            return
        }
        let station = header.commonAddress
        pending[index].outcome.differences.formUnion(
            differences(kind, header, object, pending[index]))
        switch kind {
        case .unknown: refuse(index, header, at: now)
        case .confirmation where header.cause.isNegative: refuse(index, header, at: now)
        case .confirmation: confirm(index, header, object, at: now)
        case .termination:
            if header.cause.isNegative { pending[index].outcome.isTerminationNegative = true }
            guard pending[index].isGlobal || !pending[index].awaited.contains(.confirmation) else {
                terminateEarly(index, at: now)
                return
            }
            end(index, station, isTerminated: true, at: now)
        case .deactivation where header.cause.isNegative: refuse(index, header, at: now)
        case .deactivation:
            let key = pending[index].key
            end(index, station, isTerminated: false, at: now)
            // What ran on the object has been ended by it.
            guard key.category == .command else { return }
            if let other = pending.firstIndex(where: { $0.key == key && $0.standing == .live }) {
                report(pending[other], .failure(failure(.deactivated, pending[other])))
                leaveTail(remove(other), at: now)
                goOn(at: now)
            }
        }
    }

    /// A termination has come before the confirmation: of a command, a refusal may be on its way.
    private mutating func terminateEarly(_ index: Int, at now: Moment) {
        guard pending[index].key.category == .command else {
            endUnconfirmed(index, at: now)
            return
        }
        pending[index].outcome.isTerminated = true
        pending[index].awaited.remove(.termination)
        let gap = now.instant.advanced(by: settings.answerGap)
        if gap < pending[index].deadline { pending[index].deadline = gap }
    }

    /// Ends a request whose termination came without a confirmation.
    mutating func endUnconfirmed(_ index: Int, at now: Moment) {
        pending[index].outcome.isConfirmed = false
        end(index, pending[index].key.station, isTerminated: true, at: now)
    }

    private mutating func confirm(
        _ index: Int, _ header: ASDUHeader, _ object: InformationObject, at now: Moment
    ) {
        pending[index].outcome.object = object
        pending[index].outcome.type = header.type
        if pending[index].isTerminatedEarly {
            pending[index].outcome.differences.insert(.order)
            end(index, header.commonAddress, isTerminated: true, at: now)
            return
        }
        if case .command(let command) = pending[index].request,
            command.mode == .selectBeforeOperate, pending[index].lastSent == .select
        {
            pending[index].awaited = []
            pending[index].toSend = .execute
            pending[index].deadline = now.instant.advanced(by: settings.timeouts.sending)
            sendable += 1
            return
        }
        guard pending[index].endsWithTermination else {
            end(index, header.commonAddress, isTerminated: false, at: now)
            return
        }
        if pending[index].isGlobal {
            if pending[index].openStations.count < 1024 {
                pending[index].openStations.append(header.commonAddress)
            }
            settle(index, at: now)
        } else {
            pending[index].awaited.remove(.confirmation)
            pending[index].deadline = now.instant.advanced(by: settings.timeouts.termination)
        }
    }

    /// A station has done what was asked.
    private mutating func end(
        _ index: Int, _ station: CommonAddress, isTerminated: Bool, at now: Moment
    ) {
        if pending[index].outcome.stations.count < 1024 {
            pending[index].outcome.stations.append(station)
        }
        guard pending[index].isGlobal, station != pending[index].key.station else {
            finishLeavingTail(index, isTerminated: isTerminated, at: now)
            return
        }
        pending[index].outcome.isTerminated = isTerminated
        pending[index].openStations.removeAll { $0 == station }
        settle(index, at: now)
    }

    private mutating func finishLeavingTail(_ index: Int, isTerminated: Bool, at now: Moment) {
        // The output has not been operated as it was asked.
        if isTerminated, pending[index].outcome.isTerminationNegative,
            pending[index].key.category == .command
        {
            fail(index, .terminatedNegatively, cause: .activationTermination, at: now)
            return
        }
        var tail = pending[index]
        if isTerminated { tail.awaited = [] }
        finish(index, isTerminated: isTerminated, at: now)
        leaveTail(tail, at: now)
    }

    /// Keeps a request that has ended, when its termination may still come.
    private mutating func leaveTail(_ request: PendingRequest, at now: Moment) {
        guard request.awaited.contains(.termination) else { return }
        pending.append(request)
        pending[pending.count - 1].toSend = nil
        becomeTail(pending.count - 1, at: now)
    }

    private mutating func refuse(_ index: Int, _ header: ASDUHeader, at now: Moment) {
        let cause = header.cause.cause
        let station = header.commonAddress
        guard pending[index].isGlobal, station != pending[index].key.station else {
            fail(index, .init(refusal: cause), cause: cause, station: station, at: now)
            return
        }
        pending[index].refusal = cause
        pending[index].openStations.removeAll { $0 == station }
        if pending[index].outcome.refusingStations.count < 1024 {
            pending[index].outcome.refusingStations.append(station)
        }
        settle(index, at: now)
    }

    /// Whether a request to all stations has ended, or when it will have.
    mutating func settle(_ index: Int, at now: Moment) {
        let request = pending[index]
        guard request.openStations.isEmpty else {
            pending[index].deadline = now.instant.advanced(by: settings.timeouts.termination)
            return
        }
        let outcome = request.outcome
        guard !outcome.stations.isEmpty || !outcome.refusingStations.isEmpty else {
            // Data without a confirmation.
            pending[index].deadline = now.instant.advanced(by: settings.timeouts.confirmation)
            return
        }
        if missingStation(pending[index]) != nil {
            pending[index].deadline = now.instant.advanced(by: settings.timeouts.confirmation)
        } else if !settings.stations.isEmpty {
            finishForAll(index, at: now)
        } else {
            pending[index].deadline = now.instant.advanced(by: settings.answerGap)
        }
    }

    /// The first of the known stations that has not answered.
    private func missingStation(_ request: PendingRequest) -> CommonAddress? {
        settings.stations.first {
            !request.outcome.stations.contains($0) && !request.outcome.refusingStations.contains($0)
        }
    }

    /// Ends a request to all stations: failed when a known one has not answered, refused when none
    /// did what was asked.
    mutating func finishForAll(_ index: Int, at now: Moment) {
        let outcome = pending[index].outcome
        if let station = missingStation(pending[index]) {
            fail(index, .notConfirmed, station: station, at: now)
        } else if outcome.stations.isEmpty, let cause = pending[index].refusal {
            fail(
                index, .init(refusal: cause), cause: cause,
                station: outcome.refusingStations.first, at: now)
        } else {
            finish(index, isTerminated: outcome.isTerminated, at: now)
        }
    }

    /// An answer that nobody waits for any more: what may still come after it.
    private mutating func applyToGivenUp(
        _ kind: AnswerKind, _ header: ASDUHeader, _ index: Int, at now: Moment
    ) {
        if pending[index].isGlobal, header.commonAddress != pending[index].key.station {
            allDropped(kind, header.commonAddress, index, at: now)
            return
        }
        let isRefused = kind == .unknown || header.cause.isNegative
        switch kind {
        case .confirmation where isRefused:
            pending[index].awaited.subtract([.confirmation, .termination])
        case .confirmation: pending[index].awaited.remove(.confirmation)
        case .termination: pending[index].awaited.subtract([.confirmation, .termination])
        // What ran may have been about to end by itself.
        case .deactivation, .unknown: pending[index].awaited.formIntersection(.termination)
        }
        let awaited = pending[index].awaited
        if !awaited.isDisjoint(with: [.confirmation, .deactivation]) { return }
        if pending[index].toSend != nil { return }
        if awaited.contains(.termination), pending[index].standing != .tail {
            becomeTail(index, at: now)
        } else {
            pending.remove(at: index)
        }
    }

    /// As many answers to a request to all that was given up come as there are stations.
    private mutating func allDropped(
        _ kind: AnswerKind, _ station: CommonAddress, _ index: Int, at now: Moment
    ) {
        guard pending[index].lastSent != .deactivation || kind == .deactivation || kind == .unknown
        else { return }
        pending[index].openStations.removeAll { $0 == station }
        if pending[index].lastSent == .deactivation, !settings.stations.isEmpty {
            if !pending[index].givenUpStations.contains(station),
                pending[index].givenUpStations.count < 1024
            {
                pending[index].givenUpStations.append(station)
            }
            if settings.stations.allSatisfy(pending[index].givenUpStations.contains) {
                _ = remove(index)
            }
        } else if pending[index].toSend == nil {
            pending[index].deadline = now.instant.advanced(by: settings.answerGap)
        }
    }
}

extension RequestError.Code {
    /// What an answer with this cause means.
    init(refusal cause: Cause) {
        self =
            switch cause {
            case .unknownType: .unknownType
            case .unknownCause: .unknownCause
            case .unknownCommonAddress: .unknownStation
            case .unknownObjectAddress: .unknownObject
            default: .refused
            }
    }
}
