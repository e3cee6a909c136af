import IEC104TestKit
import Testing

@testable import IEC104Tool

@Suite("Reading JSON, with places", .timeLimit(.minutes(10)))
struct JSONScannerTests {
    private static func read(_ text: String) throws -> JSONValue { try JSONValue(Array(text.utf8)) }

    @Test("Values of every sort, with the offsets where they begin")
    func values() throws {
        let value = try Self.read(
            #" {"a": [1, -0.5e+3, true, false, null], "é": {"b\n\"\\\/A\u00e9\uD83D\uDE00": ""}} "#)
        guard case .object(let members) = value.content, members.count == 2 else {
            Issue.record("\(value)")
            return
        }
        #expect(value.offset == 1)
        guard case .array(let values) = members[0].value.content else { return }
        #expect(values.map(\.text) == ["1", "-0.5e+3", "true", "false", nil])
        #expect(values.map(\.offset) == [8, 11, 20, 26, 33])
        guard case .object(let inner) = members[1].value.content else { return }
        #expect(inner.map(\.key) == ["b\n\"\\/Aé😀"] && inner[0].value.text == "")
    }

    @Test(
        "What is wrong is told with its place",
        arguments: [
            ("", 0, "too early"), ("{", 1, "too early"), (#"{"a"}"#, 4, "a ':'"),
            (#"{"a":1,}"#, 7, "closes nothing"), (#"{"a":1 "b":2}"#, 7, "comma"),
            (#"{"a":01}"#, 7, "no number"), (#"{"a":1.}"#, 7, "no number"),
            (#"{"a":tru}"#, 5, "no value"), (#"{"a":"x}"#, 8, "does not close"),
            (#"{"a":"\x"}"#, 6, "escape"), (#"{"a":"\ud800"}"#, 6, "escape"),
            (#"{"a":"\ud800A"}"#, 6, "escape"), (#"{"a":1} x"#, 8, "behind"),
            (#"{"a":1,"a":2}"#, 7, "two members"), ("[1]]", 3, "closes nothing"),
            ("{\"a\":\"\n\"}", 6, "line end"), ("{a:1}", 1, "double quotes"), ("[}", 1, "closes"),
            (String(repeating: "[", count: 100), 32, "more than 32"),
        ])
    func faults(_ text: String, _ offset: Int, _ words: String) {
        do throws(JSONScanner.Fault) {
            _ = try JSONValue(Array(text.utf8))
            Issue.record("\(text) was read")
        } catch {
            #expect(error.words.english.contains(words), "\(error)")
            #expect(error.offset == offset, "\(text)")
        }
    }

    @Test("Offsets as lines and columns")
    func places() {
        let places = TextPlaces(Array("ab\n\nc\n".utf8))
        #expect(places.place(of: 0) == (1, 1) && places.place(of: 2) == (1, 3))
        #expect(places.place(of: 3) == (2, 1) && places.place(of: 4) == (3, 1))
        #expect(places.place(of: 6) == (4, 1) && places.place(of: 99).line == 4)
    }

    @Test("No octets trap or hang (T-26)")
    func garbage() {
        var random = SeededRandom(seed: 26)
        let alphabet = Array(#"{}[]":,0123.eE+-truefalsn\ud8 "#.utf8) + [0xC3, 0xFF, 0x0A]
        for _ in 0..<20_000 {
            let count = Int(random.next() % 40)
            let text = (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))]
            }
            if let value = try? JSONValue(text) { #expect(value.offset < count) }
        }
    }

    @Test("a text has so many values at most, those within others included")
    func mostValues() throws {
        let text = Array("[[1,2],{\"a\":3}]".utf8)
        #expect(try JSONValue(text, most: 6).offset == 0)
        let fault = #expect(throws: JSONScanner.Fault.self) { try JSONValue(text, most: 5) }
        #expect(fault?.offset == 12)
    }

    @Test("half of a character is told as such", arguments: [#""\ud83d""#, #""\udE00\ud83d""#])
    func halfCharacter(_ text: String) {
        let fault = #expect(throws: JSONScanner.Fault.self) { try JSONValue(Array(text.utf8)) }
        #expect(fault?.words.english.contains("half of a character") == true)
    }

    @Test("lines and columns are counted from 1, whatever the length of the text")
    func linesAndColumns() {
        var text: [UInt8] = []
        var expected: [(Int, Int)] = []
        var random = SeededRandom(seed: 7)
        var (line, column) = (1, 1)
        for _ in 0..<2000 {
            let isEnd = Int.random(in: 0..<40, using: &random) == 0
            text.append(isEnd ? 0x0A : 0x20)
            expected.append((line, column))
            (line, column) = isEnd ? (line + 1, 1) : (line, column + 1)
        }
        let places = TextPlaces(text)
        for (offset, place) in expected.enumerated() {
            #expect(places.place(of: offset) == place)
        }
        #expect(places.place(of: text.count) == (line, column))
        #expect(TextPlaces([]).place(of: 0) == (1, 1))
    }
}
