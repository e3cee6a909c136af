import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("Finding out what an input is")
struct InputDetectionTests {
    private static let capture: [UInt8] = {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack, .psh], Sample.startAct, in: &file)
        return file.octets
    }()

    private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { unit in
            let octets = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? octets : octets.reversed()
        }
    }

    static let inputs: [(name: String, octets: [UInt8], kind: InputKind)] = [
        ("hex line", Array("68 04 07 00 00 00\n".utf8), .hex),
        ("hex without line end", Array("680407000000".utf8), .hex),
        ("log", Array("2023-09-03 08:25:11.123 TX: 68 04 07 00 00 00\n".utf8), .hex),
        (
            "prose, then hex",
            Array(
                (String(repeating: "no dump here\n", count: 900)
                    + "68 04 07 00 00 00\n").utf8), .hex
        ),
        ("UTF-16, little-endian", utf16("68 04 07 00 00 00\r\n", isBigEndian: false), .hex),
        ("UTF-16, big-endian", utf16("68 04 07 00 00 00\r\n", isBigEndian: true), .hex),
        ("UTF-8 with a mark", [0xEF, 0xBB, 0xBF] + Array("680407000000\n".utf8), .hex),
        ("pcap", capture, .pcap),
        ("pcapng", CaptureFile.pcapng().octets, .pcap),
        ("gzip", [0x1F, 0x8B, 0x08, 0x00, 0, 0, 0, 0, 0, 3], .pcap),
        ("binary", Sample.startAct + Sample.interrogation, .binary),
        ("one S APDU in binary", Sample.acknowledgment, .binary),
        (
            "binary that begins like a line",
            [0x68, 0x0A, 0x0A, 0x20, 0x30, 0x31, 0x0A]
                + Sample.interrogation, .binary
        ),
    ]

    @Test("the kind is found, in portions of any size", arguments: inputs.indices)
    func detected(_ index: Int) {
        let input = Self.inputs[index]
        let whole = Inspection(input.octets)
        #expect(whole.kind == input.kind, "\(input.name)")
        for portion in [1, 2, 5, 17, 4096] {
            let portioned = Inspection(input.octets, portion: portion)
            #expect(portioned.kind == input.kind)
            #expect(portioned.lines == whole.lines)
            #expect(portioned.counts == whole.counts)
        }
    }

    @Test("text in UTF-16 gives the same as in UTF-8", arguments: [false, true])
    func wideText(_ isBigEndian: Bool) {
        let text = "2023-09-03 08:25:11 发送: 68 04 07 00 00 00\r\n68 04 0b 00 00 00\r\n"
        let wide = Inspection(Self.utf16(text, isBigEndian: isBigEndian))
        #expect(wide.lines == ["STARTDT act 680407000000", "STARTDT con 68040b000000"])
        #expect(wide.log.records.first?.direction == .sent)
        #expect(wide.lines == Inspection(text: text).lines)
    }

    @Test("a log is shown while it grows: a line as soon as it is there")
    func growing() {
        var inspector = Inspector(sink: InspectionLog())
        let line = Array("08:25:11 TX 68 04 07 00 00 00\n".utf8)
        inspector.consume(line.span)
        #expect(inspector.sink.lines == ["STARTDT act 680407000000"])
        inspector.consume(line.span)
        #expect(inspector.sink.lines.count == 2)
    }

    @Test("the kind that is asked for is not second-guessed")
    func forced() {
        let text = Array("68 04 07 00 00 00\n".utf8)
        #expect(Inspection(text, input: .binary).kind == .binary)
        let asCapture = Inspection(text, input: .pcap)
        #expect(asCapture.kind == .pcap)
        #expect(asCapture.counts.faults == 1)
        #expect(Inspection(Sample.startAct, input: .binary).lines == ["STARTDT act 680407000000"])
    }

    @Test("a compressed capture is named, so that one knows what to do")
    func compressed() throws {
        let lines = Inspection([0x1F, 0x8B, 0x08, 0x00, 0, 0, 0, 0, 0, 3]).lines
        #expect(lines.count == 1)
        #expect(try #require(lines.first).contains("decompress"))
    }

    @Test("an empty input gives nothing, and no trap")
    func empty() {
        #expect(Inspection([]).lines.isEmpty)
        for kind in [InputKind.hex, .binary] { #expect(Inspection([], input: kind).lines.isEmpty) }
    }

    @Test("the octets of a binary stream carry their place")
    func places() {
        let inspection = Inspection(Sample.startAct + Sample.measured, portion: 5)
        #expect(inspection.log.records.map(\.place) == [.offset(0), .offset(6)])
    }

    @Test("seeded garbage of all kinds is read without a trap, the same in any portions")
    func garbage() {
        var random = SeededRandom(seed: 60870)
        for round in 0..<300 {
            let count = Int.random(in: 0...400, using: &random)
            var octets = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            switch round % 4 {
            case 1:
                octets = Self.capture.map {
                    UInt8.random(in: 0...40, using: &random) == 0
                        ? .random(in: 0...255, using: &random) : $0
                }
            case 2: octets = octets.map { Array("0123456789abcdef68 \n".utf8)[Int($0) % 20] }
            case 3: octets = octets.map { [0x68, 0x04, 0x07, 0x00, 0x0E, 0x64][Int($0) % 6] }
            default: break
            }
            let whole = Inspection(octets)
            #expect(Inspection(octets, portion: 1).lines == whole.lines)
            #expect(Inspection(octets, portion: 13).lines == whole.lines)
        }
    }
}
