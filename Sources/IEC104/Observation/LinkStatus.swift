public import IEC104Net
public import IEC104Session

/// One connection of a station, as it is now.
public struct LinkStatus: Hashable, Sendable {
    /// Numbered by its station, from 1 on.
    public var number: Int
    /// The peer.
    public var peer: SocketAddress
    /// This side.
    public var local: SocketAddress
    /// The redundancy group of the configuration that it belongs to; `nil`: none, or a master's.
    public var redundancyGroup: String?
    /// Where start and stop stand.
    public var phase: SessionPhase
    /// I APDUs sent and not acknowledged.
    public var unacknowledged: Int
    /// I APDUs received and not acknowledged yet.
    public var unacknowledgedReceived: Int
    /// Octets that the peer has not taken yet.
    public var unsent: Int
    /// What it has done.
    public var statistics: SessionStatistics
}

extension Link {
    /// This link, as it is now.
    var status: LinkStatus {
        LinkStatus(
            number: number, peer: stream.remote, local: stream.local,
            redundancyGroup: redundancyGroup, phase: session.phase,
            unacknowledged: session.unconfirmedCount,
            unacknowledgedReceived: session.unacknowledgedCount, unsent: stream.unsent,
            statistics: session.statistics)
    }
}
