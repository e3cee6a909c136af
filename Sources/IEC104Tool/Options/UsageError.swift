import IEC104Inspect

/// A wrong command line, in words that say how to mend it.
struct UsageError: Error {
    let words: Words

    init(_ words: Words) { self.words = words }

    /// - Parameter chinese: the same in Chinese; `nil`: there are English words only.
    init(_ english: String, _ chinese: String? = nil) {
        words = Words(english, chinese ?? english)
    }

    /// Why something, such as `--audit 'file'`, cannot be used.
    init(_ place: String, _ reason: Words) {
        words = Words("\(place): \(reason.english).", "\(place): \(reason.chinese)。")
    }

    /// None of the options that exclude each other is given, or several are.
    static func exactlyOne(of options: [String], given: [String]) -> UsageError {
        let english = "give exactly one of " + options.joined(separator: ", ")
        let chinese = options.joined(separator: "、") + " 必须且只能给出一个"
        guard !given.isEmpty else { return UsageError("\(english).", "\(chinese)。") }
        return UsageError(
            "\(english), not \(given.joined(separator: " and ")).",
            "\(chinese), 不能同时给出 \(given.joined(separator: "、"))。")
    }

    /// In English.
    var message: String { words.english }

    func text(in language: Language) -> String { words.text(in: language) }
}
