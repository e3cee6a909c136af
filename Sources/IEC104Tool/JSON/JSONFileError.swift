import IEC104Inspect

/// What is wrong with a JSON file, or odd: all of it at once.
struct JSONFileError: Error, Hashable, Sendable {
    let file: String
    /// The first of the problems, in the order of the text.
    let problems: [Problem]
    /// How many there are besides.
    let more: Int

    struct Problem: Hashable, Sendable {
        let line: Int
        let column: Int
        /// Such as `steps[3].at`; empty for the text as a whole.
        let path: String
        let words: Words
    }

    /// A line for each problem: `storm.json:12:5: steps[3].at: ...`.
    func description(in language: Language) -> String {
        let isChinese = language == .chinese
        var lines = problems.map { problem in
            "\(file):\(problem.line):\(problem.column): "
                + (problem.path.isEmpty ? "" : problem.path + ": ")
                + problem.words.text(in: language)
        }
        if more > 0 {
            lines.append(isChinese ? "\(file): 另有\(more)处错误" : "\(file): and \(more) more")
        }
        return lines.joined(separator: "\n")
    }
}
