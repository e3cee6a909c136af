import IEC104Codec

/// Receives what an input holds, in the order of the input.
public protocol InspectionSink {
    /// An APDU, or octets that should be one.
    mutating func receive(_ record: borrowing APDURecord)
    /// What the TCP connections of a capture did.
    mutating func receive(_ event: ConnectionEvent)
    /// Something about the input as such.
    mutating func receive(_ notice: Notice)
}

/// Something about the input itself that a reader should know.
public enum Notice: Hashable, Sendable {
    /// A hex text has digits that are no octets.
    case text(HexProblem, line: Int, column: Int)
    /// A capture is broken.
    case capture(CaptureError)
    /// A capture is broken in so many more places.
    case moreCaptureFaults(Int)
    /// A binary input has more octets that are no APDU than APDUs: it is not read any further.
    case unlikely(apdus: Int, others: Int)
    /// A connection of a capture speaks another protocol; the octets say so.
    case foreign(ForeignProtocol, connection: Int, from: Endpoint, to: Endpoint, octets: [UInt8])

    /// Whether the input could not be read wholly.
    public var isFault: Bool {
        switch self {
        case .text, .capture, .moreCaptureFaults, .unlikely: true
        case .foreign: false
        }
    }
}
