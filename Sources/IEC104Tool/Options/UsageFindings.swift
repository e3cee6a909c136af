/// Everything that is wrong with a command line, collected so that it is told at once.
struct UsageFindings {
    private var messages: [String] = []

    mutating func add(_ message: String) { messages.append(message) }

    /// What `body` gives; what it throws is kept, and `nil` is given.
    @discardableResult
    mutating func collect<Value>(_ body: () throws(UsageError) -> Value?) -> Value? {
        do throws(UsageError) {
            return try body()
        } catch {
            add(error.message)
            return nil
        }
    }

    /// - Throws: all that was found, a line each.
    func check() throws(UsageError) {
        guard !messages.isEmpty else { return }
        throw UsageError(messages.joined(separator: "\n  "))
    }
}
