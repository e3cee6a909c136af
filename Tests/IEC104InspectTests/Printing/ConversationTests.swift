import Foundation
import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("What is printed of a conversation")
struct ConversationTests {
    private func printed<Printer: InspectionSink>(_ printer: Printer) throws -> Printer {
        let octets = Array(try GoldenFolder.text(of: "conversation.log").utf8)
        var inspector = Inspector(sink: printer)
        inspector.consume(octets.span)
        inspector.finish()
        return inspector.sink
    }

    @Test("the text is that of the file, in both languages", arguments: Language.allCases)
    func text(_ language: Language) throws {
        let text = try printed(TextPrinter(language: language)).text.string
        #expect(try GoldenFolder.text(of: "conversation.\(language.rawValue).txt") == text)
    }

    @Test("the explanation is that of the file, in both languages", arguments: Language.allCases)
    func explanation(_ language: Language) throws {
        let text = try printed(ExplanationPrinter(language: language)).text.string
        #expect(
            try GoldenFolder.text(of: "conversation.explained.\(language.rawValue).txt") == text)
    }

    @Test("colors are only added: without them the text is the same")
    func colors() throws {
        for language in Language.allCases {
            let plain = try printed(TextPrinter(language: language)).text.string
            let colored = try printed(TextPrinter(language: language, isColored: true)).text.string
            #expect(!plain.contains("\u{1B}") && colored.contains("\u{1B}[31m"))
            let parts = colored.split(separator: "\u{1B}", omittingEmptySubsequences: false)
            let stripped = parts.dropFirst().reduce(parts.first.map(String.init) ?? "") {
                $0
                    + ($1.split(separator: "m", maxSplits: 1, omittingEmptySubsequences: false).last
                        ?? "")
            }
            #expect(stripped == plain)
            for line in colored.split(separator: "\n") {
                let last = line.components(separatedBy: "\u{1B}[").dropFirst().last
                #expect(last?.hasPrefix("0m") ?? true, "each color is reset")
            }
        }
    }

    @Test("the TCP events of a capture stand in the timeline, in both languages")
    func capture() throws {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack, .psh], Sample.startAct, in: &file)
        connection.server([.ack, .psh], Sample.startCon, in: &file)
        connection.close(in: &file)
        for language in Language.allCases {
            var inspector = Inspector(sink: TextPrinter(language: language))
            inspector.consume(file.octets.span)
            inspector.finish()
            #expect(
                try GoldenFolder.text(of: "capture.\(language.rawValue).txt")
                    == inspector.sink.text.string)
        }
    }
}
