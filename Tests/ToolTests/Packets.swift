import IEC104TestKit

/// Captures for tests, octet by octet.
enum Packets {
    /// TCP handshake, STARTDT, an interrogation, and the close, on port 2404.
    static let conversation = capture(port: 2404)

    static func capture(port: UInt16) -> [UInt8] {
        let apdu: (String) -> [UInt8] = { [UInt8](hex: $0) ?? [] }
        let start = apdu("680407000000")
        let confirmation = apdu("68040b000000")
        let interrogation = apdu("680e0000000064010600010000000014")
        var file: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        file += [0xFF, 0xFF, 0, 0, 1, 0, 0, 0]
        var numbers: (client: UInt32, server: UInt32) = (100, 500)
        func add(_ isClient: Bool, _ flags: UInt8, _ payload: [UInt8] = []) {
            file += record(
                isClient ? (50_000, port) : (port, 50_000),
                isClient ? numbers.client : numbers.server,
                isClient ? numbers.server : numbers.client, flags, payload, isClient)
            let length = UInt32(payload.count) + (flags & 0x03 != 0 ? 1 : 0)
            if isClient { numbers.client += length } else { numbers.server += length }
        }
        add(true, 0x02)
        add(false, 0x12)
        add(true, 0x10)
        add(true, 0x18, start)
        add(false, 0x18, confirmation)
        add(true, 0x18, interrogation)
        add(true, 0x11)
        add(false, 0x11)
        add(true, 0x10)
        return file
    }

    private static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        stride(from: value.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: value >> $0)
        }
    }

    private static func record(
        _ ports: (UInt16, UInt16), _ sequence: UInt32, _ acknowledgment: UInt32, _ flags: UInt8,
        _ payload: [UInt8], _ isClient: Bool
    ) -> [UInt8] {
        let tcp =
            big(ports.0) + big(ports.1) + big(sequence)
            + big(flags & 0x10 == 0 ? 0 : acknowledgment) + [0x50, flags, 0x20, 0, 0, 0, 0, 0]
            + payload
        let addresses: [UInt8] =
            isClient ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
        let ip =
            [0x45, 0] + big(UInt16(20 + tcp.count)) + [0, 0, 0, 0, 64, 6, 0, 0] + addresses + tcp
        let frame = [UInt8](repeating: 2, count: 12) + [8, 0] + ip
        let length = Array(big(UInt32(frame.count)).reversed())
        return [0, 0x10, 0x5E, 0x5F, 0, 0, 0, 0] + length + length + frame
    }
}
