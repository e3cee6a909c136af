/// Counts of a TCP reassembly.
public struct StreamStatistics: Hashable, Sendable {
    /// Connections found.
    public internal(set) var connections = 0
    /// Connections given up because there were too many at once.
    public internal(set) var evictions = 0
    /// Octets delivered in order.
    public internal(set) var deliveredOctets = 0
    /// Segments with octets that had come before.
    public internal(set) var retransmissions = 0
    /// Octets that had come before.
    public internal(set) var retransmittedOctets = 0
    /// Segments that came too early and were kept.
    public internal(set) var reordered = 0
    /// Places where octets are missing.
    public internal(set) var gaps = 0
    /// Octets that are missing, as far as they could be counted.
    public internal(set) var missingOctets = 0
    /// Gaps that were assumed because too much was waiting behind them.
    public internal(set) var overflows = 0
    /// Probes that ask whether the other side is still there.
    public internal(set) var keepAlives = 0
    /// Segments too far from the stream to belong to it.
    public internal(set) var strays = 0

    /// All zero.
    public init() {}
}
