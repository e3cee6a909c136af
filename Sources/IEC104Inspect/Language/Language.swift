/// The language of what people read; machine-readable output is the same in all.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// Chinese, in the words of DL/T 634.5101 and DL/T 634.5104.
    case chinese = "zh"

    /// The language that a locale name such as `zh_CN.UTF-8` asks for; English for others.
    public init(locale: String) {
        self = locale.lowercased().hasPrefix("zh") ? .chinese : .english
    }
}

/// A piece of text in both languages.
struct Phrase: Hashable, Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    subscript(language: Language) -> String {
        language == .chinese ? chinese : english
    }
}
