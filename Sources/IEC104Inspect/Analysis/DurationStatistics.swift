/// The shortest, the mean and the longest of a number of durations.
public struct DurationStatistics: Hashable, Sendable {
    /// How many there were.
    public private(set) var count = 0
    private var least = Int64.max
    private var most: Int64 = 0
    private var sum: Int64 = 0

    /// No durations.
    public init() {}

    /// The shortest; zero when there are none.
    public var minimum: Duration { .nanoseconds(count == 0 ? 0 : least) }
    /// The mean; zero when there are none.
    public var mean: Duration { .nanoseconds(count == 0 ? 0 : sum / Int64(count)) }
    /// The longest; zero when there are none.
    public var maximum: Duration { .nanoseconds(most) }

    /// Adds a duration in nanoseconds, 0 or more.
    mutating func add(_ nanoseconds: Int64) {
        count &+= 1
        least = min(least, nanoseconds)
        most = max(most, nanoseconds)
        let (sum, isOver) = sum.addingReportingOverflow(nanoseconds)
        self.sum = isOver ? .max : sum
    }
}
