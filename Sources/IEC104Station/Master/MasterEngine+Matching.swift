internal import IEC104Codec
internal import IEC104Session

/// Which request an answer belongs to.
extension MasterEngine {
    /// The request that is answered: one whose answer is awaited; then one that has ended, whose
    /// termination comes late; then one that is terminated before it was confirmed.
    func match(
        _ kind: AnswerKind, _ header: ASDUHeader, _ object: InformationObject,
        _ reason: inout MasterReception.Reason
    ) -> Int? {
        var tail: Int?
        var early: Int?
        let isForThisMaster = isForThisMaster(header)
        for index in pending.indices {
            let request = pending[index]
            guard request.request.type == header.type, !request.isUnsent,
                asks(request, header.commonAddress)
                    || kind == .unknown && header.commonAddress == request.key.station,
                request.key.category != .raw,
                request.key.address.value == 0 || request.key.address == object.address
            else { continue }
            guard isForThisMaster else {
                reason = .originator
                continue
            }
            let found = differences(kind, header, object, request)
            guard found.isDisjoint(with: request.essentials) else {
                reason = .information
                continue
            }
            guard isAwaited(kind, by: request, header) else {
                reason = .repeated
                continue
            }
            if request.standing == .tail {
                tail = tail ?? index
            } else if kind == .termination, !hasConfirmed(header.commonAddress, request) {
                early = early ?? index
            } else {
                return index
            }
        }
        return tail ?? early
    }

    /// Whether what is awaited of this station comes after a confirmation.
    private func hasConfirmed(_ station: CommonAddress, _ request: PendingRequest) -> Bool {
        !request.awaited.contains(.confirmation) || request.openStations.contains(station)
    }

    private func isAwaited(
        _ kind: AnswerKind, by request: PendingRequest, _ header: ASDUHeader
    ) -> Bool {
        let station = header.commonAddress
        // Each station answers a request to all once; one that was given up may get two answers.
        if request.isGlobal, request.standing == .live,
            request.outcome.stations.contains(station)
                || request.outcome.refusingStations.contains(station)
                || kind == .confirmation && request.openStations.contains(station)
        {
            return false
        }
        return switch kind {
        case .confirmation:
            request.awaited.contains(.confirmation)
                || header.cause.isNegative
                    && request.standing == .live && request.key.category == .command
                    && request.awaited == .termination
        case .deactivation: request.awaited.contains(.deactivation)
        case .termination: request.awaited.contains(.termination)
        case .unknown:
            !request.awaited.isDisjoint(with: [.confirmation, .deactivation, .value])
        }
    }
}

/// What an answer says, by its cause.
enum AnswerKind: UInt8 {
    case confirmation, deactivation, termination
    /// The request came back with cause 44...47.
    case unknown

    init?(_ cause: Cause) {
        switch cause.rawValue {
        case 7: self = .confirmation
        case 9: self = .deactivation
        case 10: self = .termination
        case 44...47: self = .unknown
        default: return nil
        }
    }
}
