import IEC104
import Testing

@testable import IEC104Tool

@Suite("Columns of a point list that few rows use")
struct PointExtrasTests {
    private static func table(
        _ header: String, _ rows: String...
    ) throws -> (PointList, PointTable) {
        let list = try PointListTests.read(
            (["station,address,type,name,value," + header] + rows).joined(separator: "\n") + "\n")
        return (list, try PointTable(list, file: "points.csv"))
    }

    private static func options(_ header: String, _ row: String) throws -> PointOptions {
        let (list, _) = try table(header, row)
        return PointOptions(list.points[0], list.pointExtras[0])
    }

    private static func problems(_ header: String, _ row: String) throws -> [String] {
        do {
            _ = try table(header, row)
            return []
        } catch let error as PointListError {
            return error.problems.map(\.words.english)
        }
    }

    @Test(
        "events are reported as the column says, whatever the type",
        arguments: [
            ("soe", PointOptions.Events.timeTagged), ("cos", .untagged), ("both", .both),
            ("short", .shortTimeTagged), ("none", PointOptions.Events.none), ("双发", .both),
        ])
    func events(_ cell: String, _ events: PointOptions.Events) throws {
        #expect(try Self.options("events", "1,1,M_SP_NA_1,,,\(cell)").events == events)
        #expect(try Self.options("事件", "1,1,M_SP_TB_1,,,\(cell)").events == events)
    }

    @Test("an empty cell leaves the options as they are without the column")
    func empty() throws {
        let (list, _) = try Self.table(
            "events,event class,background,deadband range,smoothing,low limit,high limit",
            "1,1,M_ME_NC_1,,5,,,,,,,")
        #expect(list.pointExtras.isEmpty)
    }

    @Test("points that tell of lost events are marked in the list")
    func losses() throws {
        let (list, _) = try Self.table(
            "events lost", "1,1,M_SP_TB_1,,,", "1,2,M_IT_NA_1,,,yes", "1,3,M_SP_TB_1,,,是",
            "1,4,M_SP_TB_1,,,no")
        let parsed = try ParsedArguments(["--events-lost", "1/3"], OutstationCommandLine.syntax)
        var settings = OutstationSettings()
        try EventOptions.apply(parsed, list, to: &settings)
        #expect(settings.eventsLostPoints.map(\.index) == [2, 1])
        #expect(
            try Self.problems("events lost", "1,1,M_ST_NA_1,,,yes")
                .first?.contains("cannot tell of lost events") == true)
        #expect(
            try Self.problems("events lost", "1,1,C_SC_NA_1,,,yes")
                .first?.contains("leave the cell empty") == true)
    }

    @Test("limits, smoothing and percents are in the unit of the list, raw on the wire")
    func measured() throws {
        let header = "deadband,deadband range,smoothing,low limit,high limit,background,event class"
        let float = try Self.options(header, "1,1,M_ME_NC_1,,110,2%,0..400,0.5,90,130,60,priority")
        #expect(float.deadband == 0 && float.deadbandPercent == 2)
        #expect(float.rangeLow == 0 && float.rangeHigh == 400 && float.smoothing == 0.5)
        #expect(float.lowLimit == 90 && float.highLimit == 130)
        #expect(float.backgroundPeriod == .seconds(60) && float.eventClass == .priority)
        let normalized = try Self.options(header, "1,1,M_ME_NA_1,,0,1%,-1..1,,-0.5,0.5,,")
        #expect(normalized.rangeLow == -32768 && normalized.rangeHigh == 32768)
        #expect(normalized.lowLimit == -16384 && normalized.highLimit == 16384)
    }

    @Test("commands have pulses, limits, terminations and interlocks")
    func commands() throws {
        let header = "command,pulse,after pulse,retrigger,act term,interlock,low limit,high limit"
        let (list, table) = try Self.table(
            header, "1,1,M_DP_TB_1,Q1,off,,,,,,,,", "1,2,M_ME_NC_1,U,5,,,,,,,,",
            "1,3,C_DC_NA_1,,,Q1,0.5|2,returns,yes,at-once,2>3 & command=on,,",
            "1,4,C_SE_NC_1,,,U,,,,never,,-10,10.5")
        #expect(table.commandCount == 2)
        #expect(
            list.commands.map(\.options) == [
                CommandOptions(
                    termination: .atOnce, shortPulse: .milliseconds(500), longPulse: .seconds(2),
                    duringPulse: .retrigger, afterPulse: .returns,
                    interlock: try Interlock("2>3 & command=on")),
                CommandOptions(termination: .never, lowLimit: -10, highLimit: 10.5),
            ])
    }

    @Test(
        "what is wrong is told",
        arguments: [
            ("events", "1,1,1,,,often", "'often' is none of soe, cos, both, short, none"),
            ("events", "1,1,15,,,soe", "counters are reported"),
            ("background", "1,1,13,,,0.01", "a period is 0.1"),
            ("deadband", "1,1,13,,,2%", "needs the range"),
            ("deadband,deadband range", "1,1,13,,,200%,0..1", "no number from 0.0 to 100.0"),
            ("deadband range", "1,1,13,,,5", "is no range"),
            ("deadband range", "1,1,13,,,5..1", "is no range"),
            ("smoothing", "1,1,13,,,1", "no number from 0.0 to 0.999"),
            ("smoothing", "1,1,1,,,0.5", "M_SP_NA_1 has no smoothing"),
            ("low limit,high limit", "1,1,13,,,5,4", "below the low one"),
            ("low limit", "1,1,45,,,5", "C_SC_NA_1 has no limits"),
            ("pulse", "1,1,1,,,1", "belongs to the row of the command"),
            ("pulse", "1,1,50,,,1", "has no pulses"),
            ("pulse", "1,1,45,,,1|2|3", "write the length of a short pulse"),
            ("pulse", "1,1,45,,,0", "write the length of a short pulse"),
            ("act term", "1,1,45,,,maybe", "none of end, at-once, never"),
            ("interlock", "1,1,45,,,5=", "character 3"),
            ("smoothing", "1,1,45,,,0.5", "C_SC_NA_1 is a command"),
        ])
    func wrong(_ header: String, _ row: String, _ reason: String) throws {
        let problems = try Self.problems(header, row)
        #expect(problems.count == 1)
        #expect(problems.first?.contains(reason) == true, "\(problems)")
    }
}
