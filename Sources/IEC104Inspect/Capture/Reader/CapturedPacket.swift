/// What a capture file says about one packet, beside its octets.
public struct CapturedPacket: Hashable, Sendable {
    /// The number of the packet in the file, from 1, as other programs show it.
    public var number: Int
    /// When it was captured, on the scale `.utc`; zero with no digits in a Simple Packet Block,
    /// which has no time.
    public var time: Timestamp
    /// What the packet begins with.
    public var linkType: LinkType
    /// How many octets of it are in the file.
    public var capturedLength: Int
    /// How many octets it had on the line, as the capturing program wrote it.
    public var originalLength: Int

    /// A packet as a capture file describes it.
    public init(
        number: Int, time: Timestamp, linkType: LinkType, capturedLength: Int, originalLength: Int
    ) {
        self.number = number
        self.time = time
        self.linkType = linkType
        self.capturedLength = capturedLength
        self.originalLength = originalLength
    }
}
