import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("Pulses")
struct PulseTests {
    static func probe(
        _ options: CommandOptions = CommandOptions(),
        _ settings: OutstationSettings = OutstationSettings()
    ) throws -> OutstationProbe {
        var table = PointTable()
        let relay = try table.add(1, false)
        let breaker = try table.add(2, DoublePointState.off)
        try table.addCommand(.C_SC_NA_1, at: 100, drives: relay, options)
        try table.addCommand(.C_DC_NA_1, at: 101, drives: breaker, options)
        return OutstationProbe(table, settings)
    }

    static func single(
        _ isOn: Bool = true, _ qualifier: CommandQualifier = .shortPulse
    ) -> Information { .singleCommand(SCO(isOn, qualifier: qualifier)) }

    private func isOn(_ probe: OutstationProbe) throws -> Bool {
        let point = try #require(probe.engine.find(1))
        return probe.engine.value(of: point)?.information == .singlePoint(SIQ(true))
    }

    @Test(
        "the relay is on for the time of the pulse, then goes back, then act term follows",
        arguments: [
            (.shortPulse, CommandOptions(), 0.5), (.longPulse, CommandOptions(), 2),
            (.shortPulse, CommandOptions(shortPulse: .milliseconds(40)), 0.04),
            (.longPulse, CommandOptions(longPulse: .seconds(60)), 60),
            (.none, CommandOptions(unqualified: .shortPulse), 0.5),
        ] as [(CommandQualifier, CommandOptions, Double)])
    func lasts(_ qualifier: CommandQualifier, _ options: CommandOptions, _ seconds: Double) throws {
        let probe = try Self.probe(options)
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single(true, qualifier))
        #expect(try probe.pull().short == ["45 7", "30 11"])
        probe.advance(seconds: seconds - 0.001)
        #expect(try isOn(probe) && probe.pull().isEmpty)
        probe.advance(seconds: 0.001)
        #expect(try !isOn(probe))
        let end = try probe.pull()
        #expect(end.short == ["30 11", "45 10"])
        #expect(end.last?.objects[0].information == Self.single(true, qualifier))
        #expect(probe.engine.deadline == .never)
    }

    @Test(
        "a persistent output stays, and is terminated at once",
        arguments: [.none, .persistent, 4, 9, 31] as [CommandQualifier])
    func persistent(_ qualifier: CommandQualifier) throws {
        let probe = try Self.probe()
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single(true, qualifier))
        #expect(try probe.pull().short == ["45 7", "30 11", "45 10"])
        #expect(probe.engine.deadline == .never)
        #expect(try isOn(probe))
    }

    @Test("a breaker that a pulse has moved stays where it is, unless it is said to return")
    func breaker() throws {
        let on = Information.doubleCommand(DCO(true, qualifier: .shortPulse))
        for (after, events) in [
            (nil, ["46 10"]), (.stays, ["46 10"]), (.returns, ["31 11", "46 10"]),
        ] as [(CommandOptions.AfterPulse?, [String])] {
            let probe = try Self.probe(CommandOptions(afterPulse: after))
            try probe.ask(.C_DC_NA_1, activation, at: 101, on)
            #expect(try probe.pull().short == ["46 7", "31 11"])
            probe.advance(seconds: 0.5)
            #expect(try probe.pull().short == events)
        }
    }

    @Test("act term may come at once, or never")
    func termination() throws {
        for (termination, first) in [
            (.atOnce, ["45 7", "30 11", "45 10"]), (.never, ["45 7", "30 11"]),
        ] as [(CommandOptions.Termination, [String])] {
            var settings = OutstationSettings()
            settings.termination = termination
            for probe in [
                try Self.probe(CommandOptions(termination: termination)),
                try Self.probe(CommandOptions(), settings),
            ] {
                try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
                #expect(try probe.pull().short == first)
                probe.advance(seconds: 1)
                #expect(try probe.pull().short == ["30 11"])
            }
        }
    }

    @Test("another command of the output is refused during a pulse; other outputs are free")
    func refused() throws {
        let probe = try Self.probe()
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single(false, .none))
        try probe.ask(.C_DC_NA_1, activation, at: 101, .doubleCommand(DCO(true)))
        #expect(
            try probe.pull().short == ["45 7", "45 7-", "46 7", "30 11", "31 11", "46 10"])
        probe.advance(seconds: 0.5)
        probe.confirmAll()
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        #expect(try probe.pull().short == ["45 7", "30 11"])
    }

    @Test("a pulse that is commanded again lasts longer, where that is wanted")
    func retriggered() throws {
        let probe = try Self.probe(CommandOptions(duringPulse: .retrigger))
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        probe.advance(seconds: 0.4)
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        probe.advance(seconds: 0.4)
        #expect(try isOn(probe))
        // One act term, for the later command.
        #expect(try probe.pull().short == ["45 7", "45 7", "30 11"])
        probe.advance(seconds: 0.1)
        #expect(try probe.pull().short == ["30 11", "45 10"])
        #expect(try !isOn(probe))
    }

    @Test("a master whose pulse another one takes over gets its act term")
    func takenOver() throws {
        let probe = try Self.probe(CommandOptions(duringPulse: .retrigger))
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single(true, .persistent), on: other)
        #expect(try probe.pull().short == ["45 7", "30 11", "45 10"])
        #expect(try probe.pull(on: other).short == ["45 7", "30 11", "45 10"])
        probe.advance(seconds: 10)
        #expect(try isOn(probe) && probe.pull().isEmpty)
    }

    @Test("a pulse is stopped by deactivation of who commanded it, without act term")
    func cancelled() throws {
        let probe = try Self.probe()
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        try probe.ask(.C_SC_NA_1, deactivation, at: 100, Self.single(), on: other)
        #expect(try probe.pull(on: other).short == ["45 9-", "30 11"])
        let test = CauseOfTransmission(.deactivation, isTest: true, originator: 9)
        try probe.ask(.C_SC_NA_1, test, at: 100, Self.single())
        try probe.ask(.C_SC_NA_1, deactivation, at: 100, Self.single())
        #expect(try probe.pull().short == ["45 7", "45 9-t", "45 9", "30 11"])
        #expect(try !isOn(probe))
        #expect(probe.engine.deadline == .never)
    }

    @Test("a pulse ends in time although its link is gone, and tells nobody else")
    func linkGone() throws {
        let probe = try Self.probe()
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        probe.confirmAll()
        probe.engine.closed(probe.last, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        probe.confirmAll()
        probe.advance(seconds: 0.5)
        #expect(try probe.pull().short == ["30 11"])
        #expect(try !isOn(probe))
    }

    @Test("a process reset lets the outputs fall back")
    func reset() throws {
        let probe = try Self.probe()
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        probe.confirmAll()
        try probe.ask(.C_RP_NA_1, activation, .resetProcess(.general))
        #expect(try probe.pull().short == ["105 7", "70 4", "30 11"])
        #expect(try !isOn(probe))
        #expect(probe.engine.deadline == .never)
    }

    @Test("what the application sets during a pulse stays")
    func setMeanwhile() throws {
        let probe = try Self.probe()
        let point = try #require(probe.engine.find(1))
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        probe.set(point, .singlePoint(SIQ(false)))
        probe.set(point, .singlePoint(SIQ(false, quality: .blocked)))
        probe.confirmAll()
        probe.advance(seconds: 0.5)
        #expect(try probe.pull().short == ["45 10"])
    }

    @Test("an output that was on already stays on after a pulse, and gets its act term")
    func alreadyOn() throws {
        let probe = try Self.probe()
        let point = try #require(probe.engine.find(1))
        probe.set(point, .singlePoint(SIQ(true)))
        probe.confirmAll()
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        probe.advance(seconds: 0.5)
        #expect(try probe.pull().short == ["45 7", "45 10"])
    }

    @Test("a test makes no pulse")
    func test() throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_SC_NA_1, CauseOfTransmission(.activation, isTest: true), at: 100, Self.single())
        #expect(try probe.pull().short == ["45 7t", "45 10t"])
        #expect(probe.engine.deadline == .never)
    }

    @Test("the application accepts, the pulse is made here; what it lets run it ends itself")
    func handler() throws {
        var settings = OutstationSettings()
        settings.handlesCommands = true
        let probe = try Self.probe(CommandOptions(), settings)
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        _ = probe.answerCommand(.accept)
        #expect(try probe.pull().short == ["45 7", "30 11"])
        probe.advance(seconds: 0.5)
        #expect(try probe.pull().short == ["30 11", "45 10"])
        try probe.ask(.C_SC_NA_1, activation, at: 100, Self.single())
        let command = try #require(probe.answerCommand(.acceptRunning))
        probe.advance(seconds: 5)
        probe.answer(command.id, .terminate)
        probe.advance(seconds: 5)
        #expect(try probe.pull().short == ["45 7", "30 11", "45 10"])
        #expect(try isOn(probe))
    }

    @Test("hundreds of pulses end in the order of their times")
    func many() throws {
        var table = PointTable()
        for address in 1...300 as ClosedRange<UInt32> {
            let relay = try table.add(ObjectAddress(address), false)
            try table.addCommand(
                .C_SC_NA_1, at: ObjectAddress(1000 + address), drives: relay,
                CommandOptions(shortPulse: .milliseconds(Int(1 + address * 7 % 300))))
        }
        let probe = OutstationProbe(table)
        for address in 1...300 as ClosedRange<UInt32> {
            try probe.ask(
                .C_SC_NA_1, activation, at: ObjectAddress(1000 + address), Self.single())
        }
        probe.confirmAll()
        probe.advance(seconds: 1)
        let ends = try probe.pull().filter { $0.type == .C_SC_NA_1 }.flatMap(\.addresses)
        #expect(ends.count == 300)
        #expect(ends.map { ($0 - 1000) * 7 % 300 } == Array(0..<300).map(UInt32.init))
        #expect(probe.engine.deadline == .never)
    }
}
