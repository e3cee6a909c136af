/// When a lost connection is made again: after a pause that grows with each failure.
public struct Reconnection: Hashable, Sendable {
    /// The pause after the first failure. Default 1 s.
    public var first: Duration
    /// The longest pause. Default 60 s.
    public var longest: Duration
    /// What the pause is multiplied by after each failure. Default 2.
    public var factor: Double
    /// The part of a pause that is left to chance, so that many masters do not come at once,
    /// 0...1. Default 0.2.
    public var jitter: Double

    /// The defaults, unless given.
    public init(
        first: Duration = .seconds(1), longest: Duration = .seconds(60), factor: Double = 2,
        jitter: Double = 0.2
    ) {
        self.first = first
        self.longest = longest
        self.factor = factor
        self.jitter = jitter
    }

    /// A connection that lasted so long was no failure: the next pause is the first one again.
    package static let stable: Duration = .seconds(10)

    /// The pause after `failures` failures in a row; `chance` is 0...1.
    package func pause(afterFailures failures: Int, chance: Double) -> Duration {
        // What is no number, or too large to count with, is taken as the nearest that is none.
        let factor = factor.isNaN ? 2 : min(max(factor, 1), 1000)
        let longest = min(max(longest, .zero), .seconds(24 * 3600))
        var pause = min(max(first, .zero), longest)
        for _ in 1..<max(failures, 1) where pause < longest { pause = pause * factor }
        pause = min(pause, longest)
        let part = jitter.isNaN ? 0 : min(max(jitter, 0), 1)
        return pause * (1 - part * min(max(chance, 0), 1))
    }
}
