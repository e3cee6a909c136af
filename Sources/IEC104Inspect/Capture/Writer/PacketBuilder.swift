/// One Ethernet packet with an IPv4 or IPv6 header, a TCP header and a payload.
struct PacketBuilder {
    private(set) var octets: [UInt8] = []
    /// Counts IPv4 packets, as their identification.
    private var identification: UInt16 = 0

    private static let windowSize: UInt16 = 65_535

    mutating func build(
        from source: Endpoint, to destination: Endpoint, sequence: UInt32,
        acknowledgement: UInt32, flags: UInt8, _ payload: Span<UInt8>
    ) {
        octets.removeAll(keepingCapacity: true)
        appendEthernet(source, destination)
        let length = UInt16(truncatingIfNeeded: 20 + payload.count)
        var sum: UInt32
        if source.isIPv4 {
            sum = appendIPv4(source, destination, length)
        } else {
            sum = appendIPv6(source, destination, length)
        }
        let start = octets.count
        append(source.port)
        append(destination.port)
        append(sequence)
        append(acknowledgement)
        octets += [0x50, flags]
        append(Self.windowSize)
        append(UInt32(0))
        for index in payload.indices { octets.append(payload[index]) }
        // The pseudo header: protocol and length, beside the addresses that are in `sum`.
        sum &+= 6 &+ UInt32(length)
        put(checksum(sum, from: start), at: start + 16)
    }

    /// Locally administered addresses that tell the ends apart.
    private mutating func appendEthernet(_ source: Endpoint, _ destination: Endpoint) {
        for end in [destination, source] {
            octets += [0x02, 0x00]
            append(UInt32(truncatingIfNeeded: end.low))
        }
        append(source.isIPv4 ? UInt16(0x0800) : UInt16(0x86DD))
    }

    /// The sum of the addresses, for the checksum of TCP.
    private mutating func appendIPv4(
        _ source: Endpoint, _ destination: Endpoint, _ length: UInt16
    ) -> UInt32 {
        identification &+= 1
        let start = octets.count
        octets += [0x45, 0]
        append(length &+ 20)
        append(identification)
        octets += [0x40, 0, 64, 6, 0, 0]
        let addresses = octets.count
        append(UInt32(truncatingIfNeeded: source.low))
        append(UInt32(truncatingIfNeeded: destination.low))
        put(checksum(0, from: start), at: start + 10)
        return sum(from: addresses)
    }

    private mutating func appendIPv6(
        _ source: Endpoint, _ destination: Endpoint, _ length: UInt16
    ) -> UInt32 {
        octets += [0x60, 0, 0, 0]
        append(length)
        octets += [6, 64]
        let addresses = octets.count
        for word in [source.high, source.low, destination.high, destination.low] { append(word) }
        return sum(from: addresses)
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    private mutating func put(_ number: UInt16, at index: Int) {
        guard octets.indices.contains(index + 1) else { return }
        octets[index] = UInt8(truncatingIfNeeded: number >> 8)
        octets[index + 1] = UInt8(truncatingIfNeeded: number)
    }

    /// The sum of 16-bit words; a packet is short enough that 32 bits do not overflow.
    private func sum(from start: Int) -> UInt32 {
        var sum: UInt32 = 0
        var isHigh = true
        for octet in octets[start...] {
            sum &+= isHigh ? UInt32(octet) << 8 : UInt32(octet)
            isHigh.toggle()
        }
        return sum
    }

    /// The Internet checksum (RFC 1071) of all from `start` on, and `sum`.
    private func checksum(_ initial: UInt32, from start: Int) -> UInt16 {
        var sum = initial &+ sum(from: start)
        while sum > 0xFFFF { sum = (sum & 0xFFFF) &+ (sum >> 16) }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}
