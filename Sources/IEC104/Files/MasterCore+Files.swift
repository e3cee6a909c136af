import IEC104Station

/// Those who wait for what happens to jobs with files.
struct FileWaiters {
    typealias Waiter = CheckedContinuation<FileJobEvent, Never>

    private var waiting: [UInt64: Waiter] = [:]
    /// Events that nobody has taken; of each job at most two.
    private var events: [UInt64: [FileJobEvent]] = [:]
    /// Jobs whose user has gone.
    private var abandoned: Set<UInt64> = []

    mutating func tell(_ event: FileJobEvent) {
        let isEnd: Bool
        if case .ended = event { isEnd = true } else { isEnd = false }
        let job = event.job
        if abandoned.contains(job) {
            if isEnd { abandoned.remove(job) }
        } else if let waiter = waiting.removeValue(forKey: job) {
            waiter.resume(returning: event)
        } else if isEnd {
            // What came before it is of no use any more.
            events[job] = [event]
        } else {
            events[job, default: []].append(event)
        }
    }

    mutating func await(_ job: UInt64, _ waiter: Waiter) {
        guard var told = events.removeValue(forKey: job), !told.isEmpty else {
            waiting[job] = waiter
            return
        }
        waiter.resume(returning: told.removeFirst())
        if !told.isEmpty { events[job] = told }
    }

    /// Nobody will ask for the end; `hasEnded`: it was told already.
    mutating func abandon(_ job: UInt64) {
        var hasEnded = false
        for event in events.removeValue(forKey: job) ?? [] {
            if case .ended = event { hasEnded = true }
        }
        if !hasEnded { abandoned.insert(job) }
    }
}

extension FileJobEvent {
    var job: UInt64 {
        switch self {
        case .octets(let job, _), .wants(let job, _), .ended(let job, _): job
        }
    }
}
