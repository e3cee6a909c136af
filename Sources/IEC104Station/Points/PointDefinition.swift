internal import IEC104Codec

/// What a table keeps of a point beside its value: 32 octets at most, as there may be a million.
struct PointDefinition: Sendable {
    let station: CommonAddress
    let kind: Information.Kind
    /// What the point is listed as.
    let type: TypeID
    let events: PointOptions.Events
    /// Which quota of the event buffer its events use.
    var eventClass: EventClass
    let groups: GroupSet
    /// 1...4, or 0.
    let counterGroup: UInt8
    let inStationInterrogation: Bool
    /// Places in the table's periods + 1, or 0.
    let cyclic: UInt8
    let background: UInt8
    var deadband: Float
    /// What was reported last, of measured values.
    var reported: Float
    /// The number + 1 of its parameters, or 0.
    var parameters: UInt32 = 0
}

extension Information {
    /// The number that a deadband is compared with; `nil` where there is none.
    var measure: Float? {
        switch self {
        case .shortFloat(let value, _): value.value
        case .scaled(let value, _): Float(value)
        case .normalized(let value, _), .normalizedWithoutQuality(let value):
            Float(value.rawValue)
        default: nil
        }
    }

    /// The value of a point of this kind that was never set: invalid.
    static func unset(_ kind: Kind) -> Information? {
        switch kind {
        case .singlePoint: .singlePoint(SIQ(false, quality: .invalid))
        case .doublePoint: .doublePoint(DIQ(.indeterminate, quality: .invalid))
        case .stepPosition: .stepPosition(VTI(0), .invalid)
        case .bitString: .bitString(0, .invalid)
        case .normalized: .normalized(NVA(rawValue: 0), .invalid)
        case .scaled: .scaled(0, .invalid)
        case .shortFloat: .shortFloat(R32(0), .invalid)
        case .integratedTotal: .integratedTotal(BCR(0, isInvalid: true))
        case .protectionEvent: .protectionEvent(SEP(.indeterminate, quality: .invalid), 0)
        case .protectionStart: .protectionStart([], .invalid, 0)
        case .protectionOutput: .protectionOutput([], .invalid, 0)
        case .packedSinglePoints: .packedSinglePoints(SCD(rawValue: 0), .invalid)
        case .normalizedWithoutQuality: .normalizedWithoutQuality(NVA(rawValue: 0))
        default: nil
        }
    }
}
