internal import IEC104Codec
internal import IEC104Session

/// Answers that differ from what was asked: what is let pass and told, what is not taken.
extension MasterEngine {
    /// In what an answer differs from what was sent last for a request.
    func differences(
        _ kind: AnswerKind, _ header: ASDUHeader, _ object: InformationObject,
        _ request: PendingRequest
    ) -> AnswerDifferences {
        guard kind != .unknown else { return [] }
        var found: AnswerDifferences = []
        if header.cause.isTest != request.request.isTest { found.insert(.test) }
        if request.timeTag != .none, object.timeTag != request.timeTag { found.insert(.timeTag) }
        if request.ticket > confirmedTicket { found.insert(.acknowledgement) }
        guard let sent = request.information, request.comparesInformation,
            sent != object.information
        else { return found }
        let isSelect = request.lastSent != .execute
        if sent == object.information.command(isSelect: isSelect) {
            // Some stations leave the bit of the select in the termination of what was executed.
            if kind != .termination { found.insert(.select) }
        } else {
            found.insert(.value)
        }
        return found
    }

    /// Remembers an answer that no request takes, for the request that it was perhaps meant for.
    /// When the object and the type are right, the right answer has but `answerGap` to come.
    mutating func remember(
        _ kind: AnswerKind, _ header: ASDUHeader, _ object: InformationObject, at now: Moment
    ) {
        guard kind != .unknown else { return }
        for index in pending.indices
        where pending[index].standing == .live && !pending[index].isUnsent
            && !pending[index].isGlobal && pending[index].key.category != .raw
            && pending[index].key.station == header.commonAddress
        {
            guard let found = strangeness(kind, header, object, pending[index]) else { continue }
            let id = pending[index].id
            let other = OtherAnswer(header, object, found)
            if let known = others[id], known.isOfSameObject || !other.isOfSameObject { return }
            others[id] = other
            guard other.isOfSameObject else { return }
            pending[index].outcome.differences.insert(.other)
            let gap = now.instant.advanced(by: settings.answerGap)
            if gap < pending[index].deadline { pending[index].deadline = gap }
            return
        }
    }

    /// In what an answer differs from the one that a request awaits; `nil`: it has nothing to do
    /// with it, or came before.
    private func strangeness(
        _ kind: AnswerKind, _ header: ASDUHeader, _ object: InformationObject,
        _ request: PendingRequest
    ) -> AnswerDifferences? {
        var found: AnswerDifferences = []
        if header.type != request.request.type {
            guard request.key.category == .command, header.type.untaggedCommand != nil else {
                return nil
            }
            found.insert(.type)
        }
        if request.key.address.value != 0, request.key.address != object.address {
            guard found.isEmpty else { return nil }
            found.insert(.object)
        }
        if !isForThisMaster(header) { found.insert(.originator) }
        switch kind {
        case .confirmation:
            if request.awaited.contains(.confirmation) { break }
            guard request.awaited.contains(.deactivation) else { return nil }
            found.insert(.cause)
        case .deactivation:
            if request.awaited.contains(.deactivation) { break }
            guard request.awaited.contains(.confirmation) else { return nil }
            found.insert(.cause)
        case .termination:
            // Before the confirmation it ends what was asked before.
            guard request.awaited == .termination else { return nil }
        case .unknown: return nil
        }
        if found.isDisjoint(with: [.type, .object]) {
            found.formUnion(differences(kind, header, object, request))
        }
        // The confirmation of the select, once more.
        if request.lastSent == .execute, !header.cause.isNegative,
            found.subtracting([.timeTag, .acknowledgement]) == .select,
            case .command(let command) = request.request, command.mode == .selectBeforeOperate
        {
            return nil
        }
        return found.isEmpty ? nil : found
    }

    func isForThisMaster(_ header: ASDUHeader) -> Bool {
        let originator = header.cause.originator
        return originator == settings.originator || originator == 0
            || settings.profile.causeSize == 1
    }

    /// What a request ends with whose answer did not come, when another one did.
    func code(_ other: OtherAnswer?) -> RequestError.Code? {
        guard let other, other.isOfSameObject else { return nil }
        return other.header.cause.isNegative ? .refused : .answeredOtherwise
    }
}

extension OtherAnswer {
    /// Whether it speaks of what was asked, and for this master.
    var isOfSameObject: Bool { differences.isDisjoint(with: [.type, .object, .originator]) }

    /// Whether the station may have operated an output for a request that would not have.
    func suggestsAction(_ request: PendingRequest) -> Bool {
        guard !header.cause.isNegative, case .command = request.request else { return false }
        switch request.lastSent {
        case .execute: return differences.contains(.test)
        case .select: return differences.contains(.select)
        case .activation, .deactivation, nil: return false
        }
    }
}
