/// How many events a buffer holds, of each class. Room is taken as it is needed, 48 octets an
/// event.
public struct EventCapacity: Hashable, Sendable {
    /// Default 10,000; 1...16777216.
    public var state: Int
    /// Default 10,000; 1...16777216.
    public var measured: Int
    /// Default 1,000; 1...16777216.
    public var counters: Int
    /// Default 1,000; 1...16777216.
    public var priority: Int

    /// The defaults, unless given.
    public init(
        state: Int = 10_000, measured: Int = 10_000, counters: Int = 1_000, priority: Int = 1_000
    ) {
        self.state = state
        self.measured = measured
        self.counters = counters
        self.priority = priority
    }

    /// Of all classes.
    var total: Int { EventClass.allCases.reduce(0) { $0 + self[$1] } }

    /// The capacity for a class, brought into its range.
    subscript(_ eventClass: EventClass) -> Int {
        let wanted =
            switch eventClass {
            case .state: state
            case .measured: measured
            case .counters: counters
            case .priority: priority
            }
        return min(max(wanted, 1), 1 << 24)
    }
}
