import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("The schedule of an RTU")
struct TaskScheduleTests {
    private static let ask = MasterRequest.interrogation(station: 1, .station)
    /// 2023-11-14 00:00:00 UTC, in milliseconds since 1970.
    private static let midnight: Int64 = 1_699_920_000_000

    private func moment(_ seconds: Int64, wall: Int64? = nil) -> Moment {
        Moment(Instant(seconds: seconds), wall: Self.midnight + (wall ?? seconds) * 1000)
    }

    /// What is due; all of it is done at once.
    private func take(_ schedule: inout TaskSchedule) -> [Int] {
        var due: [Int] = []
        while let task = schedule.next() {
            due.append(task)
            schedule.finished(task)
        }
        return due
    }

    @Test("tasks of the start are due after each start, in their order")
    func start() {
        var schedule = TaskSchedule([
            ScheduledTask([Self.ask], runsAtStart: true), ScheduledTask([Self.ask]),
            ScheduledTask([Self.ask], runsAtStart: true),
        ])
        #expect(schedule.deadline == .never)
        same(take(&schedule), [])
        for _ in 0..<2 {
            schedule.started(at: moment(0))
            same(take(&schedule), [0, 2])
            schedule.stopped()
        }
        schedule.initialized(1, global: .global, answered: nil)
        same(take(&schedule).isEmpty, true)
        schedule.started(at: moment(0))
        _ = take(&schedule)
        schedule.initialized(1, global: .global, answered: nil)
        same(take(&schedule), [0, 2])
        same(schedule.origin(of: 2), .initialization)
    }

    @Test(
        "a station that initializes is asked again, and no other one; what is still to come is not")
    func initialized() {
        func task(_ station: CommonAddress) -> ScheduledTask {
            ScheduledTask([.interrogation(station: station, .station)], runsAtStart: true)
        }
        var schedule = TaskSchedule([task(1), task(2), task(.global)])
        schedule.started(at: moment(0))
        // Nothing has been answered yet.
        schedule.initialized(2, global: .global, answered: nil)
        same(take(&schedule), [0, 1, 2])
        schedule.initialized(2, global: .global, answered: nil)
        same(take(&schedule), [1, 2])
        #expect(schedule.overruns == 0)
        // In the midst of its answer.
        schedule.initialized(1, global: .global, answered: nil)
        same(schedule.next(), 0)
        schedule.initialized(1, global: .global, answered: 0)
        same(schedule.next(), 2)
        schedule.finished(2)
        same(schedule.next(), nil)
        schedule.finished(0)
        same(take(&schedule), [0])
        same(take(&schedule), [])
    }

    @Test("T-12: a period counts from the start; turns slept through are not made up for")
    func period() {
        var schedule = TaskSchedule([ScheduledTask([Self.ask], period: .seconds(10))])
        schedule.started(at: moment(100))
        #expect(schedule.deadline == Instant(seconds: 110))
        schedule.timeout(at: moment(109))
        same(take(&schedule).isEmpty, true)
        schedule.timeout(at: moment(110))
        same(take(&schedule), [0])
        #expect(schedule.deadline == Instant(seconds: 120))
        schedule.timeout(at: moment(175))
        same(take(&schedule), [0])
        #expect(schedule.deadline == Instant(seconds: 185))
        schedule.stopped()
        #expect(schedule.deadline == .never)
    }

    @Test("a task that is not done yet is not due twice, but counted")
    func overrun() {
        var schedule = TaskSchedule([ScheduledTask([Self.ask], period: .seconds(1))])
        schedule.started(at: moment(0))
        schedule.timeout(at: moment(1))
        same(schedule.next(), 0)
        schedule.timeout(at: moment(2))
        same(schedule.next(), nil)
        #expect(schedule.overruns == 1)
        schedule.finished(0)
        schedule.timeout(at: moment(3))
        same(schedule.next(), 0)
    }

    /// Runs through the deadlines until `end`; the walls at which something was due, in seconds.
    private func run(_ schedule: inout TaskSchedule, to end: Int64) -> [Int64] {
        var due: [Int64] = []
        while schedule.deadline <= Instant(seconds: end) {
            let seconds = schedule.deadline.nanoseconds / 1_000_000_000
            schedule.timeout(at: moment(seconds))
            due += take(&schedule).map { _ in seconds }
        }
        return due
    }

    @Test("times of the day come each day, on the stations' clock")
    func daily() {
        let day: Int64 = 86_400
        let task = ScheduledTask([Self.ask], daily: [.seconds(3600), .seconds(7200)])
        var schedule = TaskSchedule([task])
        schedule.started(at: moment(5000))
        same(run(&schedule, to: 2 * day), [7200, day + 3600, day + 7200])
        var ahead = TaskSchedule([task], clock: FieldClock(offset: .seconds(3600)))
        ahead.started(at: moment(5))
        same(run(&ahead, to: day), [3600, day])
    }

    @Test(
        "a clock that jumps far past a time of the day was wrong: the task waits for the next day")
    func farJump() {
        let day: Int64 = 86_400
        var schedule = TaskSchedule([ScheduledTask([Self.ask], daily: [.seconds(0)])])
        schedule.started(at: moment(0, wall: -20 * day - 1000))
        schedule.timeout(at: moment(60, wall: 14 * 3600))
        same(take(&schedule), [])
        schedule.timeout(at: moment(120, wall: day))
        same(take(&schedule), [0])
    }

    @Test("T-11: a wall clock that is set makes no time of the day come twice, or never again")
    func clockSet() {
        var schedule = TaskSchedule([ScheduledTask([Self.ask], daily: [.seconds(3600)])])
        schedule.started(at: moment(0))
        schedule.timeout(at: moment(60, wall: 4000))
        same(take(&schedule), [0])
        schedule.timeout(at: moment(120, wall: 4060))
        same(take(&schedule).isEmpty, true)
        // Three days back.
        schedule.timeout(at: moment(180, wall: -3 * 86_400))
        same(take(&schedule).isEmpty, true)
        schedule.timeout(at: moment(240, wall: -3 * 86_400 + 3600))
        same(take(&schedule), [0])
        #expect(schedule.deadline <= Instant(seconds: 300))
    }

    @Test(
        "T-11: periods do not know the wall clock", arguments: [86_400, -86_400, 1] as [Int64])
    func periodAndWall(_ jump: Int64) {
        var schedule = TaskSchedule([ScheduledTask([Self.ask], period: .seconds(10))])
        schedule.started(at: moment(0))
        for turn in 1...20 as ClosedRange<Int64> {
            let wall = turn * 10 + (turn % 2 == 0 ? jump : 0)
            schedule.timeout(at: moment(turn * 10 - 1, wall: wall - 1))
            same(take(&schedule).isEmpty, true)
            schedule.timeout(at: moment(turn * 10, wall: wall))
            same(take(&schedule), [0])
        }
    }

    @Test("T-12: a time of the day that was slept through is not made up for, the next one is kept")
    func sleptDays() {
        let day: Int64 = 86_400
        var schedule = TaskSchedule([
            ScheduledTask([Self.ask], daily: [.seconds(3600), .seconds(7200)])
        ])
        schedule.started(at: moment(0))
        schedule.timeout(at: moment(5 * day + 5000))
        same(take(&schedule), [])
        same(run(&schedule, to: 6 * day), [5 * day + 7200])
    }
}
