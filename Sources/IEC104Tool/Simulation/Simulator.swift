import IEC104

/// Moves the values of a point table: those whose list says how, and the others as a substation
/// would where that is asked for.
///
/// What a point says is a function of the seed, the point and the time, however time is cut into
/// steps; but for points that walk, whose steps are, and for points that follow, which look at their
/// source. What commands drive does not move unless its list says so.
struct Simulator: Sendable {
    /// Points that are looked at equally often.
    private struct Pace: Sendable {
        let step: Int64
        var points: [CoursePoint] = []
    }

    private let courses: [Course]
    private let series: [Series]
    private let seed: UInt64
    private var paces: [Pace] = Course.steps.map { Pace(step: $0) }
    private var background: BackgroundMotion
    /// Sources before those that follow them.
    private var followers: [Follower] = []
    /// Counters that count, rather than say what a course says, and their readings at the start.
    private(set) var counters: [PointID: Int32] = [:]
    /// Milliseconds since the start that have been shown.
    private(set) var time: Int64 = 0
    /// Some thousand years, so that nothing overflows.
    static let longest: Int64 = 1 << 47

    /// - Parameters:
    ///   - points: those of the list, with the values at the start.
    ///   - series: those of `list.seriesFiles`.
    ///   - seed: any number.
    ///   - movesAll: whether points move of which the list says nothing.
    init(
        _ list: PointList, _ points: PointTable, series: [Series] = [], seed: UInt64,
        movesAll: Bool
    ) {
        courses = list.courses
        self.series = series
        self.seed = seed
        var still = Set(list.simulated.map { Int($0.place) })
        still.formUnion(list.commands.compactMap(\.target))
        background =
            movesAll
            ? BackgroundMotion(points, seed: seed) { still.contains(Int($0.index)) }
            : BackgroundMotion()
        for point in list.simulated { add(point, points) }
        if movesAll {
            for point in points.points where !still.contains(Int(point.index)) {
                guard case .integratedTotal(let reading)? = points[point]?.information else {
                    continue
                }
                counters[point] = reading.value
            }
        }
        let depths = Self.depths(list.simulated)
        followers.sort {
            (depths[$0.id.index] ?? 0, $0.id.index) < (depths[$1.id.index] ?? 0, $1.id.index)
        }
    }

    private mutating func add(_ point: SimulatedPoint, _ points: PointTable) {
        let id = PointID(index: point.place)
        guard courses.indices.contains(Int(point.course)),
            let start = points[id]?.information, start.number != nil
        else { return }
        switch courses[Int(point.course)] {
        case .constant(nil): return
        case .follow(let factor, let offset, let delay):
            guard let source = point.source else { return }
            followers.append(
                Follower(
                    id: id, source: PointID(index: source), factor: factor, offset: offset,
                    delay: delay, shown: start))
        case let course:
            if case .counter = course, case .integratedTotal(let reading) = start {
                counters[id] = reading.value
            }
            let step = course.step(series)
            let pace = paces.firstIndex { $0.step == step } ?? 0
            paces[pace].points.append(
                CoursePoint(id: id, course: point.course, start: start, seed: seed))
        }
    }

    /// How many points each one is away from one that follows none.
    private static func depths(_ simulated: [SimulatedPoint]) -> [UInt32: Int] {
        var sources: [UInt32: UInt32] = [:]
        for point in simulated { if let source = point.source { sources[point.place] = source } }
        var depths: [UInt32: Int] = [:]
        for place in sources.keys {
            var way: [UInt32] = []
            var next: UInt32? = place
            while let point = next, depths[point] == nil, way.count <= sources.count {
                way.append(point)
                next = sources[point]
            }
            var depth = next.flatMap { depths[$0] } ?? -1
            for point in way.reversed() {
                depth += 1
                depths[point] = depth
            }
        }
        return depths
    }

    /// Whether anything moves.
    var isEmpty: Bool {
        followers.isEmpty && background.isEmpty && paces.allSatisfy(\.points.isEmpty)
    }

    /// Milliseconds between two looks that are enough.
    var step: Int64 {
        var step = followers.isEmpty ? 1000 : Self.followStep
        for pace in paces where !pace.points.isEmpty { step = min(step, pace.step) }
        return step
    }

    private static let followStep: Int64 = 50

    /// Moves to `time` (milliseconds since the start) and tells every point that says something
    /// else than where it was shown last. Time does not go back.
    ///
    /// - Parameters:
    ///   - value: what a point says now.
    ///   - change: sets a point, at once.
    mutating func advance(
        to time: Int64, reading value: (PointID) -> Information?,
        _ change: (PointID, Information) -> Void
    ) {
        let time = min(time, Self.longest)
        guard time > self.time else { return }
        for pace in paces.indices where !paces[pace].points.isEmpty {
            let step = paces[pace].step
            let now = time / step * step
            guard now > self.time || self.time == 0 else { continue }
            for place in paces[pace].points.indices {
                paces[pace].points[place].move(to: now, courses, series, change)
            }
        }
        background.advance(to: time / 1000, change)
        for place in followers.indices {
            followers[place].move(to: time, reading: value, change)
        }
        self.time = time
    }
}
