import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("Links that keep another time than the station")
struct LinkTimeTests {
    private func probe(
        at time: CalendarTime?, _ options: PointOptions = PointOptions(),
        _ change: (inout OutstationSettings) -> Void = { _ in }
    ) throws -> OutstationProbe {
        var table = PointTable()
        try table.add(1, false, options)
        try table.add(2, .integratedTotal(BCR(5)))
        try table.addCommand(.C_SC_NA_1, at: 9)
        var settings = OutstationSettings()
        settings.timeTaggedCounters = true
        change(&settings)
        let probe = OutstationProbe(table, settings)
        probe.now.wall = try #require(time).millisecondsSince1970
        return probe
    }

    private func connect(_ probe: OutstationProbe, _ zone: ZoneRule) -> LinkID {
        let link = probe.engine.open(peer: "10.0.0.2", zone: zone, at: probe.now)
        probe.engine.started(link, at: probe.now)
        probe.confirmAll(on: link)
        return link
    }

    /// Such as `14:30 SU`.
    private func text(_ tag: TimeTag?) -> String {
        guard case .cp56(let time)? = tag else { return "none" }
        let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
        return "\(time.day). \(time.hour):\(minute)" + (time.isSummerTime ? " SU" : "")
            + (time.isInvalid ? " IV" : "")
    }

    private func change(_ probe: OutstationProbe) throws {
        let point = try #require(probe.engine.find(1, station: 1))
        probe.set(point, .singlePoint(SIQ(true)), mode: .force)
    }

