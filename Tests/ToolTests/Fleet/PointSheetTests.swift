import IEC104
import Testing

@testable import IEC104Tool

@Suite("What a master knows of points")
struct PointSheetTests {
    static func sheet() throws -> PointSheet {
        PointSheet(
            try PointListTests.read(
                """
                station,address,type,name,value,unit,scale,offset,low limit,high limit,command
                7,2001,M_ME_NB_1,Voltage,0,kV,0.01,,9000,12100,
                1,1001,M_DP_TB_1,Breaker,on,,1,0,,,
                1,2001,M_ME_NA_1,Power,0,MW,-200,50,-0.5,0.75,
                1,3001,M_IT_NA_1,Energy,0,kWh,10,,,,
                1,2002,M_ST_NA_1,Tap,0,,,9,,,
                1,2003,M_ME_NC_1,,1.5,A,,,,,
                7,1001,M_SP_NA_1,Door,off,,,,,,
                1,5001,C_DC_NA_1,Breaker command,,,,,,,Breaker
                1,6001,C_SE_NA_1,Power set point,,,,,,0.5,Power
                1,1001,C_SC_NA_1,Beside,,,,,,,
                7,5001,C_SC_NA_1,Door,,,,,,,Door
                """))
    }

    @Test("A point is found by its address, with its name, unit, scale and limits")
    func entries() throws {
        let sheet = try Self.sheet()
        let voltage = try #require(sheet.entry(7, 2001))
        #expect(voltage.name == "Voltage" && voltage.unit == "kV" && voltage.type == .M_ME_NB_1)
        #expect(voltage.value(11_000) == 110 && voltage.transmitted(110) == 11_000)
        #expect(voltage.low == 90 && voltage.high == 121)
        let power = try #require(sheet.entry(1, 2001))
        #expect(power.value(0.25) == 0)
        // Below zero, a scale turns the limits round.
        #expect(power.low == -100 && power.high == 150)
        #expect(sheet.entry(1, 3001)?.value(7) == 70)
        #expect(sheet.entry(1, 2002)?.value(-9) == 0)
        let plain = try #require(sheet.entry(1, 2003))
        #expect(plain.name == "" && plain.value(2.5) == 2.5 && plain.low == nil)
        #expect(sheet.entry(1, 2004) == nil && sheet.entry(2, 2001) == nil)
        #expect(sheet.entry(1, 0) == nil && sheet.entry(65535, 16_777_215) == nil)
        #expect(sheet.counts == (7, 4) && sheet.stations == [1, 7])
        #expect(sheet.names.count == 10)
    }

    @Test("A command is found beside a point of its address; a set point has its point's scale")
    func commands() throws {
        let sheet = try Self.sheet()
        #expect(sheet.entry(1, 1001)?.name == "Breaker")
        #expect(sheet.command(1, 1001)?.name == "Beside")
        #expect(sheet.command(1, 5001)?.type == .C_DC_NA_1 && sheet.entry(1, 5001) == nil)
        let power = try #require(sheet.command(1, 6001))
        #expect(power.unit == "MW" && power.transmitted(-50) == 0.5 && power.low == -50)
    }

    @Test(
        "What people write means a point, or a command where there is no point",
        arguments: [
            ("Breaker", 1, 1001, 31), ("7/2001", 7, 2001, 11), ("3001", 1, 3001, 15),
            ("1001H", 0, 0, 0), ("Breaker command", 1, 5001, 46), ("6001", 1, 6001, 48),
            ("1/1001", 1, 1001, 31), ("Door", 7, 1001, 1), ("7/5001", 7, 5001, 45),
            ("2001", 0, 0, 0), ("5001", 0, 0, 0), ("nothing", 0, 0, 0), ("", 0, 0, 0),
        ] as [(String, UInt16, UInt32, UInt8)])
    func find(_ word: String, _ station: UInt16, _ address: UInt32, _ type: UInt8) throws {
        let sheet = try Self.sheet()
        guard type > 0 else {
            #expect(throws: Words.self) { try sheet.find(word) }
            return
        }
        #expect(
            try sheet.find(word) == (CommonAddress(station), ObjectAddress(address), TypeID(type)))
    }

    @Test("A command is meant by its name, its address, or that of nothing else")
    func findCommand() throws {
        let sheet = try Self.sheet()
        #expect(try sheet.findCommand("Door") == (7, 5001, .C_SC_NA_1))
        #expect(try sheet.findCommand("1001") == (1, 1001, .C_SC_NA_1))
        #expect(throws: Words.self) { try sheet.findCommand("Breaker") }
        #expect {
            try sheet.findCommand("5001")
        } throws: {
            ($0 as? Words)?.english.contains("1/5001 or 7/5001") == true
        }
    }

    @Test("An outstation does not mind scales, and they are kept when a list is converted")
    func lists() throws {
        let text = "站址,地址,类型,名称,值,系数,偏移\n1,1,M_ME_NB_1,U,5,0.1,-40\n"
        let list = try PointListTests.read(text)
        #expect(list.pointExtras[0]?.scale == 0.1 && list.pointExtras[0]?.offset == -40)
        var plain = PointOptions(list.points[0])
        plain.events = .untagged
        #expect(PointOptions(list.points[0], list.pointExtras[0]) == plain)
        let json = PointListConverter.json(Array(text.utf8), language: .english)
        let back = try PointListTests.read(
            String(decoding: PointListConverter.csv(json), as: UTF8.self))
        #expect(back.pointExtras == list.pointExtras)
        let comma = try PointListTests.read(
            "station;address;type;name;value;scale\n1;1;M_ME_NB_1;U;5;0,1\n")
        #expect(comma.pointExtras[0]?.scale == 0.1)
    }

    @Test(
        "A scale that cannot be is told",
        arguments: [
            ("1,1,M_ME_NB_1,,,0,", "a scale of 0"), ("1,1,M_ME_NB_1,,,x,", "'x' is no number"),
            ("1,1,M_ME_NB_1,,,,1e40", "is no number"), ("1,1,M_SP_NA_1,,,2,", "has no scale"),
            ("1,1,C_SC_NA_1,,,2,", "which has no scale"),
        ])
    func wrong(_ row: String, _ expected: String) {
        #expect {
            try PointListTests.read("station,address,type,name,value,scale,offset\n\(row)\n")
        } throws: {
            ($0 as? PointListError)?.description.contains(expected) == true
        }
    }
}
