import IEC104
import IEC104Inspect
import Testing

@testable import IEC104Tool

@Suite("What is wrong in the column simulate", .timeLimit(.minutes(10)))
struct CourseProblemTests {
    private static func problems(_ rows: [String]) -> [String] {
        do {
            _ = try PointListTests.read(
                "station,address,type,name,value,simulate\n" + rows.joined(separator: "\n"))
            return []
        } catch let error as PointListError {
            #expect(error.lines(in: .chinese).count == error.lines(in: .english).count)
            return error.lines(in: .english)
        } catch {
            return ["\(error)"]
        }
    }

    @Test(
        "Each mistake says what and how to mend it",
        arguments: [
            ("13", "sinus amplitude=1 period=1s", ["did you mean 'sine'"]),
            ("13", "wobble", ["write one of constant, ramp"]),
            ("13", "sine", ["lacks 'amplitude'", "lacks 'period'"]),
            (
                "13", "sine amplitude=x period=1 fase=2",
                ["'fase' is nothing", "'x' for 'amplitude'"]
            ),
            ("13", "sine amplitude=1 amplitude=2 period=1", ["written twice"]),
            ("13", "noise amplitude=1 period=5ms", ["write 10ms to 366d"]),
            ("13", "noise amplitude=1 period=0.0105", ["whole milliseconds"]),
            ("13", "noise amplitude=1 period=1e9d", ["is no time"]),
            ("13", "square period=1s", ["lacks 'low'", "lacks 'high'"]),
            ("1", "square period=1s duty=101%", ["0% to 100%"]),
            ("1", "square period=1s low=7", ["low: '7' is no state"]),
            ("1", "sine amplitude=1 period=1s", ["cannot move as 'sine'", "constant, square"]),
            ("13", "random period=1s", ["cannot move as 'random'"]),
            ("11", "ramp from=0 to=40000 period=1s", ["to: '40000' is not a whole number"]),
            ("13", "walk step=1 min=5 max=4", ["swap them"]),
            ("13", "follow", ["lacks the point"]), ("13", "follow 99", ["address 99"]),
            ("13", "follow P1 factor=inf", ["'inf' for 'factor'"]),
            ("13", "follow 1", ["follows itself"]), ("13", "series", ["lacks 'file'"]),
            ("13", "series file= loop=perhaps", ["write yes or no"]),
            ("13", "series file=", ["'file' is empty"]), ("13", "=", ["is no way to move"]),
            ("13", "'", ["is no way to move"]), ("45", "constant", ["which has no simulate"]),
            ("13", "sine amplitude=1 period=1s phase=400", ["-360 to 360"]),
        ] as [(String, String, [String])])
    func mistakes(_ type: String, _ course: String, _ expected: [String]) {
        let problems = Self.problems(["1,1,\(type),P1,,\(course)"])
        for words in expected {
            #expect(problems.contains { $0.contains(words) }, "\(problems)")
        }
        #expect(problems.allSatisfy { $0.hasPrefix("points.csv:2: column 6 'simulate': ") })
    }

    @Test("Circles of points that follow are found, each once")
    func circles() {
        let problems = Self.problems([
            "1,1,13,,,follow 2", "1,2,13,,,follow 3", "1,3,13,,,follow 1", "1,4,13,,,follow 1",
            "1,5,13,,,follow 6", "1,6,13,,,",
        ])
        #expect(problems.count == 1)
    }

    @Test(
        "A series says what is wrong with it, with line and column",
        arguments: [
            ("", "empty"), ("a,b\n", "empty"), ("0,1\n0,2\n", "series.csv:2: column 1 'time'"),
            ("0,1\n1,x\n", "series.csv:2: column 2 'value'"), ("0,1\nx,1\n", "is no time"),
            ("-1,5\n", "is no time"), ("0\n", "column 2 'value'"), ("0,nan\n", "is no number"),
            ("0;1,5\n1;2,5\n", nil), ("0,1\n1000ms,2\n2min,3\n", nil),
            ("\u{FEFF}时间,值\r\n0,1\r\n", nil), ("\0", "octet 0"),
        ] as [(String, String?)])
    func series(_ text: String, _ expected: String?) {
        do throws(PointListError) {
            let series = try Series(Array(text.utf8), file: "series.csv")
            #expect(expected == nil && !series.times.isEmpty)
        } catch {
            #expect(expected.map { error.description(in: .english).contains($0) } == true)
        }
    }

    @Test("Files are looked for where the list is")
    func paths() {
        #expect(SeriesFile.path("a.csv", besides: "lists/points.csv") == "lists/a.csv")
        #expect(SeriesFile.path("a.csv", besides: "points.csv") == "a.csv")
        #expect(SeriesFile.path("/x/a.csv", besides: "lists/points.csv") == "/x/a.csv")
        #expect(throws: PointListErrors.self) {
            try SeriesFile.load([SeriesFile(name: "not there.csv", line: 3)], of: "p/points.csv")
        }
    }
}
