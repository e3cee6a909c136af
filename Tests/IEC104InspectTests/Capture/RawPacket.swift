import IEC104Inspect

/// Writes packets for tests, without checksums.
enum RawPacket {
    /// A number, most significant octet first.
    static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        stride(from: value.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: value >> $0)
        }
    }

    static let clientAddress: [UInt8] = [10, 0, 0, 1]
    static let serverAddress: [UInt8] = [10, 0, 0, 2]

    static func tcp(
        from source: UInt16 = 50_000, to destination: UInt16 = 2404, sequence: UInt32 = 1,
        acknowledgment: UInt32 = 1, flags: TCPFlags = [.ack, .psh], options: [UInt8] = [],
        payload: [UInt8] = []
    ) -> [UInt8] {
        var octets = big(source) + big(destination)
        octets += big(sequence) + big(acknowledgment)
        octets += [UInt8(20 + options.count) << 2, flags.rawValue] + big(UInt16(8192))
        return octets + [0, 0, 0, 0] + options + payload
    }

    static func ipv4(
        _ payload: [UInt8], from source: [UInt8] = clientAddress,
        to destination: [UInt8] = serverAddress, protocol number: UInt8 = 6, fragment: UInt16 = 0,
        total: UInt16? = nil, options: [UInt8] = []
    ) -> [UInt8] {
        let header = 20 + options.count
        var octets: [UInt8] = [0x40 | UInt8(header / 4), 0]
        octets += big(total ?? UInt16(header + payload.count)) + [0, 0]
        octets += big(fragment) + [64, number, 0, 0]
        return octets + source + destination + options + payload
    }

    static func ipv6(
        _ payload: [UInt8], next: UInt8 = 6, length: UInt16? = nil
    ) -> [UInt8] {
        var octets: [UInt8] = [0x60, 0, 0, 0]
        octets += big(length ?? UInt16(payload.count)) + [next, 64]
        octets += [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [1]
        octets += [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [2]
        return octets + payload
    }

    static func ethernet(_ payload: [UInt8], type: UInt16 = 0x0800) -> [UInt8] {
        [UInt8](repeating: 2, count: 12) + big(type) + payload
    }

    /// A segment from client to server with the text `hello`, in IPv4.
    static let hello = ipv4(tcp(payload: Array("hello".utf8)))
    /// The same in IPv6.
    static let hello6 = ipv6(tcp(payload: Array("hello".utf8)))
}
