import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("Interlocks")
struct InterlockTests {
    private static func table(_ text: String) throws -> PointTable {
        var table = PointTable()
        try table.add(1001, DoublePointState.on)
        try table.add(1002, true)
        try table.add(4001, Float(49.5))
        try table.add(4002, NVA(0.5))
        try table.add(4003, VTI(-7))
        try table.add(5001, BCR(12))
        try table.add(1001, station: 2, false)
        try table.add(1003, false, quality: .invalid)
        try table.add(1004, false, quality: .notTopical)
        try table.add(4004, Float.nan)
        try table.addCommand(
            .C_SC_NA_1, at: 100, CommandOptions(interlock: try Interlock(text)))
        return table
    }

    @Test(
        "an expression holds or not",
        arguments: [
            ("1001=on", true), ("1001=off", false), ("1001 != off", true), ("1001=2", true),
            ("1001<2", false), ("1001", true), ("2/1001", false), ("2/1001=off", true),
            ("1001=on & !(1002=off | 4001>50)", true), ("1001=on&1002=off|4001>=49.5", true),
            ("1001=off | 1002=off & 4001>0", false), ("4001<=-1e3", false), ("4002=0.5", true),
            ("4002>=+.5", true), ("4003=-7", true), ("5001>11", true), ("!1002", false),
            ("!!1002", true), ("command=on", true), ("command=off | 1001=on", true),
            ("command=off", false), ("((((1002=on))))", true), ("1001=合 && 命令=合", true),
            ("1001=分 || 1002=分", false), ("（1002=on）", true),
            // What is not known holds neither way.
            ("1003=off", false), ("!1003=off", false), ("1003=off | 1002", true),
            ("1004=off", false), ("1003=on & 1002=off", false), ("!(1003=on & 1002=off)", true),
            ("4004>0", false), ("!4004>0", false),
        ])
    func holds(_ text: String, _ isAccepted: Bool) throws {
        let probe = OutstationProbe(try Self.table(text))
        try probe.ask(.C_SC_NA_1, activation, at: 100, .singleCommand(SCO(true)))
        #expect(try probe.pull().short == (isAccepted ? ["45 7", "45 10"] : ["45 7-"]))
    }

    @Test("it is looked at when selected and again when executed")
    func twice() throws {
        var table = PointTable()
        let key = try table.add(1, true)
        try table.addCommand(
            .C_SC_NA_1, at: 100,
            CommandOptions(mode: .selectBeforeOperate, interlock: try Interlock("1=on")))
        let probe = OutstationProbe(table)
        let select = Information.singleCommand(SCO(true, isSelect: true))
        try probe.ask(.C_SC_NA_1, activation, at: 100, select)
        probe.set(key, false)
        try probe.ask(.C_SC_NA_1, activation, at: 100, .singleCommand(SCO(true)))
        try probe.ask(.C_SC_NA_1, activation, at: 100, select)
        #expect(try probe.pull().short == ["45 7", "45 7-", "45 7-", "30 3"])
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            ("", .missing, 1), ("   ", .missing, 4), ("1001=", .missing, 6),
            ("1001=on &", .missing, 10),
            ("on=1001", .operand, 1), ("1001=on & x=1", .operand, 11), ("=1", .operand, 1),
            ("1/2/3=on", .operand, 1), ("/3=on", .operand, 1), ("3/=on", .operand, 1),
            ("-5=on", .operand, 1), ("99999999999=on", .operand, 1), ("0=on", .address, 1),
            ("16777216=on", .address, 1), ("0/1=on", .address, 1), ("65535/1=on", .address, 1),
            ("1=maybe", .literal, 3), ("1=nan", .literal, 3), ("1=inf", .literal, 3),
            ("1=0x10", .literal, 3), ("1=1e999", .literal, 3), ("1=&", .literal, 3),
            ("(1=on", .bracket, 1), ("1=on & ((2=on)", .bracket, 8), ("1=on)", .extra, 5),
            ("1=on 2=on", .extra, 6), ("(1=on 2)", .extra, 7), ("!", .missing, 2),
            ("1 =! on", .literal, 4), ("٣=on", .operand, 1),
            (String(repeating: "(", count: 40), .tooDeep, 33),
            (String(repeating: "!", count: 1001), .tooLong, 1),
        ] as [(String, InterlockError.Code, Int)])
    func errors(_ text: String, _ code: InterlockError.Code, _ column: Int) {
        do {
            _ = try Interlock(text)
            Issue.record("'\(text)' was read")
        } catch {
            #expect(error.code == code && error.column == column, "'\(text)': \(error)")
            #expect(error.description.hasPrefix("character \(column): "))
        }
    }

    @Test("it keeps its text, and names its points")
    func describes() throws {
        let interlock = try Interlock(" 1001=on & 3/7 ")
        #expect(interlock.description == " 1001=on & 3/7 ")
        #expect(interlock.points.map(\.address) == [1001, 7])
        #expect(interlock.points.map(\.station) == [nil, 3])
        #expect(try Interlock("1=1") == Interlock("1=1") && Interlock("1=1") != Interlock("1=2"))
    }

    @Test("T-26: no text traps, and what is read can be evaluated")
    func garbage() throws {
        var random = SeededRandom(seed: 7)
        let parts = [
            "1", "2/", "(", ")", "&", "|", "!", "=", "<", ">", "on", "off", " ", "命令", "e", "-",
            ".",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            guard let interlock = try? Interlock(text) else { continue }
            var table = PointTable()
            try table.add(1, false)
            _ = try? table.addCommand(
                .C_SC_NA_1, at: 1, CommandOptions(interlock: interlock))
            let probe = OutstationProbe(table)
            try probe.ask(.C_SC_NA_1, activation, at: 1, .singleCommand(SCO(true)))
            #expect(try probe.pull().isEmpty == false)
        }
    }
}
