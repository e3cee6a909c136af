/// Finds the TCP segment in a packet.
///
/// Each step takes the whole packet and the place where its header starts, and has checked that the
/// octets that it reads were captured.
struct PacketDissector: Sendable {
    /// The most VLAN tags, extension headers or other nested headers that are followed.
    static let maximumNesting = 16
    /// The longest packet that is believed: larger ones than any offloading makes.
    static let maximumLength = 1 << 20

    /// The ports of which one must take part in a segment; nil: any.
    let ports: PortSet?

    /// What the packet carries.
    @inline(__always)
    func dissect(
        _ octets: Span<UInt8>, linkType: LinkType, originalLength: Int
    ) -> PacketFate {
        let wire = max(octets.count, min(originalLength, Self.maximumLength))
        switch linkType {
        case .ethernet:
            guard octets.count >= 14 else { return short(octets, wire) }
            return etherType(octets.network16(12), octets, 14, wire)
        case .linuxCooked:
            guard octets.count >= 16 else { return short(octets, wire) }
            return etherType(octets.network16(14), octets, 16, wire)
        case .linuxCooked2:
            guard octets.count >= 20 else { return short(octets, wire) }
            return etherType(octets.network16(0), octets, 20, wire)
        case .raw, .raw12, .raw14, .ipv4, .ipv6:
            return version(octets, wire)
        case .null, .loop:
            return addressFamily(octets, wire)
        case .ppp:
            // The address and control octets may have been negotiated away.
            let hasAddress = octets.count >= 2 && octets.network16(0) == 0xFF03
            return ppp(octets, hasAddress ? 2 : 0, wire)
        default:
            return .unknownLink
        }
    }

    /// What to say of a packet whose captured octets end inside a header.
    func short(_ octets: Span<UInt8>, _ wire: Int) -> PacketFate {
        octets.count < wire ? .truncated : .malformed
    }

    /// Follows tags until a network protocol comes.
    @inline(__always)
    private func etherType(
        _ first: UInt16, _ octets: Span<UInt8>, _ start: Int, _ wire: Int
    ) -> PacketFate {
        var type = first
        var at = start
        for _ in 0...Self.maximumNesting {
            switch type {
            case 0x0800: return ipv4(octets, at, wire)
            case 0x86DD: return ipv6(octets, at, wire)
            case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300:
                guard octets.count >= at + 4 else { return short(octets, wire) }
                type = octets.network16(at + 2)
                at += 4
            case 0x8864:
                guard octets.count >= at + 6 else { return short(octets, wire) }
                return ppp(octets, at + 6, wire)
            default: return .notIP
            }
        }
        return .malformed
    }

    private func version(_ octets: Span<UInt8>, _ wire: Int) -> PacketFate {
        guard !octets.isEmpty else { return short(octets, wire) }
        return switch octets[0] >> 4 {
        case 4: ipv4(octets, 0, wire)
        case 6: ipv6(octets, 0, wire)
        default: .malformed
        }
    }

    /// BSD loopback: the family is written in the byte order of the machine, which may not be the
    /// one of the file, and each system has its own number for IPv6.
    private func addressFamily(_ octets: Span<UInt8>, _ wire: Int) -> PacketFate {
        guard octets.count >= 4 else { return short(octets, wire) }
        let word = octets.network32(0)
        return switch word > 0xFFFF ? word.byteSwapped : word {
        case 2: ipv4(octets, 4, wire)
        case 10, 24, 28, 30: ipv6(octets, 4, wire)
        default: .notIP
        }
    }

    private func ppp(_ octets: Span<UInt8>, _ at: Int, _ wire: Int) -> PacketFate {
        guard octets.count >= at + 2 else { return short(octets, wire) }
        // An odd first octet is a compressed protocol number.
        let isCompressed = octets[at] & 1 == 1
        let number = isCompressed ? UInt16(octets[at]) : octets.network16(at)
        let next = at + (isCompressed ? 1 : 2)
        return switch number {
        case 0x0021: ipv4(octets, next, wire)
        case 0x0057: ipv6(octets, next, wire)
        default: .notIP
        }
    }
}
