import Foundation
import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("Chinese output")
struct ChineseTests {
    /// Words of the standard that Chinese text keeps.
    private static let kept: Set<String> = [
        "act", "con", "gunzip", "zstd", "xxd", "pcap", "pcapng", "Modbus",
    ]

    /// The English words of a text: three letters or more, no symbols, no hexadecimal digits.
    private func englishWords(_ text: String) -> [String] {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
            .map(String.init)
            .filter { word in
                word.count >= 3 && word.allSatisfy { $0.isLetter }
                    && word.dropFirst().contains { $0.isLowercase } && !Self.kept.contains(word)
                    && !word.allSatisfy { $0.isHexDigit && !$0.isUppercase }
            }
    }

    private func isChinese(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    private func reading(_ octets: [UInt8]) -> APDUReading {
        var reading = APDUReading()
        reading.read(octets.span, direction: nil)
        return reading
    }

    @Test("every problem has Chinese words")
    func problems() {
        #expect(Phrase.problemsWithoutWords.isEmpty)
        for code in DecodeError.Code.allCases {
            let phrase = Phrase.problem(DecodeError(code, at: 3, expected: 1, found: 2))
            #expect(isChinese(phrase.chinese) && englishWords(phrase.chinese).isEmpty)
            #expect(phrase.english.contains("at offset 3, expected"))
        }
        for problem in HexProblem.allCases {
            #expect(isChinese(Phrase.problem(problem).chinese))
            #expect(englishWords(Phrase.problem(problem).chinese).isEmpty)
        }
        for code in CaptureError.Code.allCases {
            let phrase = Phrase.problem(CaptureError(code, offset: 24, value: 7))
            #expect(isChinese(phrase.chinese) && englishWords(phrase.chinese).isEmpty)
        }
    }

    @Test("every type and cause has a Chinese name")
    func names() {
        for row in TypeTable.standard.rows {
            #expect(isChinese(row.chineseName) && !row.name.isEmpty)
        }
        for number in UInt8.min...63 {
            #expect(isChinese(Cause(number).chineseName) && !Cause(number).description.isEmpty)
        }
    }

    @Test("other protocols are told in Chinese")
    func foreign() throws {
        for (hex, _) in ForeignProtocolTests.messages {
            let octets = try #require([UInt8](hex: hex))
            let found = ForeignProtocol(octets.span)
            let foreign = try #require(found)
            #expect(englishWords(Phrase.foreign(foreign).chinese).isEmpty)
        }
    }

    @Test(
        "text and explanation of any type have no English words", arguments: TypeTable.standard.rows
    )
    func types(_ row: TypeDescriptor) {
        var random = SeededRandom(seed: UInt64(row.id.rawValue) + 1000)
        for _ in 0..<40 {
            var asdu = [row.id.rawValue, 1]
            for _ in 0..<(7 + (row.size ?? 12)) {
                asdu.append(.random(in: 0...255, using: &random))
            }
            let octets = [0x68, UInt8(asdu.count + 4), 0, 0, 0, 0] + asdu
            var record = APDURecord()
            record.reading = reading(octets)
            var text = TextPrinter(language: .chinese)
            text.receive(record)
            #expect(englishWords(text.text.string).isEmpty, "\(text.text.string)")
            var explanation = ExplanationPrinter(language: .chinese)
            explanation.receive(record)
            let words = englishWords(
                explanation.text.string.replacingOccurrences(of: "(IEC TS 60870-5-7)", with: ""))
            #expect(words.isEmpty, "\(words)")
        }
    }

    @Test("TCP events and notices have no English words")
    func events() {
        let kinds: [ConnectionEvent.Kind] = [
            .syn, .synAck, .established, .fin, .ended, .reset, .refused, .retransmission(3),
            .keepAlive, .gap(4), .gap(nil), .abandoned,
        ]
        var printer = TextPrinter(language: .chinese)
        for kind in kinds {
            printer.receive(
                ConnectionEvent(
                    kind: kind, connection: 1, client: Endpoint(ipv4: 1, port: 2),
                    server: Endpoint(ipv4: 3, port: 4), direction: .control,
                    time: Timestamp(nanoseconds: 0, scale: .utc, fractionDigits: 3), packet: 1,
                    sequence: 0, acknowledgment: 0, isRepeated: true))
        }
        printer.receive(.text(.notHex, line: 3, column: 4))
        printer.receive(.capture(CaptureError(.truncated, offset: 40)))
        #expect(englishWords(printer.text.string).isEmpty, "\(printer.text.string)")
        #expect(printer.text.string.contains("缺口"))
    }
}
