public import IEC104Codec
public import IEC104Net

/// Something that happened on a connection, as it happens. Formatting is left to who observes.
public struct TraceEvent: Sendable {
    /// The connection, numbered from 1 on by its station.
    public var link: Int
    /// The peer.
    public var peer: SocketAddress
    /// This side.
    public var local: SocketAddress
    /// When, in milliseconds since 1970-01-01T00:00 UTC.
    public var time: Int64
    /// What happened.
    public var kind: Kind

    /// What happened.
    public enum Kind: Sendable {
        /// The TCP connection was made.
        case opened
        /// These octets, one APDU, were sent.
        case sent([UInt8])
        /// These octets, one APDU, were received.
        case received([UInt8])
        /// Data transfer has begun.
        case started
        /// Data transfer has ended.
        case stopped
        /// An ASDU was received that cannot be read; it is acknowledged and not answered.
        case malformed(DecodeError)
        /// A fault that this outstation was given has struck: what follows is no fault of its own.
        case injected(FaultStrike)
        /// The connection is over.
        case closed(LinkEnd)
    }
}

/// Who observes the connections of a station. It is called on the thread of the station's loop,
/// and must return soon.
public typealias Tracer = @Sendable (TraceEvent) -> Void
