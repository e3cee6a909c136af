import Testing

@Suite("iec104 points", .timeLimit(.minutes(10)))
struct PointsCommandTests {
    @Test("new prints a list that check finds right, in both languages", arguments: ["en", "zh"])
    func template(_ language: String) throws {
        let list = try Tool.run(["points", "new", "--lang", language])
        #expect(list.status == 0)
        let check = try Tool.run(["points", "check", "-", "--lang", language], input: list.output)
        #expect(check.status == 0 && check.error.isEmpty && check.output.contains("5"))
    }

    @Test("check tells all that is wrong, of all files, and ends with 1")
    func check() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "station,address,type,name,value,simulate\n1,1,13,,x,sine\n1,1,99,,,\n", to: "a.csv")
        try folder.write("{\"points\": [{\"station\": 1}]}", to: "b.json")
        try folder.write(
            "station,address,type,name,value,simulate\n1,1,13,,,series file=none.csv\n", to: "c.csv"
        )
        let run = try Tool.shell("$IEC104 points check a.csv b.json c.csv none.csv", in: folder)
        #expect(run.status == 1 && run.output.isEmpty)
        for words in [
            "a.csv:2: column 5 'value'", "a.csv:2: column 6 'simulate'", "a.csv:3: column 3",
            "b.json:1: member 'address'", "c.csv:2: the series 'none.csv' cannot be read",
            "'none.csv': No such file",
        ] { #expect(run.error.contains(words), "\(run.error)") }
    }

    @Test("convert writes the other form, and an outstation takes both")
    func convert() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.shell(
            "$IEC104 points new > a.csv && $IEC104 points convert a.csv b.json && "
                + "$IEC104 points convert b.json c.csv && $IEC104 points convert c.csv - | "
                + "cmp - b.json && $IEC104 points check b.json c.csv", in: folder)
        #expect(run.status == 0 && run.output.contains("b.json: 5 points, 1 commands"))
    }

    @Test(
        "Wrong usage says what to write and ends with 2",
        arguments: [
            ([], "write one of"), (["chekc"], "none of"), (["check"], "which file"),
            (["new", "x"], "points new > x"), (["convert", "a.csv"], "two files"),
            (["convert", "a.csv", "b.txt"], ".csv or .json"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let run = try Tool.run(["points"] + arguments)
        #expect(run.status == 2 && run.error.contains(words), "\(run.error)")
    }
}
