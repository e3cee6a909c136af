import IEC104

/// Moves the values of a point table as a substation would: measured values wander about where they
/// were at the start, alarms come and go now and then, counters count.
///
/// What a point says is a function of the seed, the point and the time alone: two runs with one seed
/// are the same, however time is cut into steps. What commands drive does not move by itself.
struct Simulator: Sendable {
    private let seed: UInt64
    private var moving: [MovingPoint] = []
    /// Seconds since the start that have been shown.
    private(set) var second: Int64 = 0

    /// - Parameters:
    ///   - points: with the values around which all moves.
    ///   - seed: any number.
    ///   - isDriven: which points are left alone, such as those that commands drive.
    init(_ points: PointTable, seed: UInt64, except isDriven: (PointID) -> Bool = { _ in false }) {
        self.seed = seed
        moving.reserveCapacity(points.count)
        for point in points.points where !isDriven(point) {
            guard let object = points[point],
                let moved = MovingPoint(point, object.information, seed: seed)
            else { continue }
            moving.append(moved)
        }
    }

    /// The points of a list, but those that its commands drive.
    init(_ list: PointList, _ points: PointTable, seed: UInt64) {
        let driven = Set(list.commands.compactMap(\.target))
        self.init(points, seed: seed) { driven.contains(Int($0.index)) }
    }

    /// Moves to `second` (seconds since the start) and tells every point that says something else
    /// than where it was shown last. Time does not go back.
    mutating func advance(to second: Int64, _ change: (PointID, Information) -> Void) {
        // Some thousand years, so that nothing overflows.
        let second = min(second, 1 << 37)
        guard second > self.second else { return }
        for point in moving {
            let now = point.information(at: second)
            if now != point.information(at: self.second) { change(point.id, now) }
        }
        self.second = second
    }
}

/// A point and where it is at a time.
private struct MovingPoint: Sendable {
    let id: PointID
    private let start: Information
    private let key: UInt64

    init?(_ id: PointID, _ start: Information, seed: UInt64) {
        switch start {
        case .singlePoint, .stepPosition, .normalized, .normalizedWithoutQuality, .scaled,
            .shortFloat, .integratedTotal:
            break
        // Breakers and whatever else has a state of its own stay where they are.
        default: return nil
        }
        self.id = id
        self.start = start
        key = Self.mixed(seed ^ UInt64(id.index) &* 0x9E37_79B9_7F4A_7C15)
    }

    func information(at second: Int64) -> Information {
        switch start {
        case .singlePoint(let point):
            .singlePoint(SIQ(point.isOn != isRaised(at: second), quality: point.quality))
        case .stepPosition(let step, let quality):
            .stepPosition(VTI(Self.clamped(Int(step.value) + shift(at: second))), quality)
        case .normalized(let value, let quality):
            .normalized(NVA(moved(value.value, band: 0.02, at: second)), quality)
        case .normalizedWithoutQuality(let value):
            .normalizedWithoutQuality(NVA(moved(value.value, band: 0.02, at: second)))
        case .scaled(let value, let quality):
            .scaled(
                Int16(min(max(moved(Double(value), band: 3, at: second).rounded(), -32768), 32767)),
                quality)
        case .shortFloat(let value, let quality):
            // What is no number stays none.
            value.value.isFinite
                ? .shortFloat(
                    R32(Float(moved(Double(value.value), band: 0.05, at: second))), quality)
                : start
        case .integratedTotal(let reading):
            .integratedTotal(
                BCR(value: reading.value &+ counted(at: second), flags: reading.flags))
        default: start
        }
    }

    // MARK: Functions of time

    /// Near `middle`: within a twentieth of it or `band`, what is more. Each point moves every two
    /// to five seconds.
    private func moved(_ middle: Double, band: Double, at second: Int64) -> Double {
        let period = 2 + Int64(key & 3)
        let step = (second + Int64(key >> 8 & 0xFF)) / period
        // Between two corners, eight steps apart, on a straight line.
        let (corner, part) = step.quotientAndRemainder(dividingBy: 8)
        let from = unit(corner)
        let here = from + (unit(corner + 1) - from) * Double(part) / 8
        let start = (Int64(key >> 8 & 0xFF) / period).quotientAndRemainder(dividingBy: 8)
        let first = unit(start.quotient)
        let offset = first + (unit(start.quotient + 1) - first) * Double(start.remainder) / 8
        // Nothing has moved at the start.
        return middle + (here - offset) * max(abs(middle) * 0.025, band / 2)
    }

    /// An alarm is raised once in about ten minutes, for 2 to 33 seconds.
    private func isRaised(at second: Int64) -> Bool {
        let (window, place) = (second + Int64(key & 0x3F)).quotientAndRemainder(dividingBy: 64)
        // The first window is that of the start.
        guard window > 0 else { return false }
        let bits = Self.mixed(key ^ UInt64(bitPattern: window))
        guard bits % 10 == 0 else { return false }
        let from = Int64(bits >> 8 & 0x1F)
        let length = 2 + Int64(bits >> 16 & 0x1F)
        return place >= from && place < min(from + length, 64)
    }

    /// A tap changer: a step up or down and back, about every five minutes.
    private func shift(at second: Int64) -> Int {
        let window = (second + Int64(key & 0x7F)) / 128
        guard window > 0 else { return 0 }
        let bits = Self.mixed(key ^ UInt64(bitPattern: window))
        return bits % 5 < 2 ? (bits >> 8 & 1 == 0 ? 1 : -1) : 0
    }

    /// A counter: one every one to eight seconds.
    private func counted(at second: Int64) -> Int32 {
        Int32(truncatingIfNeeded: second / (1 + Int64(key >> 16 & 7)))
    }

    private static func clamped(_ step: Int) -> Int8 { Int8(min(max(step, -64), 63)) }

    /// -1...1 for a number of this point.
    private func unit(_ number: Int64) -> Double {
        let bits = Self.mixed(key &+ UInt64(bitPattern: number) &* 0xD1B5_4A32_D192_ED03)
        return Double(bits >> 11) / Double(1 << 52) - 1
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
