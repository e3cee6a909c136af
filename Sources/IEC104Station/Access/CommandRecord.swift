public import IEC104Codec

/// What became of a command, for an audit: one record when it is decided, another one when an
/// execution that was accepted has ended.
public struct CommandRecord: Hashable, Sendable {
    /// What became of it.
    public enum Result: Hashable, Sendable {
        /// Confirmed.
        case accepted
        /// A negative confirmation.
        case refused(CommandRefusal)
        /// Sent back: its cause, station or object is not known here (45...47).
        case unknown(Cause)
        /// The execution has ended, and was terminated.
        case terminated
        /// The execution took too long, and was given up.
        case timedOut
        /// The selection has ended without an execution.
        case selectionEnded
    }

    /// What became of it.
    public let result: Result
    /// What was asked.
    public let action: CommandRequest.Action
    /// The station.
    public let station: CommonAddress
    /// The type with which it came.
    public let type: TypeID
    /// Address, command and qualifier, and the time tag.
    public let object: InformationObject
    /// Who asked.
    public let originator: UInt8
    /// Whether it was a test, which operates nothing.
    public let isTest: Bool
    /// The connection that asked.
    public let link: LinkID
}

extension Information {
    /// QU of a command, QL of a set point; `nil` when it has neither.
    package var rawQualifier: UInt8? {
        switch self {
        case .singleCommand(let command): command.qualifier.rawValue
        case .doubleCommand(let command): command.qualifier.rawValue
        case .stepCommand(let command): command.qualifier.rawValue
        case .normalizedSetPoint(_, let qualifier), .scaledSetPoint(_, let qualifier),
            .floatSetPoint(_, let qualifier):
            qualifier.qualifier
        default: nil
        }
    }
}
