import IEC104Inspect

/// A sentence for people, in the languages of the command.
struct Words: Error, Hashable, Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    func text(in language: Language) -> String { language == .chinese ? chinese : english }
}
