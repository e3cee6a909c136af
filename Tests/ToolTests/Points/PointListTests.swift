import IEC104
import Testing

@testable import IEC104Tool

@Suite("Point lists that are right", .timeLimit(.minutes(10)))
struct PointListTests {
    static func read(_ text: String, _ profile: Profile = .standard) throws -> PointList {
        try PointList(Array(text.utf8), file: "points.csv", profile: profile)
    }

    private static let plain = """
        station,address,type,name,value,group,deadband,unit,quality,cyclic,command,sbo
        1,1001,M_DP_TB_1,Breaker,on,1|3,,,,,,
        7,2001,13,Voltage,110.4,,0.5,kV,IV|NT,2.5,,
        1,3001,M_IT_NA_1,Energy,-12,2,,kWh,,,,
        1,5001,C_DC_NA_1,Breaker command,,,,,,,Breaker,yes

        """

    @Test("every column says what it says")
    func columns() throws {
        let list = try Self.read(Self.plain)
        #expect(list.points.count == 3 && list.commands.count == 1)
        let breaker = list.points[0]
        #expect(breaker.station == 1 && breaker.address == 1001 && breaker.type == .M_DP_TB_1)
        #expect(breaker.information == .doublePoint(DIQ(.on)) && breaker.groups == 0b101)
        #expect(list.string(breaker.name) == "Breaker" && breaker.line == 2)
        let voltage = list.points[1]
        #expect(voltage.station == 7 && voltage.type == .M_ME_NC_1 && voltage.period == 2500)
        #expect(voltage.information == .shortFloat(R32(110.4), [.invalid, .notTopical]))
        #expect(voltage.deadband == 0.5 && list.string(voltage.unit) == "kV")
        #expect(list.points[2].information == .integratedTotal(BCR(-12)))
        #expect(list.points[2].groups == 0b10)
        let command = list.commands[0]
        #expect(command.type == .C_DC_NA_1 && command.target == 0)
        #expect(command.options.mode == .selectBeforeOperate && command.line == 5)
        #expect(list.string(command.name) == "Breaker command")
    }

