extension PacketDissector {
    private static let tcp: UInt8 = 6

    /// Reads an IPv4 header.
    @inline(__always)
    func ipv4(_ octets: Span<UInt8>, _ at: Int, _ wire: Int) -> PacketFate {
        guard octets.count >= at + 20 else { return short(octets, wire) }
        let header = Int(octets[at] & 0x0F) * 4
        let total = Int(octets.network16(at + 2))
        guard octets[at] >> 4 == 4, header >= 20 else { return .malformed }
        // A total length of 0 is left by a network card that segments for the system. A packet
        // is never longer than the frame that carried it; what follows it there is padding.
        let end = total == 0 ? wire : min(wire, at + total)
        guard end >= at + header else { return .malformed }
        // More fragments, or not the first one.
        guard octets.network16(at + 6) & 0x3FFF == 0 else { return .fragment }
        guard octets[at + 9] == Self.tcp else { return .notTCP }
        return tcp(octets, at + header, end) { source, destination in
            (
                Endpoint(ipv4: octets.network32(at + 12), port: source),
                Endpoint(ipv4: octets.network32(at + 16), port: destination)
            )
        }
    }

    /// Reads an IPv6 header and walks along its extension headers.
    func ipv6(_ octets: Span<UInt8>, _ at: Int, _ wire: Int) -> PacketFate {
        guard octets.count >= at + 40 else { return short(octets, wire) }
        guard octets[at] >> 4 == 6 else { return .malformed }
        // A payload length of 0 means a longer packet than the field can tell.
        let payload = Int(octets.network16(at + 4))
        let end = payload == 0 ? wire : min(wire, at + 40 + payload)
        var next = octets[at + 6]
        var header = at + 40
        for _ in 0...Self.maximumNesting {
            if next == Self.tcp {
                return tcp(octets, header, end) { source, destination in
                    (
                        Endpoint(
                            high: octets.network64(at + 8), low: octets.network64(at + 16),
                            port: source),
                        Endpoint(
                            high: octets.network64(at + 24), low: octets.network64(at + 32),
                            port: destination)
                    )
                }
            }
            guard let kind = ExtensionHeader(next) else { return .notTCP }
            guard end >= header + 8 else { return .malformed }
            guard octets.count >= header + 8 else { return short(octets, wire) }
            if kind == .fragment, octets.network16(header + 2) & 0xFFF9 != 0 { return .fragment }
            next = octets[header]
            header += kind.length(octets[header + 1])
        }
        return .malformed
    }

    /// Reads a TCP header; `end` is where the IP packet ends, captured or not.
    @inline(__always)
    private func tcp(
        _ octets: Span<UInt8>, _ at: Int, _ end: Int,
        _ endpoints: (UInt16, UInt16) -> (Endpoint, Endpoint)
    ) -> PacketFate {
        guard end >= at + 20 else { return .malformed }
        guard octets.count >= at + 20 else { return .truncated }
        let header = Int(octets[at + 12] >> 4) * 4
        guard header >= 20, end >= at + header else { return .malformed }
        let source = octets.network16(at)
        let destination = octets.network16(at + 2)
        if let ports, !ports.contains(source), !ports.contains(destination) { return .otherPort }
        let (from, to) = endpoints(source, destination)
        let start = min(at + header, octets.count)
        let captured = max(start, min(end, octets.count))
        return .tcp(
            TCPSegment(
                source: from, destination: to, sequence: octets.network32(at + 4),
                acknowledgment: octets.network32(at + 8),
                flags: TCPFlags(rawValue: octets[at + 13]),
                window: octets.network16(at + 14), payload: start..<captured,
                missing: end - max(captured, at + header)))
    }
}

/// The extension headers of IPv6 that can stand before TCP.
private enum ExtensionHeader: UInt8 {
    case hopByHop = 0
    case routing = 43
    case fragment = 44
    case authentication = 51
    case destination = 60
    case mobility = 135
    case hostIdentity = 139
    case shim6 = 140

    init?(_ number: UInt8) {
        self.init(rawValue: number)
    }

    /// How many octets the header has when its length field says `field`.
    func length(_ field: UInt8) -> Int {
        switch self {
        case .fragment: 8
        case .authentication: (Int(field) + 2) * 4
        default: (Int(field) + 1) * 8
        }
    }
}