    @Test("the same event is told to each link in its own time")
    func events() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 7, day: 31, hour: 18)) {
            $0.zone = ZoneRule(minutes: 480)
            $0.invalidUntilSynchronized = true
        }
        let europe = connect(probe, .europe(minutes: 60))
        let utc = connect(probe, .utc)
        let same = connect(probe, ZoneRule(minutes: 480))
        try change(probe)
        probe.advance(seconds: 59.5)
        try change(probe)
        func shown(_ link: LinkID?) throws -> [String] {
            try probe.pull(on: link).flatMap(\.objects).map { text($0.timeTag) }
        }
        #expect(try shown(nil) == ["1. 2:00 IV", "1. 2:00 IV"])
        #expect(try shown(europe) == ["31. 20:00 SU IV", "31. 20:00 SU IV"])
        #expect(try shown(utc) == ["31. 18:00 IV", "31. 18:00 IV"])
        #expect(try shown(same) == ["1. 2:00 IV", "1. 2:00 IV"])
    }

    @Test("milliseconds, days of the week and several objects of an ASDU come through")
    func precision() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 12, day: 31, hour: 23))
        let link = connect(probe, .europe(minutes: 60))
        for _ in 0..<3 {
            probe.advance(seconds: 1.234)
            try change(probe)
        }
        let asdu = try #require(try probe.nextASDU(on: link))
        let times = asdu.objects.compactMap { object in
            if case .cp56(let time) = object.timeTag { time } else { nil }
        }
        #expect(times.map(\.milliseconds) == [1234, 2468, 3702])
        #expect(times.map(\.year) == [2027, 2027, 2027])
        // 1 January 2027 is a Friday.
        #expect(times.map(\.dayOfWeek) == [5, 5, 5])
        #expect(times.map(\.hour) == [0, 0, 0])
    }

    @Test("the hour that comes twice is told apart by SU")
    func twice() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 10, day: 25, minute: 30))
        let link = connect(probe, .europe(minutes: 60))
        try change(probe)
        probe.advance(seconds: 3600)
        try change(probe)
        let tags = try probe.pull(on: link).flatMap(\.objects).map { text($0.timeTag) }
        #expect(tags == ["25. 2:30 SU", "25. 2:30"])
    }

    @Test("a clock synchronization is read, and answered, in the time of its link")
    func synchronization() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 7, day: 1, hour: 12))
        let link = connect(probe, .europe(minutes: 60))
        let local = try #require(
            CalendarTime(year: 2026, month: 7, day: 1, hour: 14, minute: 5))
        let time = try #require(CP56Time2a(local, isSummerTime: true))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: .cp56(time), on: link)
        let answer = try probe.pull(on: link)
        #expect(answer.short == ["103 7"])
        #expect(text(answer[0].objects[0].timeTag) == "1. 14:00 SU")
        #expect(probe.engine.clock(at: probe.now) == probe.now.wall + 300_000)
        guard case .clock(let shown, let moved, _)? = probe.nextRequest() else {
            Issue.record("nobody was told")
            return
        }
        #expect(shown == probe.now.wall + 300_000 && moved == 300_000)
        // Others still send the time of the station.
        let utc = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: .cp56(utc))
        #expect(text(try probe.pull()[0].objects[0].timeTag) == "1. 12:05")
        #expect(probe.engine.clock(at: probe.now) == probe.now.wall)
    }

    @Test("the time tag of a command is read in the time of its link, and confirmed unchanged")
    func command() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 7, day: 1, hour: 12))
        let link = connect(probe, .europe(minutes: 60))
        for (hour, cause) in [(14, "58 7"), (12, "58 7-")] as [(Int, String)] {
            let local = try #require(CalendarTime(year: 2026, month: 7, day: 1, hour: hour))
            let tag = try #require(CP56Time2a(local, isSummerTime: true))
            let time = TimeTag.cp56(tag)
            try probe.ask(
                .C_SC_TA_1, activation, at: 9, .singleCommand(SCO(true)), time: time, on: link)
            let answer = try #require(try probe.pull(on: link).first)
            #expect(answer.short == cause)
            #expect(answer.objects[0].timeTag == time)
        }
    }

    @Test("counters with time tags are told in the time of the link, when asked too")
    func counters() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 1, day: 1, hour: 12)) {
            $0.frozenCounters = .spontaneously
        }
        let link = connect(probe, ZoneRule(minutes: -210))
        probe.engine.freezeCounters(station: 1, .freeze, at: probe.now)
        try probe.ask(
            .C_CI_NA_1, activation, .counterInterrogation(.general), on: link)
        let answers = try probe.pull(on: link).filter { $0.type == .M_IT_TB_1 }
        #expect(answers.count == 2)
        #expect(answers.flatMap(\.objects).map { text($0.timeTag) } == ["1. 8:30", "1. 8:30"])
    }

    @Test("a time within the hour is another one where zones are half an hour apart")
    func short() throws {
        let options = PointOptions(events: .shortTimeTagged)
        let probe = try probe(
            at: CalendarTime(year: 2026, month: 1, day: 1, hour: 12, minute: 40), options)
        let link = connect(probe, ZoneRule(minutes: 330))
        try change(probe)
        let objects = try probe.pull(on: link).flatMap(\.objects)
        guard case .cp24(let time)? = objects.last?.timeTag else {
            Issue.record("no event")
            return
        }
        #expect(time.minute == 10)
    }

    @Test("a station whose clock shows local time without a zone is taken for that offset")
    func offset() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 7, day: 1, hour: 12)) {
            $0.clockOffset = .seconds(2 * 3600)
            $0.isSummerTime = true
        }
        let link = connect(probe, .utc)
        try change(probe)
        #expect(text(try probe.pull().last?.objects.last?.timeTag) == "1. 14:00 SU")
        #expect(text(try probe.pull(on: link).last?.objects.last?.timeTag) == "1. 12:00")
        let time = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall + 60_000))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: .cp56(time), on: link)
        _ = try probe.pull(on: link)
        try change(probe)
        #expect(text(try probe.pull().last?.objects.last?.timeTag) == "1. 14:01 SU")
    }

    @Test("a clock that is out of all years does no harm")
    func outside() throws {
        let probe = try probe(at: CalendarTime(year: 2026, month: 7, day: 1, hour: 12))
        let link = connect(probe, .europe(minutes: 60))
        for wall in [Int64.min, -1, 3_155_760_000_000, .max] {
            probe.now.wall = wall
            try change(probe)
            #expect(try !probe.pull(on: link).isEmpty)
        }
    }
}
