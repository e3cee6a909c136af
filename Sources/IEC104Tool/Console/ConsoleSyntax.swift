import IEC104Inspect

/// What the lines of a console may say: its commands, and what each of them takes and does.
struct ConsoleSyntax: Sendable {
    /// A command: its help is made of it, and its words are counted by it.
    struct Row: Sendable {
        let name: String
        let arguments: String
        let words: ClosedRange<Int>
        let help: Words
        /// Words that may stand anywhere behind the name, and are not counted.
        let flags: [String]

        init(
            _ name: String, _ arguments: String, _ words: ClosedRange<Int>, _ english: String,
            _ chinese: String, flags: [String] = []
        ) {
            self.name = name
            self.arguments = arguments
            self.words = words
            self.flags = flags
            help = Words(english, chinese)
        }
    }

    let rows: [Row]
    /// What stands below the commands.
    let footer: Words

    var names: [String] { rows.map(\.name) }

    /// The flags that a command has.
    func flags(of name: String) -> [String] { rows.first { $0.name == name }?.flags ?? [] }

    /// The command of a line, its words and its flags; `nil` when there is nothing in it or it is a
    /// comment.
    ///
    /// - Throws: what is wrong and what to write.
    func read(
        _ line: String
    ) throws(Words) -> (name: String, arguments: [String], flags: [String])? {
        let words = try Self.words(line)
        guard let first = words.first, !first.hasPrefix("#") else { return nil }
        let name = first == "exit" ? "quit" : first
        guard let row = rows.first(where: { $0.name == name }) else { throw unknown(first) }
        let flags = words.dropFirst().filter(row.flags.contains)
        let arguments = words.dropFirst().filter { !row.flags.contains($0) }
        guard row.words.contains(arguments.count) else {
            let usage = row.arguments.isEmpty ? first : "\(first) \(row.arguments)"
            throw arguments.count < row.words.lowerBound
                ? Words("something is missing: \(usage)", "缺少参数: \(usage)")
                : Words("that is too much: \(usage)", "参数过多: \(usage)")
        }
        return (name, arguments, flags)
    }

    private func unknown(_ name: String) -> Words {
        let near = rows.map { ($0.name, $0.name.distance(to: String(name.prefix(40)))) }
            .min { $0.1 < $1.1 }
        let hint = near.flatMap { $0.1 <= 2 ? $0.0 : nil }
        let shown = shortened(name)
        return Words(
            "there is no command '\(shown)'" + (hint.map { ": did you mean \($0)?" } ?? ".")
                + " 'help' shows all.",
            "没有命令 '\(shown)'" + (hint.map { ": 是 \($0) 吗?" } ?? "。") + " help 显示全部。")
    }

    /// The lines of the help; with a name that of one command.
    func help(_ name: String?, isChinese: Bool) throws(Words) -> [String] {
        let shown = rows.filter { name == nil || $0.name == name }
        guard !shown.isEmpty else { throw unknown(name ?? "") }
        let lines = shown.flatMap { row in
            let help = isChinese ? row.help.chinese : row.help.english
            let label = "\(row.name) \(row.arguments)"
            var texts = help.split(separator: "\n").map(String.init)
            if label.count >= 28 { texts.insert("", at: 0) }
            return texts.enumerated().map { place, text in
                let label = place == 0 ? label : ""
                return "  " + (text.isEmpty ? label : label.padded(to: 28) + text)
            }
        }
        return lines + [isChinese ? footer.chinese : footer.english]
    }

    /// The words of a line: between spaces, or in quotes.
    static func words(_ line: String) throws(Words) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if quote != nil { throw Words("a quote is not closed", "引号没有结束") }
        if let done = word { words.append(done) }
        return words
    }

    /// The whole number that `word` says.
    static func number(
        _ word: String, _ range: ClosedRange<Int>, _ command: String
    ) throws(Words) -> Int {
        guard let number = Int(word), range.contains(number) else {
            let most = range.upperBound == Int.max ? "" : " to \(range.upperBound)"
            let limit = range.upperBound == Int.max ? "" : "至\(range.upperBound)"
            throw Words(
                "\(command): '\(shortened(word))' is no whole number from \(range.lowerBound)\(most)",
                "\(command): '\(shortened(word))' 不是\(range.lowerBound)\(limit)的整数")
        }
        return number
    }
}
