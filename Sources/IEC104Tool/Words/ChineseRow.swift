/// The Chinese words for one code: what happened, and what to check.
struct ChineseRow: Hashable, Sendable {
    /// The stable name of the code.
    let name: String
    let summary: String
    let advice: String

    init(_ name: String, _ summary: String, _ advice: String) {
        self.name = name
        self.summary = summary
        self.advice = advice
    }
}

extension [ChineseRow] {
    /// The words for the code with that name; `nil` for a code that is newer than the table.
    subscript(name: String) -> ChineseRow? { first { $0.name == name } }
}
