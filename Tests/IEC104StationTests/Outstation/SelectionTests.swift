import IEC104Codec
import IEC104Station
import Testing

@Suite("Select before operate")
struct SelectionTests {
    static func probe(
        _ mode: CommandOptions.Mode = .selectBeforeOperate,
        _ settings: OutstationSettings = OutstationSettings()
    ) throws -> OutstationProbe {
        var table = PointTable()
        let point = try table.add(1, DoublePointState.off)
        try table.addCommand(.C_DC_NA_1, at: 100, drives: point, CommandOptions(mode: mode))
        try table.addCommand(.C_SE_NC_1, at: 200, CommandOptions(mode: mode))
        return OutstationProbe(table, settings)
    }

    static let select = Information.doubleCommand(DCO(true, isSelect: true))
    static let execute = Information.doubleCommand(DCO(true))

    @Test(
        "select and execute are both confirmed, the execution operates and is terminated",
        arguments: [.selectBeforeOperate, .either] as [CommandOptions.Mode])
    func procedure(_ mode: CommandOptions.Mode) throws {
        let probe = try Self.probe(mode)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        let selected = try probe.pull()
        #expect(selected.short == ["46 7"])
        #expect(selected[0].objects[0].information == Self.select)
        let point = try #require(probe.engine.find(1))
        #expect(probe.engine.value(of: point)?.information == .doublePoint(DIQ(.off)))
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "31 11", "46 10"])
        #expect(probe.engine.value(of: point)?.information == .doublePoint(DIQ(.on)))
        #expect(probe.engine.deadline == .never)
    }

    @Test("an execution without a selection is refused where one is demanded")
    func withoutSelection() throws {
        var probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7-"])
        probe = try Self.probe(.either)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "31 11", "46 10"])
    }

    @Test("a selection is used once")
    func once() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 7", "46 7-", "31 11", "46 10"])
    }

    @Test(
        "an execution of something else than what was selected is refused, and ends the selection",
        arguments: [
            .doubleCommand(DCO(false)), .doubleCommand(DCO(true, qualifier: .longPulse)),
        ] as [Information])
    func otherValue(_ other: Information) throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, activation, at: 100, other)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 7-", "46 7-"])
    }

    @Test("an execution with time tag, or as a test, does not match a selection without")
    func otherType() throws {
        let probe = try Self.probe()
        let time = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall))
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        try probe.ask(.C_DC_TA_1, activation, at: 100, Self.execute, time: .cp56(time))
        #expect(try probe.pull().short == ["46 7", "59 7-"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        let test = CauseOfTransmission(.activation, isTest: true, originator: 9)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 7-t"])
    }

    @Test("a set point must be executed with the value selected")
    func setPoint() throws {
        let probe = try Self.probe()
        for (value, answer) in [(Float(1.5), "50 7"), (1.25, "50 7-")] {
            try probe.ask(
                .C_SE_NC_1, activation, at: 200,
                .floatSetPoint(R32(1.5), QOS(qualifier: 3, isSelect: true)))
            #expect(try probe.pull().short == ["50 7"])
            try probe.ask(
                .C_SE_NC_1, activation, at: 200, .floatSetPoint(R32(value), QOS(qualifier: 3)))
            #expect(try probe.pull().first?.short == answer)
        }
    }

    @Test("another originator or another link can neither select nor execute nor end a selection")
    func others() throws {
        let probe = try Self.probe()
        let link = probe.connect("10.0.0.2")
        probe.confirmAll(on: link)
        let stranger = CauseOfTransmission(.activation, originator: 10)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        #expect(try probe.pull().short == ["46 7"])
        for information in [Self.select, Self.execute] {
            try probe.ask(.C_DC_NA_1, stranger, at: 100, information)
            #expect(try probe.pull().short == ["46 7-"])
            try probe.ask(.C_DC_NA_1, activation, at: 100, information, on: link)
            #expect(try probe.pull(on: link).short == ["46 7-"])
        }
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.select, on: link)
        #expect(try probe.pull(on: link).short == ["46 9-"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "31 11", "46 10"])
    }

    @Test("a selection ends silently after its time, and a late execution is refused")
    func timeout() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        _ = try probe.pull()
        probe.advance(seconds: 9.999)
        #expect(probe.engine.statistics.selectionsExpired == 0)
        #expect(probe.engine.deadline != .never)
        probe.advance(seconds: 0.001)
        #expect(probe.engine.statistics.selectionsExpired == 1)
        #expect(probe.engine.deadline == .never)
        #expect(!probe.engine.hasOutput(for: probe.last))
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7-"])
        #expect(probe.nextRequest() == .selectionEnded(CommandID(index: 0), probe.last))
    }

    @Test("a late execution is refused although no timer was served")
    func lateOwner() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        probe.now.instant = probe.now.instant.advanced(byNanoseconds: 10_000_000_000)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 7-"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 7", "31 11", "46 10"])
    }

    @Test("a selection again by the same station begins its time anew, with the new value")
    func again() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        probe.advance(seconds: 6)
        try probe.ask(
            .C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(false, isSelect: true)))
        probe.advance(seconds: 6)
        try probe.ask(.C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(false)))
        #expect(try probe.pull().short == ["46 7", "46 7", "46 7", "46 10"])
    }

    @Test("deactivation ends a selection with deact con; without one the con is negative")
    func deactivated() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 9", "46 9-", "46 7-"])
    }

    @Test("the end of a link ends its selections")
    func closed() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        probe.engine.closed(probe.last, at: probe.now)
        #expect(probe.engine.deadline == .never)
        probe.last = probe.connect("10.0.0.1")
        probe.confirmAll()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7-"])
    }

    @Test("a test goes through select and execute and operates nothing")
    func test() throws {
        let probe = try Self.probe()
        let test = CauseOfTransmission(.activation, isTest: true)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7t", "46 7t", "46 10t"])
        let point = try #require(probe.engine.find(1))
        #expect(probe.engine.value(of: point)?.information == .doublePoint(DIQ(.off)))
    }

    @Test("many selections end in any order and leave nothing behind")
    func many() throws {
        var table = PointTable()
        for address in 1...500 {
            try table.addCommand(
                .C_SC_NA_1, at: ObjectAddress(UInt32(address)),
                CommandOptions(mode: .selectBeforeOperate))
        }
        let probe = OutstationProbe(table)
        for address in 1...500 {
            try probe.ask(
                .C_SC_NA_1, activation, at: ObjectAddress(UInt32(address)),
                .singleCommand(SCO(true, isSelect: true)))
        }
        probe.confirmAll()
        // 7 and 500 have no common factor: all addresses in a mixed order.
        for step in 0..<400 {
            try probe.ask(
                .C_SC_NA_1, activation, at: ObjectAddress(UInt32(step * 7 % 500 + 1)),
                .singleCommand(SCO(true)))
            #expect(try probe.pull().short == ["45 7", "45 10"])
        }
        probe.advance(seconds: 11)
        #expect(probe.engine.statistics.selectionsExpired == 100)
        #expect(probe.engine.deadline == .never)
    }
}
