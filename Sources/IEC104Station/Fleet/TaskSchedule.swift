package import IEC104Codec
package import IEC104Session

/// When the tasks of one RTU are due: a value that is told the time.
package struct TaskSchedule: Sendable {
    private struct Timing: Sendable {
        var nextPeriod = Instant.never
        /// On the stations' clock, in milliseconds since 1970.
        var nextDaily = Int64.max
        /// When the wall clock is looked at for it.
        var nextLook = Instant.never
        /// Waits to be done, or is being done.
        var isDue = false
        /// Is due again when it is done.
        var isDueAgain = false
        /// Why it is due, or was last.
        var origin = RequestOrigin.schedule
    }

    package let tasks: [ScheduledTask]
    private var timings: [Timing]
    private let clock: FieldClock
    private var isStarted = false
    private var due: [Int] = []
    /// How often a task was due while it was not done yet.
    package private(set) var overruns: UInt64 = 0
    private static let day: Int64 = 86_400_000
    /// The end of summer time, which comes every year, does nothing twice.
    private var slack: Int64 { clock.zone?.summer == nil ? 0 : 7_200_000 }
    private static let shortestPeriod: Int64 = 1_000_000_000
    /// The wall clock may be set: it is looked at again after so long.
    private static let look: Int64 = 60_000_000_000
    /// A wall clock that jumps further past a time of the day was wrong before, as cron has it.
    private static let latest: Int64 = 10_800_000

    /// - Parameter clock: what the stations' clocks show.
    package init(_ tasks: [ScheduledTask], clock: FieldClock = FieldClock()) {
        self.tasks = tasks
        timings = Array(repeating: Timing(), count: tasks.count)
        self.clock = clock
    }

    /// Data transfer has begun.
    package mutating func started(at now: Moment) {
        isStarted = true
        due = []
        for index in tasks.indices {
            timings[index] = Timing()
            if tasks[index].runsAtStart { becomeDue(index, .start) }
            timings[index].nextPeriod = periodAfter(now.instant, index)
            timings[index].nextDaily = dailyAfter(now, index)
            timings[index].nextLook = look(index, now)
        }
    }

    /// Data transfer has ended: what was due is forgotten.
    package mutating func stopped() {
        isStarted = false
        due = []
    }

    /// A station has initialized: what it is asked after a start is due again.
    ///
    /// - Parameter answered: a task under way that it had answered in part before it initialized:
    ///   that one is due once more when it is done. What is still to be asked is not.
    package mutating func initialized(
        _ station: CommonAddress, global: CommonAddress, answered: Int?
    ) {
        guard isStarted else { return }
        for index in tasks.indices where tasks[index].runsAtStart {
            guard tasks[index].requests.contains(where: { [station, global].contains($0.station) })
            else { continue }
            if !timings[index].isDue {
                becomeDue(index, .initialization)
            } else if index == answered {
                timings[index].isDueAgain = true
            }
        }
    }

    /// When `timeout` is to be called.
    package var deadline: Instant {
        guard isStarted else { return .never }
        return timings.reduce(.never) { min($0, $1.nextPeriod, $1.nextLook) }
    }

    package mutating func timeout(at now: Moment) {
        guard isStarted else { return }
        let local = clock.local(now.wall)
        for index in tasks.indices {
            if timings[index].nextPeriod <= now.instant {
                becomeDue(index, .schedule)
                // After a long sleep the missed turns are not made up for.
                timings[index].nextPeriod = periodAfter(now.instant, index)
            }
            guard timings[index].nextLook <= now.instant else { continue }
            if timings[index].nextDaily <= local {
                if local &- timings[index].nextDaily <= Self.latest { becomeDue(index, .schedule) }
                timings[index].nextDaily = dailyAfter(now, index)
            } else if timings[index].nextDaily &- local > Self.day &+ slack {
                // The clock was set back.
                timings[index].nextDaily = dailyAfter(now, index)
            }
            timings[index].nextLook = look(index, now)
        }
    }

    /// The next task that is to be done; tell `finished` when it is.
    package mutating func next() -> Int? { due.isEmpty ? nil : due.removeFirst() }

    /// Why the task that `next` gave is done.
    package func origin(of index: Int) -> RequestOrigin {
        timings.indices.contains(index) ? timings[index].origin : .schedule
    }

    /// A task has been done, or given up.
    package mutating func finished(_ index: Int) {
        guard timings.indices.contains(index) else { return }
        timings[index].isDue = false
        guard timings[index].isDueAgain else { return }
        timings[index].isDueAgain = false
        becomeDue(index, .initialization)
    }

    private mutating func becomeDue(_ index: Int, _ origin: RequestOrigin) {
        guard !timings[index].isDue else { return overruns &+= 1 }
        timings[index].isDue = true
        timings[index].origin = origin
        due.append(index)
    }

    private func periodAfter(_ now: Instant, _ index: Int) -> Instant {
        guard let period = tasks[index].period else { return .never }
        return now.advanced(byNanoseconds: max(period.wholeNanoseconds, Self.shortestPeriod))
    }

    /// The next time of the day, later than now.
    private func dailyAfter(_ now: Moment, _ index: Int) -> Int64 {
        let local = clock.local(now.wall)
        let inDay = ((local % Self.day) + Self.day) % Self.day
        let midnight = local &- inDay
        return tasks[index].daily.map { time in
            let milliseconds = min(max(time.wholeNanoseconds / 1_000_000, 0), Self.day - 1)
            return midnight &+ milliseconds &+ (milliseconds > inDay ? 0 : Self.day)
        }.min() ?? .max
    }

    private func look(_ index: Int, _ now: Moment) -> Instant {
        guard timings[index].nextDaily != .max else { return .never }
        let left = timings[index].nextDaily &- clock.local(now.wall)
        return now.instant.advanced(
            byNanoseconds: min(max(left, 1).multipliedClamping(by: 1_000_000), Self.look))
    }
}

extension Int64 {
    /// The product, or the nearest number there is.
    fileprivate func multipliedClamping(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
