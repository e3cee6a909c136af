internal import IEC104Codec

/// How one kind of point is sent: a row of the table of kinds.
struct PointKind: Sendable {
    /// Without time tag; `nil` where the standard has only tagged types.
    let untagged: TypeID?
    /// With CP24Time2a.
    let shortTagged: TypeID?
    /// With CP56Time2a.
    let tagged: TypeID?
    /// Which quota of the event buffer its events use, unless the point says otherwise.
    let eventClass: EventClass
    /// Whether cause 11 is allowed for it.
    let returnsInformation: Bool
    /// Whether cause 1 is allowed for it.
    let isCyclic: Bool
    /// Whether cause 2 is allowed for it, and it is part of station and group interrogations.
    let isScanned: Bool

    /// What the point is listed as: the untagged type, where there is one.
    var listed: TypeID { untagged ?? tagged ?? 0 }

    private init(
        _ untagged: TypeID?, _ shortTagged: TypeID?, _ tagged: TypeID?, _ eventClass: EventClass,
        returnsInformation: Bool = false, isCyclic: Bool = false, isScanned: Bool = false
    ) {
        self.untagged = untagged
        self.shortTagged = shortTagged
        self.tagged = tagged
        self.eventClass = eventClass
        self.returnsInformation = returnsInformation
        self.isCyclic = isCyclic
        self.isScanned = isScanned
    }

    private static func state(_ types: (TypeID, TypeID?, TypeID?)) -> PointKind {
        PointKind(
            types.0, types.1, types.2, .state, returnsInformation: true, isScanned: true)
    }

    private static func measured(_ types: (TypeID, TypeID?, TypeID?)) -> PointKind {
        PointKind(types.0, types.1, types.2, .measured, isCyclic: true, isScanned: true)
    }

    /// `nil` for information that is not that of a point.
    init?(_ kind: Information.Kind) {
        switch kind {
        case .singlePoint: self = .state((.M_SP_NA_1, .M_SP_TA_1, .M_SP_TB_1))
        case .doublePoint: self = .state((.M_DP_NA_1, .M_DP_TA_1, .M_DP_TB_1))
        case .stepPosition: self = .state((.M_ST_NA_1, .M_ST_TA_1, .M_ST_TB_1))
        case .bitString: self = .state((.M_BO_NA_1, .M_BO_TA_1, .M_BO_TB_1))
        case .packedSinglePoints: self = .state((.M_PS_NA_1, nil, nil))
        case .normalized: self = .measured((.M_ME_NA_1, .M_ME_TA_1, .M_ME_TD_1))
        case .scaled: self = .measured((.M_ME_NB_1, .M_ME_TB_1, .M_ME_TE_1))
        case .shortFloat: self = .measured((.M_ME_NC_1, .M_ME_TC_1, .M_ME_TF_1))
        case .normalizedWithoutQuality: self = .measured((.M_ME_ND_1, nil, nil))
        case .integratedTotal:
            self = PointKind(.M_IT_NA_1, .M_IT_TA_1, .M_IT_TB_1, .counters)
        case .protectionEvent: self = PointKind(nil, .M_EP_TA_1, .M_EP_TD_1, .state)
        case .protectionStart: self = PointKind(nil, .M_EP_TB_1, .M_EP_TE_1, .state)
        case .protectionOutput: self = PointKind(nil, .M_EP_TC_1, .M_EP_TF_1, .state)
        default: return nil
        }
    }
}
