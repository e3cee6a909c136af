/// What became of a packet.
package enum PacketFate: Hashable, Sendable {
    /// It carries a TCP segment.
    case tcp(TCPSegment)
    /// It carries a TCP segment between ports that nobody asked for.
    case otherPort
    /// It carries another protocol in IP.
    case notTCP
    /// It carries no IP.
    case notIP
    /// It is a fragment of an IP packet.
    case fragment
    /// A header was not captured as a whole.
    case truncated
    /// A header contradicts itself or the length of the packet.
    case malformed
    /// It begins with a header that is not known here.
    case unknownLink
}
