import IEC104Codec
import IEC104Station
import Testing

@Suite("Direct commands")
struct CommandTests {
    /// A command, what the driven point shows before, what is sent, and what it shows after.
    struct Row: Sendable, CustomTestStringConvertible {
        let type: TypeID
        let before: Information
        let sent: Information
        let after: Information
        let event: TypeID
        var testDescription: String { "\(type.rawValue) \(sent)" }
    }

    static let rows = [
        Row(
            type: .C_SC_NA_1, before: .singlePoint(SIQ(false)), sent: .singleCommand(SCO(true)),
            after: .singlePoint(SIQ(true)), event: .M_SP_TB_1),
        Row(
            type: .C_SC_NA_1, before: .doublePoint(DIQ(.off)), sent: .singleCommand(SCO(true)),
            after: .doublePoint(DIQ(.on)), event: .M_DP_TB_1),
        Row(
            type: .C_DC_NA_1, before: .doublePoint(DIQ(.indeterminate, quality: .invalid)),
            sent: .doubleCommand(DCO(false, qualifier: .persistent)),
            after: .doublePoint(DIQ(.off)), event: .M_DP_TB_1),
        Row(
            type: .C_RC_NA_1, before: .stepPosition(VTI(3), .substituted),
            sent: .stepCommand(RCO(isHigher: true)),
            after: .stepPosition(VTI(4), .substituted), event: .M_ST_TB_1),
        Row(
            type: .C_RC_NA_1, before: .stepPosition(VTI(-63), []),
            sent: .stepCommand(RCO(isHigher: false)), after: .stepPosition(VTI(-64), []),
            event: .M_ST_TB_1),
        Row(
            type: .C_SE_NA_1, before: .normalized(NVA(0), []),
            sent: .normalizedSetPoint(NVA(0.5), QOS()), after: .normalized(NVA(0.5), []),
            event: .M_ME_TD_1),
        Row(
            type: .C_SE_NB_1, before: .scaled(0, []), sent: .scaledSetPoint(-5, QOS()),
            after: .scaled(-5, []), event: .M_ME_TE_1),
        Row(
            type: .C_SE_NC_1, before: .shortFloat(R32(0), []),
            sent: .floatSetPoint(R32(-1.5e30), QOS()), after: .shortFloat(R32(-1.5e30), []),
            event: .M_ME_TF_1),
        Row(
            type: .C_BO_NA_1, before: .bitString(0, []), sent: .bitStringCommand(0xDEAD_BEEF),
            after: .bitString(0xDEAD_BEEF, []), event: .M_BO_TB_1),
    ]

    @Test(
        "an execution is confirmed, sets and reports its point, and is terminated", arguments: rows)
    func executes(_ row: Row) throws {
        var table = PointTable()
        let point = try table.add(1, row.before)
        try table.addCommand(row.type, at: 100, drives: point)
        let probe = OutstationProbe(table)
        try probe.ask(row.type, activation, at: 100, row.sent)
        let answers = try probe.pull()
        let cause = row.event.rawValue < 34 ? 11 : 3
        let type = row.type.rawValue
        #expect(answers.short == ["\(type) 7", "\(row.event.rawValue) \(cause)", "\(type) 10"])
        #expect(answers[0].objects[0].information == row.sent)
        #expect(answers[2].objects[0].information == row.sent)
        #expect(answers[2].cause.originator == 9)
        #expect(probe.engine.value(of: point)?.information == row.after)
        #expect(answers[1].objects[0].information == row.after)
        guard case .commanded(let command)? = probe.nextRequest() else {
            Issue.record("the application was not told")
            return
        }
        #expect(command.point == point && command.action == .execute)
    }

    @Test("a test is answered and operates nothing")
    func test() throws {
        let probe = try Self.breaker()
        try probe.ask(
            .C_DC_NA_1, CauseOfTransmission(.activation, isTest: true), at: 100,
            .doubleCommand(DCO(true)))
        #expect(try probe.pull().short == ["46 7t", "46 10t"])
        let point = try #require(probe.engine.find(1))
        #expect(probe.engine.value(of: point)?.information == .doublePoint(DIQ(.off)))
    }

