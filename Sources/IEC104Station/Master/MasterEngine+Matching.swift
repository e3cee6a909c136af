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
        for index in pending.indices {
            let request = pending[index]
            guard request.request.type == header.type, !request.isUnsent,
                asks(request, header.commonAddress)
                    || kind == .unknown && header.commonAddress == request.key.station,
                request.key.category != .raw,
                request.key.address.value == 0 || request.key.address == object.address
            else { continue }
            let originator = header.cause.originator
            guard
                originator == settings.originator || originator == 0
                    || settings.profile.causeSize == 1
            else {
                reason = .originator
                continue
            }
            // Some stations leave the bit of the select in the termination of what was executed.
            let mirrored =
                (kind == .termination ? object.information.command(isSelect: false) : nil)
                ?? object.information
            if kind != .unknown, request.mirrorsInformation, mirrored != request.information {
                reason = .information
                continue
            }
            guard isAwaited(kind, by: request, header.commonAddress) else {
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
        _ kind: AnswerKind, by request: PendingRequest, _ station: CommonAddress
    ) -> Bool {
        // Each station answers a request to all once; one that was given up may get two answers.
        if request.isGlobal, request.standing == .live,
            request.outcome.stations.contains(station)
                || request.outcome.refusingStations.contains(station)
                || kind == .confirmation && request.openStations.contains(station)
        {
            return false
        }
        return switch kind {
        case .confirmation: request.awaited.contains(.confirmation)
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
