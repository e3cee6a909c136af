/// How a point moves by itself, as the column `simulate` of a list says. Times are in milliseconds,
/// values in the units of the list (-1...1 for a normalized value, 0 and 1 for a single point, 0 to
/// 3 for a double one), phases in turns.
enum Course: Hashable, Sendable {
    /// Stays where it is; `nil` for the value of the list.
    case constant(Double?)
    /// From one value to the other in a straight line, again and again.
    case ramp(from: Double, to: Double, period: Int64, phase: Double)
    /// Around `offset`; `nil` for the value of the list.
    case sine(amplitude: Double, period: Int64, phase: Double, offset: Double?)
    /// `high` for a share of each period, then `low`.
    case square(low: Double, high: Double, period: Int64, duty: Double, phase: Double)
    /// A step up, down or none each period, within bounds.
    case walk(step: Double, range: ClosedRange<Double>, period: Int64)
    /// Somewhere around the value of the list, another place each period.
    case noise(amplitude: Double, period: Int64)
    /// A state is drawn each period: on with this chance.
    case random(chance: Double, period: Int64)
    /// So much more each period.
    case counter(step: Double, period: Int64)
    /// As a file says; it begins again at its end, or stays.
    case series(file: Int, loops: Bool, isStraight: Bool)
    /// As another point, so much later.
    case follow(factor: Double, offset: Double, delay: Int64)

    /// How often it is to be looked at: one of `steps`.
    func step(_ series: [Series]) -> Int64 {
        switch self {
        case .constant: Self.steps[0]
        case .ramp(_, _, let period, _), .sine(_, let period, _, _):
            Self.steps.first { $0 <= max(period / 50, 50) } ?? 50
        case .square(_, _, let period, let duty, let phase):
            Self.step(dividing: [
                period, Int64((Double(period) * duty).rounded()),
                Int64((Double(period) * phase).rounded()),
            ])
        case .walk(_, _, let period), .noise(_, let period), .random(_, let period),
            .counter(_, let period):
            Self.step(dividing: [period])
        case .series(let file, _, let isStraight):
            isStraight
                ? 100 : series.indices.contains(file) ? series[file].step : Self.steps[0]
        case .follow: 50
        }
    }

    /// Milliseconds, each a divisor of those before.
    static let steps: [Int64] = [1000, 500, 100, 50, 10]

    /// The longest step that meets all of these times.
    static func step(dividing times: some Sequence<Int64>) -> Int64 {
        var place = 0
        for time in times {
            while place < steps.count - 1, time % steps[place] != 0 { place += 1 }
        }
        return steps[place]
    }
}

/// A point of a list that moves by itself.
struct SimulatedPoint: Hashable, Sendable {
    /// Its place in `PointList.points`.
    let place: UInt32
    /// The place of its course in `PointList.courses`.
    let course: UInt32
    /// The place of the point that it follows.
    var source: UInt32?
}
