import Foundation
import Testing

@Suite("The console of iec104 master, as its users run it", .timeLimit(.minutes(10)))
struct ConsoleProcessTests {
    @Test(
        "what does not go together is told, with code 2",
        arguments: [
            (["--once"], "--console goes without"),
            (["--once", "--dry-run"], "--dry-run is for the"),
            (["--format", "csv"], "give --output FILE"),
            (["--allow", "1:nonsense:double"], "--allow"),
            (["--audit", "/nowhere/at/all"], "--audit '/nowhere/at/all'"),
        ])
    func usage(options: [String], hint: String) throws {
        let run = try Tool.run(["master", "127.0.0.1:1", "--console"] + options)
        #expect(run.status == 2 && run.error.contains(hint))
    }

    @Test("values go to the file, answers and watched values to standard output")
    func file() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let folder = try TemporaryFolder()
        let lines = """
            wait 600s
            watch 1/1001
            interrogate
            command 5001 off type=double
            \(String(repeating: "x", count: 1 << 20))
            get \u{1B}]0;x\u{7}
            quit
            command 5001 on type=double
            """
        let run = try Tool.run(
            [
                "master", "127.0.0.1:" + (try outstation.port()), "--station", "1", "--console",
                "--output", folder.path("values.csv"), "--format", "csv",
            ], input: lines)
        #expect(run.status == 0)
        let values = try folder.text(of: "values.csv")
        #expect(values.split(separator: "\n").count >= 27 && !values.contains("started"))
        #expect(run.output.contains("1 of 1 started"))
        #expect(run.output.contains("CA 1  1001 ") && !run.output.contains("CA 1  1002 "))
        #expect(run.output.contains("26 values of station 1: terminated"))
        #expect(run.output.contains("start with --allow 1:5001:C_DC_NA_1"))
        #expect(run.output.contains("a line has 4096 octets at most"))
        #expect(!run.output.contains("\u{1B}") && run.output.hasSuffix("ending\n"))
    }
}
