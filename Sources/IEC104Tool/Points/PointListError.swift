import IEC104Inspect

/// What is wrong with a point list: all of it at once, so that one look at the file mends it.
struct PointListError: Error, Hashable, Sendable {
    /// The name of the file, as it was given.
    let file: String
    /// The first of the problems, in the order of the lines.
    let problems: [Problem]
    /// How many problems there are besides.
    let more: Int

    /// One thing that is wrong.
    struct Problem: Hashable, Sendable {
        /// The line, from 1; `nil` when it is the file as a whole.
        let line: Int?
        /// The column, from 1, and its header; 0 for a member of JSON.
        let column: Column?
        /// What is wrong and how to mend it.
        let words: Words

        struct Column: Hashable, Sendable {
            let number: Int
            let header: String
        }
    }

    /// A line for each problem: `points.csv:12: column 3 'type': ...`.
    func lines(in language: Language) -> [String] {
        let isChinese = language == .chinese
        var lines = problems.map { problem in
            var text = file + ":"
            if let line = problem.line { text += "\(line):" }
            if let column = problem.column, column.number == 0 {
                text += isChinese ? " 成员'\(column.header)':" : " member '\(column.header)':"
            } else if let column = problem.column {
                text += isChinese ? " 第\(column.number)列" : " column \(column.number)"
                if !column.header.isEmpty { text += (isChinese ? "" : " ") + "'\(column.header)'" }
                text += ":"
            }
            return text + " " + problem.words.text(in: language)
        }
        if more > 0 {
            lines.append(isChinese ? "\(file): 另有\(more)处错误" : "\(file): and \(more) more")
        }
        return lines
    }

    /// All lines in one text.
    func description(in language: Language) -> String {
        lines(in: language).joined(separator: "\n")
    }
}

extension PointListError: CustomStringConvertible {
    var description: String { description(in: .english) }
}

/// Problems as they are found, the first of them kept.
struct PointListProblems {
    private(set) var kept: [PointListError.Problem] = []
    private(set) var count = 0
    private let limit: Int

    init(limit: Int) { self.limit = min(max(limit, 1), 100_000) }

    /// Whether further ones are counted only.
    var isFull: Bool { kept.count >= limit * 4 }

    mutating func add(
        line: Int?, column: PointListError.Problem.Column? = nil, _ words: @autoclosure () -> Words
    ) {
        count += 1
        // What is found in later passes may belong before what is kept: some room for that.
        guard !isFull else { return }
        kept.append(.init(line: line, column: column, words: words()))
    }

    func error(file: String) -> PointListError? {
        guard count > 0 else { return nil }
        let sorted = kept.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }
        let first = sorted.prefix(limit).map(\.element)
        return PointListError(file: file, problems: first, more: count - first.count)
    }
}
