import IEC104
import IEC104Inspect
import Testing

@testable import IEC104Tool

@Suite("Point lists in JSON", .timeLimit(.minutes(10)))
struct PointListJSONTests {
    private static func problems(_ text: String) -> [String] {
        do throws(PointListError) {
            _ = try PointList(Array(text.utf8), file: "points.json")
            return []
        } catch {
            return error.lines(in: .english)
        }
    }

    /// What a list says, its lines aside.
    private static func content(_ text: [UInt8]) throws -> [String] {
        let list = try PointList(text, file: "points")
        var lines = list.points.map {
            "\($0.station.value) \($0.address.value) \($0.type) \($0.information) "
                + "\(list.string($0.name)) \(list.string($0.unit)) \($0.groups) \($0.deadband) "
                + "\($0.period)"
        }
        lines += list.commands.map {
            "\($0.station.value) \($0.address.value) \($0.type) \(list.string($0.name)) "
                + "\(String(describing: $0.target)) \($0.options.mode)"
        }
        lines += list.simulated.map {
            "\($0.place) \(list.courses[Int($0.course)]) \(String(describing: $0.source))"
        }
        return lines + list.seriesFiles.map(\.name)
    }

    private static let european = """
        sep=;
        Station;Address;Type;Name;Value;Deadband;Simulate;Bay;Remark;Cyclic (s)
        # Bay 1; "quoted"
        1;4001H;M_ME_NC_1;"a;b ""c"" #1, d";10,5;0,25;sine amplitude=0,5 period=1,5s;E01;1,2;2,5
        1;0010;13;#7;1E-3;;series file='a, b.csv';;;
        1;20;1;20;;;;;;
        1;5;45;x;;;;;;

        """

    @Test(
        "CSV to JSON and back says the same",
        arguments: [
            SampleSubstation.text(isChinese: false), SampleSubstation.text(isChinese: true),
            PointListTemplate.text(in: .english), PointListTemplate.text(in: .chinese), european,
        ], Language.allCases)
    func roundTrip(_ text: String, _ language: Language) throws {
        let csv = Array(text.utf8)
        let json = PointListConverter.json(csv, language: language)
        let back = PointListConverter.csv(json)
        let content = try Self.content(csv)
        #expect(try Self.content(json) == content)
        #expect(try Self.content(back) == content)
        // What is not ours, and comments.
        #expect(PointListConverter.json(back, language: language) == json)
        #expect(PointListConverter.json(json, language: language) == json)
        let written = String(decoding: back, as: UTF8.self)
        #expect(
            written.split(separator: "\n").count { $0.hasPrefix("#") }
                == text.split(separator: "\n").count { $0.hasPrefix("#") })
        if text == Self.european {
            #expect(written.contains("E01,\"1,2\"") && written.contains("# Bay 1; \"quoted\""))
            #expect(
                written.contains("4001H") && written.contains("0010") && written.contains("10.5"))
        }
        _ = try JSONValue(json)
    }

    @Test("The template is a list that is right, and the words of both languages say the same")
    func templates() throws {
        let english = try PointListTests.read(PointListTemplate.text(in: .english))
        let chinese = try PointListTests.read(PointListTemplate.text(in: .chinese))
        #expect(english.ignoredColumns.isEmpty && chinese.ignoredColumns.isEmpty)
        #expect(english.points.map(\.information) == chinese.points.map(\.information))
        #expect(english.courses == chinese.courses && english.commands.count == 1)
    }

    @Test("Members are the columns, in any order; lists, numbers and flags are taken")
    func members() throws {
        let list = try PointListTests.read(
            """
            {"points": [
              "a comment",
              {"address": "3E9H", "station": 1, "type": 1, "value": true, "name": "A",
               "group": [1, 3]},
              {"站址": 1, "地址": 1002, "类型": "13", "值": 1.5e1, "quality": ["IV", "NT"], "own": null},
              {"station": 1, "address": 5, "type": "C_SC_NA_1", "command": "A"}
            ]}
            """)
        #expect(list.points.count == 2 && list.ignoredColumns == ["own"])
        #expect(list.points[0].information == .singlePoint(SIQ(true)))
        #expect(list.points[0].groups == 0b101 && list.points[0].line == 3)
        #expect(list.points[1].information == .shortFloat(R32(15), [.invalid, .notTopical]))
        #expect(list.commands[0].target == 0)
    }

    @Test(
        "Mistakes are told with the line of their row",
        arguments: [
            (#"{"points": []}"#, ["the list is empty"]), (#"{}"#, ["no point list"]),
            (#"{"points": 7}"#, ["no point list"]),
            (#"{"lines": []}"#, ["'lines' is no member of"]),
            ("{\"points\": [\n7]}", ["points.json:2: column 1: this is no row"]),
            ("{\"points\": [\n{}]}", ["points.json:2: the row is empty"]),
            (
                "{\"points\": [\n{\"station\": 1, \"address\": 1, \"type\": 1},\n\n"
                    + "{\"station\": 1, \"address\": 1, \"type\": \"M_XX\"},\n"
                    + "{\"station\": 0, \"address\": 1, \"type\": 1, \"value\": 7}]}",
                [
                    "points.json:4: member 'type': 'M_XX' is no type",
                    "points.json:5: member 'station': station 0 is outside",
                ]
            ),
            (
                "{\"points\": [\n\"x\",\n{\"station\": 1, \"address\": 1, \"type\": 1},\n"
                    + "{\"station\": 1, \"address\": 1, \"type\": 1}]}",
                ["points.json:4: member 'address': station 1, address 1 is that of line 3"]
            ),
            ("{\"points\": [{\"a\": 1, \"a\": 2}]}", ["member 'a': the member is there twice"]),
            ("{\"points\": [{\"a\": {}}]}", ["write a text, a number"]),
            ("{\"points\": [{\"adress\": 1}]}", ["did you mean 'address'"]),
            ("{\"points\": [", ["points.json:1: column 13: the text ends too early"]),
        ] as [(String, [String])])
    func mistakes(_ text: String, _ expected: [String]) {
        let problems = Self.problems(text)
        for words in expected {
            #expect(problems.contains { $0.contains(words) }, "\(problems)")
        }
    }
}
