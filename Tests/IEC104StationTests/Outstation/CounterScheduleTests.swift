import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("Counters that are frozen by the clock, carry and are adjusted")
struct CounterScheduleTests {
    private func probe(
        _ schedule: CounterSchedule?, mode: OutstationSettings.FrozenCounters = .spontaneously,
        largest: Int32 = .max, value: Int32 = 100
    ) throws -> (OutstationProbe, Point<BCR>) {
        var table = PointTable()
        let counter = try table.add(1, BCR(value), PointOptions(counterGroup: 1))
        try table.add(2, BCR(200), PointOptions(counterGroup: 2))
        var settings = OutstationSettings()
        settings.counterSchedule = schedule
        settings.frozenCounters = mode
        settings.largestReading = largest
        let probe = OutstationProbe(table, settings)
        probe.engine.begin(at: probe.now)
        return (probe, counter)
    }

    /// Lets the station serve its deadlines until a time has passed; when it reported something.
    private func run(_ probe: OutstationProbe, _ milliseconds: Int64) throws -> [Int64] {
        var left = milliseconds
        var times: [Int64] = []
        while left > 0 {
            let wait = probe.engine.deadline.nanoseconds(since: probe.now.instant) / 1_000_000
            let step = min(left, max(wait, 1))
            probe.advance(seconds: Double(step) / 1000)
            left -= step
            if try !probe.pull().isEmpty { times.append(probe.now.wall) }
        }
        return times
    }

    @Test("mode A: each quarter of an hour of the clock the counters are frozen and reported")
    func quarters() throws {
        let (probe, _) = try probe(CounterSchedule(every: .seconds(900)))
        let times = try run(probe, 4 * 3_600_000)
        #expect(times.count == 16)
        #expect(times.allSatisfy { $0 % 900_000 == 0 })
    }

    @Test("mode B: they are reported when asked, with the time and the number of the freeze")
    func asked() throws {
        let (probe, counter) = try probe(CounterSchedule(every: .seconds(60)), mode: .whenAsked)
        #expect(try run(probe, 180_000).isEmpty)
        probe.engine.count(counter, by: 7)
        try probe.ask(.C_CI_NA_1, activation, .counterInterrogation(.general))
        let readings = try probe.pull()[1].objects.compactMap { BCR($0.information) }
        #expect(readings.map(\.value) == [100, 200])
        #expect(readings.map(\.sequence) == [2, 2])
    }

    @Test("a freeze may reset, and may be of one group")
    func resets() throws {
        let (probe, counter) = try probe(
            CounterSchedule(every: .seconds(60), resets: true, group: 1))
        probe.advance(seconds: 60)
        #expect(CounterTests.readings(try probe.pull()) == [100])
        #expect(probe.engine.value(of: counter) == BCR(0))
    }

    @Test("T-11: a clock that moves on freezes once, one that moves back not before its time")
    func moved() throws {
        let (probe, _) = try probe(CounterSchedule(every: .seconds(3600)))
        // 22:13:20 of that day.
        probe.now.wall += 86_400_000
        #expect(try run(probe, 60_000).count == 1)
        probe.now.wall -= 86_400_000
        #expect(try run(probe, 60_000).isEmpty)
        #expect(try run(probe, 3_600_000).count == 1)
    }

    @Test("a clock synchronization beyond the end of the period freezes")
    func synchronized() throws {
        let (probe, _) = try probe(CounterSchedule(every: .seconds(3600)))
        let time = try #require(
            CP56Time2a(millisecondsSince1970: probe.now.wall + 3_000_000))
        try probe.ask(.C_CS_NA_1, activation, .empty, time: .cp56(time))
        #expect(try probe.pull().short == ["103 7", "37 3"])
    }

    @Test("modes A and B: a freeze of the master gets a negative con, a read is served")
    func notAccepted() throws {
        var settings = OutstationSettings()
        settings.acceptsFreeze = false
        let probe = try CounterTests.probe(settings)
        for freeze in QCC.Freeze.allCases where freeze != .read {
            try probe.ask(
                .C_CI_NA_1, activation, .counterInterrogation(QCC(request: 5, freeze: freeze)))
            #expect(try probe.pull().short == ["101 7-"])
        }
        try probe.ask(.C_CI_NA_1, activation, .counterInterrogation(.general))
        #expect(CounterTests.readings(try probe.pull()) == [100, 200, 300])
    }

    @Test(
        "a counter carries when it goes beyond its largest reading, to zero and on",
        arguments: [
            (.max, .max - 1, 1, .max, false), (.max, .max, 1, 0, true), (.max, .max, 5, 4, true),
            (.max, .min, -1, 0, true), (.max, .min, -3, -2, true), (.max, 0, -1, -1, false),
            (999_999_999, 999_999_999, 1, 0, true),
            (999_999_999, 999_999_998, 1, 999_999_999, false),
            (999_999_999, -999_999_999, -2, -1, true), (9, 5, 27, 2, true), (1, 0, 1, 1, false),
            (1, 1, .max, 0, true), (1, -1, .min, -1, true),
        ] as [(Int32, Int32, Int32, Int32, Bool)])
    func carries(
        _ largest: Int32, _ before: Int32, _ amount: Int32, _ after: Int32, _ carry: Bool
    ) throws {
        let (probe, counter) = try probe(nil, largest: largest, value: before)
        let isThere = probe.engine.count(counter, by: amount)
        #expect(isThere)
        #expect(probe.engine.value(of: counter) == BCR(after, carry: carry))
    }

    @Test("CY and CA tell of one period: they are frozen, and begin anew")
    func flags() throws {
        let (probe, counter) = try probe(nil, value: .max)
        probe.engine.count(counter, by: 1)
        probe.engine.adjust(counter, to: 50)
        #expect(probe.engine.value(of: counter) == BCR(50, carry: true, isAdjusted: true))
        probe.engine.freezeCounters(station: 1, group: 1, .freeze, at: probe.now)
        #expect(probe.engine.value(of: counter) == BCR(50))
        probe.engine.freezeCounters(station: 1, group: 1, .freeze, at: probe.now)
        let frozen = try probe.pull().flatMap(\.objects).compactMap { BCR($0.information) }
        #expect(frozen == [BCR(50, carry: true, isAdjusted: true), BCR(50, sequence: 1)])
    }

    @Test("a reset between two readings is an adjustment, freeze and reset is none")
    func reset() throws {
        let (probe, counter) = try probe(nil)
        probe.engine.freezeCounters(station: 1, .reset, at: probe.now)
        #expect(probe.engine.value(of: counter) == BCR(0, isAdjusted: true))
        probe.engine.freezeCounters(station: 1, .freezeAndReset, at: probe.now)
        #expect(probe.engine.value(of: counter) == BCR(0))
    }

    @Test("an invalid counter is invalid until it counts, whatever freezes it")
    func invalid() throws {
        var table = PointTable()
        let counter = Point<BCR>(try table.add(1, type: .M_IT_NA_1))
        let probe = OutstationProbe(table)
        probe.engine.freezeCounters(station: 1, .freezeAndReset, at: probe.now)
        #expect(probe.engine.value(of: counter) == BCR(0, isInvalid: true))
        probe.engine.count(counter, by: 3)
        #expect(probe.engine.value(of: counter) == BCR(3))
    }
}
