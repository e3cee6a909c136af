import Testing

@Suite("Access on the command line", .timeLimit(.minutes(10)))
struct AccessOptionTests {
    @Test("All mistakes are told at once")
    func mistakes() throws {
        let run = try Tool.run([
            "outstation", "--allow", "10.0.0.7/8,rtu", "--command-allow", "10.0.0.7",
            "--command-rate", "fast", "--connections-per-host", "0",
        ])
        #expect(run.status == 2)
        for text in [
            "10.0.0.0/8", "'rtu' is no address", "PREFIX=CA/IOA-IOA", "as in 2/10",
            "--connections-per-host '0'",
        ] {
            #expect(run.error.contains(text), "\(text)")
        }
    }

    @Test("An audit file has every command and what became of it, and is appended to")
    func audit() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}\n", to: "audit.jsonl")
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--audit", folder.path("audit.jsonl"),
            "--command-allow", "127.0.0.0/8=1/5002",
        ])
        let port = try outstation.port()
        let accepted = try Tool.run([
            "command", "127.0.0.1:\(port)", "--address", "5002", "--double", "on", "--qualifier",
            "1",
        ])
        #expect(accepted.status == 0, "\(accepted.error)")
        let refused = try Tool.run([
            "command", "127.0.0.1:\(port)", "--address", "5001", "--double", "on", "--select",
        ])
        #expect(refused.status == 1)
        #expect(outstation.line(containing: "may not command the object") != nil)
        #expect(try outstation.interrupt().status == 0)
        let lines = try folder.text(of: "audit.jsonl").split(separator: "\n")
        #expect(lines.count >= 3 && lines.first == "{}")
        #expect(
            lines.count > 1
                && lines[1].contains(
                    #""originator":0,"station":1,"object":5002,"type":"C_DC_NA_1","action":"execute","#
                        + #""value":"on","qualifier":1,"result":"accepted"}"#)
        )
        #expect(
            lines.last?.contains(
                #""object":5001,"type":"C_DC_NA_1","action":"select","value":"on","qualifier":0,"#
                    + #""result":"refused","reason":"not-permitted""#) == true)
    }

    @Test("A client that is not allowed is turned away with the reason")
    func allow() throws {
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--allow", "10.0.0.0/8,::1",
        ])
        let port = try outstation.port()
        #expect(try Tool.run(["master", "127.0.0.1:\(port)", "--once"]).status == 1)
        let line = outstation.line(containing: "was turned away") ?? ""
        #expect(line.contains("its address is not allowed (--allow)"))
        #expect(try outstation.interrupt().status == 0)
    }
}
