/// How often values were in ranges, as Prometheus counts: cumulative from the lowest bound on.
struct Histogram {
    /// Upper bounds, ascending.
    let bounds: [Double]
    /// One more than `bounds`: the last is for all that is above.
    private(set) var counts: [UInt64]
    private(set) var sum = 0.0
    /// The value that came last.
    private(set) var last: Double?

    init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    var count: UInt64 { counts.reduce(0, +) }

    mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
        last = value
    }
}
