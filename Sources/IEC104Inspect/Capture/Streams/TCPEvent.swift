/// Something that happened to a connection.
package struct TCPEvent: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// A client asks for the connection.
        case syn
        /// The server accepts.
        case synAck
        /// The client completes the handshake.
        case established
        /// A side has nothing more to send.
        case fin
        /// The second of the two ends was acknowledged.
        case ended
        /// A side broke the connection.
        case reset
        /// The server refused the connection: a reset that answers a SYN.
        case refused
        /// Octets came that had come before.
        case retransmission
        /// A side asked whether the other is still there.
        case keepAlive
    }

    package var kind: Kind
    /// The packet that shows it; its direction is the one of the packet.
    package var position: StreamPosition
    /// The sequence number of the packet, absolute.
    package var sequence: UInt32
    /// The acknowledgment number of the packet, absolute; 0 when the packet has none.
    package var acknowledgment: UInt32
    /// How many octets came again.
    package var octets: Int
    /// Whether the same SYN, SYN-ACK, FIN or reset was seen before.
    package var isRepeated: Bool
}

/// Why no more will come from a connection.
package enum TCPClosing: UInt8, Hashable, Sendable, CaseIterable {
    /// Both sides ended it.
    case ended
    /// It was reset or refused.
    case reset
    /// A new connection uses the same addresses and ports.
    case replaced
    /// There were too many connections, and it was silent for longest.
    case evicted
    /// The capture is at its end.
    case endOfCapture
}
