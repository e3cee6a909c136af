import IEC104Codec
import IEC104Station
import Testing

@Suite("System requests")
struct SystemRequestTests {
    static func table() throws -> PointTable {
        var table = PointTable()
        try table.add(1001, DoublePointState.on, quality: .substituted)
        try table.add(10, station: 7, Float.nan)
        return table
    }

    @Test("a read gives the object with cause 5 and nothing else")
    func read() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(
            .C_RD_NA_1, CauseOfTransmission(.request, originator: 3), at: 1001, .empty)
        let answers = try probe.pull()
        #expect(answers.short == ["3 5"])
        #expect(answers[0].cause.originator == 3)
        #expect(answers[0].objects[0].information == .doublePoint(DIQ(.on, quality: .substituted)))
        #expect(answers[0].objects[0].timeTag == .none)
    }

    @Test("a clock synchronization is confirmed with the time shown before, and sets the clock")
    func clock() throws {
        let probe = OutstationProbe(try Self.table())
        let before = probe.now.wall
        let time = try #require(CP56Time2a(millisecondsSince1970: before + 3_600_000))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: .cp56(time))
        let answers = try probe.pull()
        #expect(answers.short == ["103 7"])
        #expect(
            answers[0].objects[0].timeTag
                == .cp56(try #require(CP56Time2a(millisecondsSince1970: before))))
        #expect(probe.engine.clock(at: probe.now) == before + 3_600_000)
        #expect(
            probe.nextRequest()
                == .clock(milliseconds: before + 3_600_000, moved: 3_600_000, probe.last))
        let point = try #require(probe.engine.find(1001))
        probe.set(point, .doublePoint(DIQ(.off)))
        #expect(try #require(try probe.nextASDU()).objects[0].timeTag == .cp56(time))
    }

    @Test(
        "a clock synchronization with an invalid or impossible time gets a negative con",
        arguments: [
            0x17_0B_0F_00_80_0000, 0x17_0F_0F_00_3F_0000, 0x17_0B_0F_00_3F_0000 | 60_000,
            0x17_0B_00_00_00_0000, 0xFF_FFFF_FFFF_FFFF, 0,
        ] as [UInt64])
    func invalidTime(_ raw: UInt64) throws {
        let probe = OutstationProbe(try Self.table())
        let before = probe.engine.clock(at: probe.now)
        let time = TimeTag.cp56(CP56Time2a(rawValue: raw))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: time)
        let answers = try probe.pull()
        #expect(answers.short == ["103 7-"])
        #expect(answers[0].objects[0].timeTag == time)
        #expect(probe.engine.clock(at: probe.now) == before)
        #expect(probe.nextRequest() == nil)
    }

    @Test("all stations confirm a clock synchronization to all; the clock moves once")
    func globalClock() throws {
        let probe = OutstationProbe(try Self.table())
        let time = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall - 500))
        try probe.ask(.C_CS_NA_1, activation, station: 65535, .empty, time: .cp56(time))
        #expect(try probe.pull().map(\.commonAddress) == [1, 7])
        #expect(probe.engine.clock(at: probe.now) == probe.now.wall - 500)
    }

    @Test("the clock shows local time by a setting, and SU")
    func localTime() throws {
        var settings = OutstationSettings()
        settings.clockOffset = .seconds(8 * 3600)
        settings.isSummerTime = true
        let probe = OutstationProbe(try Self.table(), settings)
        let point = try #require(probe.engine.find(1001))
        probe.set(point, .doublePoint(DIQ(.off)))
        guard case .cp56(let time)? = try probe.nextASDU()?.objects[0].timeTag else {
            Issue.record("no time tag")
            return
        }
        #expect(time.millisecondsSince1970 == probe.now.wall + 8 * 3_600_000)
        #expect(time.isSummerTime)
    }

    @Test("the clock follows SU of a clock synchronization; an hour apart it is the same time")
    func summerTime() throws {
        var table = try Self.table()
        try table.addCommand(.C_SC_NA_1, at: 5)
        let probe = OutstationProbe(table)
        let before = CalendarTime(millisecondsSince1970: probe.now.wall)
        let summer = try #require(
            CP56Time2a(
                CalendarTime(millisecondsSince1970: probe.now.wall + 3_600_000),
                isSummerTime: true))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: .cp56(summer))
        let shown = try #require(CP56Time2a(before))
        #expect(try probe.pull().map { $0.objects[0].timeTag } == [.cp56(shown)])
        #expect(
            probe.nextRequest()
                == .clock(milliseconds: probe.now.wall + 3_600_000, moved: 0, probe.last))
        let point = try #require(probe.engine.find(1001))
        probe.set(point, .doublePoint(DIQ(.off)))
        #expect(try probe.pull().map { $0.objects[0].timeTag } == [.cp56(summer)])
        // Commands tagged with and without SU, both of now; then one that is an hour off.
        for (time, expected) in [
            (summer, "58 7"), (shown, "58 7"),
            (try #require(CP56Time2a(before, isSummerTime: true)), "58 7-"),
        ] {
            try probe.ask(
                .C_SC_TA_1, activation, at: 5, .singleCommand(SCO(true)), time: .cp56(time))
            #expect(try probe.pull().first?.short == expected)
        }
    }

    @Test("tests are mirrored, a wrong pattern gets a negative con")
    func test() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_TS_NA_1, activation, .testPattern(0x55AA))
        try probe.ask(.C_TS_NA_1, activation, .testPattern(0xAA55))
        let time = TimeTag.cp56(CP56Time2a(rawValue: 0x17_0B_0F_00_80_0000))
        try probe.ask(.C_TS_TA_1, activation, .testSequence(777), time: time)
        try probe.ask(.C_CD_NA_1, activation, .delay(50))
        try probe.ask(.C_CD_NA_1, CauseOfTransmission(.spontaneous), .delay(50))
        let answers = try probe.pull()
        #expect(answers.short == ["104 7", "104 7-", "107 7", "106 7"])
        #expect(answers[2].objects[0].information == .testSequence(777))
        #expect(answers[2].objects[0].timeTag == time)
        #expect(answers[3].objects[0].information == .delay(50))
    }

    @Test("a general reset is confirmed, then the end of initialization tells of a remote reset")
    func reset() throws {
        let probe = OutstationProbe(try Self.table())
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        let outputs = probe.engine.outputs
        try probe.ask(.C_RP_NA_1, activation, station: 7, .resetProcess(.general))
        #expect(probe.engine.outputs != outputs)
        #expect(try probe.pull(on: other).short == ["70 4"])
        let answers = try probe.pull()
        #expect(answers.short == ["105 7", "70 4"])
        #expect(answers[1].commonAddress == 7)
        #expect(answers[1].objects[0].information == .endOfInitialization(.remoteReset))
        #expect(probe.nextRequest() == .reset(7, .general, probe.last))
    }

    @Test("a reset of all stations is told once, however many there are")
    func resetOfAll() throws {
        var table = PointTable()
        for station in 1...5_000 { try table.addStation(CommonAddress(UInt16(station))) }
        let probe = OutstationProbe(table)
        try probe.ask(.C_RP_NA_1, activation, station: .global, .resetProcess(.general))
        #expect(probe.nextRequest() == .reset(.global, .general, probe.last))
        #expect(probe.nextRequest() == nil)
        #expect(try probe.pull().count == 10_000)
    }

    @Test("a station that is started again here tells all with its cause, once")
    func restart() throws {
        let probe = OutstationProbe(try Self.table())
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        let cause = COI(cause: 1, parametersChanged: true)
        let (isKnown, isUnknown) = (
            probe.engine.restart(7, cause: cause, at: probe.now),
            probe.engine.restart(8, cause: cause, at: probe.now)
        )
        #expect(isKnown && !isUnknown)
        for link in [probe.last, other] {
            let told = try probe.pull(on: link)
            #expect(told.short == ["70 4"] && told[0].commonAddress == 7)
            #expect(told[0].objects[0].information == .endOfInitialization(cause))
        }
        probe.engine.restart(nil, cause: .localPowerOn, at: probe.now)
        #expect(try probe.pull().map(\.commonAddress) == [1, 7])
    }

    @Test(
        "a reset process with another qualifier gets a negative con",
        arguments: [0, 3, 255] as [UInt8])
    func otherReset(_ qualifier: UInt8) throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_RP_NA_1, activation, .resetProcess(QRP(rawValue: qualifier)))
        #expect(try probe.pull().short == ["105 7-"])
        try probe.ask(
            .C_RP_NA_1, CauseOfTransmission(.activation, isTest: true), .resetProcess(.general))
        #expect(try probe.pull().short == ["105 7t"])
    }

    @Test("a new controlling station is told how each station was initialized")
    func initializationOfEach() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_RP_NA_1, activation, station: 7, .resetProcess(.general))
        probe.confirmAll()
        let told = try probe.pull(on: probe.connect("10.0.0.2"))
        #expect(told.map(\.commonAddress) == [1, 7])
        #expect(
            told.map { $0.objects[0].information } == [
                .endOfInitialization(.localPowerOn), .endOfInitialization(.remoteReset),
            ])
    }

    @Test("another link of a station that was told hears of no initialization")
    func initializationOfLink() throws {
        let probe = OutstationProbe(try Self.table())
        probe.advance(seconds: 1e6)
        #expect(try probe.pull(on: probe.connect("10.0.0.1")).isEmpty)
        // What the first link did not confirm is told on the other one as well.
        try probe.ask(.C_RP_NA_1, activation, station: 7, .resetProcess(.general))
        #expect(try probe.pull().short == ["105 7", "70 4"])
        #expect(try probe.pull(on: probe.connect("10.0.0.1")).short == ["70 4"])
    }

    @Test("the end of initialization comes before the answers to what came with the start")
    func initializationFirst() throws {
        let probe = OutstationProbe(try Self.table(), drains: false)
        try probe.ask(.C_RD_NA_1, CauseOfTransmission(.request), at: 1001, .empty)
        try probe.ask(.C_IC_NA_1, activation, station: 7, .interrogation(.station))
        #expect(
            try probe.pull().short == ["70 4", "70 4", "3 5", "100 7", "13 20", "100 10"])
    }

    @Test("a reset of the event buffer clears the events with time tag of the station")
    func clearEvents() throws {
        var table = PointTable()
        let tagged = try table.add(1, true)
        let untagged = try table.add(2, true, PointOptions(events: .untagged))
        let other = try table.add(1, station: 2, true)
        let probe = OutstationProbe(table)
        for point in [tagged, untagged, other] {
            probe.set(point, false)
        }
        try probe.ask(.C_RP_NA_1, activation, .resetProcess(.eventBuffer))
        let answers = try probe.pull()
        #expect(answers.short == ["105 7", "1 3", "30 3"])
        #expect(answers[2].commonAddress == 2)
        #expect(probe.engine.statistics.eventsCleared == 1)
    }

    @Test("a reset with an unknown qualifier, or one that is not accepted, gets a negative con")
    func refusedReset() throws {
        var settings = OutstationSettings()
        settings.acceptsReset = false
        settings.acceptsClock = false
        for (settings, qualifier) in [(OutstationSettings(), 3), (settings, 1)] {
            let probe = OutstationProbe(try Self.table(), settings)
            try probe.ask(
                .C_RP_NA_1, activation, .resetProcess(QRP(rawValue: UInt8(qualifier))))
            #expect(try probe.pull().short == ["105 7-"])
        }
    }

    @Test("the end of initialization comes once for each station, before everything else")
    func initialization() throws {
        let probe = OutstationProbe(try Self.table(), drains: false)
        let point = try #require(probe.engine.find(1001))
        probe.set(point, .doublePoint(DIQ(.off)))
        let first = try probe.pull()
        #expect(first.short == ["70 4", "70 4", "31 3"])
        #expect(first[0].commonAddress == 1 && first[1].commonAddress == 7)
        #expect(first[0].objects[0].information == .endOfInitialization(.localPowerOn))
        // Not confirmed: the next link hears it again, and after that no more.
        probe.engine.closed(probe.last, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        #expect(try probe.nextASDU()?.short == "70 4")
        probe.engine.confirmed(probe.last, through: 1)
        probe.engine.closed(probe.last, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        #expect(try probe.pull().short == ["70 4", "31 3"])
    }
}
