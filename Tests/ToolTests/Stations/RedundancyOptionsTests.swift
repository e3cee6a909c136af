import Testing

@Suite("Redundancy groups of iec104 outstation", .timeLimit(.minutes(10)))
struct RedundancyOptionsTests {
    @Test(
        "wrong groups give 2, and say how to mend them",
        arguments: [
            (["--group", "A"], "--group 'A' is not NAME=MEMBER,...: write it as in"),
            (["--group", "=10.0.0.1"], "is not NAME=MEMBER"),
            (["--group", "A=10.0.0.1,host"], "--group 'A': 'host' is no address in numbers"),
            (["--group", "A=10.0.0.1/8"], "write 10.0.0.0/8 for the network"),
            (["--group", "A=port:0"], "'port:0': a port is a number from 1 to 65535"),
            (["--group", "A=port:+5"], "a port is a number"),
            (["--group", "A=local:here"], "'here' is no address in numbers"),
            (["--group", "10.0.0.1=10.0.0.2"], "has an address for its name"),
            (["--group", "A=::1", "--second-start", "fight"], "not one of: close-old, stop-old"),
            (["--second-start", "refuse"], "give them with --group"),
            (["--damp-fights"], "give them with --group"),
            (
                ["--group", "A=::1", "--second-start", "refuse", "--damp-fights"],
                "there are no fights"
            ),
        ])
    func wrong(_ options: [String], _ words: String) throws {
        let run = try Tool.run(["outstation", "--listen", "127.0.0.1:0"] + options)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.error.contains(words), "\(run.error)")
    }

    @Test("all mistakes are told at once")
    func allAtOnce() throws {
        let run = try Tool.run(["outstation", "--group", "A=x,port:y", "--group", "B"])
        #expect(run.status == 2)
        for words in ["'x' is no address", "'port:y'", "--group 'B'"] {
            #expect(run.error.contains(words), "\(run.error)")
        }
    }

    @Test("a group is served")
    func served() throws {
        let outstation = try RunningTool(
            [
                "outstation", "--listen", "127.0.0.1:0", "--group", "control=127.0.0.0/8",
                "--group", "control=port:9,local:::1", "--second-start", "refuse",
            ])
        let host = "127.0.0.1:" + (try outstation.port())
        let run = try Tool.run(["master", host, "--station", "1", "--once"])
        #expect(run.status == 0 && run.error.isEmpty && run.lines.count > 10)
        let end = try outstation.interrupt()
        #expect(end.status == 0 && end.error.isEmpty)
    }
}
