import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("The clocks of a master's stations")
struct FieldClockTests {
    private static let berlin = ZoneRule.europe(minutes: 60)
    private static let hour: Int64 = 3_600_000

    /// Midnight UTC, in milliseconds since 1970.
    private static func midnight(_ year: Int, _ month: Int, _ day: Int) throws -> Int64 {
        try #require(CalendarTime(year: year, month: month, day: day)).millisecondsSince1970
    }

    @Test("A zone counts, with summer time when it is; without one the fixed offset does")
    func local() throws {
        let clock = FieldClock(offset: .seconds(7), isSummerTime: true, zone: Self.berlin)
        let summer = try Self.midnight(2026, 7, 1)
        let winter = try Self.midnight(2026, 12, 1)
        #expect(clock.local(summer) == summer + 2 * Self.hour)
        #expect(clock.local(winter) == winter + Self.hour)
        #expect(clock.tag(summer)?.isSummerTime == true && clock.tag(summer)?.hour == 2)
        #expect(clock.tag(winter)?.isSummerTime == false && clock.tag(winter)?.hour == 1)
        let fixed = FieldClock(offset: .seconds(7), isSummerTime: true)
        #expect(fixed.local(winter) == winter + 7000 && fixed.tag(winter)?.isSummerTime == true)
        #expect(fixed.tag(.max) == nil && fixed.tag(.min) == nil)
    }

    @Test("A time that the end of summer time brings twice is told by SU")
    func twice() throws {
        let clock = FieldClock(zone: Self.berlin)
        // 01:00 UTC is 03:00 and then 02:00.
        let change = try Self.midnight(2026, 10, 25) + Self.hour
        for minutes in stride(from: Int64(-120), to: 120, by: 7) {
            let time = change + minutes * 60_000
            #expect(clock.utc(clock.local(time), isSummerTime: minutes < 0) == time)
        }
    }

    @Test("A time of the day comes once on each day, when the clock changes too")
    func daily() throws {
        // From noon to noon, UTC: the night has an hour less, or one more.
        for start in [
            try Self.midnight(2026, 3, 28) + 12 * Self.hour,
            try Self.midnight(2026, 10, 24) + 12 * Self.hour,
        ] {
            for time in [0, 1800, 3 * 1800, 5 * 1800, 7 * 1800, 6 * 3600] as [Int64] {
                var schedule = TaskSchedule(
                    [
                        ScheduledTask(
                            [.interrogation(station: 1, .station)], daily: [.seconds(time)])
                    ], clock: FieldClock(zone: Self.berlin))
                schedule.started(at: Moment(Instant(seconds: 0), wall: start))
                var count = 0
                while schedule.deadline <= Instant(seconds: 24 * 3600) {
                    let now = schedule.deadline
                    let wall = start + now.nanoseconds / 1_000_000
                    schedule.timeout(at: Moment(now, wall: wall))
                    while let task = schedule.next() {
                        count += 1
                        schedule.finished(task)
                    }
                }
                #expect(count == 1, "\(time) s after midnight")
            }
        }
    }

    @Test("The end of summer time makes no clock wrong, and no event older than the last")
    func watch() throws {
        let clock = FieldClock(zone: Self.berlin)
        var watch = ClockWatch(clock: clock)
        let change = try Self.midnight(2026, 10, 25) + Self.hour
        var found: [TimeFinding] = []
        for second in -30..<30 {
            let wall = change + Int64(second) * 1000
            let header = ASDUHeader(
                type: .M_SP_TB_1, count: 1, cause: CauseOfTransmission(.spontaneous),
                commonAddress: 1)
            let tag = try #require(clock.tag(wall - 20))
            let objects = [
                InformationObject(7, .singlePoint(SIQ(rawValue: 0)), timeTag: .cp56(tag))
            ]
            found += watch.receive(header, objects.span, at: wall)
        }
        #expect(found.isEmpty && watch.status.tagged == 60)
        #expect(watch.status.offset == -20)
    }

    @Test("A master sends the time of the zone, with SU")
    func sent() throws {
        var settings = MasterSettings()
        settings.zone = Self.berlin
        var probe = MasterProbe(settings)
        _ = probe.submit(.clockSynchronization(station: 1, time: nil))
        guard case .cp56(let time)? = probe.sent()?.objects.first?.timeTag else {
            Issue.record("no time")
            return
        }
        var fixed = MasterProbe(MasterSettings())
        _ = fixed.submit(.clockSynchronization(station: 1, time: nil))
        guard case .cp56(let utc)? = fixed.sent()?.objects.first?.timeTag,
            let moment = utc.millisecondsSince1970, let local = time.millisecondsSince1970
        else {
            Issue.record("no time")
            return
        }
        let (minutes, isSummerTime) = Self.berlin.offset(at: moment)
        #expect(local - moment == Int64(minutes) * 60_000 && time.isSummerTime == isSummerTime)
    }
}
