/// What is known of one type identification: a row of the type table. Reading, writing, checking,
/// explaining and the coverage document are derived from it.
public struct TypeDescriptor: Hashable, Sendable {
    /// The type identification.
    public let id: TypeID
    /// The standard's short name, such as `M_SP_NA_1`.
    public let mnemonic: String
    /// The English name.
    public let name: String
    /// The Chinese name of DL/T 634.5101 and DL/T 634.5104.
    public let chineseName: String
    /// What the users of the field call such points; `nil` for system information.
    public let category: PointCategory?
    /// What an object carries beside address and time tag.
    public let information: Information.Kind
    /// The fields, where `information` is `.privateFields`.
    public let fields: [PrivateField]
    /// The time tag behind the information.
    public let timeTag: TimeTag.Kind
    /// Whether SQ = 1 is allowed: one address, then the information of consecutive addresses.
    public let allowsSequence: Bool
    /// Whether an ASDU of the type may carry several objects.
    public let allowsSeveralObjects: Bool
    /// Which object addresses make sense.
    public let addressRule: AddressRule
    /// Whether the global common address is allowed (in control direction).
    public let allowsGlobalAddress: Bool
    /// Causes allowed in control direction; empty when the type is not used there.
    public let controlCauses: CauseSet
    /// Causes allowed in monitor direction; empty when the type is not used there.
    public let monitorCauses: CauseSet
    /// The clause of IEC 60870-5-101, unless it names another standard.
    public let clause: String

    /// Octets of information and time tag, without the address; `nil` where the length varies.
    public var size: Int? {
        switch information {
        case .raw, .fileSegment: nil
        case .privateFields: fields.reduce(timeTag.size) { $0 + $1.format.size }
        default: information.elements.reduce(timeTag.size) { $0 + $1.size }
        }
    }

    init(
        _ id: TypeID, _ mnemonic: String, _ name: String, _ chineseName: String,
        _ information: Information.Kind, _ timeTag: TimeTag.Kind = .none,
        category: PointCategory? = nil, fields: [PrivateField] = [], sequence: Bool = false,
        several: Bool = false, address: AddressRule = .object, global: Bool = false,
        control: CauseSet = [], monitor: CauseSet = [], clause: String
    ) {
        self.id = id
        self.mnemonic = mnemonic
        self.name = name
        self.chineseName = chineseName
        self.category = category
        self.information = information
        self.fields = fields
        self.timeTag = timeTag
        allowsSequence = sequence
        allowsSeveralObjects = several
        addressRule = address
        allowsGlobalAddress = global
        controlCauses = control
        monitorCauses = monitor
        self.clause = clause
    }
}

/// Which object addresses a type uses.
public enum AddressRule: Hashable, Sendable {
    /// The address of a point: not 0.
    case object
    /// There is no object: 0.
    case irrelevant
    /// Either, depending on the qualifier.
    case any
    /// The field is missing: the octets follow the common address.
    case absent
}

/// What the users of the field call a kind of point.
public enum PointCategory: String, Hashable, Sendable, CaseIterable {
    /// 遥信: single and double points, steps, bit strings, protection events.
    case status = "YX"
    /// 遥测: measured values.
    case measurement = "YC"
    /// 遥脉: integrated totals.
    case counter = "YM"
    /// 遥控: single, double and step commands.
    case command = "YK"
    /// 遥调: set points.
    case setPoint = "YT"

    /// The Chinese word, such as 遥信.
    public var chineseName: String {
        switch self {
        case .status: "遥信"
        case .measurement: "遥测"
        case .counter: "遥脉"
        case .command: "遥控"
        case .setPoint: "遥调"
        }
    }
}
