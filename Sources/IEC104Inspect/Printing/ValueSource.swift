public import IEC104Codec

/// What is known of the values of an RTU beside what it sends.
public struct ValueSource: Sendable {
    /// What its user calls the RTU; empty: it is known by its address.
    public var rtu: String
    /// Its field sizes and private types; `nil`: those of the printer.
    public var profile: Profile?
    /// What is known of a point, and of this value of it.
    public var labels: (@Sendable (CommonAddress, InformationObject) -> PointLabel?)?

    /// A source of which nothing is known unless it is given.
    public init(
        rtu: String = "", profile: Profile? = nil,
        labels: (@Sendable (CommonAddress, InformationObject) -> PointLabel?)? = nil
    ) {
        self.rtu = rtu
        self.profile = profile
        self.labels = labels
    }

    func label(of object: InformationObject, _ header: ASDUHeader) -> PointLabel? {
        labels?(header.commonAddress, object)
    }
}

/// What is known of a value of a point beside what was sent.
public struct PointLabel: Hashable, Sendable {
    /// The name of the point; empty: it has none.
    public var name: String
    /// The unit of the engineering value; empty: it has none.
    public var unit: String
    /// The engineering value, where the transmitted one is scaled.
    public var scaled: Double?
    /// Which limit the engineering value is beyond.
    public var limit: Limit?

    /// A limit of a point.
    public enum Limit: String, Sendable {
        /// The value is less than the low limit.
        case low
        /// The value is more than the high limit.
        case high

        var phrase: Phrase {
            switch self {
            case .low: Phrase(" low", " 越下限")
            case .high: Phrase(" high", " 越上限")
            }
        }

        /// What stands behind a value that is beyond it, with a space.
        package func text(in language: Language) -> String { phrase[language] }
    }

    /// What is known.
    public init(
        name: String = "", unit: String = "", scaled: Double? = nil, limit: Limit? = nil
    ) {
        self.name = name
        self.unit = unit
        self.scaled = scaled
        self.limit = limit
    }
}
