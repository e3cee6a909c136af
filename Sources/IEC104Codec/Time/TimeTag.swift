/// The time tag of an information object, which stands behind its information.
public enum TimeTag: Hashable, Sendable {
    /// No time tag.
    case none
    /// Three octets: a time within the hour.
    case cp24(CP24Time2a)
    /// Seven octets: date and time of day.
    case cp56(CP56Time2a)

    /// What kind of time tag a type carries.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// No time tag.
        case none
        /// CP24Time2a.
        case cp24
        /// CP56Time2a.
        case cp56

        /// Octets: 0, 3 or 7.
        public var size: Int {
            switch self {
            case .none: 0
            case .cp24: 3
            case .cp56: 7
            }
        }
    }

    /// What kind of time tag it is.
    public var kind: Kind {
        switch self {
        case .none: .none
        case .cp24: .cp24
        case .cp56: .cp56
        }
    }
}
