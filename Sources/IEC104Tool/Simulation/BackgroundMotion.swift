import IEC104

/// Moves values as in a substation: measured values wander about where they were at the start,
/// alarms come and go now and then, counters count. Where a point is, is a function of the seed, the
/// point and the second alone.
struct BackgroundMotion: Sendable {
    private var moving: [MovingPoint] = []
    private var second: Int64 = 0

    init() {}

    /// - Parameter isStill: which points are left alone.
    init(_ points: PointTable, seed: UInt64, except isStill: (PointID) -> Bool) {
        moving.reserveCapacity(points.count)
        for point in points.points where !isStill(point) {
            guard let object = points[point],
                let moved = MovingPoint(point, object.information, seed: seed)
            else { continue }
            moving.append(moved)
        }
    }

    var isEmpty: Bool { moving.isEmpty }

    mutating func advance(to second: Int64, _ change: (PointID, Information) -> Void) {
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
        key = Chance.key(seed, id.index)
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
        let bits = Chance.mixed(key ^ UInt64(bitPattern: window))
        guard bits % 10 == 0 else { return false }
        let from = Int64(bits >> 8 & 0x1F)
        let length = 2 + Int64(bits >> 16 & 0x1F)
        return place >= from && place < min(from + length, 64)
    }

    /// A tap changer: a step up or down and back, about every five minutes.
    private func shift(at second: Int64) -> Int {
        let window = (second + Int64(key & 0x7F)) / 128
        guard window > 0 else { return 0 }
        let bits = Chance.mixed(key ^ UInt64(bitPattern: window))
        return bits % 5 < 2 ? (bits >> 8 & 1 == 0 ? 1 : -1) : 0
    }

    /// A counter: one every one to eight seconds.
    private func counted(at second: Int64) -> Int32 {
        Int32(truncatingIfNeeded: second / (1 + Int64(key >> 16 & 7)))
    }

    private static func clamped(_ step: Int) -> Int8 { Int8(min(max(step, -64), 63)) }

    /// -1...1 for a number of this point.
    private func unit(_ number: Int64) -> Double { Chance.unit(key, number) }
}
