import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// A thousand RTUs that are lost at once, in virtual time.
@Suite("A thousand RTUs that return at once")
struct StampedeTests {
    private struct Outcome {
        /// When attempts were made, in nanoseconds.
        var attempts: [Int64] = []
        /// When each was connected again.
        var connected: [Int64] = []
    }

    /// What happens until all are connected again, when the RTUs can be reached from `return` on.
    private func run(outage: Int64, spacing: Duration) -> Outcome {
        var random = SeededRandom(seed: 7)
        var pace = AttemptPace(spacing: spacing)
        var hasTurn = Array(repeating: false, count: 1000)
        var outcome = Outcome()
        let start = Instant(seconds: 100)
        var plans = (0..<1000).map { _ in
            var plan = RedundancyPlan(links: 1)
            plan.begin(at: start)
            _ = plan.next()
            plan.connected(0, at: start)
            _ = plan.next()
            plan.started(0, at: start)
            return plan
        }
        // Long enough for the pauses to begin anew.
        let lost = Instant(seconds: 200)
        for index in plans.indices {
            _ = plans[index].ended(0, chance: Double.random(in: 0...1, using: &random), at: lost)
        }
        let back = lost.advanced(byNanoseconds: outage)
        var now = lost
        while outcome.connected.count < plans.count {
            now = now.advanced(byNanoseconds: 20_000_000)
            let due = plans.indices.map { (plans[$0].deadline, $0) }.filter { $0.0 <= now }
            for (time, index) in due.sorted(by: { $0 < $1 }) {
                plans[index].timeout(at: time)
                guard plans[index].next() != nil else { continue }
                if !hasTurn[index] {
                    let turn = pace.turn(at: time)
                    if turn > time {
                        hasTurn[index] = true
                        plans[index].postpone(0, until: turn)
                        continue
                    }
                }
                hasTurn[index] = false
                outcome.attempts.append(time.nanoseconds)
                if time >= back {
                    plans[index].connected(0, at: now)
                    outcome.connected.append(time.nanoseconds(since: back))
                } else {
                    _ = plans[index].ended(
                        0, chance: Double.random(in: 0...1, using: &random), at: time)
                }
            }
        }
        return outcome
    }

    @Test(
        "attempts are spread however long nothing could be reached, and none waits for ever",
        arguments: [0, 1, 10, 100] as [Int64])
    func spread(_ seconds: Int64) {
        let outcome = run(outage: seconds * 1_000_000_000, spacing: .milliseconds(2))
        let times = outcome.attempts.sorted()
        let closest = zip(times, times.dropFirst()).map { $1 - $0 }.min()
        #expect(closest.map { $0 >= 2_000_000 } == true)
        // The longest pause, and the turns of all.
        #expect(outcome.connected.max().map { $0 <= 62_000_000_000 } == true)
        #expect(outcome.connected.count == 1000)
    }

    @Test("without spacing they come as their pauses say")
    func unspaced() {
        let outcome = run(outage: 0, spacing: .zero)
        #expect(outcome.connected.max().map { $0 <= 1_000_000_000 } == true)
    }
}
