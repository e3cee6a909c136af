/// What a capture contained, packet by packet: each packet counts once among the kinds.
public struct CaptureStatistics: Hashable, Sendable {
    /// Packets read.
    public internal(set) var packets = 0
    /// Octets of these packets, as captured.
    public internal(set) var octets = 0
    /// Packets with a TCP segment that was looked at.
    public internal(set) var tcp = 0
    /// Packets with a TCP segment between ports that nobody asked for.
    public internal(set) var otherPort = 0
    /// Packets with another protocol in IP.
    public internal(set) var notTCP = 0
    /// Packets without IP.
    public internal(set) var notIP = 0
    /// Fragments of IP packets, which are not put together.
    public internal(set) var fragments = 0
    /// Packets of which not even the headers were captured.
    public internal(set) var truncated = 0
    /// Packets whose headers contradict themselves or the length of the packet.
    public internal(set) var malformed = 0
    /// Packets of a link type that is not known.
    public internal(set) var unknownLink = 0
    /// The time of the first packet.
    public internal(set) var firstTime: Timestamp?
    /// The time of the last packet.
    public internal(set) var lastTime: Timestamp?
    /// What was found in the TCP segments.
    public internal(set) var streams = StreamStatistics()

    /// All zero.
    public init() {}
}

extension CaptureStatistics {
    /// Counts a packet of the file.
    @inline(__always)
    mutating func add(_ packet: CapturedPacket) {
        packets += 1
        octets += packet.capturedLength
        if firstTime == nil { firstTime = packet.time }
        lastTime = packet.time
    }

    /// Counts what became of it.
    @inline(__always)
    mutating func add(_ fate: PacketFate) {
        switch fate {
        case .tcp: tcp += 1
        case .otherPort: otherPort += 1
        case .notTCP: notTCP += 1
        case .notIP: notIP += 1
        case .fragment: fragments += 1
        case .truncated: truncated += 1
        case .malformed: malformed += 1
        case .unknownLink: unknownLink += 1
        }
    }
}
