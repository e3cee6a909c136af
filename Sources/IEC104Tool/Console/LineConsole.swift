import IEC104
import IEC104Inspect

/// What takes the lines of a console, and answers each. Used on the thread of the loop only.
protocol LineConsole: AnyObject, Sendable {
    /// What stands before the line that is edited.
    var prompt: String { get }
    /// Whether the next line answers a question: it is no command, and nobody recalls it later.
    var isAsking: Bool { get }
    /// What the end of a line that is begun can be completed to.
    func completion(of begun: String) -> Completion
    /// Does what a line says, and answers it. An error ends nothing.
    ///
    /// - Parameter waits: whether it returns when all of it is done, as the lines of a pipe are done
    ///   one after the other; else the work goes on by itself.
    func run(_ line: String, waits: Bool) async
    /// Answers a line that is longer than any command; nothing of it is done.
    func refuseLongLine(_ octets: [UInt8])
}

extension LineConsole {
    var prompt: String { "iec104> " }
    var isAsking: Bool { false }
}

/// What the end of a line can be completed to.
struct Completion: Hashable, Sendable {
    /// How many characters of the line stay as they are.
    var kept = 0
    /// What may stand behind them; all begin with what the line has there.
    var candidates: [String] = []

    /// The first word of a line, which `names` may be.
    static func first(_ begun: String, _ names: [String]) -> Completion {
        guard !begun.contains(" ") else { return Completion() }
        return Completion(candidates: names.filter { $0.hasPrefix(begun) })
    }
}

/// What a console answers to a line.
struct ConsoleAnswer: Sendable {
    var lines: [String]
    /// What stands above the lines for readers: the names of columns.
    var heading: String?
    /// The same for programs, an object each.
    var results: [@Sendable (inout JSONWriter) -> Void] = []
    /// Whether the line could not be done at all.
    var isError = false

    init(_ lines: [String]) { self.lines = lines }
    init(_ line: String) { lines = [line] }

    /// Rows of a table, whose columns are as wide as their widest cell.
    init(_ columns: [ConsoleColumn], _ rows: [[String]], isChinese: Bool) {
        guard !rows.isEmpty else {
            lines = []
            return
        }
        var table = TextTable(indent: 0, columns.map { $0.isNumber ? .right : .left })
        table.append(columns.map { isChinese ? $0.name.chinese : $0.name.english })
        for row in rows { table.append(row) }
        let all = table.lines
        heading = all.first
        lines = Array(all.dropFirst())
    }
}

/// A column of a table that a console shows.
struct ConsoleColumn {
    let name: Words
    /// Numbers stand at the right.
    let isNumber: Bool

    init(_ english: String, _ chinese: String, isNumber: Bool = false) {
        name = Words(english, chinese)
        self.isNumber = isNumber
    }
}

/// Writes the answers of a console, as text or as JSON.
struct ConsoleAnswers: Sendable {
    let isChinese: Bool
    let isJSON: Bool
    /// Writes a line of output.
    let write: @Sendable (String) -> Void

    func say(_ english: String, _ chinese: String) -> String { isChinese ? chinese : english }

    func text(_ words: Words) -> String { say(words.english, words.chinese) }

    func answer(_ line: String, _ answer: ConsoleAnswer) {
        guard isJSON else {
            if answer.isError {
                write(say("error: ", "错误: ") + (answer.lines.first ?? ""))
            } else if !answer.lines.isEmpty {
                let lines = (answer.heading.map { [$0] } ?? []) + answer.lines
                write(lines.joined(separator: "\n"))
            }
            return
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("event", answer.isError ? "error" : "answer")
        json.member("command", line)
        json.beginArray("lines")
        for line in answer.lines { json.value(line) }
        json.endArray()
        if !answer.results.isEmpty {
            json.beginArray("results")
            for result in answer.results {
                json.beginObject()
                result(&json)
                json.endObject()
            }
            json.endArray()
        }
        json.endObject()
        write(json.text.string)
    }

    func refuse(_ line: String, _ words: Words) {
        var refusal = ConsoleAnswer(text(words))
        refusal.isError = true
        answer(line, refusal)
    }

    func refuseLongLine(_ octets: [UInt8]) {
        let most = LineEditor.longestLine
        refuse(
            shortened(String(decoding: octets.prefix(80), as: UTF8.self)),
            Words(
                "a line has \(most) octets at most; nothing of this one was done",
                "每行最多\(most)字节; 该行未执行"))
    }
}
