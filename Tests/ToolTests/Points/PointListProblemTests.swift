import IEC104
import Testing

@testable import IEC104Tool

@Suite("Point lists that are wrong", .timeLimit(.minutes(10)))
struct PointListProblemTests {
    static func problems(
        _ octets: [UInt8], _ profile: Profile = .standard, limit: Int = 100
    ) -> PointListError? {
        do throws(PointListError) {
            _ = try PointList(octets, file: "points.csv", profile: profile, problems: limit)
            return nil
        } catch {
            return error
        }
    }

    private static let header =
        "station,address,type,name,value,group,deadband,quality,cyclic,command,sbo\n"

    @Test(
        "a wrong cell is told with line, column, reason and remedy",
        arguments: [
            ("x,1,1,,", "column 1 'station': 'x' is no station: write a number from 1 to 65534"),
            (",1,1,,", "column 1 'station': the cell is empty: write the station, 1 to 65534"),
            ("0,1,1,,", "column 1 'station': station 0 is outside 1 to 65534"),
            ("65535,1,1,,", "station 65535 is outside 1 to 65534: it stands for all stations"),
            ("1,16777216,1,,", "column 2 'address': address 16777216 is outside 1 to 16777215"),
            ("1,1.6777E+07,1,,", "the spreadsheet has rounded it: format the column as text"),
            ("1,\"1,001\",1,,", "write a whole number without points and commas"),
            ("1,１００１,1,,", "it has full-width characters: type it with plain digits"),
            ("1,1,,,", "column 3 'type': the cell is empty: write the type, such as M_SP_TB_1"),
            ("1,1,M_SP_NB_1,,", "'M_SP_NB_1' is no type; did you mean M_SP_NA_1?"),
            ("1,1,M_SP_TC_1,,", "'M_SP_TC_1' is no type; did you mean M_SP_TB_1?"),
            ("1,1,m_me_nx,,", "'m_me_nx' is no type; did you mean M_ME_NA_1?"),
            ("1,1,single,,", "'single' is no type: write a mnemonic or its number"),
            ("1,1,100,,", "C_IC_NA_1 (Interrogation command) is neither a point nor a command"),
            ("1,1,1,,2", "'2' is no state of a single point (M_SP_NA_1): write 0 or off, 1 or on"),
            ("1,1,3,,4", "'4' is no state of a double point (M_DP_NA_1): write 1 or off, 2 or on"),
            ("1,1,5,,64", "'64' is not a whole number from -64 to 63, as M_ST_NA_1 carries it"),
            ("1,1,11,,32768", "M_ME_NC_1 (float) carries any number"),
            ("1,1,9,,1.1", "'1.1' is not a number from -1 to 1, as M_ME_NA_1 carries it"),
            ("1,1,13,,abc", "column 5 'value': 'abc' is not a number such as 110.4"),
            ("1,1,13,,nan", "write 0 and the quality IV"), ("1,1,13,,1e39", "within +-3.4e38"),
            ("1,1,13,,\"1,234\"", "write a decimal point, and nothing between thousands"),
            ("1,1,1,,,17", "column 6 'group': '17' is no group: write 1 to 16, several as 1|3"),
            ("1,1,15,,,5", "'5' is no group of counters: write 1 to 4"),
            ("1,1,15,,,1|2", "a counter belongs to one group of 1 to 4, here are 2"),
            ("1,1,13,,,,-1", "column 7 'deadband': '-1' is no deadband: write how far the value"),
            ("1,1,1,,,,1", "M_SP_NA_1 has no deadband, measured values (M_ME types) have"),
            ("1,1,13,,,,,IX", "'IX' is no quality: write OV, BL, SB, NT, IV, several as IV|NT"),
            ("1,1,1,,,,,OV", "M_SP_NA_1 does not have OV: it has BL, SB, NT, IV only"),
            ("1,1,21,,,,,IV", "M_ME_ND_1 does not have IV: it has no quality"),
            ("1,1,13,,,,,,0.01", "'0.01' is no period: write seconds, 0.1 to 86400"),
            ("1,1,15,,,,,,5", "the standard has no cyclic M_IT_NA_1, counters are sent when they"),
            ("1,1,1,,,,,,,2,", "this row is a point (M_ type): 'command' belongs to the row of"),
            ("1,1,1,,,,,,,,yes", "column 11 'sbo': this row is a point (M_ type): 'sbo' belongs"),
            ("1,1,45,,1", "C_SC_NA_1 is a command, which has no value: leave the cell empty"),
            ("1,1,45,,,,,IV", "C_SC_NA_1 is a command, which has no quality"),
            ("1,1,45,,,,,,,,maybe", "'maybe' is no way to operate: write yes (select before"),
            ("1,1,51,,,,,,,,yes", "C_BO_NA_1 cannot be selected, it has no bit for it: write no"),
            ("1,1,45,,,,,,,Horn,", "column 10 'command': there is no point with the name 'Horn'"),
            ("1,1,45,,,,,,,9,", "there is no point with station 1, address 9: write the name"),
            ("1,1,1,\"A,,", "column 4 'name': the quote that opens here does not close within"),
            ("1,1,1,\"A\" B,", "text stands behind the closing quote: put the whole cell"),
            ("1,1,1,A,0,,,,,,,more", "the line has 12 cells, the header 11: put a cell that has"),
        ])
    func cells(_ line: String, _ words: String) throws {
        let error = try #require(Self.problems(Array((Self.header + line + "\n").utf8)))
        #expect(error.problems.count == 1, "\(error)")
        #expect(error.description.hasPrefix("points.csv:2: "), "\(error)")
        #expect(error.description.contains(words), "\(error)")
        let chinese = try #require(error.lines(in: .chinese).first)
        #expect(chinese.hasPrefix("points.csv:2: "))
        #expect(chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }

    @Test(
        "a wrong header is told with what to write",
        arguments: [
            ("", "points.csv: the list is empty: write a header"),
            ("# nothing\n", "points.csv: the list is empty"),
            ("station,address,type,name,value\n", "points.csv: the list is empty"),
            ("1,1001,M_SP_NA_1,A,1\n", "points.csv:1: '1...' is no header: the first line names"),
            ("station,address,type,name\n1,1,1,A\n", "points.csv:1: the header lacks: value."),
            (
                "station,address,type,name,value,Deadband (%)\n",
                "points.csv:1: column 6 'Deadband (%)': the unit of a deadband stands in"
                    + " its cell"
            ),
            ("站址,地址,类型,名称,值,上送周期（ms）\n", "cyclic is in seconds: write it so"),
            (
                "station,\"address,type,name,value\n",
                "points.csv:1: column 2: the quote that opens"
            ),
            ("站址，地址，类型，名称，值\n", "the separators are Chinese commas"),
            (
                "\nstation,address,type,name,value,IOA\n",
                "points.csv:2: column 6 'IOA': column 2 'address' is the address already"
            ),
            (
                "station,address,type,name,value,deadbnd\n",
                "points.csv:1: column 6 'deadbnd': there is no such column; did you mean 'deadband'?"
            ),
        ])
    func header(_ text: String, _ words: String) throws {
        let error = try #require(Self.problems(Array(text.utf8)))
        #expect(error.description.contains(words), "\(error)")
    }

    @Test("everything that is wrong is told at once, in the order of the lines")
    func allAtOnce() throws {
        let text =
            Self.header
            + "1,7,1,A,1\nx,y,z,B,1\n1,7,13,C,abc,99,-1\n1,8,46,D,,,,,,B,yes\n1,9,50,E,,,,,,A,no\n"
            + "1,7,1,F,\n"
        let error = try #require(Self.problems(Array(text.utf8)))
        #expect(
            error.lines(in: .english).map { $0.prefix { $0 != "'" } } == [
                "points.csv:3: column 1 ", "points.csv:3: column 2 ", "points.csv:3: column 3 ",
                "points.csv:4: column 5 ", "points.csv:4: column 6 ", "points.csv:4: column 7 ",
                "points.csv:4: column 2 ", "points.csv:6: column 10 ", "points.csv:7: column 2 ",
            ])
        let lines = error.lines(in: .english)
        #expect(lines[6].contains("station 1, address 7 is that of line 2 already"))
        #expect(
            lines[7].contains("C_SE_NC_1 cannot drive the M_SP_NA_1 of line 2: it drives M_ME_NC_1")
        )
        #expect(lines[8].contains("is that of line 2 already"))
    }

    @Test("a name that several points have is no target")
    func ambiguous() throws {
        let text = Self.header + "1,1,1,A,\n1,2,1,A,\n1,3,45,C,,,,,,A,\n"
        let error = try #require(Self.problems(Array(text.utf8)))
        #expect(error.description.contains("'A' is the name of several points (lines 2 and 3)"))
    }

    @Test("more problems than the limit are counted")
    func limit() throws {
        let text = Self.header + String(repeating: "x,1,1,,\n", count: 1000)
        let error = try #require(Self.problems(Array(text.utf8), limit: 5))
        #expect(error.problems.map(\.line) == [2, 3, 4, 5, 6] && error.more == 995)
        #expect(error.lines(in: .english).last == "points.csv: and 995 more")
        #expect(error.lines(in: .chinese).last == "points.csv: 另有995处错误")
    }

    @Test("a line after an open quote is read as it stands")
    func recovery() throws {
        let text = Self.header + "1,1,1,\"A,\n1,x,1,B,\n1,2,1,\"C\"\"\n\n"
        let error = try #require(Self.problems(Array(text.utf8)))
        #expect(error.problems.map(\.line).contains(3))
    }

    @Test("the field sizes limit the addresses")
    func sizes() throws {
        let small = try Profile(commonAddressSize: 1, objectAddressSize: 2)
        let text = Self.header + "255,1,1,,\n300,65536,1,,\n254,65535,1,,\n"
        let error = try #require(Self.problems(Array(text.utf8), small))
        #expect(error.problems.count == 3)
        #expect(error.description.contains("255 is outside 1 to 254: it stands for all stations"))
        #expect(error.description.contains("with --ca-size 2 it would fit"))
        #expect(error.description.contains("with --ioa-size 3 it would fit"))
    }

    @Test(
        "a text that is not UTF-8 is refused with the command that converts it",
        arguments: [
            // 站址,地址 in GB18030; the same in UTF-16; Überstrom in Windows-1252.
            (
                [0xD5, 0xBE, 0xD6, 0xB7, 0x2C, 0xB5, 0xD8, 0xD6, 0xB7],
                "iconv -f GB18030 -t UTF-8 points.csv > utf8-points.csv"
            ),
            ([0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00], "iconv -f UTF-16 -t UTF-8"),
            ([0x61, 0, 0x62, 0, 0x63, 0, 0x64, 0, 0x2C, 0], "iconv -f UTF-16LE -t UTF-8"),
            ([0x61, 0x2C, 0xDC, 0x62, 0x65, 0x72], "iconv -f WINDOWS-1252 -t UTF-8"),
            ([0x50, 0x4B, 0x03, 0x04, 0x14], "this is a workbook of Excel or WPS"),
            ([0x61, 0x2C, 0x00, 0x62], "an octet 0 stands in the text"),
        ] as [([UInt8], String)])
    func encodings(_ octets: [UInt8], _ words: String) throws {
        let error = try #require(Self.problems(octets))
        #expect(error.problems.count == 1 && error.description.contains(words), "\(error)")
    }

    @Test("the line of the first octet that is not UTF-8 is told")
    func wrongOctet() throws {
        let octets =
            Array((Self.header + "1,1,1,").utf8) + [0xB6, 0xCF, 0xC2, 0xB7] + [0x2C, 0x0A]
        let error = try #require(Self.problems(octets))
        #expect(error.description.hasPrefix("points.csv:2: octet B6 hex is not UTF-8; it looks"))
    }

    @Test("at most 100 different periods are possible")
    func periods() throws {
        let rows = (1...101).map { "1,\($0),13,,,,,,\($0)\n" }.joined()
        let error = try #require(Self.problems(Array((Self.header + rows).utf8)))
        #expect(error.problems.map(\.line) == [102])
        #expect(error.description.contains("more than 100 different periods"))
    }
}
