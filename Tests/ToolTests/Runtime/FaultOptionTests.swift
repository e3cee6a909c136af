import Testing

@Suite("Faults on the command line")
struct FaultOptionTests {
    @Test("All mistakes of a file and of options are told at once, with line and word")
    func mistakes() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "# a comment\nrst after x\n\n  no-such-fault\nsilence\n", to: "faults.txt")
        let run = try Tool.run(
            ["outstation", "--fault", "withhold-s 3", "--faults", path, "--listen", "127.0.0.1:0"])
        #expect(run.status == 2)
        #expect(
            run.error.contains("--fault 'withhold-s 3': word 2, '3': withhold-s takes no number"))
        #expect(run.error.contains("faults.txt:2: word 3, 'x': after is a whole number"))
        #expect(run.error.contains("faults.txt:4: 'no-such-fault' is no kind of fault"))
        #expect(!run.error.contains("faults.txt:5"))
    }

    @Test("The table of faults has every kind, in both languages", arguments: ["en", "zh"])
    func table(language: String) throws {
        let run = try Tool.run(["outstation", "--list-faults", "--lang", language])
        #expect(run.status == 0)
        for kind in ["withhold-s", "cut-gi [N]", "garbage [HEX]", "slow-write [OCTETS]", "fin"] {
            #expect(run.output.contains(kind))
        }
    }

    @Test("What a fault does is told as injected", arguments: ["text", "json"])
    func told(format: String) throws {
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--fault", "negative-act-con", "--format",
            format,
        ])
        let line = outstation.line(containing: "listening") ?? ""
        let port =
            line.split(separator: ":").compactMap { part in
                UInt16(part.prefix { $0.isNumber })
            }.first { $0 > 1023 } ?? 0
        let master = try Tool.run(["master", "127.0.0.1:\(port)", "--once"])
        #expect(master.status == 1)
        let told = outstation.line(containing: "njected") ?? ""
        #expect(told.contains("a request of type 100 refused"))
        if format == "json" { #expect(told.contains("\"code\":\"negative-act-con\"")) }
        #expect(try outstation.interrupt().status == 0)
    }
}
