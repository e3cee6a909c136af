import IEC104Inspect
import Testing

@Suite("Reading pcapng")
struct PcapngTests {
    @Test("sections of both byte orders, each with its own interfaces", arguments: [false, true])
    func sections(isBig: Bool) {
        var file = CaptureFile.pcapng(isBig: isBig, link: 101)
        file.packet([1], ticks: 1_600_000_000_000_001, original: 9, options: [(1, [65])])
        file.isBig.toggle()
        file.section()
        file.interface(link: 1, options: [(9, [9])])
        file.interface(link: 113)
        file.packet([2, 2], ticks: 1_600_000_000_000_000_001)
        file.packet([3, 3, 3, 3], interface: 1, ticks: 5)
        let run = ReaderRun(file.octets)
        #expect(run.error == nil)
        #expect(run.faults.isEmpty)
        #expect(run.octets == [[1], [2, 2], [3, 3, 3, 3]])
        #expect(run.packets.map(\.number) == [1, 2, 3])
        #expect(run.packets.map(\.linkType) == [.raw, .ethernet, .linuxCooked])
        #expect(run.packets.map(\.originalLength) == [9, 2, 4])
        #expect(
            run.packets.map(\.time) == [
                Timestamp(
                    nanoseconds: 1_600_000_000_000_001_000, scale: .utc, fractionDigits: 6),
                Timestamp(
                    nanoseconds: 1_600_000_000_000_000_001, scale: .utc, fractionDigits: 9),
                Timestamp(nanoseconds: 5_000, scale: .utc, fractionDigits: 6),
            ])
        #expect(ReaderRun.isCapture(file.octets))
    }

    @Test(
        "resolution and offset of the time",
        arguments: [
            (3, 1_600_000_000_123, 0, 1_600_000_000_123_000_000, 3),
            (0, 1_600_000_000, 0, 1_600_000_000_000_000_000, 0),
            (12, 1_600_000_000_123_456, 0, 1_600_000_000_123, 9),
            (28, .max, 0, 1, 9), (29, .max, 0, 0, 9), (127, .max, 0, 0, 9),
            (0x80, 16, 0, 16_000_000_000, 0), (0x8A, 1536, 0, 1_500_000_000, 4),
            (0xA0, 0x1_8000_0000, 0, 1_500_000_000, 9), (0xC0, 1 << 63, 0, 500_000_000, 9),
            (0xC1, 1 << 63, 0, 250_000_000, 9), (0xFF, .max, 0, 0, 9),
            (6, 1_500_000, 10, 11_500_000_000, 6), (6, 1_500_000, -1, 500_000_000, 6),
            (6, 0, .max, .max, 6), (6, 0, .min, .min, 6), (0, .max, 0, .max, 0),
            (0, .max, 1, .max, 0), (0x80, .max, 0, .max, 0), (9, .max, 9_223_372_036, .max, 9),
        ] as [(UInt8, UInt64, Int64, Int64, UInt8)])
    func clock(
        resolution: UInt8, ticks: UInt64, offset: Int64, nanoseconds: Int64, digits: UInt8
    ) {
        for isBig in [false, true] {
            var file = CaptureFile(isBig: isBig)
            file.section()
            let octets = RawPacket.big(isBig ? offset : offset.byteSwapped)
            file.interface(options: [(2, Array("eth0".utf8)), (9, [resolution]), (14, octets)])
            file.packet([], ticks: ticks)
            #expect(
                ReaderRun(file.octets).packets.first?.time
                    == Timestamp(nanoseconds: nanoseconds, scale: .utc, fractionDigits: digits))
        }
    }

    @Test("a Simple Packet Block is cut at the snap length, and has no time")
    func simple() {
        var file = CaptureFile()
        file.section()
        file.interface(snap: 4)
        file.simplePacket([1, 2, 3, 4], original: 60)
        file.simplePacket([1, 2, 3])
        let run = ReaderRun(file.octets)
        #expect(run.octets == [[1, 2, 3, 4], [1, 2, 3]])
        #expect(run.packets.map(\.originalLength) == [60, 3])
        #expect(run.packets.allSatisfy { $0.time.nanoseconds == 0 && $0.time.fractionDigits == 0 })
    }

    @Test("the obsolete Packet Block is read")
    func obsolete() {
        var file = CaptureFile.pcapng()
        file.interface(link: 228)
        file.obsoletePacket([1, 2, 3], interface: 1, ticks: 7)
        let run = ReaderRun(file.octets)
        #expect(run.octets == [[1, 2, 3]])
        #expect(run.packets.first?.linkType == .ipv4)
        #expect(run.packets.first?.time.nanoseconds == 7_000)
    }

    @Test("unknown blocks are skipped, however long")
    func unknownBlocks() {
        var file = CaptureFile.pcapng()
        for length in [0, 4, 1_000_000] {
            file.block(0x0000_0BAD) { $0.octets = [UInt8](repeating: 1, count: length) }
            file.packet([7])
        }
        for portion in [0, 999] {
            let run = ReaderRun(file.octets, portion: portion)
            #expect(run.octets == [[7], [7], [7]])
            #expect(run.error == nil)
        }
    }

    @Test("a packet block with a fault is passed over")
    func passedOver() {
        var file = CaptureFile.pcapng()
        file.packet([1], interface: 1)
        let second = file.octets.count
        file.packet([2, 2, 2, 2])
        file.octets[second + 20] = 5
        file.block(6) { $0.octets = [UInt8](repeating: 0, count: 400_000) }
        let fourth = file.octets.count
        file.packet([3])
        let run = ReaderRun(file.octets)
        #expect(run.octets == [[3]])
        #expect(run.error == nil)
        #expect(
            run.faults == [
                CaptureError(.unknownInterface, offset: 48, value: 1),
                CaptureError(.capturedLength, offset: UInt64(second), value: 5),
                CaptureError(.blockTooLong, offset: UInt64(second + 36), value: 400_012),
            ])
        #expect(fourth == second + 36 + 400_012)
    }

    @Test("faults are counted beyond those that are kept")
    func manyFaults() throws {
        var file = CaptureFile.pcapng()
        for _ in 0..<50 { file.packet([1], interface: 9) }
        var reader = CaptureReader()
        try reader.consume(file.octets.span) { _, _ in }
        #expect(reader.faultCount == 50)
        #expect(reader.faults.count == 32)
    }

    @Test(
        "a block length that cannot be stops the reader",
        arguments: [(0, 0), (8, 8), (14, 14), (28, 28)] as [(UInt8, UInt64)])
    func blockLength(length: UInt8, value: UInt64) {
        var file = CaptureFile.pcapng()
        let start = file.octets.count
        file.packet([1])
        file.octets[start + 4] = length
        let error = ReaderRun(file.octets).error
        #expect(error == CaptureError(.blockLength, offset: UInt64(start), value: value))
    }

    @Test("a length at the end of a block that is another stops the reader")
    func trailingLength() {
        var file = CaptureFile.pcapng()
        file.packet([1])
        file.octets[file.octets.count - 4] = 40
        #expect(
            ReaderRun(file.octets).error
                == CaptureError(.trailingLength, offset: 48, value: 40))
        file.octets.removeLast(36)
        file.block(99) { $0.word32(1) }
        file.octets[file.octets.count - 4] = 20
        let skipped = CaptureError(.trailingLength, offset: 48, value: 20)
        #expect(ReaderRun(file.octets).error == skipped)
        #expect(ReaderRun(file.octets, portion: 1).error == skipped)
    }

    @Test("a file that ends in a block that is skipped is told with the place of the block")
    func truncatedInSkipped() {
        var file = CaptureFile.pcapng()
        file.block(99) { $0.word32(1) }
        for length in 49..<64 {
            for portion in [0, 1, 5] {
                #expect(
                    ReaderRun(Array(file.octets.prefix(length)), portion: portion).error
                        == CaptureError(.truncated, offset: 48))
            }
        }
    }

    @Test("a section without a byte order, or of another version, stops the reader")
    func section() {
        var file = CaptureFile.pcapng()
        file.octets[8] = 0
        #expect(ReaderRun(file.octets).error?.code == .byteOrder)
        file = .pcapng()
        file.octets[12] = 2
        #expect(ReaderRun(file.octets).error == CaptureError(.version, offset: 0, value: 2))
        file = .pcapng()
        file.octets[4] = 24
        #expect(ReaderRun(file.octets).error == CaptureError(.blockLength, offset: 0, value: 24))
    }

    @Test("a description of an interface that is too long stops the reader")
    func longInterface() {
        var file = CaptureFile.pcapng()
        file.block(1) { $0.octets = [UInt8](repeating: 0, count: 400_000) }
        #expect(ReaderRun(file.octets).error?.code == .blockTooLong)
    }

    @Test("more interfaces than are kept are a fault, not a trap")
    func manyInterfaces() {
        var file = CaptureFile.pcapng()
        for _ in 0..<65_536 { file.interface() }
        file.packet([1], interface: 65_535)
        let run = ReaderRun(file.octets)
        #expect(run.octets == [[1]])
        #expect(run.faults.map(\.code) == [.tooManyInterfaces])
    }
}
