import Synchronization

/// What a loop did since it was made.
public struct EventLoopStatistics: Hashable, Sendable {
    /// Times it waited for events.
    public var turns = 0
    /// Descriptors that were ready.
    public var events = 0
    /// Parts of asynchronous functions that it ran.
    public var jobs = 0
    /// Timers that fired.
    public var timers = 0
    /// Times that another thread had to wake it, by one call of the system each.
    public var wakeUps = 0
    /// Connections that listeners accepted.
    public var accepted = 0
    /// Times that accepting was put off because descriptors or memory had run out.
    public var acceptPauses = 0
    /// The longest time from the end of a wait to the next wait: code that takes long in the loop
    /// shows here.
    public var longestTurn = Duration.zero
}

/// The counters behind it: written by the loop's thread alone, read by any.
final class LoopCounters: Sendable {
    let turns = Atomic(0)
    let events = Atomic(0)
    let jobs = Atomic(0)
    let timers = Atomic(0)
    let wakeUps = Atomic(0)
    let accepted = Atomic(0)
    let acceptPauses = Atomic(0)
    let longestTurn = Atomic<Int64>(0)

    var statistics: EventLoopStatistics {
        var all = EventLoopStatistics()
        all.turns = turns.load(ordering: .relaxed)
        all.events = events.load(ordering: .relaxed)
        all.jobs = jobs.load(ordering: .relaxed)
        all.timers = timers.load(ordering: .relaxed)
        all.wakeUps = wakeUps.load(ordering: .relaxed)
        all.accepted = accepted.load(ordering: .relaxed)
        all.acceptPauses = acceptPauses.load(ordering: .relaxed)
        all.longestTurn = .nanoseconds(longestTurn.load(ordering: .relaxed))
        return all
    }
}

extension Atomic where Value == Int {
    /// For the one thread that writes: no locked instruction.
    @inline(__always)
    func count(_ more: Int = 1) { store(load(ordering: .relaxed) &+ more, ordering: .relaxed) }
}
