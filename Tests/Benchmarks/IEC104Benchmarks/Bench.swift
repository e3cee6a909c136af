/// Timing of pieces of work beside each other.
enum Bench {
    static let repetitions = 7

    /// The median seconds of each piece, run in turn `repetitions` times after one warm-up.
    static func interleaved(_ pieces: [() -> UInt64]) -> [Double] {
        var times = [[Double]](repeating: [], count: pieces.count)
        var total: UInt64 = 0
        for repetition in 0...repetitions {
            for (index, piece) in pieces.enumerated() {
                let clock = ContinuousClock()
                let start = clock.now
                total &+= piece()
                let elapsed = (clock.now - start).components
                guard repetition > 0 else { continue }
                times[index].append(Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
            }
        }
        // Used, so that no work is optimized away.
        if total == 1 { print(total) }
        return times.map { $0.sorted()[repetitions / 2] }
    }

    /// A number with two digits behind the point.
    static func text(_ value: Double) -> String {
        "\(Double(Int(value * 100 + 0.5)) / 100)"
    }
}