    @Test(
        "separators, line ends, a byte order mark and blanks do not matter",
        arguments: [
            { $0.replacing(",", with: ";") }, { $0.replacing(",", with: "\t") },
            { $0.replacing("\n", with: "\r\n") }, { $0.replacing("\n", with: "\r") },
            { "\u{FEFF}" + $0 }, { $0.replacing(",", with: " \u{3000}, \u{A0} ") },
            { "# points\n\n,,,,\n" + $0.replacing("\n", with: "\n\n# more, \"of it\n , ,\n") },
            { "sep=;\n" + $0.replacing(",", with: ";") }, { String($0.dropLast()) },
            { $0.uppercased() }, { $0.replacing("\n", with: ",,\n") },
        ] as [@Sendable (String) -> String])
    func forms(_ change: @Sendable (String) -> String) throws {
        let plain = try Self.read(Self.plain)
        let list = try Self.read(change(Self.plain))
        #expect(list.points.count == 3 && list.commands.map(\.target) == [0])
        for (left, right) in zip(plain.points, list.points) {
            #expect(left.address == right.address && left.information == right.information)
            #expect(left.groups == right.groups && left.period == right.period)
            #expect(
                plain.string(left.name).lowercased() == list.string(right.name).lowercased())
        }
    }

    @Test("cells in quotes hold separators, quotes and line ends")
    func quotes() throws {
        let list = try Self.read(
            "type,value,name,station,address\n"
                + "M_SP_NA_1,\"1\",\"Feeder \"\"North\"\",\nbay 2\" ,1,7\nM_SP_NA_1,0,\"\",1,8\n")
        #expect(list.points.map { list.string($0.name) } == ["Feeder \"North\", bay 2", ""])
        #expect(list.points.map(\.line) == [2, 4])
        #expect(list.points[0].information == .singlePoint(SIQ(true)))
    }

    @Test(
        "headers are found in both languages, whatever their case and spelling",
        arguments: [
            "Station,Address,Type,Name,Value,Group,Deadband,Unit,Quality,Cyclic,Command,SBO",
            "站址,地址,类型,名称,值,组,死区,单位,品质,周期,控制点,选控",
            "公共地址,点号,类型标识,信号名称,初值,组号,门槛值,量纲,品质描述词,上送周期(s),关联遥信,控制方式",
            "CA,IOA,Type ID,Point name,Initial value,GI group,Dead band,Units,QDS,cyclic (s),drives,"
                + "select-before-operate",
            "common_address,object address,TYPEID,tag,default,groups,threshold [V],unit,flags,"
                + "period,controls,select",
        ])
    func headers(_ header: String) throws {
        let rows = Self.plain.split(separator: "\n").dropFirst().joined(separator: "\n")
        let list = try Self.read(header + "\n" + rows)
        #expect(list.points.count == 3 && list.ignoredColumns.isEmpty)
        #expect(list.points[1].period == 2500 && list.points[1].deadband == 0.5)
        #expect(list.commands[0].options.mode == .selectBeforeOperate)
    }

    @Test("columns of the user's own are left alone and named")
    func foreignColumns() throws {
        let list = try Self.read(
            "station,Bay,address,type,name,value,备注\n1,E07,1,1,A,1,\"x\"\n")
        #expect(list.ignoredColumns == ["Bay"] && list.points.count == 1)
    }

    @Test(
        "types are mnemonics in any case, also without _1, or numbers",
        arguments: [
            ("M_SP_TB_1", TypeID.M_SP_TB_1), ("m_sp_tb_1", .M_SP_TB_1), ("M_SP_TB", .M_SP_TB_1),
            ("30", .M_SP_TB_1), ("1", .M_SP_NA_1), ("M_SP_TA_1", .M_SP_TA_1), ("38", .M_EP_TD_1),
            ("20", .M_PS_NA_1), ("21", .M_ME_ND_1),
        ])
    func types(_ text: String, _ type: TypeID) throws {
        let list = try Self.read("station,address,type,name,value\n1,1,\(text),,\n")
        #expect(list.points.map(\.type) == [type])
    }

    @Test(
        "values are what engineers write for them",
        arguments: [
            ("1", "1", Information.singlePoint(SIQ(true))), ("1", "OFF", .singlePoint(SIQ(false))),
            ("1", "合", .singlePoint(SIQ(true))), ("1", "复归", .singlePoint(SIQ(false))),
            ("1", "-", .singlePoint(SIQ(false))), ("3", "1", .doublePoint(DIQ(.off))),
            ("3", "2", .doublePoint(DIQ(.on))), ("3", "分位", .doublePoint(DIQ(.off))),
            ("3", "intermediate", .doublePoint(DIQ(.intermediate))),
            ("3", "closed", .doublePoint(DIQ(.on))), ("3", "3", .doublePoint(DIQ(.indeterminate))),
            ("5", "-64", .stepPosition(VTI(-64), [])), ("7", "0xFFFFFFFF", .bitString(.max, [])),
            ("7", "4001H", .bitString(0x4001, [])), ("9", "-1", .normalized(NVA(-1.0), [])),
            ("9", "0.5", .normalized(NVA(rawValue: 16384), [])),
            ("11", "+32767", .scaled(.max, [])),
            ("13", "-1.5e-3", .shortFloat(R32(-0.0015), [])), ("13", "", .shortFloat(R32(0), [])),
            ("15", "-2147483648", .integratedTotal(BCR(.min))),
            ("20", "65535", .packedSinglePoints(SCD(status: .max, changed: 0), [])),
            ("21", "1", .normalizedWithoutQuality(NVA(rawValue: .max))),
            ("38", "on", .protectionEvent(SEP(.on), 0)),
            ("39", "63", .protectionStart(SPE(rawValue: 63), [], 0)),
            ("40", "15", .protectionOutput(OCI(rawValue: 15), [], 0)),
        ])
    func values(_ type: String, _ value: String, _ information: Information) throws {
        let list = try Self.read("station,address,type,name,value\n1,1,\(type),,\(value)\n")
        #expect(list.points.map(\.information) == [information])
    }

    @Test("with ';' between the cells a comma is the decimal point")
    func decimalComma() throws {
        let list = try Self.read(
            "station;address;type;name;value;deadband;cyclic\n1;1;13;U;110,4;0,5;2,5\n1;2;9;;-0,25\n"
        )
        #expect(list.points[0].information == .shortFloat(R32(110.4), []))
        #expect(list.points[0].deadband == 0.5 && list.points[0].period == 2500)
        #expect(list.points[1].information == .normalized(NVA(-0.25), []))
    }

    @Test("addresses may be in hexadecimal, as lists in China have them")
    func hexadecimal() throws {
        let list = try Self.read("station,address,type,name,value\n1,4001H,13,,\n0x1F,0x6001,1,,\n")
        #expect(list.points.map(\.address) == [0x4001, 0x6001])
        #expect(list.points.map(\.station) == [1, 31])
    }

    @Test(
        "a command finds its point by name, by address and by station and address",
        arguments: ["Breaker", "1001", "7/1001", "3E9H", "7/0x3E9"])
    func targets(_ word: String) throws {
        let list = try Self.read(
            "station,address,type,name,value,command\n7,1001,3,Breaker,,\n7,1002,1,1001x,,\n"
                + "7,1001,46,Breaker command,0,\(word)\n")
        #expect(list.commands.map(\.target) == [0])
    }

    @Test("a name that looks like an address is found when no point has the address")
    func numericNames() throws {
        let list = try Self.read(
            "station,address,type,name,value,command\n7,1,1,52,,\n7,2,45,,,52\n")
        #expect(list.commands.map(\.target) == [0])
        let free = try Self.read("station,address,type,name,value,sbo\n7,2,45,Horn,,either\n")
        #expect(free.commands.map(\.target) == [nil] && free.commands[0].options.mode == .either)
    }

    @Test("the sample substation is a good list, the same in both languages")
    func sample() throws {
        let english = try Self.read(SampleSubstation.text(isChinese: false))
        let chinese = try Self.read(SampleSubstation.text(isChinese: true))
        #expect(english.points.count == 28 && english.commands.count == 5)
        #expect(english.commands.map(\.options.mode) == chinese.commands.map(\.options.mode))
        #expect(english.commands.allSatisfy { $0.target != nil })
        #expect(english.commands.count { $0.options.mode == .selectBeforeOperate } == 1)
        #expect(english.commands.map(\.target) == chinese.commands.map(\.target))
        for (left, right) in zip(english.points, chinese.points) {
            #expect(left.address == right.address && left.type == right.type)
            #expect(left.information == right.information && left.groups == right.groups)
            #expect(left.period == right.period && left.deadband == right.deadband)
            #expect(english.string(left.name).utf8.allSatisfy { $0 < 0x80 })
            #expect(chinese.string(right.name).unicodeScalars.contains { $0.value > 0x3000 })
        }
    }
}
