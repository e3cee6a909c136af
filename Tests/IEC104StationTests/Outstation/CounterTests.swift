import IEC104Codec
import IEC104Station
import Testing

@Suite("Counters")
struct CounterTests {
    static func probe(
        _ settings: OutstationSettings = OutstationSettings()
    ) throws -> OutstationProbe {
        var table = PointTable()
        try table.add(1, BCR(100), PointOptions(counterGroup: 1))
        try table.add(2, BCR(200), PointOptions(counterGroup: 4))
        try table.add(3, BCR(300))
        try table.add(9, Float(1))
        return OutstationProbe(table, settings)
    }

    static func readings(_ asdus: [ASDU]) -> [Int32] {
        asdus.flatMap(\.objects).compactMap { BCR($0.information)?.value }
    }

    @Test(
        "a read reports the counters of the group with its cause",
        arguments: [
            (5, 37, [100, 200, 300]), (1, 38, [100]), (2, 39, []), (4, 41, [200]),
        ] as [(UInt8, UInt8, [Int32])])
    func read(_ request: UInt8, _ cause: UInt8, _ expected: [Int32]) throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_CI_NA_1, activation, .counterInterrogation(QCC(request: request)))
        let answers = try probe.pull()
        #expect(answers.first?.short == "101 7" && answers.last?.short == "101 10")
        let data = Array(answers.dropFirst().dropLast())
        #expect(data.allSatisfy { $0.short == "15 \(cause)" && $0.cause.originator == 9 })
        #expect(Self.readings(data) == expected)
    }

    @Test("an unknown request gets a negative con", arguments: [0, 6, 63] as [UInt8])
    func unknown(_ request: UInt8) throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_CI_NA_1, activation, .counterInterrogation(QCC(request: request)))
        #expect(try probe.pull().short == ["101 7-"])
    }

    @Test("mode C: a freeze reports nothing, a later read gives the frozen image")
    func freeze() throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_CI_NA_1, activation, .counterInterrogation(QCC(request: 5, freeze: .freeze)))
        #expect(try probe.pull().short == ["101 7", "101 10"])
        let point = try #require(probe.engine.find(1))
        probe.set(point, .integratedTotal(BCR(150)))
        #expect(try probe.pull().isEmpty)
        try probe.ask(.C_CI_NA_1, activation, .counterInterrogation(.general))
        #expect(Self.readings(try probe.pull()) == [100, 200, 300])
        #expect(probe.engine.value(of: point)?.information == .integratedTotal(BCR(150)))
    }

    @Test("freeze and reset sets the counters of the group to zero; reset alone freezes nothing")
    func reset() throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_CI_NA_1, activation,
            .counterInterrogation(QCC(request: 1, freeze: .freezeAndReset)))
        try probe.ask(
            .C_CI_NA_1, activation, .counterInterrogation(QCC(request: 4, freeze: .reset)))
        try probe.ask(.C_CI_NA_1, activation, .counterInterrogation(.general))
        #expect(Self.readings(try probe.pull()) == [100, 0, 300])
        let point = try #require(probe.engine.find(1))
        #expect(BCR(try #require(probe.engine.value(of: point)).information)?.value == 0)
    }

    @Test("the sequence number counts the freezes")
    func sequenceNumber() throws {
        let probe = try Self.probe()
        var numbers: [UInt8] = []
        for _ in 0..<34 {
            probe.engine.freezeCounters(station: 1, .freeze, at: probe.now)
            try probe.ask(
                .C_CI_NA_1, activation, .counterInterrogation(QCC(request: 1)))
            let reading = try #require(BCR(try probe.pull()[1].objects[0].information))
            numbers.append(reading.sequence)
        }
        #expect(numbers == (0..<34).map { $0 & 31 })
    }

    @Test("modes A and D: frozen counters are reported as events, with the time of the freeze")
    func spontaneous() throws {
        var settings = OutstationSettings()
        settings.frozenCounters = .spontaneously
        let probe = try Self.probe(settings)
        probe.engine.freezeCounters(station: 1, group: 4, .freeze, at: probe.now)
        var events = try probe.pull()
        #expect(events.short == ["37 3"])
        #expect(Self.readings(events) == [200])
        try probe.ask(
            .C_CI_NA_1, activation, .counterInterrogation(QCC(request: 5, freeze: .freeze)))
        events = try probe.pull()
        #expect(events.short.contains("37 3") && events.first?.short == "101 7")
        #expect(Self.readings(events) == [100, 200, 300])
    }

    @Test("by a setting counters are reported with the time of their freeze")
    func timeTagged() throws {
        var settings = OutstationSettings()
        settings.timeTaggedCounters = true
        let probe = try Self.probe(settings)
        let frozen = CP56Time2a(millisecondsSince1970: probe.now.wall)
        probe.engine.freezeCounters(station: 1, group: 1, .freeze, at: probe.now)
        probe.advance(seconds: 5)
        try probe.ask(.C_CI_NA_1, activation, .counterInterrogation(.general))
        let data = try probe.pull()[1]
        #expect(data.type == .M_IT_TB_1)
        #expect(data.objects[0].timeTag == .cp56(try #require(frozen)))
        let now = CP56Time2a(millisecondsSince1970: probe.now.wall)
        #expect(data.objects[1].timeTag == .cp56(try #require(now)))
    }

    @Test("by the same setting those reported at once have it too, whatever their point says")
    func timeTaggedAtOnce() throws {
        var settings = OutstationSettings()
        settings.timeTaggedCounters = true
        settings.frozenCounters = .spontaneously
        var table = PointTable()
        try table.add(3001, BCR(1), PointOptions(events: .untagged))
        let probe = OutstationProbe(table, settings)
        probe.engine.freezeCounters(station: 1, .freeze, at: probe.now)
        #expect(try probe.pull().map(\.type) == [.M_IT_TB_1])
    }

    @Test("a test freezes nothing")
    func test() throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_CI_NA_1, CauseOfTransmission(.activation, isTest: true),
            .counterInterrogation(QCC(request: 5, freeze: .freezeAndReset)))
        #expect(try probe.pull().short == ["101 7t", "101 10t"])
        try probe.ask(.C_CI_NA_1, activation, .counterInterrogation(.general))
        #expect(Self.readings(try probe.pull()) == [100, 200, 300])
    }
}
