/// Which failed attempts to connect are told: the first one, and each one with another reason, in
/// full; those that repeat it only after intervals that grow, with their count.
struct AttemptLog {
    /// What is told of a failure.
    enum Verdict: Hashable {
        /// All of it.
        case full
        /// That it is still so: how many attempts have failed alike, in how many milliseconds.
        case still(attempts: Int, milliseconds: Int64)
        /// Nothing: it is counted.
        case nothing
    }

    /// Attempts of a link that have failed alike, one after the other.
    struct Streak: Hashable {
        fileprivate let reason: String
        fileprivate let since: Int64
        fileprivate(set) var attempts = 1
        /// How many intervals are over.
        fileprivate var told = 0
        fileprivate(set) var milliseconds: Int64 = 0
    }

    /// By the place of the link.
    private var streaks: [Int: Streak] = [:]

    /// When it is told again, in milliseconds since the first failure; later once a day.
    private static let intervals: [Int64] = [5, 30, 120, 480].map { $0 * 60_000 }
    private static let day: Int64 = 86_400_000

    /// An attempt has failed at `time`, milliseconds since 1970.
    mutating func failed(_ link: Int, _ reason: String, at time: Int64) -> Verdict {
        // A clock that was set back begins anew.
        guard var streak = streaks[link], streak.reason == reason, time >= streak.since else {
            streaks[link] = Streak(reason: reason, since: time)
            return .full
        }
        streak.attempts += 1
        streak.milliseconds = time - streak.since
        let isDue = streak.milliseconds >= Self.interval(streak.told)
        while streak.milliseconds >= Self.interval(streak.told) { streak.told += 1 }
        streaks[link] = streak
        return isDue
            ? .still(attempts: streak.attempts, milliseconds: streak.milliseconds) : .nothing
    }

    private static func interval(_ number: Int) -> Int64 {
        guard number >= intervals.count else { return intervals[number] }
        return day * Int64(number - intervals.count + 1)
    }

    /// The link is good again: what had failed before, if anything.
    mutating func succeeded(_ link: Int) -> Streak? { streaks.removeValue(forKey: link) }

    /// The attempts that fail alike at present.
    func streak(of link: Int) -> Streak? { streaks[link] }
}
