import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("One direction of a stream")
struct StreamDecoderTests {
    /// What a decoder finds in portions, a line each, with the offset.
    private func findings(
        _ portions: [[UInt8]], segments: Bool = false
    ) -> [String] {
        var decoder = StreamDecoder(portionsAreSegments: segments)
        var lines: [String] = []
        func note(_ finding: StreamDecoder.Finding, _ octets: Span<UInt8>, _ offset: Int) {
            let octets = octets.indices.map { octets[$0] }
            let name =
                switch finding {
                case .apdu: "apdu"
                case .truncated: "truncated"
                case .skipped: "skipped"
                case .foreign(let foreign): "\(foreign)"
                case .broken: "broken"
                }
            lines.append("\(offset) \(name) \(octets.hex)")
        }
        for portion in portions { decoder.receive(portion.span, note) }
        decoder.interrupt(note)
        return lines
    }

    private func split(_ octets: [UInt8], _ portion: Int) -> [[UInt8]] {
        stride(from: 0, to: octets.count, by: portion).map {
            Array(octets[$0..<min($0 + portion, octets.count)])
        }
    }

    @Test("whole APDUs are found one after the other, with their offsets")
    func wholeAPDUs() {
        #expect(
            findings([Sample.startAct + Sample.interrogation]) == [
                "0 apdu \(Sample.startAct.hex)", "6 apdu \(Sample.interrogation.hex)",
            ])
    }

    @Test("an APDU that the end cuts short is given as far as it is there")
    func truncated() {
        let front = Array(Sample.interrogation.prefix(9))
        #expect(
            findings([Sample.startAct + front]) == [
                "0 apdu \(Sample.startAct.hex)", "6 truncated \(front.hex)",
            ])
        #expect(findings([[0x68]]) == ["0 truncated 68"])
    }

    @Test("garbage between APDUs is skipped, and the next plausible APDU is taken")
    func recovery() {
        let garbage = Sample.garbage(20)
        #expect(
            findings([Sample.startAct + garbage + Sample.testAct + Sample.testCon]) == [
                "0 apdu \(Sample.startAct.hex)", "6 skipped \(garbage.hex)",
                "26 apdu \(Sample.testAct.hex)", "32 apdu \(Sample.testCon.hex)",
            ])
    }

    @Test("a stream that begins inside an APDU is picked up at the next one")
    func midStream() {
        let tail = Array(Sample.measured.suffix(11))
        #expect(
            findings([tail + Sample.startAct + Sample.measured]) == [
                "0 skipped \(tail.hex)", "11 apdu \(Sample.startAct.hex)",
                "17 apdu \(Sample.measured.hex)",
            ])
    }

    @Test("a wrong length octet before the end does not hide the APDUs behind it")
    func falseStartBeforeTheEnd() {
        let falseStart: [UInt8] = [0x00, 0x68, 0xFD, 0x00, 0x00, 0x00, 0x00, 0x01, 0x01]
        let lines = findings([Sample.startAct + falseStart + Sample.testAct + Sample.testCon])
        #expect(
            lines.suffix(2) == [
                "15 apdu \(Sample.testAct.hex)", "21 apdu \(Sample.testCon.hex)",
            ])
    }

    @Test("a long stretch of garbage is handed out in pieces, none of it lost")
    func longGarbage() {
        let garbage = Sample.garbage(1000)
        let lines = findings([garbage])
        #expect(lines.count == 4)
        #expect(lines.compactMap { $0.split(separator: " ").last }.joined() == garbage.hex)
    }

    static let mixtures: [[UInt8]] = {
        var random = SeededRandom(seed: 104)
        let parts: [[UInt8]] = [
            Sample.startAct, Sample.startCon, Sample.interrogation, Sample.measured,
            Sample.acknowledgment, Sample.garbage(7, seed: 2), Sample.garbage(300, seed: 3),
            [0x68], [0x68, 0xFD, 0, 0, 0, 0, 1, 1], [0x68, 0x09, 0x09, 0x68, 0x08, 0x01, 0x64],
        ]
        return (0..<40).map { _ in
            (0..<12).flatMap { _ in parts.randomElement(using: &random) ?? [] }
        }
    }()

    @Test("octet by octet gives the same as all at once", arguments: mixtures)
    func dripFeed(_ octets: [UInt8]) {
        let whole = findings([octets])
        for portion in [1, 2, 3, 7, 64] {
            #expect(findings(split(octets, portion)) == whole)
        }
        let found = whole.compactMap { $0.split(separator: " ").last }.joined()
        #expect(found == octets.hex, "no octet is lost or doubled")
    }

    @Test("a segment's end is where an APDU may end, so that it is shown at once")
    func segmentEnd() {
        var decoder = StreamDecoder(portionsAreSegments: true)
        decoder.interrupt { _, _, _ in }
        var count = 0
        let octets = Sample.testAct
        decoder.receive(octets.span) { _, _, _ in count += 1 }
        #expect(count == 1)
    }

    @Test("every truncation and every changed bit is read without a trap")
    func damages() {
        let octets = Sample.startAct + Sample.interrogation + Sample.measured + Sample.testCon
        for count in 0...octets.count {
            let lines = findings([Array(octets.prefix(count))])
            #expect(lines.compactMap { $0.split(separator: " ").last }.joined().count == count * 2)
        }
        for bit in 0..<(octets.count * 8) {
            var damaged = octets
            damaged[bit / 8] ^= 1 << (bit % 8)
            for segments in [false, true] {
                #expect(!findings([damaged], segments: segments).isEmpty)
            }
        }
    }
}
