import IEC104Net

/// What was received and not yet read by one reader of a sequence.
///
/// Sendable, as all that changes is touched under `lock` only.
package final class UpdateBuffer<Element: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    private let limit: Int
    private var waiting: [Element] = []
    /// What lies before this index was dropped.
    private var head = 0
    private var dropped = 0
    private var isFinished = false
    /// Who waits, by number.
    private var readers: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var lastReader = 0

    init(limit: Int) { self.limit = max(limit, 1) }

    deinit { for reader in readers.values { reader.resume(returning: false) } }

    var lost: Int { lock.withLock { dropped } }

    /// Adds values; the oldest that are too many are dropped.
    func append(_ updates: some Collection<Element>) {
        let woken = lock.withLock {
            waiting.append(contentsOf: updates)
            let excess = waiting.count - head - limit
            if excess > 0 {
                head += excess
                dropped += excess
                // Moved once for as many as are kept, so each append stays cheap.
                if head > limit {
                    waiting.removeFirst(head)
                    head = 0
                }
            }
            return takeReaders()
        }
        for reader in woken { reader.resume(returning: true) }
    }

    /// No more values will come.
    func finish() {
        let woken = lock.withLock {
            isFinished = true
            return takeReaders()
        }
        for reader in woken { reader.resume(returning: true) }
    }

    /// Moves all that waits into `taken`; `false` when nothing waits and nothing will come.
    func take(into taken: inout [Element]) -> Bool {
        lock.withLock {
            if waiting.count > head {
                taken.append(contentsOf: waiting[head...])
                waiting.removeAll(keepingCapacity: true)
                head = 0
                return true
            }
            return !isFinished
        }
    }

    /// Waits for values; `false` when the task was cancelled.
    func waited() async -> Bool {
        let number = lock.withLock {
            lastReader &+= 1
            return lastReader
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Bool? = lock.withLock {
                    if waiting.count > head || isFinished { return true }
                    if Task.isCancelled { return false }
                    readers[number] = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            lock.withLock { readers.removeValue(forKey: number) }?.resume(returning: false)
        }
    }

    private func takeReaders() -> [CheckedContinuation<Bool, Never>] {
        guard !readers.isEmpty else { return [] }
        defer { readers.removeAll() }
        return Array(readers.values)
    }
}
