import IEC104
import Testing

@testable import IEC104Tool

@Suite("Point tables made of lists")
struct PointTableTests {
    private static func options(_ row: String) throws -> PointOptions {
        let list = try PointListTests.read(
            "station,address,type,name,value,group,deadband,cyclic\n" + row + "\n")
        return PointOptions(list.points[0])
    }

    @Test("the sample substation becomes a table with its points in their places")
    func sample() throws {
        let list = try PointListTests.read(SampleSubstation.text(isChinese: true))
        let table = try PointTable(list, file: "points.csv")
        #expect(table.count == list.points.count && table.commandCount == list.commands.count)
        for (row, point) in zip(list.points, table.points) {
            #expect(table[point] == InformationObject(row.address, row.information))
            #expect(table.station(of: point) == row.station)
            #expect(table.find(row.address, station: row.station) == point)
        }
        #expect(table.findCommand(5001, station: 1) != nil)
    }

    @Test(
        "the time tag of the type is that of the events",
        arguments: [
            ("M_SP_NA_1", PointOptions.Events.untagged), ("M_SP_TB_1", .timeTagged),
            ("M_SP_TA_1", .shortTimeTagged), ("M_ME_TF_1", .timeTagged), ("M_ME_ND_1", .untagged),
            ("M_EP_TD_1", .timeTagged),
        ])
    func events(_ type: String, _ events: PointOptions.Events) throws {
        #expect(try Self.options("1,1,\(type),,").events == events)
    }

    @Test("groups, deadband and period are where they belong")
    func options() throws {
        #expect(try Self.options("1,1,1,,,1|16").groups == [1, 16])
        #expect(try Self.options("1,1,15,,,4").counterGroup == 4)
        #expect(try Self.options("1,1,15,,,4").groups == [])
        #expect(try Self.options("1,1,15,,,").counterGroup == nil)
        #expect(try Self.options("1,1,13,,,,0.5").deadband == 0.5)
        #expect(try Self.options("1,1,9,,,,0.5").deadband == 16384)
        let measured = try Self.options("1,1,13,,,,,2.5")
        #expect(measured.cyclicPeriod == .milliseconds(2500) && measured.backgroundPeriod == nil)
        let state = try Self.options("1,1,1,,,,,60")
        #expect(state.cyclicPeriod == nil && state.backgroundPeriod == .seconds(60))
    }

    @Test("a command type with a time tag demands one")
    func commands() throws {
        let list = try PointListTests.read(
            "station,address,type,name,value,sbo\n1,1,45,,,\n1,2,58,,,yes\n1,3,58,,,both\n")
        #expect(
            list.commands.map(\.options) == [
                CommandOptions(),
                CommandOptions(mode: .selectBeforeOperate, timeTagging: .required),
                CommandOptions(mode: .either, timeTagging: .required),
            ])
        #expect(try PointTable(list, file: "points.csv").commandCount == 3)
    }

    @Test("every type that a list may have is one that a table takes", arguments: PointType.all)
    func types(_ type: PointType) throws {
        let list = try PointListTests.read(
            "station,address,type,name,value\n1,1,\(type.mnemonic),,\n1,2,\(type.id.rawValue),,\n")
        let table = try PointTable(list, file: "points.csv")
        #expect(table.count + table.commandCount == 2)
        if type.repetition != .none {
            let repeated = try PointListTests.read(
                "station,address,type,name,value,cyclic\n1,1,\(type.mnemonic),,,5\n")
            #expect(try PointTable(repeated, file: "points.csv").count == 1)
        }
    }
}
