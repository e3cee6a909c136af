import IEC104Codec
import IEC104Station
import Testing

@Suite("The clock of a station")
struct ClockTests {
    private func probe(
        _ change: (inout OutstationSettings) -> Void = { _ in }
    ) throws -> OutstationProbe {
        var table = PointTable()
        try table.add(1, false)
        try table.add(1, station: 2, false)
        try table.addCommand(.C_SC_NA_1, at: 9)
        try table.addCommand(.C_SC_NA_1, at: 9, station: 2)
        var settings = OutstationSettings()
        change(&settings)
        let probe = OutstationProbe(table, settings)
        probe.engine.begin(at: probe.now)
        return probe
    }

    /// The time tag of an event of a station that is made now.
    private func tag(_ probe: OutstationProbe, station: CommonAddress = 1) throws -> CP56Time2a {
        let point = try #require(probe.engine.find(1, station: station))
        probe.set(point, .singlePoint(SIQ(true)), mode: .force)
        guard case .cp56(let time)? = try probe.pull().last?.objects.last?.timeTag else {
            throw CancellationError()
        }
        return time
    }

    private func synchronize(
        _ probe: OutstationProbe, _ milliseconds: Int64, station: CommonAddress = 1,
        isSummerTime: Bool = false
    ) throws {
        let time = try #require(
            CP56Time2a(
                CalendarTime(millisecondsSince1970: milliseconds), isSummerTime: isSummerTime))
        try probe.ask(.C_CS_NA_1, activation, station: station, .empty, time: .cp56(time))
    }

    @Test("each station has its own clock after it was synchronized by itself")
    func own() throws {
        let probe = try probe()
        let now = probe.now.wall
        try synchronize(probe, now + 10_000)
        try synchronize(probe, now - 5_000, station: 2)
        let shown = try probe.pull().map { $0.objects[0].timeTag }
        let before = try #require(CP56Time2a(millisecondsSince1970: now))
        #expect(shown == [.cp56(before), .cp56(before)])
        #expect(try tag(probe).millisecondsSince1970 == now + 10_000)
        #expect(try tag(probe, station: 2).millisecondsSince1970 == now - 5_000)
        #expect(probe.engine.clock(of: 2, at: probe.now) == now - 5_000)
        // A command's time tag is compared with the clock of its station.
        let time = TimeTag.cp56(try #require(CP56Time2a(millisecondsSince1970: now - 9_000)))
        for station in [1, 2] as [CommonAddress] {
            try probe.ask(
                .C_SC_TA_1, activation, station: station, at: 9, .singleCommand(SCO(true)),
                time: time)
        }
        #expect(try probe.pull().short == ["58 7-", "58 7", "58 10"])
        // All together again.
        try synchronize(probe, now, station: 65535)
        let answers = try probe.pull()
        #expect(
            answers.compactMap { CP56Time2a($0.objects[0].timeTag)?.millisecondsSince1970 }
                == [now + 10_000, now - 5_000])
        #expect(try tag(probe).millisecondsSince1970 == now)
        #expect(try tag(probe, station: 2).millisecondsSince1970 == now)
    }

    @Test(
        "a clock drifts from its last synchronization on",
        arguments: [100, -100, 100_000] as [Double])
    func drifts(_ ppm: Double) throws {
        let probe = try probe { $0.clockDrift = ppm }
        let start = probe.now.wall
        #expect(try tag(probe).millisecondsSince1970 == start)
        probe.advance(seconds: 10_000)
        #expect(try tag(probe).millisecondsSince1970 == start + 10_000_000 + Int64(ppm * 10))
        try synchronize(probe, probe.now.wall, station: 65535)
        #expect(try tag(probe).millisecondsSince1970 == probe.now.wall)
        probe.advance(seconds: 1000)
        #expect(try tag(probe).millisecondsSince1970 == probe.now.wall + Int64(ppm))
    }

    @Test("time tags are invalid until the clock is synchronized, and when that was too long ago")
    func invalid() throws {
        let probe = try probe {
            $0.invalidUntilSynchronized = true
            $0.synchronizationValidity = .seconds(3600)
        }
        #expect(try tag(probe).isInvalid)
        try synchronize(probe, probe.now.wall)
        #expect(try !tag(probe).isInvalid)
        #expect(try tag(probe, station: 2).isInvalid)
        probe.advance(seconds: 3500)
        #expect(try !tag(probe).isInvalid)
        probe.advance(seconds: 200)
        #expect(try tag(probe).isInvalid)
    }

    @Test("T-24: a synchronization with an impossible or invalid time changes nothing")
    func impossible() throws {
        let probe = try probe { $0.invalidUntilSynchronized = true }
        // Minute 63, hour 31, day 0, month 15, year 127; IV.
        for raw in [
            0x1A0B_0F0A_3F0000, 0x1A0B_0F1F_000000, 0x1A0B_000A_000000, 0x1A0F_0F0A_000000,
            0x7F0B_0F0A_000000, 0x1A0B_0F0A_800000,
        ] as [UInt64] {
            try probe.ask(
                .C_CS_NA_1, activation, .empty, time: .cp56(CP56Time2a(rawValue: raw)))
            #expect(try probe.pull().short == ["103 7-"])
        }
        #expect(try tag(probe).isInvalid)
        #expect(probe.engine.clock(at: probe.now) == probe.now.wall)
    }

    @Test("a zone shows local time with SU, and both hours of the night when summer ends")
    func zone() throws {
        let probe = try probe { $0.zone = .europe(minutes: 60) }
        let change = try #require(CalendarTime(year: 2026, month: 10, day: 25, hour: 1))
        probe.now.wall = change.millisecondsSince1970 - 1_800_000
        var shown: [CP56Time2a] = []
        for _ in 0..<3 {
            shown.append(try tag(probe))
            probe.advance(seconds: 1800)
        }
        #expect(shown.map(\.hour) == [2, 2, 2])
        #expect(shown.map(\.minute) == [30, 0, 30])
        #expect(shown.map(\.isSummerTime) == [true, false, false])
        // Commands with the local time of the first and of the second half past two.
        probe.now.wall = change.millisecondsSince1970 - 1_800_000
        for time in [shown[0], shown[2]] {
            try probe.ask(
                .C_SC_TA_1, activation, at: 9, .singleCommand(SCO(true)), time: .cp56(time))
        }
        #expect(try probe.pull().short == ["58 7", "58 7-", "58 10"])
    }

    @Test("in a zone a master sets local time, with or without SU; the next change is kept")
    func zoneSynchronized() throws {
        let probe = try probe { $0.zone = .europe(minutes: 60) }
        let summer = try #require(CalendarTime(year: 2026, month: 7, day: 1, hour: 12))
        probe.now.wall = summer.millisecondsSince1970
        for isSummerTime in [true, false] {
            try synchronize(
                probe, probe.now.wall + 7_200_000 + 250, station: 65535,
                isSummerTime: isSummerTime)
            let time = try tag(probe)
            #expect(time.hour == 14 && time.milliseconds == 250 && time.isSummerTime)
        }
        probe.now.wall += 180 * 86_400_000
        let time = try tag(probe)
        #expect(time.hour == 13 && !time.isSummerTime)
    }

    @Test("the delay of the line is added to the times of clock synchronizations, per station")
    func delay() throws {
        let probe = try probe()
        try probe.ask(.C_CD_NA_1, activation, .delay(30))
        try probe.ask(.C_CD_NA_1, CauseOfTransmission(.spontaneous), .delay(40))
        try probe.ask(.C_CD_NA_1, activation, .delay(60_000))
        try probe.ask(.C_CD_NA_1, CauseOfTransmission(.spontaneous), .delay(60_000))
        #expect(try probe.pull().short == ["106 7", "106 7-"])
        try synchronize(probe, probe.now.wall, station: 65535)
        #expect(try tag(probe).millisecondsSince1970 == probe.now.wall + 40)
        #expect(try tag(probe, station: 2).millisecondsSince1970 == probe.now.wall)
    }

    @Test("no clock of the machine, no setting and no time traps or hangs")
    func extremes() throws {
        for wall in [Int64.min, -1, 0, 3_155_760_000_000, .max] {
            let probe = try probe {
                $0.zone = .europe(minutes: .max)
                $0.clockDrift = .infinity
                $0.clockOffset = .seconds(Int64.max)
                $0.counterSchedule = CounterSchedule(every: .seconds(1))
            }
            probe.now.wall = wall
            _ = try tag(probe)
            try synchronize(probe, 1_700_000_000_000, station: 65535)
            _ = try tag(probe)
        }
    }
}

extension CP56Time2a {
    fileprivate init?(_ tag: TimeTag) {
        guard case .cp56(let time) = tag else { return nil }
        self = time
    }
}
