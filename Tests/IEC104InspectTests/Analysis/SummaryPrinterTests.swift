import IEC104Codec
import Testing

@testable import IEC104Inspect

@Suite("the printed summary")
struct SummaryPrinterTests {
    /// What the tool prints for these lines.
    private func printed(_ lines: [String], _ language: Language = .english) -> String {
        var inspector = Inspector(sink: SummaryPrinter(language: language), input: .hex)
        inspector.consume(Array(lines.joined(separator: "\n").utf8).span)
        inspector.finish()
        inspector.sink.finish()
        return inspector.sink.text.string
    }

    private let log = [
        "2024-01-01 10:00:00.000 TX 68 04 07 00 00 00",
        "2024-01-01 10:00:00.010 RX 68 04 0B 00 00 00",
        "2024-01-01 10:00:00.020 TX 68 0E 00 00 00 00 64 01 06 00 01 00 00 00 00 14",
        "2024-01-01 10:00:00.030 RX 68 0E 00 00 02 00 64 01 47 00 01 00 00 00 00 14",
        "2024-01-01 10:00:00.040 RX 68 0E 06 00 02 00 01 01 03 00 01 00 01 00 00 01",
    ]

    @Test("it tells counts, stations, points and findings in English")
    func english() {
        let text = printed(log)
        #expect(text.contains("5 APDUs: 3 I, 0 S, 2 U\n"))
        #expect(text.contains("What is wrong: 2 (k = 12, w = 8, t1 = 15 s, t2 = 10 s, t3 = 20 s)"))
        #expect(text.contains("  sequence gap: N(S) skips numbers: 1\n"))
        #expect(text.contains("N(S)=3, expected 1: 2 missing\n"))
        #expect(text.contains("  negative confirmation (P/N = 1): 1\n"))
        #expect(
            text.contains(
                "C_IC_NA_1 <100> activation confirmation <7>; "
                    + "asked: C_IC_NA_1 <100> activation <6> CA 1 IOA 0"))
        #expect(text.contains("#5  line 5  2024-01-01 10:00:00.040  received"))
        #expect(text.contains("station 1: 3 ASDUs\n"))
        #expect(text.contains("status points (YX)  1  1\n"))
    }

    @Test("it tells the same in Chinese")
    func chinese() {
        let text = printed(log, .chinese)
        #expect(text.contains("5个APDU: I帧3, S帧0, U帧2\n"))
        #expect(text.contains("错误: 2"))
        #expect(text.contains("序号缺口"))
        #expect(text.contains("N(S)=3,应为1: 缺2个\n"))
        #expect(text.contains("否定确认"))
        #expect(text.contains("公共地址1: 3个ASDU\n"))
        #expect(text.contains("遥信  1  1\n"))
    }

    @Test("it says so when nothing is wrong")
    func nothing() {
        #expect(printed(Array(log.prefix(2))).contains("Nothing wrong found"))
        #expect(printed(Array(log.prefix(2)), .chinese).contains("未发现错误"))
    }

    @Test("it prints nothing for nothing")
    func empty() {
        #expect(printed([]) == "")
    }

    @Test("more than five findings of a topic are cut", arguments: Language.allCases)
    func cut(language: Language) {
        let lines = (0..<8).map { "RX 68 0E \(hex($0 * 8)) 00 00 00 01 01 03 00 01 00 01 00 00 01" }
        let text = printed(lines, language)
        #expect(text.contains(language == .english ? "    and 2 more\n" : "    以及另外2个\n"))
        #expect(
            !text.split(separator: "\n", omittingEmptySubsequences: false).contains {
                $0.hasSuffix(" ")
            })
    }

    private func hex(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
    }

    @Test("each topic has its own words in both languages", arguments: Language.allCases)
    func words(language: Language) {
        let words = Finding.Topic.allCases.map { Phrase.topic($0)[language] }
        #expect(Set(words).count == words.count)
        #expect(!words.contains(""))
    }

    @Test("durations are written with their unit")
    func durations() {
        let texts = [0, 1_500_000, 999_999_999, 10_000_000_000, 100_000_000_000, 3_723_000_000_000]
            .map { Phrase.text(.nanoseconds($0)) }
        #expect(
            texts == ["0 s", "1.500 ms", "999.999 ms", "10.000 s", "1 min 40 s", "1 h 02 min 03 s"])
    }

    @Test("notices are printed", arguments: Language.allCases)
    func notices(language: Language) {
        var printer = SummaryPrinter(language: language)
        for line in 1...30 { printer.receive(Notice.text(.oddDigits, line: line, column: 2)) }
        printer.finish()
        #expect(printer.text.string.contains(language == .english ? "and 10 more" : "另外10个"))
    }
}
