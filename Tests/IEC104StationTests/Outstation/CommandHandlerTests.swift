import IEC104Codec
import IEC104Station
import Testing

@Suite("Commands that the application answers")
struct CommandHandlerTests {
    static func probe(_ mode: CommandOptions.Mode = .either) throws -> OutstationProbe {
        var table = PointTable()
        let point = try table.add(1, DoublePointState.off)
        try table.addCommand(.C_DC_NA_1, at: 100, drives: point, CommandOptions(mode: mode))
        try table.addCommand(.C_DC_NA_1, at: 101)
        var settings = OutstationSettings()
        settings.handlesCommands = true
        return OutstationProbe(table, settings)
    }

    static let execute = Information.doubleCommand(DCO(true))
    static let select = Information.doubleCommand(DCO(true, isSelect: true))

    @Test(
        "each answer to an execution gives its confirmations",
        arguments: [
            (.accept, ["46 7", "31 11", "46 10"]),
            (.acceptReporting(.doublePoint(DIQ(.intermediate))), ["46 7", "31 11", "46 10"]),
            (.acceptRunning, ["46 7"]), (.refuse, ["46 7-"]),
            (.refuseWith(.unknownObjectAddress), ["46 47-"]), (.refuseWith(Cause(50)), ["46 50-"]),
            (.refuseWith(.spontaneous), ["46 7-"]), (.terminate, []), (.fail, []),
        ] as [(CommandAnswer, [String])])
    func answers(_ answer: CommandAnswer, _ expected: [String]) throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().isEmpty)
        let command = try #require(probe.answerCommand(answer))
        #expect(command.action == .execute && command.object.information == Self.execute)
        #expect(command.originator == 9 && command.station == 1 && command.link == probe.last)
        #expect(try probe.pull().short == expected)
    }

    @Test("an execution that runs for too long is given up and terminated")
    func runsForever() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        let command = try #require(probe.answerCommand(.acceptRunning))
        probe.advance(seconds: 3599)
        #expect(try probe.pull().short == ["46 7"])
        probe.advance(seconds: 2)
        #expect(try probe.pull().short == ["46 10"])
        #expect(probe.engine.statistics.executionsGivenUp == 1)
        #expect(!probe.answer(command.id, .terminate))
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(probe.answerCommand(.accept) != nil)
    }

    @Test("a process reset of the station ends its running executions")
    func resetEnds() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        _ = probe.answerCommand(.acceptRunning)
        try probe.ask(.C_RP_NA_1, activation, .resetProcess(.general))
        #expect(try probe.pull().short == ["46 7", "105 7", "70 4"])
        #expect(probe.engine.statistics.executionsGivenUp == 1)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(probe.answerCommand(.accept)?.action == .execute)
    }

    @Test("the station that lost its link can stop its execution on the next one, others cannot")
    func cancelsLater() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        _ = probe.answerCommand(.acceptRunning)
        let second = probe.connect("10.0.0.1")
        probe.confirmAll(on: second)
        // The link that asked is still there.
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.execute, on: second)
        #expect(try probe.pull(on: second).short == ["46 9-"])
        probe.engine.closed(probe.last, at: probe.now)
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.execute, on: other)
        #expect(try probe.pull(on: other).short == ["46 9-"])
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.execute, on: second)
        #expect(probe.answerCommand(.accept)?.action == .cancel)
        #expect(try probe.pull(on: second).short == ["46 9"])
    }

    @Test("a test never touches a real execution or selection, nor asks the application")
    func testBit() throws {
        let probe = try Self.probe()
        let test = CauseOfTransmission(.activation, isTest: true, originator: 9)
        let testEnd = CauseOfTransmission(.deactivation, isTest: true, originator: 9)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        _ = probe.answerCommand(.accept)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.select)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.execute)
        try probe.ask(.C_DC_NA_1, testEnd, at: 100, Self.select)
        #expect(try probe.pull().short == ["46 7", "46 7-t", "46 7-t", "46 9-t"])
        #expect(probe.nextRequest() == nil)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(probe.answerCommand(.acceptRunning)?.action == .execute)
        try probe.ask(.C_DC_NA_1, testEnd, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7", "46 9-t"])
        #expect(probe.nextRequest() == nil)
    }

    @Test("the selection of a test is in the way of no real command")
    func testSelection() throws {
        let probe = try Self.probe()
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        let test = CauseOfTransmission(.activation, isTest: true, originator: 9)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.select, on: other)
        #expect(try probe.pull(on: other).short == ["46 7t"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        #expect(probe.answerCommand(.accept)?.action == .select)
        try probe.ask(.C_DC_NA_1, test, at: 100, Self.execute, on: other)
        #expect(try probe.pull(on: other).short == ["46 7-t"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(probe.answerCommand(.accept)?.action == .execute)
        #expect(probe.nextRequest() == nil)
    }

    @Test("commands that are not answered are refused in the order in which they came")
    func refusedInOrder() throws {
        var table = PointTable()
        for address in 1...50 as ClosedRange<UInt32> {
            try table.addCommand(.C_DC_NA_1, at: ObjectAddress(address))
        }
        var settings = OutstationSettings()
        settings.handlesCommands = true
        let probe = OutstationProbe(table, settings)
        for address in 1...50 as ClosedRange<UInt32> {
            try probe.ask(.C_DC_NA_1, activation, at: ObjectAddress(address), Self.execute)
        }
        probe.advance(seconds: 31)
        let answers = try probe.pull()
        #expect(answers.allSatisfy { $0.short == "46 7-" })
        #expect(answers.flatMap(\.addresses) == Array(1...50))
    }

    @Test("a running execution is terminated later, and others go on meanwhile")
    func running() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        let command = try #require(probe.answerCommand(.acceptRunning))
        #expect(try probe.pull().short == ["46 7"])
        probe.advance(seconds: 3000)
        // One command at a time for an object.
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7-"])
        try probe.ask(.C_DC_NA_1, activation, at: 101, Self.execute)
        _ = probe.answerCommand(.accept)
        #expect(try probe.pull().short == ["46 7", "46 10"])
        let on = Information.doublePoint(DIQ(.on))
        #expect(probe.answer(command.id, .terminateReporting(on)))
        #expect(try probe.pull().short == ["31 11", "46 10"])
        #expect(!probe.answer(command.id, .terminate))
    }

    @Test("an execution that fails while it runs is terminated and sets no point")
    func fails() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        let command = try #require(probe.answerCommand(.acceptRunning))
        probe.answer(command.id, .fail)
        #expect(try probe.pull().short == ["46 7", "46 10"])
    }

    @Test("a select is asked too; only an accepted one reserves")
    func selects() throws {
        let probe = try Self.probe(.selectBeforeOperate)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        #expect(probe.answerCommand(.refuse)?.action == .select)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7-", "46 7-"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        _ = probe.answerCommand(.accept)
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(probe.answerCommand(.accept)?.action == .execute)
        #expect(try probe.pull().short == ["46 7", "46 7", "31 11", "46 10"])
    }

    @Test("a command that is not answered in time is refused, and a late answer does nothing")
    func late() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        guard case .command(let command)? = probe.nextRequest() else {
            Issue.record("not asked")
            return
        }
        probe.advance(seconds: 29.9)
        #expect(try probe.pull().isEmpty)
        probe.advance(seconds: 0.2)
        #expect(try probe.pull().short == ["46 7-"])
        #expect(!probe.answer(command.id, .accept))
        #expect(try probe.pull().isEmpty)
        #expect(probe.engine.statistics.answersMissed == 1)
        #expect(probe.engine.deadline == .never)
    }

    @Test("an answer after the link has ended moves the point and sends nothing to another link")
    func linkGone() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        let old = probe.last
        probe.engine.closed(old, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        probe.confirmAll()
        _ = probe.answerCommand(.accept)
        #expect(try probe.pull().short == ["31 11"])
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.select)
        probe.engine.closed(probe.last, at: probe.now)
        _ = probe.answerCommand(.accept)
        #expect(probe.engine.deadline == .never)
    }

    @Test("deactivation of a running execution is asked; accepted, it ends without act term")
    func cancels() throws {
        let probe = try Self.probe()
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        let command = try #require(probe.answerCommand(.acceptRunning))
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.execute)
        #expect(probe.answerCommand(.refuse)?.action == .cancel)
        #expect(try probe.pull().short == ["46 7", "46 9-"])
        try probe.ask(.C_DC_NA_1, deactivation, at: 100, Self.execute)
        #expect(probe.answerCommand(.accept)?.action == .cancel)
        #expect(try probe.pull().short == ["46 9"])
        #expect(!probe.answer(command.id, .terminate))
        try probe.ask(.C_DC_NA_1, activation, at: 100, Self.execute)
        #expect(probe.answerCommand(.accept)?.action == .execute)
    }

    @Test("a test is answered without asking the application")
    func test() throws {
        let probe = try Self.probe()
        try probe.ask(
            .C_DC_NA_1, CauseOfTransmission(.activation, isTest: true), at: 100, Self.execute)
        #expect(try probe.pull().short == ["46 7t", "46 10t"])
        #expect(probe.nextRequest() == nil)
    }

    @Test("more commands than allowed are refused at once")
    func bounded() throws {
        var table = PointTable()
        for address in 1...20 {
            try table.addCommand(.C_SC_NA_1, at: ObjectAddress(UInt32(address)))
        }
        var settings = OutstationSettings()
        settings.handlesCommands = true
        settings.maximumCommands = 5
        let probe = OutstationProbe(table, settings)
        for address in 1...20 {
            try probe.ask(
                .C_SC_NA_1, activation, at: ObjectAddress(UInt32(address)),
                .singleCommand(SCO(true)))
        }
        #expect(try probe.pull().short == [String](repeating: "45 7-", count: 15))
        for _ in 0..<5 { _ = probe.answerCommand(.accept) }
        #expect(try probe.pull().count == 10)
    }
}
