/// Everything that is wrong with a command line, collected so that it is told at once.
struct UsageFindings {
    private var errors: [UsageError] = []

    mutating func add(_ error: UsageError) { errors.append(error) }

    /// - Parameter chinese: the same in Chinese; `nil`: there are English words only.
    mutating func add(_ english: String, _ chinese: String? = nil) {
        add(UsageError(english, chinese))
    }

    /// An option says nothing without another one.
    mutating func needs(_ option: String, _ other: String) {
        add("\(option) needs \(other).", "\(option) 需要 \(other)。")
    }

    /// What `body` gives; what it throws is kept, and `nil` is given.
    @discardableResult
    mutating func collect<Value>(_ body: () throws(UsageError) -> Value?) -> Value? {
        do throws(UsageError) {
            return try body()
        } catch {
            add(error)
            return nil
        }
    }

    /// - Throws: all that was found, a line each.
    func check() throws(UsageError) {
        guard !errors.isEmpty else { return }
        throw UsageError(
            errors.map(\.words.english).joined(separator: "\n  "),
            errors.map(\.words.chinese).joined(separator: "\n  "))
    }
}
