import IEC104Inspect
import Testing

@Suite("The hex-dump reader")
struct HexDumpReaderTests {
    @Test("finds the items of a text", arguments: HexDumpCase.all)
    func findsItems(_ example: HexDumpCase) {
        #expect(HexDumpRun(example.text).items == example.items)
    }

    @Test("finds the APDU of a device's log line", arguments: HexDumpCase.field)
    func findsFieldAPDU(_ example: HexDumpCase) {
        let items = HexDumpRun(example.text).items.map { item in
            let words = item.split(separator: " ")
            let marks = words.dropFirst(3).map { $0.prefix { $0 != ":" } }
            return "\(words[1]) \(marks.joined(separator: " "))"
        }
        #expect(items == example.items)
    }

    @Test(
        "gives the same octet by octet as all at once",
        arguments: HexDumpCase.all + HexDumpCase.field)
    func dripFeed(_ example: HexDumpCase) {
        let whole = HexDumpRun(example.text)
        for portion in [1, 2, 3, 7] {
            let run = HexDumpRun(example.text, portion: portion)
            #expect(run.items == whole.items)
            #expect(run.statistics == whole.statistics)
        }
    }

    @Test("survives every truncation of a text", arguments: HexDumpCase.all)
    func truncations(_ example: HexDumpCase) {
        for length in 0..<example.text.count {
            check(Array(example.text[..<length]))
            check(Array(example.text[length...]))
        }
    }

    @Test("survives every corruption of one bit", arguments: HexDumpCase.all + HexDumpCase.field)
    func corruptions(_ example: HexDumpCase) {
        var text = example.text
        for index in text.indices {
            for bit in 0..<8 {
                text[index] ^= 1 << bit
                check(text)
                text[index] ^= 1 << bit
            }
        }
    }

    @Test("survives random text and gives the same for every portion", arguments: 0..<60)
    func randomText(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let words = Array(
            "0123456789abcdefABCDEF68 68 68 00 00 \n\n\t,;:-><=\\x\"'[]{}()/*#|.hbTXR$".utf8)
        for _ in 0..<20 {
            let count = Int.random(in: 0..<600, using: &random)
            var text = (0..<count).map { _ in
                seed & 1 == 0
                    ? UInt8.random(in: .min ... .max, using: &random)
                    : words[Int.random(in: 0..<words.count, using: &random)]
            }
            if seed % 5 == 0 {
                for _ in 0..<6 {
                    let example = HexDumpCase.all.randomElement(using: &random)
                    text += (example?.text ?? []).shuffled(using: &random)
                    text += example?.text ?? []
                }
            }
            let whole = HexDumpRun(text)
            #expect(HexDumpRun(text, portion: 1).items == whole.items)
            check(text)
        }
    }

    /// What must hold for any text: places lie in it, kinds fit their octets.
    private func check(_ text: [UInt8]) {
        let run = HexDumpRun(text)
        #expect(run.statistics.octets >= 0)
        #expect(run.lines.allSatisfy { $0 >= 1 && $0 <= run.statistics.lines })
        for (kind, octets) in zip(run.kinds, run.octets) {
            switch kind {
            case .apdu: #expect(octets.first == 0x68)
            case .fragment, .skipped: #expect(!octets.isEmpty)
            case .problem: break
            }
        }
        #expect(run.octets.reduce(0) { $0 + $1.count } == run.statistics.octets)
    }
}

@Suite("The hex-dump reader, at length")
struct HexDumpLimitsTests {
    @Test("reads a line of two million APDU digits")
    func giantPlainLine() {
        let text = Array(String(repeating: "680407000000", count: 170_000).utf8)
        let run = HexDumpRun(text, portion: 10_007)
        #expect(run.octets.count == 170_000)
        #expect(run.octets.allSatisfy { $0 == [0x68, 4, 7, 0, 0, 0] })
        #expect(run.items.last == "apdu 1:2039989 680407000000")
        #expect(run.statistics.lines == 1)
    }

    @Test("reads a giant line of groups behind a time, in any portions")
    func giantLogLine() {
        let text = Array(
            ("08:25:11 TX: " + String(repeating: "68 04 07 00 00 00 ", count: 4000)).utf8)
        let run = HexDumpRun(text)
        #expect(run.octets.count == 4000)
        #expect(run.items.allSatisfy { $0.hasSuffix("680407000000 sent timeOfDay:30311") })
        #expect(HexDumpRun(text, portion: 1).items == run.items)
    }

    @Test("ignores a giant line of prose")
    func giantProse() {
        let text = Array(String(repeating: "lorem ipsum dolor sit amet ", count: 80_000).utf8)
        let run = HexDumpRun(text, portion: 4096)
        #expect(run.items.isEmpty)
        #expect(run.statistics.ignoredLines == 1)
    }

    @Test("hands out a long stretch of other octets in pieces")
    func longFragment() {
        let lines = (0..<4000).map { index in
            let offset = String(0x1000_0000 + index * 16, radix: 16).dropFirst()
            return
                "0\(offset)  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n"
        }
        let run = HexDumpRun(Array(lines.joined().utf8))
        #expect(run.octets.joined().count == 64000)
        #expect(run.octets.allSatisfy { $0.count <= 8192 })
    }

    @Test("finds an APDU across the pieces of a long stretch")
    func acrossPieces() {
        var octets = [UInt8](repeating: 0x55, count: 9000)
        octets += [0x68, 4, 7, 0, 0, 0]
        var text = ""
        for start in stride(from: 0, to: octets.count, by: 16) {
            let line = Array(octets[start..<min(start + 16, octets.count)])
            let offset = String(0x1_0000_0000 + start, radix: 16).dropFirst()
            text += "\(offset): \(HexDumpRun.hex(line))\n"
        }
        let run = HexDumpRun(Array(text.utf8))
        #expect(run.octets.last == [0x68, 4, 7, 0, 0, 0])
        #expect(Array(run.octets.joined()) == octets)
    }

    @Test("starts anew behind finish and keeps counting")
    func reuse() {
        var reader = HexDumpReader()
        var lines: [Int] = []
        for _ in 0..<2 {
            let text = Array("text\n680407000000".utf8)
            reader.consume(text.span) { item, _ in lines.append(item.line) }
            reader.finish { item, _ in lines.append(item.line) }
        }
        #expect(lines == [2, 2])
        #expect(reader.statistics.lines == 4)
        #expect(reader.statistics.linesWithOctets == 2)
        #expect(reader.statistics.ignoredLines == 2)
        #expect(reader.statistics.octets == 12)
    }

    @Test(
        "tells text from binary files",
        arguments: [
            (Array("680407000000\r\n".utf8), true), ([], true), (Array("发送: 68".utf8), true),
            ([0x68, 4, 7, 0, 0, 0], false), ([0xFF, 0xFE, 0x36, 0], true),
            ([0xFE, 0xFF, 0, 0x36], true),
            ([0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0], false), ([1, 2, 3, 4, 0x41], false),
        ] as [([UInt8], Bool)])
    func looksLikeText(_ front: [UInt8], _ isText: Bool) {
        #expect(HexDumpReader.looksLikeText(front.span) == isText)
    }
}

/// A small generator with a seed (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
