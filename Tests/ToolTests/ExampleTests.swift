import Foundation
import Testing

@Suite("The programs of Examples")
struct ExampleTests {
    @Test("DecodeHexDump prints what its line says")
    func decodeHexDump() throws {
        let run = try Tool.run(program: "DecodeHexDump")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(
            run.lines == [
                "I N(S)=13 N(R)=3", "M_SP_NA_1 spontaneous", "  1234: singlePoint(on)",
                "  1235: singlePoint(off IV)",
            ])
    }

    @Test("WriteAndRead reads again all that it wrote")
    func writeAndRead() throws {
        let run = try Tool.run(program: "WriteAndRead")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(run.lines.first == "100 objects in 3 APDUs, 554 octets")
        // 0 + 0.5 + ... + 49.5
        #expect(run.lines.last == "sum of all values: 2475.0")
    }

    @Test("CustomType writes and reads its private type")
    func customType() throws {
        let run = try Tool.run(program: "CustomType")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(
            run.lines == [
                "8c 01 03 00 03 00 a5 0f 00 85 eb 47 42 02 55 2b 2c 08 22 03 1a",
                "4005 value: float(49.98)", "4005 verdict: unsigned(2)",
            ])
    }

    @Test("DistributionDialect reads its private types, and keeps those of varying length raw")
    func distributionDialect() throws {
        let run = try Tool.run(program: "DistributionDialect")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(
            run.lines == [
                #"C_SR_NA_1 0 ["unsigned(2)"]"#,
                #"M_IT_NB_1 25601 ["float(1234.5)", "quality(good)"]"#,
                "202 raw: [1, 0, 32, 130, 0, 33, 130, 0]",
            ])
    }

    @Test("InspectLog shows the three lines of its log")
    func inspectLog() throws {
        let run = try Tool.run(program: "InspectLog")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(run.lines.count { $0.contains("2026-03-02 08:25:11") } == 3)
        #expect(run.output.contains("C_IC_NA_1 <100> Interrogation command; activation <6>; CA 3"))
    }

    @Test("SelectBeforeOperate switches its breaker on, and is refused to switch it off")
    func selectBeforeOperate() throws {
        let run = try Tool.run(program: "SelectBeforeOperate")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(run.lines == ["the breaker is on: true", "refused: true"])
    }

    @Test("Gateway gives values as JSON lines and takes commands, refused ones too")
    func gateway() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let run = try Tool.run(
            ["127.0.0.1", try outstation.port()], input: "5001 off\n9 on\nhello\n",
            program: "Gateway")
        #expect(run.status == 0 && run.error.isEmpty)
        let lines = try run.lines.map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
        }
        let returned = lines.first { $0["cause"] == "return information, remote command" }
        #expect(returned?["address"] == "1001" && returned?["value"] == "1.0")
        #expect(returned?["quality"] == "good" && returned?["time"]?.count == 13)
        #expect(lines.contains { $0["command"] == "5001 off" && $0["result"] == "terminated" })
        #expect(lines.contains { $0["command"] == "9 on" && $0["error"] != nil })
        #expect(lines.contains { $0["command"] == "hello" && $0["error"] != nil })
    }

    @Test("WatchAFleet keeps its RTU and shows what it reports")
    func watchAFleet() throws {
        let outstation = try RunningTool(["0"], program: "SmallOutstation")
        let run = try Tool.run(
            ["3", "127.0.0.1", try outstation.port()], octets: [], program: "WatchAFleet")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(run.lines.contains { $0.hasPrefix("north started on ") })
        #expect(run.lines.contains("north 1001 doublePoint(off)"))
        #expect(run.lines.contains { $0.hasPrefix("north started ") && !$0.contains(" on ") })
    }

    @Test("PollAnRTU reads the points of SmallOutstation and sees the voltage move")
    func pollAnRTU() throws {
        let outstation = try RunningTool(["0"], program: "SmallOutstation")
        let run = try Tool.run(
            ["127.0.0.1", try outstation.port(), "3"], octets: [], program: "PollAnRTU")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(run.lines.contains("point 1001: doublePoint(off)"))
        #expect(run.lines.last == "2 points, disconnected")
    }
}
