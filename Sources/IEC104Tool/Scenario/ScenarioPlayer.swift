import IEC104

/// Plays a scenario in time, as a value: what happens, and when, depends on the scenario alone.
struct ScenarioPlayer: Sendable {
    let scenario: Scenario
    /// What each step does next, a heap in the order of time and steps.
    private var heap: [Cursor] = []

    private struct Cursor {
        var time: Int64
        let step: Int
        var turn = 0
        /// How often the step has happened in this turn.
        var repetition = 0
        /// Of a burst: how many of its events have happened.
        var event = 0

        func precedes(_ other: Cursor) -> Bool { (time, step) < (other.time, other.step) }
    }

    /// Most events of one `advance`; what is left comes with the next one.
    static let mostEvents = 20_000

    init(_ scenario: Scenario) {
        self.scenario = scenario
        for step in scenario.steps.indices {
            push(Cursor(time: scenario.steps[step].at, step: step))
        }
    }

    /// When something happens next, in milliseconds from the start; `nil` when all is done.
    var deadline: Int64? { heap.first?.time }

    /// What happens until `time`, in its order.
    mutating func advance(to time: Int64) -> [ScenarioEvent] {
        var events: [ScenarioEvent] = []
        while let first = heap.first, first.time <= time, events.count < Self.mostEvents {
            var cursor = pop(first)
            happen(cursor, &events)
            if moveOn(&cursor) { push(cursor) }
        }
        return events
    }

    private func happen(_ cursor: Cursor, _ events: inout [ScenarioEvent]) {
        let step = scenario.steps[cursor.step]
        // Of what happens again within a second the first time stands for all.
        let isFirst = cursor.repetition == 0 || step.every >= 1000
        if cursor.event == 0, isFirst, cursor.turn == 0 || scenario.length >= 1000 {
            events.append(.begin(step: cursor.step, turn: cursor.turn))
        }
        let mode = step.events
        switch step.action {
        case .set(let changes):
            for change in changes { events.append(.set(change.point, change.information, mode)) }
        case .toggle(let points): for point in points { events.append(.toggle(point, mode)) }
        case .quality(let points, let quality):
            for point in points { events.append(.quality(point, quality, mode)) }
        case .burst(let points, _, _):
            let key = Chance.key(scenario.seed, UInt32(truncatingIfNeeded: cursor.step))
            let number =
                UInt64(truncatingIfNeeded: cursor.turn) << 40
                ^ UInt64(truncatingIfNeeded: cursor.repetition) << 20
                ^ UInt64(truncatingIfNeeded: cursor.event)
            events.append(
                .disturb(points[cursor.event % points.count], Chance.mixed(key ^ number)))
        case .drop(let client): events.append(.drop(client))
        case .restart(let station, let cause): events.append(.restart(station, cause))
        case .clock(let milliseconds): events.append(.clock(by: milliseconds))
        }
    }

    /// Moves a cursor to what its step does next; `false` when that is nothing.
    private func moveOn(_ cursor: inout Cursor) -> Bool {
        let step = scenario.steps[cursor.step]
        var offset: Int64 = 0
        cursor.event += 1
        if case .burst(_, let count, let within) = step.action, cursor.event < count {
            offset = within * Int64(cursor.event) / Int64(count)
        } else {
            cursor.event = 0
            cursor.repetition += 1
            if cursor.repetition >= step.times {
                cursor.repetition = 0
                cursor.turn += 1
                if let turns = scenario.turns, cursor.turn >= turns { return false }
            }
        }
        let (start, overflow) = scenario.length.multipliedReportingOverflow(by: Int64(cursor.turn))
        guard !overflow, start < Simulator.longest else { return false }
        cursor.time = start + step.at + step.every * Int64(cursor.repetition) + offset
        return true
    }

    // MARK: The heap

    private mutating func push(_ cursor: Cursor) {
        heap.append(cursor)
        var place = heap.count - 1
        while place > 0, heap[place].precedes(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out `first`, which is the first.
    private mutating func pop(_ first: Cursor) -> Cursor {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].precedes(heap[least]) {
                least = child
            }
            guard least != place else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}
