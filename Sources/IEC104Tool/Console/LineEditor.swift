import IEC104Inspect

/// A line that is edited on a terminal, and those before it. A value: it takes octets, and gives
/// lines and what the terminal is to show.
struct LineEditor {
    private(set) var line: [Character] = []
    private(set) var cursor = 0
    private var history: [[Character]] = []
    /// The place in the history that is shown; `history.count` is the new line.
    private var place = 0
    private var draft: [Character] = []
    private var input = Input()
    /// What the end of a line that is begun can be completed to.
    private let completion: (String) -> Completion
    /// Whether lines are recalled later.
    var remembers = true
    private var hints: [String] = []
    /// Since hints were taken.
    private var completions = 0

    static let longestLine = 4096
    static let mostLines = 500

    static let mostHints = 60
    /// Most Tabs that are heeded of what comes at once: a text that is pasted may have many.
    static let mostCompletions = 8

    init(completing completion: @escaping (String) -> Completion) { self.completion = completion }

    /// Completes the first word only.
    init(names: [String] = []) { self.init { Completion.first($0, names) } }

    /// Takes octets as the terminal sends them; the lines that were ended with them.
    mutating func take(_ octets: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for octet in octets {
            guard let key = input.take(octet) else { continue }
            if let line = press(key) { lines.append(line) }
        }
        return lines
    }

    /// The line after Enter.
    private mutating func press(_ key: Key) -> String? {
        switch key {
        case .character(let character):
            guard line.count < Self.longestLine else { break }
            line.insert(character, at: cursor)
            cursor += 1
        case .enter: return enter()
        case .backspace:
            guard cursor > 0 else { break }
            cursor -= 1
            line.remove(at: cursor)
        case .delete: if cursor < line.count { line.remove(at: cursor) }
        case .left: cursor = max(cursor - 1, 0)
        case .right: cursor = min(cursor + 1, line.count)
        case .home: cursor = 0
        case .end: cursor = line.count
        case .up, .pageUp: show(place - 1)
        case .down, .pageDown: show(place + 1)
        case .cutToEnd: line.removeSubrange(cursor...)
        case .cutToStart:
            line.removeSubrange(..<cursor)
            cursor = 0
        case .cutWord:
            var start = cursor
            while start > 0, line[start - 1] == " " { start -= 1 }
            while start > 0, line[start - 1] != " " { start -= 1 }
            line.removeSubrange(start..<cursor)
            cursor = start
        case .complete: complete()
        case .endOfInput:
            guard line.isEmpty else { return press(.delete) }
            return "quit"
        }
        return nil
    }

    private mutating func enter() -> String {
        let text = String(line)
        if remembers, line.contains(where: { $0 != " " }), history.last != line {
            history.append(line)
            if history.count > Self.mostLines { history.removeFirst() }
        }
        place = history.count
        (line, draft, cursor) = ([], [], 0)
        return text
    }

    private mutating func show(_ other: Int) {
        guard other >= 0, other <= history.count, other != place else { return }
        if place == history.count { draft = line }
        place = other
        line = other == history.count ? draft : history[other]
        cursor = line.count
    }

    /// Goes on with the line as far as it is clear; where nothing is clear, what there is can be
    /// shown.
    private mutating func complete() {
        guard remembers, cursor == line.count, completions < Self.mostCompletions else { return }
        completions += 1
        let found = completion(String(line))
        guard found.kept <= line.count, var common = found.candidates.first.map(Array.init) else {
            return
        }
        for candidate in found.candidates.dropFirst() {
            let same = zip(common, candidate).prefix { $0 == $1 }.count
            if same < common.count { common.removeSubrange(same...) }
        }
        let isClear = found.candidates.count == 1
        if isClear, common.last != ":" { common.append(" ") }
        let completed = line[..<found.kept] + common
        guard completed.count <= Self.longestLine else { return }
        if !isClear, completed.count <= line.count {
            hints = Array(found.candidates.sorted().prefix(Self.mostHints))
            if found.candidates.count > Self.mostHints { hints.append("...") }
            return
        }
        line = Array(completed)
        cursor = line.count
    }

