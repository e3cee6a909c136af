/// Writes capture files for tests.
struct CaptureFile {
    var octets: [UInt8] = []
    var isBig = false

    /// The header of a pcap file.
    static func pcap(
        magic: UInt32 = 0xA1B2_C3D4, isBig: Bool = false, link: UInt32 = 1
    ) -> CaptureFile {
        var file = CaptureFile(isBig: isBig)
        file.word32(magic)
        file.word16(2)
        file.word16(4)
        for word in [0, 0, 65_535, link] { file.word32(word) }
        return file
    }

    /// The first section of a pcapng file, with one interface.
    static func pcapng(
        isBig: Bool = false, link: UInt16 = 1, options: [(UInt16, [UInt8])] = []
    ) -> CaptureFile {
        var file = CaptureFile(isBig: isBig)
        file.section()
        file.interface(link: link, options: options)
        return file
    }

    mutating func word16(_ value: UInt16) {
        octets += RawPacket.big(isBig ? value : value.byteSwapped)
    }

    mutating func word32(_ value: UInt32) {
        octets += RawPacket.big(isBig ? value : value.byteSwapped)
    }

    /// A pcap record.
    mutating func record(
        _ packet: [UInt8], seconds: UInt32 = 1_600_000_000, fraction: UInt32 = 0,
        original: Int? = nil, extra: [UInt8] = []
    ) {
        let lengths = [UInt32(packet.count), UInt32(original ?? packet.count)]
        for word in [seconds, fraction] + lengths { word32(word) }
        octets += extra + packet
    }

    /// Any pcapng block; `body` must be a multiple of 4 long.
    mutating func block(_ type: UInt32, _ body: (inout CaptureFile) -> Void) {
        var inner = CaptureFile(isBig: isBig)
        body(&inner)
        let length = UInt32(inner.octets.count + 12)
        word32(type)
        word32(length)
        octets += inner.octets
        word32(length)
    }

    mutating func section() {
        block(0x0A0D_0D0A) {
            $0.word32(0x1A2B_3C4D)
            $0.word16(1)
            $0.word16(0)
            $0.word32(.max)
            $0.word32(.max)
        }
    }

    mutating func interface(
        link: UInt16 = 1, snap: UInt32 = 0, options: [(UInt16, [UInt8])] = []
    ) {
        block(1) {
            $0.word16(link)
            $0.word16(0)
            $0.word32(snap)
            $0.options(options)
        }
    }

    mutating func options(_ options: [(UInt16, [UInt8])]) {
        guard !options.isEmpty else { return }
        for (code, value) in options {
            word16(code)
            word16(UInt16(value.count))
            padded(value)
        }
        word32(0)
    }

    mutating func padded(_ value: [UInt8]) {
        octets += value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
    }

    /// An Enhanced Packet Block.
    mutating func packet(
        _ packet: [UInt8], interface: UInt32 = 0, ticks: UInt64 = 0, original: Int? = nil,
        options: [(UInt16, [UInt8])] = []
    ) {
        block(6) {
            $0.word32(interface)
            $0.word32(UInt32(ticks >> 32))
            $0.word32(UInt32(truncatingIfNeeded: ticks))
            $0.word32(UInt32(packet.count))
            $0.word32(UInt32(original ?? packet.count))
            $0.padded(packet)
            $0.options(options)
        }
    }

    /// A Simple Packet Block.
    mutating func simplePacket(_ packet: [UInt8], original: Int? = nil) {
        block(3) {
            $0.word32(UInt32(original ?? packet.count))
            $0.padded(packet)
        }
    }

    /// The obsolete Packet Block.
    mutating func obsoletePacket(_ packet: [UInt8], interface: UInt16, ticks: UInt64) {
        block(2) {
            $0.word16(interface)
            $0.word16(7)
            $0.word32(UInt32(ticks >> 32))
            $0.word32(UInt32(truncatingIfNeeded: ticks))
            $0.word32(UInt32(packet.count))
            $0.word32(UInt32(packet.count))
            $0.padded(packet)
        }
    }
}
