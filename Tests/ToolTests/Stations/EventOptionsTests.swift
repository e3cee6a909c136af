import Testing

@Suite("Event buffers of iec104 outstation", .timeLimit(.minutes(10)))
struct EventOptionsTests {
    @Test(
        "wrong sizes and points give 2, and say how to mend them",
        arguments: [
            (["--events", "0"], "--events '0' is no number from 1 to 16777216"),
            (["--events", "state"], "nor such as state:1000"),
            (["--events", "state:1,alarms:5"], "there is no class 'alarms'"),
            (["--events", "measured:16777217"], "is no number from 1 to 16777216"),
            (["--events-total", "0"], "--events-total '0' is not a whole number from 1"),
            (["--events-lost", "99/1"], "--events-lost '99/1': "),
            (["--events-lost", ""], "--events-lost '': "),
        ])
    func wrong(_ options: [String], _ words: String) throws {
        let run = try Tool.run(["outstation", "--listen", "127.0.0.1:0"] + options)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.error.contains(words), "\(run.error)")
    }

    @Test("a buffer that is too small tells of its losses: a line, and the point of choice")
    func lost() throws {
        let list = """
            station,address,type,name,value,cyclic
            1,1,M_SP_TB_1,events lost,off,
            1,2,M_IT_NA_1,how many,0,
            1,100,M_ME_NC_1,voltage,1,
            1,101,M_ME_NC_1,current,1,
            1,102,M_ME_NC_1,power,1,
            """
        let folder = try TemporaryFolder()
        let file = try folder.write(list, to: "points.csv")
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--points", file, "--simulate",
            "--events", "1", "--events-lost", "events lost", "--events-lost", "1/2",
        ])
        let host = "127.0.0.1:" + (try outstation.port())
        // The buffer that waits for the first master is full after a few seconds.
        let line = try #require(outstation.line(containing: "the event buffer is full"))
        #expect(line.contains("no master yet"))
        let run = try Tool.run(["master", host, "--station", "1", "--once"])
        #expect(run.status == 0)
        let end = try outstation.interrupt()
        #expect(end.status == 0 && end.error.isEmpty)
    }
}
