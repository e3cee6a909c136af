/// The headers in front of the payload of a packet: Ethernet, IP and TCP, or IP and TCP alone.
enum PacketHeaders: Equatable {
    case no
    /// More octets are needed to tell.
    case undecided
    /// A packet; what port 2404 says of the direction. A payload that ends nowhere ends at
    /// `Int.max`.
    case found(payload: Range<Int>, direction: Direction?)

    /// Judges the octets of a dump from its offset 0 on.
    init(_ octets: Span<UInt8>) {
        self = .no
        if APDUShape.mayBegin(octets, at: 0) { return }
        // Ethernet II, with one VLAN tag, the capture header of Linux, and none.
        let candidates: [4 of PacketHeaders] = [
            Self.packet(octets, typeAt: 12),
            octets.octet(12) == 0x81 && octets.octet(13) == 0
                ? Self.packet(octets, typeAt: 16) : .no,
            octets.octet(0) == 0 && octets.octet(1) <= 4 && octets.octet(2) | 3 == 3
                ? Self.packet(octets, typeAt: 14) : .no,
            Self.bareVersion(octets).map { Self.network(octets, at: 0, version: $0) } ?? .no,
        ]
        for index in 0..<4 {
            switch candidates[index] {
            case .no: break
            case .undecided: self = .undecided
            case .found:
                self = candidates[index]
                return
            }
        }
    }

    private static func packet(_ octets: Span<UInt8>, typeAt index: Int) -> PacketHeaders {
        guard index + 1 < octets.count else { return .undecided }
        switch (octets[index], octets[index + 1]) {
        case (0x08, 0x00): return network(octets, at: index + 2, version: 4)
        case (0x86, 0xDD): return network(octets, at: index + 2, version: 6)
        case (0x08, 0x06):
            // ARP of IPv4 over Ethernet carries nothing.
            guard index + 5 < octets.count else { return .undecided }
            let isARP = word(octets, index + 2) == 1 && word(octets, index + 4) == 0x0800
            return isARP ? .found(payload: 0..<0, direction: nil) : .no
        default: return .no
        }
    }

    /// The version that the first octet gives a bare IP packet.
    private static func bareVersion(_ octets: Span<UInt8>) -> UInt8? {
        switch octets.octet(0) {
        case 0x45...0x4F: 4
        case 0x60: 6
        default: nil
        }
    }

    private static func network(
        _ octets: Span<UInt8>, at start: Int, version: UInt8
    ) -> PacketHeaders {
        guard start < octets.count else { return .undecided }
        guard octets[start] >> 4 == version else { return .no }
        let length = version == 4 ? Int(octets[start] & 0x0F) * 4 : 40
        guard length >= 20 else { return .no }
        guard start + 9 < octets.count else { return .undecided }
        let total =
            version == 4 ? word(octets, start + 2) : 40 + word(octets, start + 4)
        // Segments that the network card was to cut have no total length.
        let end = total == 0 ? Int.max : start + total
        switch octets[start + (version == 4 ? 9 : 6)] {
        case 6: break
        case 1, 2, 17, 58:
            // No TCP: a known protocol behind a link header carries nothing either.
            return start > 0 && total >= length ? .found(payload: 0..<0, direction: nil) : .no
        default: return .no
        }
        guard total == 0 || total >= length + 20 else { return .no }
        let isFirstFragment = version == 6 || word(octets, start + 6) & 0x1FFF == 0
        guard isFirstFragment else { return .no }
        return transport(octets, at: start + length, end: end)
    }

    private static func transport(
        _ octets: Span<UInt8>, at start: Int, end: Int
    ) -> PacketHeaders {
        guard start + 12 < octets.count else { return .undecided }
        let payload = start + Int(octets[start + 12] >> 4) * 4
        guard payload >= start + 20, payload <= end else { return .no }
        guard payload <= octets.count else { return .undecided }
        let source = word(octets, start)
        let destination = word(octets, start + 2)
        let isTold = (source == 2404) != (destination == 2404)
        return .found(
            payload: payload..<end,
            direction: isTold ? (source == 2404 ? .monitor : .control) : nil)
    }

    private static func word(_ octets: Span<UInt8>, _ index: Int) -> Int {
        Int(octets.octet(index)) << 8 | Int(octets.octet(index + 1))
    }
}
