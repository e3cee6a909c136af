/// What is under way for one command of the table.
struct CommandState: Sendable {
    /// The place of its selection, or -1.
    var selection: Int32 = -1
    /// The request that waits for the application, or whose execution runs; 0 when there is none.
    var pending: UInt64 = 0
    /// Whether a pulse runs.
    var isPulsing = false
}
