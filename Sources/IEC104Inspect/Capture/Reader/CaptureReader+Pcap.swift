/// What the first four octets of a pcap file say.
struct PcapMagic {
    let order: CaptureByteOrder
    /// The resolution of the time, as `if_tsresol` writes it.
    let resolution: UInt8
    /// The length of the header of each record.
    let recordHeader: Int

    private static let table: [(magic: UInt32, resolution: UInt8, recordHeader: Int)] = [
        (0xA1B2_C3D4, 6, 16),
        (0xA1B2_3C4D, 9, 16),
        // Kuznetzov's patch added an interface, a protocol and a packet type.
        (0xA1B2_CD34, 6, 24),
    ]

    /// The meaning of a magic number that was read most significant octet first.
    init?(_ magic: UInt32) {
        for row in Self.table where row.magic == magic || row.magic == magic.byteSwapped {
            order = row.magic == magic ? .big : .little
            resolution = row.resolution
            recordHeader = row.recordHeader
            return
        }
        return nil
    }

    /// Whether gzip or Zstandard write such a number at the start of a file.
    static func isCompressed(_ magic: UInt32) -> Bool {
        magic >> 16 == 0x1F8B || magic == 0x28B5_2FFD
    }
}

extension CaptureReader {
    /// Reads the header of the file.
    mutating func beginPcap(
        _ octets: Span<UInt8>, _ magic: PcapMagic
    ) throws(CaptureError) -> Step {
        guard octets.count >= 24 else { return .needs(24) }
        let version = octets.file16(4, magic.order)
        guard version == 2 else {
            throw CaptureError(.version, offset: offset, value: UInt64(version))
        }
        format = .pcap
        order = magic.order
        recordHeader = magic.recordHeader
        ticksPerSecond = magic.resolution == 9 ? 1_000_000_000 : 1_000_000
        // The upper half of the word tells the length of a frame check sequence.
        let linkType = UInt16(truncatingIfNeeded: octets.file32(20, order))
        interfaces = [
            CaptureInterface(
                linkType: LinkType(rawValue: linkType), snapLength: 0,
                clock: CaptureClock(resolution: magic.resolution))
        ]
        return .done(24)
    }

    /// Reads one record.
    @inline(__always)
    mutating func stepPcap(
        _ octets: Span<UInt8>, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Step {
        guard octets.count >= recordHeader else { return .needs(recordHeader) }
        let captured = Int(octets.file32(8, order))
        guard captured <= Self.maximumPacket else {
            throw CaptureError(.capturedLength, offset: offset, value: UInt64(captured))
        }
        let length = recordHeader + captured
        guard octets.count >= length else { return .needs(length) }
        let seconds = UInt64(octets.file32(0, order))
        let fraction = UInt64(octets.file32(4, order))
        let interface = interfaces[0]
        packets += 1
        packet(
            CapturedPacket(
                number: packets,
                time: interface.clock.time(seconds &* ticksPerSecond &+ fraction),
                linkType: interface.linkType, capturedLength: captured,
                originalLength: Int(octets.file32(12, order))),
            octets.extracting(recordHeader..<length))
        return .done(length)
    }
}
