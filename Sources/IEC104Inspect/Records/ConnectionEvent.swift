/// Something that a TCP connection of a capture did.
public struct ConnectionEvent: Hashable, Sendable {
    /// What it did.
    public enum Kind: Hashable, Sendable {
        /// The client asks for the connection.
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
        /// The server refused the connection.
        case refused
        /// So many octets came that had come before.
        case retransmission(Int)
        /// A side asked on the TCP level whether the other is still there.
        case keepAlive
        /// So many octets are missing in the capture; `nil`: it cannot be known how many.
        case gap(Int?)
        /// The capture ended, or the connection was given up, before the connection did.
        case abandoned
    }

    /// What it did.
    public var kind: Kind
    /// Which connection of the capture, from 1 on.
    public var connection: Int
    /// The side that asked for the connection: the controlling station.
    public var client: Endpoint
    /// The side that was asked: the controlled station.
    public var server: Endpoint
    /// Which way the packet went.
    public var direction: Direction
    /// When.
    public var time: Timestamp
    /// The packet of the capture, from 1 on.
    public var packet: Int
    /// The sequence number of the packet.
    public var sequence: UInt32
    /// The acknowledgment number of the packet.
    public var acknowledgment: UInt32
    /// Whether the same was seen before.
    public var isRepeated: Bool

    /// What a connection did that is no packet of a capture: as its station saw it.
    public init(
        kind: Kind, connection: Int, client: Endpoint, server: Endpoint, direction: Direction,
        time: Timestamp
    ) {
        self.init(
            kind: kind, connection: connection, client: client, server: server,
            direction: direction, time: time, packet: 0, sequence: 0, acknowledgment: 0,
            isRepeated: false)
    }

    init(
        kind: Kind, connection: Int, client: Endpoint, server: Endpoint, direction: Direction,
        time: Timestamp, packet: Int, sequence: UInt32, acknowledgment: UInt32, isRepeated: Bool
    ) {
        self.kind = kind
        self.connection = connection
        self.client = client
        self.server = server
        self.direction = direction
        self.time = time
        self.packet = packet
        self.sequence = sequence
        self.acknowledgment = acknowledgment
        self.isRepeated = isRepeated
    }
}
