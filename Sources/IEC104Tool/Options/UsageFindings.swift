/// Everything that is wrong with a command line, collected so that it is told at once.
struct UsageFindings {
    private var errors: [UsageError] = []

    mutating func add(_ message: String) { errors.append(UsageError(message)) }

    /// What is said in both languages.
    mutating func add(_ words: Words) {
        errors.append(UsageError(words.english, chinese: words.chinese))
    }

    /// What `body` gives; what it throws is kept, and `nil` is given.
    @discardableResult
    mutating func collect<Value>(_ body: () throws(UsageError) -> Value?) -> Value? {
        do throws(UsageError) {
            return try body()
        } catch {
            errors.append(error)
            return nil
        }
    }

    /// - Throws: all that was found, a line each.
    func check() throws(UsageError) {
        guard !errors.isEmpty else { return }
        throw UsageError(
            errors.map(\.message).joined(separator: "\n  "),
            chinese: errors.map { $0.text(in: .chinese) }.joined(separator: "\n  "))
    }
}
