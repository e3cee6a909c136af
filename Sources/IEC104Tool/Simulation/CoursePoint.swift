import Glibc
import IEC104

/// A point that moves by a course of its list, and where it is.
struct CoursePoint: Sendable {
    private let id: PointID
    private let course: UInt32
    private let key: UInt64
    private let start: Information
    private var shown: Information
    /// Walks: where it is after so many steps.
    private var walked: (steps: Int64, value: Double)

    init(id: PointID, course: UInt32, start: Information, seed: UInt64) {
        self.id = id
        self.course = course
        self.start = start
        key = Chance.key(seed, id.index)
        shown = start
        walked = (0, start.number ?? 0)
    }

    /// Most steps that a walk makes up for at once: those before are left out.
    private static let mostSteps: Int64 = 100_000

    mutating func move(
        to time: Int64, _ courses: [Course], _ series: [Series],
        _ change: (PointID, Information) -> Void
    ) {
        guard let number = number(at: time, courses[Int(course)], series) else { return }
        let now = start.with(number: number)
        guard now != shown else { return }
        shown = now
        change(id, now)
    }

    private mutating func number(
        at time: Int64, _ course: Course, _ series: [Series]
    ) -> Double? {
        let middle = start.number ?? 0
        switch course {
        case .constant(let value): return value
        case .ramp(let from, let to, let period, let phase):
            return from + (to - from) * Self.place(time, period, phase)
        case .sine(let amplitude, let period, let phase, let offset):
            return (offset ?? middle)
                + amplitude * sin(2 * .pi * Self.place(time, period, phase))
        case .square(let low, let high, let period, let duty, let phase):
            // In whole milliseconds, so that no edge is a step too late.
            let shift = Int64((Double(period) * phase).rounded())
            let high_ = Int64((Double(period) * duty).rounded())
            return (time + shift) % max(period, 1) < high_ ? high : low
        case .walk(let step, let range, let period):
            walk(to: time / max(period, 1), step, range)
            return walked.value
        case .noise(let amplitude, let period):
            return middle + amplitude * Chance.unit(key, time / max(period, 1))
        case .random(let chance, let period):
            let isOn = (Chance.unit(key, time / max(period, 1)) + 1) / 2 < chance
            if case .doublePoint = start { return isOn ? 2 : 1 }
            return isOn ? 1 : 0
        case .counter(let step, let period):
            return middle + step * Double(time / max(period, 1))
        case .series(let file, let loops, let isStraight):
            guard series.indices.contains(file) else { return nil }
            return series[file].value(at: time, loops: loops, isStraight: isStraight)
        case .follow: return nil
        }
    }

    /// Which part of its period it is in, 0..<1.
    private static func place(_ time: Int64, _ period: Int64, _ phase: Double) -> Double {
        let place = Double(time % max(period, 1)) / Double(max(period, 1)) + phase
        return place - place.rounded(.down)
    }

    private mutating func walk(to steps: Int64, _ step: Double, _ range: ClosedRange<Double>) {
        if walked.steps == 0 {
            walked.value = min(max(walked.value, range.lowerBound), range.upperBound)
        }
        var number = max(walked.steps, steps - Self.mostSteps)
        while number < steps {
            number += 1
            let draw = Chance.mixed(key &+ UInt64(bitPattern: number)) % 3
            let next = walked.value + step * (Double(draw) - 1)
            if range.contains(next) { walked.value = next }
        }
        walked.steps = steps
    }
}

/// A point that follows another one.
struct Follower: Sendable {
    let id: PointID
    private let source: PointID
    private let factor: Double
    private let offset: Double
    private let delay: Int64
    private var shown: Information
    /// What the source said, and when, oldest first, as far as it is not yet due.
    private var pending: ArraySlice<(time: Int64, said: Information)> = []
    private var said: Information?
    /// Most changes that wait: of what changes faster, the latest are taken together.
    private static let mostPending = 1024

    init(
        id: PointID, source: PointID, factor: Double, offset: Double, delay: Int64,
        shown: Information
    ) {
        (self.id, self.source) = (id, source)
        (self.factor, self.offset, self.delay) = (factor, offset, delay)
        self.shown = shown
    }

    mutating func move(
        to time: Int64, reading value: (PointID) -> Information?,
        _ change: (PointID, Information) -> Void
    ) {
        if let now = value(source), now != said {
            said = now
            if pending.count >= Self.mostPending { pending.removeLast() }
            pending.append((time, now))
        }
        var due: Information?
        while let first = pending.first, first.time <= time - delay {
            due = first.said
            pending.removeFirst()
        }
        guard let due, let now = image(of: due), now != shown else { return }
        shown = now
        change(id, now)
    }

    /// What the point says when its source says `source`.
    private func image(of source: Information) -> Information? {
        guard let number = source.number else { return nil }
        let isState = Self.state(shown) != nil
        if let state = Self.state(source) {
            // States as 0, 1, and a half for what is neither.
            let moved =
                factor < 0 && isState ? 1 - state : isState ? state : state * factor + offset
            return Self.with(moved, shown).with(source.quality)
        }
        return Self.with(number * factor + offset, shown).with(source.quality)
    }

    private static func state(_ information: Information) -> Double? {
        switch information {
        case .singlePoint(let point): point.isOn ? 1 : 0
        case .doublePoint(let point): point.state == .on ? 1 : point.state == .off ? 0 : 0.5
        default: nil
        }
    }

    private static func with(_ number: Double, _ information: Information) -> Information {
        guard case .doublePoint = information else { return information.with(number: number) }
        return information.with(number: number > 0.75 ? 2 : number < 0.25 ? 1 : 0)
    }
}