    static func breaker(
        _ options: CommandOptions = CommandOptions(),
        _ settings: OutstationSettings = OutstationSettings()
    ) throws -> OutstationProbe {
        var table = PointTable()
        let point = try table.add(1, DoublePointState.off)
        try table.addCommand(.C_DC_NA_1, at: 100, drives: point, options)
        return OutstationProbe(table, settings)
    }

    @Test("a state that is not permitted gets a negative con", arguments: [0, 3] as [UInt8])
    func notPermitted(_ state: UInt8) throws {
        let probe = try Self.breaker()
        try probe.ask(
            .C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(rawValue: state)))
        #expect(try probe.pull().short == ["46 7-"])
    }

    @Test("a select of an output that is operated directly gets a negative con")
    func select() throws {
        let probe = try Self.breaker()
        try probe.ask(
            .C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(true, isSelect: true)))
        #expect(try probe.pull().short == ["46 7-"])
    }

    @Test("without termination by the option there is only the con")
    func withoutTermination() throws {
        let probe = try Self.breaker(CommandOptions(termination: .never))
        try probe.ask(.C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(true)))
        #expect(try probe.pull().short == ["46 7", "31 11"])
    }

    @Test(
        "a time tag within the permitted delay is executed, an older or newer one is not",
        arguments: [
            (0, true), (-10_000, true), (10_000, true), (-10_001, false), (10_001, false),
            (86_400_000, false),
        ] as [(Int64, Bool)])
    func timeTag(_ offset: Int64, _ isExecuted: Bool) throws {
        let probe = try Self.breaker()
        let time = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall + offset))
        try probe.ask(
            .C_DC_TA_1, activation, at: 100, .doubleCommand(DCO(true)), time: .cp56(time))
        #expect(
            try probe.pull().short == (isExecuted ? ["59 7", "31 11", "59 10"] : ["59 7-"]))
    }

    @Test("a time tag that is invalid or impossible, or missing where required, is refused")
    func badTimeTag() throws {
        var probe = try Self.breaker()
        for raw in [0x80_0000, 0xFF_FFFF_FFFF_FFFF] as [UInt64] {
            try probe.ask(
                .C_DC_TA_1, activation, at: 100, .doubleCommand(DCO(true)),
                time: .cp56(CP56Time2a(rawValue: raw)))
            #expect(try probe.pull().short == ["59 7-"])
        }
        probe = try Self.breaker(CommandOptions(timeTagging: .required))
        try probe.ask(.C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(true)))
        #expect(try probe.pull().short == ["46 7-"])
    }

    @Test("a long backlog of events delays a termination, but not for ever")
    func backlog() throws {
        var table = PointTable()
        let value = try table.add(1, Int16(0))
        try table.addCommand(.C_SC_NA_1, at: 100)
        var settings = OutstationSettings()
        settings.maximumObjectsPerEventASDU = 1
        let probe = OutstationProbe(table, settings)
        for number in 1...100 { probe.set(value, Int16(number)) }
        try probe.ask(.C_SC_NA_1, activation, at: 100, .singleCommand(SCO(true)))
        let sent = try probe.pull().short
        #expect(sent.first == "45 7")
        #expect(sent.firstIndex(of: "45 10") == 33)
        #expect(sent.count == 102)
    }

    @Test("the termination follows the events that the command made, not those after")
    func order() throws {
        let probe = try Self.breaker()
        let point = try #require(probe.engine.find(1))
        try probe.ask(.C_DC_NA_1, activation, at: 100, .doubleCommand(DCO(true)))
        probe.set(point, .doublePoint(DIQ(.intermediate)))
        #expect(try probe.pull().short == ["46 7", "31 11", "46 10", "31 3"])
    }
}
