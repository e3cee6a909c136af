import IEC104
import Testing

@testable import IEC104Tool

@Suite("Lines of the console")
struct ConsoleCommandTests {
    @Test(
        "A line is read as what it says",
        arguments: [
            ("list", ConsoleCommand.list("")), ("list feeder 1", .list("feeder 1")),
            ("get 2/4001", .get("2/4001")), ("  get   'Breaker Q0'  ", .get("Breaker Q0")),
            ("set 4001 on", .set(point: "4001", value: "on", quality: nil)),
            (
                "set \"Voltage L1\" 10.4 IV|NT",
                .set(point: "Voltage L1", value: "10.4", quality: "IV|NT")
            ),
            ("set 1 5 force", .set(point: "1", value: "5", quality: nil, mode: .force)),
            ("set 1 5 IV suppress", .set(point: "1", value: "5", quality: "IV", mode: .suppress)),
            ("set 1 on local", .set(point: "1", value: "on", quality: nil, source: .local)),
            (
                "set 1 on IV local force",
                .set(point: "1", value: "on", quality: "IV", mode: .force, source: .local)
            ),
            ("toggle 1 local", .toggle("1", .local)), ("toggle 1", .toggle("1")),
            ("quality 1 good", .quality(point: "1", quality: "good")),
            ("burst 1000", .burst(events: 1000, milliseconds: 0)),
            ("burst 1000 500", .burst(events: 1000, milliseconds: 500)),
            ("kick 3", .kick(.link(3))), ("kick all", .kick(.all)), ("clear all", .clear(nil)),
            ("clear 2", .clear(2)), ("trace on", .trace(true)), ("trace off", .trace(false)),
            ("help", .help(nil)), ("help set", .help("set")), ("quit", .quit),
            ("inject rst", .inject(Fault(.reset))), ("events", .events), ("stats", .stats),
            ("faults", .faults), ("clients", .clients),
        ])
    func reads(line: String, command: ConsoleCommand) throws {
        #expect(try ConsoleCommand(line) == command)
    }

    @Test("Nothing and comments are no commands", arguments: ["", "   ", "# get 1", "\t"])
    func nothing(line: String) throws { #expect(try ConsoleCommand(line) == nil) }

    @Test(
        "A mistake says what to write",
        arguments: [
            ("gte 1", "did you mean get?"), ("xyzzy", "'help' shows all"), ("get", "get POINT"),
            ("get 1 2", "too much: get POINT"), ("set 1", "set POINT VALUE [QUALITY]"),
            ("burst 0", "from 1 to 1000000"), ("burst x", "from 1 to 1000000"),
            ("burst 1 9999999999", "from 0 to 3600000"), ("kick bay", "no address"),
            ("trace maybe", "trace on or trace off"), ("inject nonsense", "no kind of fault"),
            ("get 'open", "quote"), ("toggle 1 now", "or local"),
            ("set 1 2 IV soon", "'soon' is none"), ("clear 0", "from 1"),
        ])
    func mistakes(line: String, hint: String) throws {
        let error = try #require(throws: Words.self) { try ConsoleCommand(line) }
        #expect(error.english.contains(hint))
        #expect(!error.chinese.isEmpty)
    }

    @Test("Every command of the table is read, by as many words as it says")
    func table() throws {
        for row in ConsoleCommand.syntax.rows {
            let few = Array(repeating: "1", count: row.words.lowerBound)
            let line = ([row.name] + few).joined(separator: " ")
            do throws(Words) {
                _ = try ConsoleCommand(line)
            } catch {
                // A number may be none that this command takes, but it knows itself.
                #expect(!error.english.contains("there is no command"))
            }
        }
    }
}

@Suite("The editor of lines")
struct LineEditorTests {
    private static let left = "\u{1B}[D"
    private static let right = "\u{1B}[C"
    private static let up = "\u{1B}[A"
    private static let down = "\u{1B}OB"

    @Test(
        "Keys edit the line",
        arguments: [
            ("get 1\r", ["get 1"]), ("gte\u{7F}\u{7F}et 1\n", ["get 1"]),
            ("et 1\u{01}g\r", ["get 1"]), ("gt\(left)e\(right) 1\r", ["get 1"]),
            ("xget 1\u{1B}[H\u{1B}[3~\r", ["get 1"]), ("get 1 2\u{17}\u{7F}\r", ["get 1"]),
            ("abc\u{15}get 1\r", ["get 1"]), ("get 1xyz\(left)\(left)\(left)\u{0B}\r", ["get 1"]),
            ("a\rb\r\(up)\(up)\r", ["a", "b", "a"]), ("a\rb\(up)\(down)c\r", ["a", "bc"]),
            ("tog\t1\r", ["toggle 1"]), ("t\t\r", ["t"]), ("设置\u{7F}点\r", ["设点"]),
            ("\u{1B}[1;5Aget\r", ["get"]), ("\u{1B}xget\r", ["get"]), ("a\u{00}\u{03}b\r", ["ab"]),
        ])
    func edits(keys: String, lines: [String]) {
        var editor = LineEditor(names: ["toggle", "trace", "get"])
        #expect(editor.take(keys.utf8) == lines)
        // Octet by octet it is the same.
        var other = LineEditor(names: ["toggle", "trace", "get"])
        #expect(keys.utf8.flatMap { other.take([$0]) } == lines)
    }

    @Test("A long line shows the part around the cursor, wide characters in two columns")
    func shown() {
        var editor = LineEditor()
        _ = editor.take(String(repeating: "a", count: 100).utf8)
        #expect(
            editor.shown(prompt: "> ", columns: 20).text == "> " + String(repeating: "a", count: 17)
        )
        #expect(editor.shown(prompt: "> ", columns: 20).cursor == 19)
        var chinese = LineEditor()
        _ = chinese.take("母线".utf8)
        #expect(chinese.shown(prompt: "> ", columns: 80).cursor == 6)
        #expect(chinese.shown(prompt: "> ", columns: 1).text.hasPrefix("> "))
    }

    @Test("Any octets are taken, and no line is longer than allowed")
    func garbage() {
        var state: UInt64 = 104
        var editor = LineEditor(names: ["get"])
        _ = editor.take((0..<20_000).map { _ in Self.next(&state) })
        _ = editor.take(repeatElement(UInt8(ascii: "x"), count: 2 * LineEditor.longestLine))
        #expect(editor.line.count <= LineEditor.longestLine)
        #expect(editor.shown(prompt: "> ", columns: 80).cursor < 80)
    }

    private static func next(_ state: inout UInt64) -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
    }
}
