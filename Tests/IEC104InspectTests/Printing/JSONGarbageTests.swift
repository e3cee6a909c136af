import IEC104Codec
import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("JSON of anything")
struct JSONGarbageTests {
    private static let keys: Set<String> = [
        "n", "time", "from", "to", "direction", "bytes", "format", "ns", "nr", "function",
        "typeId", "type", "sq", "count", "causeId", "cause", "negative", "test", "originator",
        "commonAddress", "objects", "problems", "error",
    ]

    private func check(_ text: String) throws {
        for line in text.split(separator: "\n") {
            let line = try #require(JSONLine(line), "\(line)")
            let keys = try #require(line.members.allKeys as? [String])
            #expect(Self.keys.isSuperset(of: keys))
        }
    }

    @Test("every line is JSON for random bodies of every type")
    func types() throws {
        var random = SeededRandom(seed: 5)
        for type in UInt8.min...UInt8.max {
            for _ in 0..<6 {
                let body = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                let count = UInt8.random(in: 0...255, using: &random)
                let asdu = [type, count & 0x83] + body
                try check(JSONLine.text(of: [0x68, UInt8(asdu.count + 4), 0, 0, 0, 0] + asdu))
            }
        }
    }

    @Test("every line is JSON for random octets as text, stream and capture")
    func inputs() throws {
        var random = SeededRandom(seed: 6)
        for round in 0..<200 {
            let octets = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
            let kinds: [InputKind] = [.hex, .binary, .pcap]
            let isText = round % 3 == 0
            var inspector = Inspector(sink: JSONPrinter(), input: kinds[round % 3])
            let input = isText ? Array((octets.hex + "\n").utf8) : octets
            inspector.consume(input.span)
            inspector.finish()
            try check(inspector.sink.text.string)
        }
    }

    @Test("every truncation and every changed bit of an APDU gives one line of JSON")
    func damages() throws {
        for apdu in [Sample.measured, Sample.interrogation, Sample.acknowledgment] {
            for count in 0...apdu.count { try check(JSONLine.text(of: Array(apdu.prefix(count)))) }
            for bit in 0..<(apdu.count * 8) {
                var damaged = apdu
                damaged[bit / 8] ^= 1 << (bit % 8)
                try check(JSONLine.text(of: damaged))
            }
        }
    }
}
