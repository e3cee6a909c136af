internal import IEC104Codec

/// What a type of the control direction asks for.
enum Procedure: Sendable {
    case command, interrogation, counterInterrogation, read, clockSynchronization, test, reset
    case delay, parameter, parameterActivation, file

    /// `nil` when the outstation does not know the type.
    init?(_ type: TypeID) {
        switch type {
        case .C_IC_NA_1: self = .interrogation
        case .C_CI_NA_1: self = .counterInterrogation
        case .C_RD_NA_1: self = .read
        case .C_CS_NA_1: self = .clockSynchronization
        case .C_TS_NA_1, .C_TS_TA_1: self = .test
        case .C_RP_NA_1: self = .reset
        case .C_CD_NA_1: self = .delay
        case .P_ME_NA_1, .P_ME_NB_1, .P_ME_NC_1: self = .parameter
        case .P_AC_NA_1: self = .parameterActivation
        case .F_FR_NA_1, .F_SR_NA_1, .F_SC_NA_1, .F_LS_NA_1, .F_AF_NA_1, .F_SG_NA_1, .F_SC_NB_1:
            self = .file
        default:
            guard type.untaggedCommand != nil else { return nil }
            self = .command
        }
    }

    func causes(of type: TypeID) -> CauseSet {
        switch self {
        case .command: type.untaggedCommand == .C_BO_NA_1 ? CauseSet(6...6) : CauseSet(6...6, 8...8)
        case .interrogation, .counterInterrogation, .parameterActivation:
            CauseSet(6...6, 8...8)
        case .read: CauseSet(5...5)
        case .clockSynchronization, .test, .reset, .parameter: CauseSet(6...6)
        case .delay: CauseSet(3...3, 6...6)
        case .file:
            type == .F_SC_NA_1 || type == .F_SC_NB_1
                ? CauseSet(5...5, 13...13) : CauseSet(13...13)
        }
    }

    var allowsGlobalAddress: Bool {
        switch self {
        case .interrogation, .counterInterrogation, .clockSynchronization, .reset: true
        case .command, .read, .test, .delay, .parameter, .parameterActivation, .file: false
        }
    }

    /// Whether a request changes something other than an output.
    func changesStation(_ request: Request) -> Bool {
        switch self {
        case .reset, .parameter, .parameterActivation, .clockSynchronization: true
        case .counterInterrogation:
            if case .counterInterrogation(let qualifier) = request.object.information {
                qualifier.freeze != .read
            } else {
                false
            }
        // Loads the delay of the line; there is no answer to it.
        case .delay: request.header.cause.cause == .spontaneous
        default: false
        }
    }

    /// Whether there is no object: its address is 0.
    var isSystem: Bool {
        switch self {
        case .command, .read, .parameter, .parameterActivation, .file: false
        default: true
        }
    }
}
