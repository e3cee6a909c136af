import IEC104Codec

/// One APDU of an input, or octets that should be one, with where and when it was seen.
public struct APDURecord: Sendable {
    /// The running number, from 1 on.
    public var number = 0
    /// When it was seen.
    public var time: Timestamp?
    /// The connection of the capture.
    public var connection: Int?
    /// The sender.
    public var from: Endpoint?
    /// The receiver.
    public var to: Endpoint?
    /// Which way it went.
    public var direction: Direction?
    /// The line of the text, or the packet of the capture, that its first octet came from.
    public var place: Place?
    /// What it says.
    public var reading = APDUReading()
    /// The protocol that the octets belong to, when it is another one.
    public var foreign: ForeignProtocol?
    /// Why the text is broken among the octets, when it is.
    public var broken: HexProblem?

    /// An empty record.
    public init() {}

    /// Where in the input something was.
    public enum Place: Hashable, Sendable {
        /// A line of a text, from 1 on.
        case line(Int)
        /// A packet of a capture, from 1 on.
        case packet(Int)
        /// An octet of a binary stream, from 0 on.
        case offset(Int)
    }
}