    /// What the line could go on with when that was not clear, once.
    mutating func takeHints() -> [String] {
        defer { (hints, completions) = ([], 0) }
        return hints
    }

    // MARK: What is shown

    /// What the terminal is to show of the line: the part around the cursor that has room in
    /// `columns` behind a prompt, and where the cursor stands in it.
    func shown(prompt: String, columns: Int) -> (text: String, cursor: Int) {
        let room = max(columns - prompt.columns - 1, 1)
        var (start, before) = (cursor, 0)
        while start > 0, before + line[start - 1].columns <= room {
            start -= 1
            before += line[start].columns
        }
        var (end, width) = (cursor, before)
        while end < line.count, width + line[end].columns <= room {
            width += line[end].columns
            end += 1
        }
        let shown = line[start..<end].map { LiveText.isControl($0) ? "·" : $0 }
        return (prompt + String(shown), prompt.columns + before)
    }
}

extension LineEditor {
    /// A key of the terminal.
    enum Key: Hashable {
        case character(Character)
        case enter, backspace, delete, left, right, up, down, home, end
        case pageUp, pageDown
        case cutToEnd, cutToStart, cutWord, complete, endOfInput
    }

    /// The octets of a terminal, as keys: UTF-8, control characters, escape sequences.
    struct Input {
        private var pending: [UInt8] = []
        private var escape: [UInt8]?

        /// The key that ends with `octet`.
        mutating func take(_ octet: UInt8) -> Key? {
            if let begun = escape { return sequence(begun + [octet]) }
            if !pending.isEmpty || octet >= 0x80 { return character(octet) }
            switch octet {
            case 0x1B:
                escape = []
                return nil
            case 0x0A, 0x0D: return .enter
            case 0x08, 0x7F: return .backspace
            case 0x09: return .complete
            case 0x20...0x7E: return .character(Character(UnicodeScalar(octet)))
            default: return Self.controls[octet]
            }
        }

        /// Whether the last octet was Esc, which then is no beginning of a sequence any more.
        mutating func takeEscape() -> Bool {
            guard let begun = escape, begun.isEmpty else { return false }
            escape = nil
            return true
        }

        /// Ctrl and a letter.
        private static let controls: [UInt8: Key] = [
            1: .home, 2: .left, 4: .endOfInput, 5: .end, 6: .right, 11: .cutToEnd, 14: .down,
            16: .up,
            21: .cutToStart, 23: .cutWord,
        ]

        private mutating func character(_ octet: UInt8) -> Key? {
            pending.append(octet)
            let needed: Int
            switch pending[0] {
            case 0xC2...0xDF: needed = 2
            case 0xE0...0xEF: needed = 3
            case 0xF0...0xF4: needed = 4
            default: needed = 1
            }
            guard pending.count >= needed else { return nil }
            defer { pending = [] }
            return String(validating: pending, as: UTF8.self)?.first.map { .character($0) }
        }

        /// `ESC [` or `ESC O`, numbers, and a letter that says which key.
        private mutating func sequence(_ octets: [UInt8]) -> Key? {
            escape = octets
            guard let first = octets.first, first == UInt8(ascii: "[") || first == UInt8(ascii: "O")
            else {
                escape = nil
                return nil
            }
            guard octets.count > 1, let last = octets.last else { return nil }
            let isNumber = (0x30...0x3F).contains(last)
            if isNumber, octets.count < 16 { return nil }
            escape = nil
            switch last {
            case UInt8(ascii: "A"): return .up
            case UInt8(ascii: "B"): return .down
            case UInt8(ascii: "C"): return .right
            case UInt8(ascii: "D"): return .left
            case UInt8(ascii: "H"): return .home
            case UInt8(ascii: "F"): return .end
            case UInt8(ascii: "~"):
                switch octets[1] {
                case UInt8(ascii: "1"), UInt8(ascii: "7"): return .home
                case UInt8(ascii: "4"), UInt8(ascii: "8"): return .end
                case UInt8(ascii: "3"): return .delete
                case UInt8(ascii: "5"): return .pageUp
                case UInt8(ascii: "6"): return .pageDown
                default: return nil
                }
            default: return nil
            }
        }
    }
}
