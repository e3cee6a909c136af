import IEC104Inspect
import Testing

/// A run of a reader over octets.
struct ReaderRun: Equatable {
    var packets: [CapturedPacket] = []
    var octets: [[UInt8]] = []
    var faults: [CaptureError] = []
    var error: CaptureError?

    /// Feeds the octets in portions of `portion`; 0: all at once.
    init(_ file: [UInt8], portion: Int = 0) {
        var reader = CaptureReader()
        do throws(CaptureError) {
            var at = 0
            while at < file.count {
                let end = portion == 0 ? file.count : min(file.count, at + portion)
                try reader.consume(file.span.extracting(at..<end)) { packet, octets in
                    packets.append(packet)
                    self.octets.append(octets.indices.map { octets[$0] })
                }
                at = end
            }
            try reader.finish()
        } catch {
            self.error = error
        }
        faults = reader.faults
    }

    /// Whether a file that begins like this is a capture.
    static func isCapture(_ prefix: some Sequence<UInt8>) -> Bool {
        CaptureReader.isCapture(Array(prefix).span)
    }
}

@Suite("Reading pcap")
struct PcapTests {
    private static let second: Int64 = 1_600_000_000_000_000_000

    @Test(
        "byte order and resolution are told by the magic number",
        arguments: [
            (0xA1B2_C3D4, false, 6, 123_456_000), (0xA1B2_C3D4, true, 6, 123_456_000),
            (0xA1B2_3C4D, false, 9, 123_456), (0xA1B2_3C4D, true, 9, 123_456),
            (0xA1B2_CD34, false, 6, 123_456_000), (0xA1B2_CD34, true, 6, 123_456_000),
        ] as [(UInt32, Bool, UInt8, Int64)])
    func magic(magic: UInt32, isBig: Bool, digits: UInt8, nanoseconds: Int64) {
        var file = CaptureFile.pcap(magic: magic, isBig: isBig, link: 101)
        let extra: [UInt8] = magic == 0xA1B2_CD34 ? [9, 9, 9, 9, 9, 9, 9, 9] : []
        file.record([1, 2, 3], fraction: 123_456, original: 60, extra: extra)
        file.record([], extra: extra)
        let run = ReaderRun(file.octets)
        #expect(run.error == nil)
        #expect(run.octets == [[1, 2, 3], []])
        let time = Timestamp(
            nanoseconds: Self.second + nanoseconds, scale: .utc, fractionDigits: digits)
        #expect(
            run.packets.first
                == CapturedPacket(
                    number: 1, time: time, linkType: .raw, capturedLength: 3, originalLength: 60))
        #expect(run.packets.last?.number == 2)
        #expect(ReaderRun.isCapture(file.octets.prefix(4)))
    }

    @Test("times after 2038 are not negative")
    func lateTime() {
        var file = CaptureFile.pcap()
        file.record([], seconds: .max, fraction: 999_999)
        let nanoseconds = ReaderRun(file.octets).packets.first?.time.nanoseconds
        #expect(nanoseconds == 4_294_967_295_999_999_000)
    }

    @Test("what is no capture is refused with its magic number")
    func notACapture() {
        let text = Array("Nov 20 12:00:00 68 04 07 00 00 00".utf8)
        #expect(ReaderRun(text).error == CaptureError(.notACapture, offset: 0, value: 0x4E6F_7620))
        #expect(ReaderRun([0x1F, 0x8B, 8, 0]).error?.code == .compressed)
        #expect(ReaderRun([0x28, 0xB5, 0x2F, 0xFD]).error?.code == .compressed)
        #expect(!ReaderRun.isCapture(text))
        #expect(!ReaderRun.isCapture(text.prefix(3)))
    }

    @Test("a file that ends inside a record is told with the place of the record")
    func truncated() {
        var file = CaptureFile.pcap()
        file.record([1, 2, 3])
        #expect(ReaderRun([]).error == CaptureError(.truncated, offset: 0))
        for length in 1..<file.octets.count {
            let run = ReaderRun(Array(file.octets.prefix(length)))
            if length == 24 {
                #expect(run.error == nil)
            } else {
                let offset: UInt64 = length < 24 ? 0 : 24
                #expect(run.error == CaptureError(.truncated, offset: offset))
            }
            #expect(run.packets.isEmpty)
        }
    }

    @Test("a captured length beyond reason stops the reader, and every later call says so")
    func absurdLength() {
        var file = CaptureFile.pcap()
        file.record([1])
        file.octets += [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 4, 0, 1, 0, 4, 0]
        let expected = CaptureError(.capturedLength, offset: 41, value: 262_145)
        #expect(ReaderRun(file.octets).error == expected)
        var reader = CaptureReader()
        for _ in 0..<3 {
            #expect(throws: expected) { try reader.consume(file.octets.span) { _, _ in } }
        }
        #expect(throws: Never.self) { try reader.finish() }
        #expect(reader.packets == 1)
    }

    @Test("the longest packet passes")
    func longest() {
        var file = CaptureFile.pcap()
        file.record([UInt8](repeating: 7, count: 262_144))
        for portion in [0, 1000] {
            #expect(ReaderRun(file.octets, portion: portion).octets.first?.count == 262_144)
        }
    }

    @Test("an unknown version is refused")
    func version() {
        var file = CaptureFile.pcap()
        file.octets[4] = 3
        #expect(ReaderRun(file.octets).error == CaptureError(.version, offset: 0, value: 3))
    }

    @Test("every error is a sentence with the place", arguments: CaptureError.Code.allCases)
    func description(code: CaptureError.Code) {
        let text = CaptureError(code, offset: 77, value: 5).description
        #expect(text.hasPrefix("capture file, octet 77: "))
        #expect(text.count > 40)
    }
}
