import Synchronization

/// One turn: wait, read what is ready, timers, jobs, then send what all of that gave.
extension EventLoop {
    func turn() throws(SystemError) {
        let count = unsafe try poller.wait(nanoseconds: timeToWait(), readyEvents)
        inbox.isSleeping.store(false, ordering: .relaxed)
        now = MonotonicClock.now()
        latest = now
        // Many that send without end must not make a turn long for one who asks little.
        readLimit =
            count <= 4 ? StreamLimit.read : max(StreamLimit.turn / count, StreamLimit.leastRead)
        // Input that waits is seen before a time-out fires.
        for index in 0..<count {
            // `wait` filled the first `count`.
            let event = unsafe readyEvents[index]
            sources[event.token]?.ready(event.readiness)
        }
        let fired = fireTimers()
        let ran = runJobs()
        if pendingCount > 0 { finishPending() }
        counters.turns.count()
        guard count | fired | ran != 0 else { return }
        counters.events.count(count)
        let end = MonotonicClock.now()
        lastActivity = end
        latest = end
        if end &- now > counters.longestTurn.load(ordering: .relaxed) {
            counters.longestTurn.store(end &- now, ordering: .relaxed)
        }
    }

    /// How long the next wait may last: 0 when something waits to be done.
    private func timeToWait() -> Int64 {
        guard jobCount | pendingCount == 0, !inbox.isFilled.load(ordering: .relaxed) else {
            return 0
        }
        if spin > 0, latest < lastActivity.later(by: spin) { return 0 }
        let time = nextTimer == .max ? Int64.max : nextTimer &- latest
        guard time > 0, inbox.mayGoToSleep() else { return 0 }
        return time
    }

    private func fireTimers() -> Int {
        guard nextTimer <= now else { return 0 }
        var fired = 0
        // Bounded, as a timer may set itself to the past again and again.
        for _ in 0..<timers.count {
            guard let fire = timers.takeDue(now) else { break }
            fire()
            fired += 1
        }
        nextTimer = timers.next
        counters.timers.count(fired)
        return fired
    }

    /// The calls at the end of the turn; a bounded number of rounds, as they may ask for more.
    func finishPending() {
        for _ in 0..<4 where pendingCount > 0 {
            swap(&pending, &finishing)
            pendingCount = 0
            for index in 0..<finishing.count {
                let source = finishing[index]
                source.isPending = false
                source.endOfTurn()
            }
            finishing.removeAll(keepingCapacity: true)
        }
    }
}
