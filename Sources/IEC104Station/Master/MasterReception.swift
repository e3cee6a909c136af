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

    package typealias Reason = UnexpectedASDU.Reason
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
