/// The block types of pcapng that are read; all others are skipped.
enum PcapngBlock {
    static let section: UInt32 = 0x0A0D_0D0A
    static let interface: UInt32 = 1
    static let obsoletePacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let enhancedPacket: UInt32 = 6

    /// The shortest length that a block of this type can have.
    static func minimumLength(_ type: UInt32) -> Int {
        switch type {
        case section: 28
        case interface: 20
        case obsoletePacket, enhancedPacket: 32
        case simplePacket: 16
        default: 12
        }
    }
}

/// The fields of a packet block, whichever of the three kinds it is.
private struct PacketBlock {
    var interface: Int
    /// Where the octets of the packet start in the block.
    var start: Int
    var captured: Int
    var original: Int
    var ticks: UInt64?
}

extension CaptureReader {
    private static let byteOrderMark: UInt32 = 0x1A2B_3C4D
    /// The option that tells the resolution of the time.
    private static let resolutionOption: UInt16 = 9
    /// The option that tells what is added to the time.
    private static let offsetOption: UInt16 = 14

    /// Reads one block, or the end of one whose body was skipped.
    @inline(__always)
    mutating func stepPcapng(
        _ octets: Span<UInt8>, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Step {
        if let trailingLength {
            guard octets.count >= 4 else { return .needs(4) }
            try check(octets.file32(0, order), against: trailingLength, skippedFrom)
            self.trailingLength = nil
            return .done(4)
        }
        guard octets.count >= 8 else { return .needs(8) }
        let type = octets.file32(0, order)
        if type == PcapngBlock.section { return try beginSection(octets) }
        let length = octets.file32(4, order)
        let count = Int(length)
        let minimum = PcapngBlock.minimumLength(type)
        guard count >= minimum, count % 4 == 0 else {
            throw CaptureError(.blockLength, offset: offset, value: UInt64(length))
        }
        guard minimum > 12 else { return skip(length) }
        guard count <= Self.maximumBlock else {
            // Without its description, later interfaces would be numbered wrongly.
            guard type != PcapngBlock.interface else {
                throw CaptureError(.blockTooLong, offset: offset, value: UInt64(length))
            }
            pass(.blockTooLong, UInt64(length))
            return skip(length)
        }
        guard octets.count >= count else { return .needs(count) }
        try check(octets.file32(count - 4, order), against: length, offset)
        if type == PcapngBlock.interface {
            describeInterface(octets.extracting(first: count - 4))
        } else {
            readPacket(octets.extracting(first: count - 4), type, packet)
        }
        return .done(count)
    }

    private func check(
        _ trailing: UInt32, against length: UInt32, _ start: UInt64
    ) throws(CaptureError) {
        guard trailing == length else {
            throw CaptureError(.trailingLength, offset: start, value: UInt64(trailing))
        }
    }

    /// Passes over the body of a block; the length at its end is checked when it comes.
    private mutating func skip(_ length: UInt32) -> Step {
        trailingLength = length
        return .skip(Int(length) - 4)
    }

    private mutating func beginSection(_ octets: Span<UInt8>) throws(CaptureError) -> Step {
        guard octets.count >= 16 else { return .needs(16) }
        let mark = octets.network32(8)
        guard mark == Self.byteOrderMark || mark == Self.byteOrderMark.byteSwapped else {
            throw CaptureError(.byteOrder, offset: offset, value: UInt64(mark))
        }
        order = mark == Self.byteOrderMark ? .big : .little
        let length = octets.file32(4, order)
        guard Int(length) >= PcapngBlock.minimumLength(PcapngBlock.section), length % 4 == 0 else {
            throw CaptureError(.blockLength, offset: offset, value: UInt64(length))
        }
        let version = octets.file16(12, order)
        guard version == 1 else {
            throw CaptureError(.version, offset: offset, value: UInt64(version))
        }
        interfaces.removeAll(keepingCapacity: true)
        return skip(length)
    }

    /// Reads an Interface Description Block, given without the length at its end.
    private mutating func describeInterface(_ block: Span<UInt8>) {
        guard interfaces.count < Self.maximumInterfaces else {
            pass(.tooManyInterfaces, UInt64(Self.maximumInterfaces))
            return
        }
        var clock = CaptureClock.microseconds
        var addedSeconds: Int64 = 0
        var at = 16
        while at + 4 <= block.count {
            let code = block.file16(at, order)
            let length = Int(block.file16(at + 2, order))
            let value = at + 4
            guard code != 0, value + length <= block.count else { break }
            if code == Self.resolutionOption, length >= 1 {
                clock = CaptureClock(resolution: block[value])
            } else if code == Self.offsetOption, length >= 8 {
                addedSeconds = Int64(bitPattern: block.file64(value, order))
            }
            at = value + (length + 3) & ~3
        }
        clock.offset = addedSeconds
        interfaces.append(
            CaptureInterface(
                linkType: LinkType(rawValue: block.file16(8, order)),
                snapLength: block.file32(12, order), clock: clock))
    }

    /// Reads a packet block, given without the length at its end.
    @inline(__always)
    private mutating func readPacket(
        _ block: Span<UInt8>, _ type: UInt32, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) {
        var fields =
            type == PcapngBlock.simplePacket ? simpleFields(block) : timedFields(block, type)
        guard fields.interface < interfaces.count else {
            pass(.unknownInterface, UInt64(fields.interface))
            return
        }
        let interface = interfaces[fields.interface]
        if type == PcapngBlock.simplePacket, interface.snapLength > 0 {
            fields.captured = min(fields.captured, Int(interface.snapLength))
        }
        guard fields.captured <= min(block.count - fields.start, Self.maximumPacket) else {
            pass(.capturedLength, UInt64(fields.captured))
            return
        }
        packets += 1
        packet(
            CapturedPacket(
                number: packets,
                time: fields.ticks.map { interface.clock.time($0) }
                    ?? Timestamp(nanoseconds: 0, scale: .utc, fractionDigits: 0),
                linkType: interface.linkType, capturedLength: fields.captured,
                originalLength: fields.original),
            block.extracting(fields.start..<fields.start + fields.captured))
    }

    /// The fields of an Enhanced Packet Block or of its predecessor, which counts interfaces in
    /// 16 bits and then tells how many packets were dropped.
    @inline(__always)
    private func timedFields(_ block: Span<UInt8>, _ type: UInt32) -> PacketBlock {
        let interface =
            type == PcapngBlock.enhancedPacket
            ? Int(block.file32(8, order)) : Int(block.file16(8, order))
        let ticks = UInt64(block.file32(12, order)) << 32 | UInt64(block.file32(16, order))
        return PacketBlock(
            interface: interface, start: 28, captured: Int(block.file32(20, order)),
            original: Int(block.file32(24, order)), ticks: ticks)
    }

    /// The fields of a Simple Packet Block, which belongs to the first interface.
    private func simpleFields(_ block: Span<UInt8>) -> PacketBlock {
        let original = Int(block.file32(8, order))
        return PacketBlock(
            interface: 0, start: 12, captured: min(original, block.count - 12),
            original: original, ticks: nil)
    }
}
