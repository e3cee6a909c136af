public import IEC104Codec

/// ASDUs that a master has acknowledged and done nothing with.
public struct UnexpectedASDU: Hashable, Sendable {
    /// Why.
    public var reason: Reason
    /// The header of the last one.
    public var header: ASDUHeader
    /// How many there were of this type for this reason since the last ones were told.
    public var count: UInt64

    /// Why nothing was done with an ASDU.
    public enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        /// The type is unknown, or is not used in this direction.
        case type
        /// The cause is not used with the type in this direction.
        case cause
        /// Nobody asked: no request to this station and object with this type.
        case notAsked
        /// It answers another master.
        case originator
        /// There is such a request, but with another value or qualifier.
        case information
        /// It was answered so before, or the step is not awaited.
        case repeated
    }

    /// What was done nothing with.
    package init(_ reason: Reason, _ header: ASDUHeader, count: UInt64) {
        self.reason = reason
        self.header = header
        self.count = count
    }
}

extension UnexpectedASDU: CustomStringConvertible {
    /// One sentence: what came, why nothing was done with it, what to check.
    public var description: String {
        let several = count > 1 ? " (\(count) of them)" : ""
        return "\(header.type), \(header.cause.cause), station "
            + "\(header.commonAddress)\(several): \(reason.words)"
    }
}

extension UnexpectedASDU.Reason {
    fileprivate var words: String {
        switch self {
        case .type:
            "the type is not known, or not one that an outstation sends; dropped. Give the profile "
                + "a row for a private type"
        case .cause: "no outstation sends the type with this cause; dropped"
        case .notAsked: "it answers what this master has not asked; dropped"
        case .originator: "it answers another master (originator address); dropped"
        case .information: "it answers with another value or qualifier than was sent; dropped"
        case .repeated: "it was answered so before, or does not fit the step; dropped"
        }
    }
}
