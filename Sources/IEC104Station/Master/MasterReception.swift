package import IEC104Codec

/// What an ASDU was that a master received.
package enum MasterReception: Hashable, Sendable {
    /// Monitored data: its structure is sound; the caller reads the objects. `for` is the request
    /// that brought it, an interrogation or a read (of several reads the first); `nil` when it
    /// came by itself, or for a request that has ended.
    case data(ASDUHeader, for: RequestID?)
    /// An answer to a request of this engine, or to one that was given up; `nextResult` may have
    /// something.
    case answer(RequestID)
    /// The station has initialized.
    case initialized(CommonAddress, COI)
    /// An ASDU of file transfer.
    case file(ASDUHeader)
    /// Nothing was done with it.
    case unexpected(Reason, ASDUHeader)
    /// It cannot be read.
    case malformed(DecodeError)

    /// Why nothing was done with an ASDU.
    package enum Reason: UInt8, Hashable, Sendable, CaseIterable {
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
}

/// Counts of what has happened on a master's link.
public struct MasterStatistics: Hashable, Sendable {
    /// ASDUs with monitored data.
    public var data: UInt64 = 0
    /// Answers to requests.
    public var answers: UInt64 = 0
    /// ASDUs that nothing was done with.
    public var unexpected: UInt64 = 0
    /// ASDUs that could not be read.
    public var malformed: UInt64 = 0
    /// Requests submitted, those of the settings too.
    public var requests: UInt64 = 0
    /// Requests that did not do what was asked.
    public var failures: UInt64 = 0
    /// ASDUs sent.
    public var sent: UInt64 = 0

    /// No counts.
    public init() {}
}
