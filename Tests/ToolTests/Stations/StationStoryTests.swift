import Foundation
import Testing

/// What engineers do with the stations of the command line.
@Suite("The station commands")
struct StationStoryTests {
    @Test("the demo shows the whole talk and ends well")
    func demo() throws {
        let run = try Tool.run(["demo"])
        #expect(run.status == 0 && run.error.isEmpty)
        for text in [
            "U STARTDT act", "U STARTDT con", "M_EI_NA_1", "C_IC_NA_1 <100> Interrogation command",
            "activation termination <10>", "M_ME_TF_1 <36>", "spontaneous <3>", "on, select",
            "on, execute", "return information, remote command <11>", "U STOPDT con", "TCP FIN",
        ] {
            #expect(run.output.contains(text), "\(text)")
        }
        #expect(run.lines.last == "5 points were interrogated; the breaker is now on.")
    }

    @Test("the demo speaks Chinese")
    func chineseDemo() throws {
        let run = try Tool.run(["demo", "--lang", "zh"])
        #expect(run.status == 0)
        #expect(run.lines.last == "总召唤得到5个点; 断路器现在: 合。")
        #expect(run.output.contains("响应站召唤"))
    }

    @Test("a master interrogates the built-in substation once, as text and as JSON")
    func interrogatesOnce() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let text = try Tool.run(["master", host, "--station", "1", "--once"])
        #expect(text.status == 0 && text.error.isEmpty)
        #expect(
            text.lines.contains { $0.contains("1001") && $0.contains("YX") && $0.contains("on") })
        let json = try Tool.run(["master", host, "--station", "1", "--once", "--format", "json"])
        let objects = try json.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        // The first connection was told the end of initialization, which is no value.
        #expect(objects.count == text.lines.count)
        #expect(objects.allSatisfy { $0["host"] as? String == host && $0["station"] as? Int == 1 })
        #expect(objects.allSatisfy { $0["cause"] as? String == "interrogated by station" })
        let end = try outstation.interrupt()
        #expect(end.status == 0 && end.error.isEmpty)
    }

    @Test("a master learns of one station by asking all of them")
    func asksAllStations() throws {
        let outstation = try RunningTool(["outstation", "--listen", "[::1]:0"])
        let run = try Tool.run(["master", "[::1]:" + (try outstation.port()), "--once"])
        #expect(run.status == 0 && run.error.isEmpty && run.lines.count > 10)
    }

    @Test("a command is accepted, refused, or has no object")
    func commands() throws {
        let list = """
            station,address,type,name,value,command,sbo
            1,1001,M_DP_TB_1,breaker,off,,
            1,6001,C_DC_NA_1,breaker command,,breaker,yes
            """
        let folder = try TemporaryFolder()
        let file = try folder.write(list, to: "points.csv")
        let outstation = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--points", file])
        let host = "127.0.0.1:" + (try outstation.port())
        let accepted = try Tool.run(
            ["command", host, "--address", "6001", "--double", "on", "--select"])
        #expect(accepted.status == 0 && accepted.output.hasPrefix("accepted: "))
        let direct = try Tool.run(["command", host, "--address", "6001", "--double", "off"])
        #expect(direct.status == 1 && direct.error.contains("refused: "))
        let missing = try Tool.run(
            ["command", host, "--address", "7", "--single", "on", "--format", "json"])
        #expect(missing.status == 1)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(missing.output.utf8)) as? [String: Any])
        #expect(object["result"] as? String == "refused")
        #expect(object["code"] as? String == "unknown-object" && object["causeId"] as? Int == 47)
        let image = try Tool.run(["master", host, "--station", "1", "--once"])
        #expect(image.lines.count == 1 && image.lines[0].contains(" on "))
        // What the outstation tells of them.
        let log = try outstation.interrupt().lines.filter { $0.contains("C_") }
        let told = log.map { String($0.drop { $0 != "C" }) }
        #expect(
            told == [
                "C_DC_NA_1 6001 of station 1, on: selected",
                "C_DC_NA_1 6001 of station 1, on: executed",
                "C_DC_NA_1 6001 of station 1, off: refused: the object is not selected",
                "C_SC_NA_1 7 of station 1, on: there is no such command (cause 47)",
            ])
    }

    @Test("two masters have one outstation at a time")
    func twoMasters() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let first = try RunningTool(["master", host, "--interrogate"])
        #expect(first.line(containing: "1001") != nil)
        let second = try Tool.run(["master", host, "--station", "1", "--once"])
        #expect(second.status == 0 && !second.lines.isEmpty)
        let end = try first.interrupt()
        #expect(end.status == 0 && end.error.contains("connected, data transfer started"))
    }

    @Test("what goes wrong is said, with code 1")
    func failures() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let port = try outstation.port()
        let taken = try Tool.run(["outstation", "--listen", "127.0.0.1:" + port])
        #expect(taken.status == 1 && taken.error.contains("Address already in use"))
        let refused = try Tool.run(["master", "127.0.0.1:1", "--once"])
        #expect(refused.status == 1 && refused.error.contains("nobody listens there"))
        let nowhere = try Tool.run(["master", "no-such-host.invalid", "--once"])
        #expect(nowhere.status == 1 && nowhere.error.contains("the name has no address"))
        #expect(refused.output.isEmpty && nowhere.output.isEmpty)
    }

    @Test("wrong usage is code 2 and says how to mend it")
    func usage() throws {
        let folder = try TemporaryFolder()
        let wrong = try folder.write(
            "station,address,type,name,value\n0,1001,M_XX,a,on\n1,x,M_SP_NA_1,b,2\n", to: "p.csv")
        let points = try Tool.run(["outstation", "--points", wrong])
        #expect(points.status == 2 && points.output.isEmpty)
        #expect(points.error.contains("p.csv:2: ") && points.error.contains("p.csv:3: "))
        for arguments in [
            ["master"], ["master", "host:0"], ["command", "h"],
            ["command", "h", "--address", "1", "--single", "maybe"],
            ["command", "h", "--address", "1", "--single", "on", "--float", "1"],
            ["outstation", "--points", "/does/not/exist"], ["outstation", "--k", "0", "--w", "9"],
            ["master", "h", "--t2", "20"], ["demo", "now"],
        ] {
            let run = try Tool.run(arguments)
            #expect(run.status == 2 && run.output.isEmpty, "\(arguments)")
            #expect(run.error.contains("--help"), "\(arguments)")
        }
    }

    @Test("output into head ends the command well")
    func head() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0", "--simulate"])
        let folder = try TemporaryFolder()
        let run = try Tool.shell(
            "$IEC104 master 127.0.0.1:\(try outstation.port()) --interrogate 2>log | head -n 2",
            in: folder)
        #expect(run.status == 0 && run.lines.count == 2 && run.error.isEmpty)
    }

    @Test("a refused interrogation is told, not only with --once")
    func refusedInterrogation() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let host = "127.0.0.1:" + (try outstation.port())
        let master = try Tool.run(
            ["master", host, "--station", "9", "--interrogate", "--for", "1"])
        #expect(master.status == 0 && master.error.contains("no station has this common address"))
        let chinese = try Tool.run(
            ["master", host, "--station", "9", "--once", "--lang", "zh"])
        #expect(chinese.status == 1 && chinese.error.contains("公共地址"))
    }

    @Test("with other sizes of the fields nothing is taken for a value, and a hint is given")
    func otherFieldSizes() throws {
        let outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        let run = try Tool.run(
            [
                "master", "127.0.0.1:" + (try outstation.port()), "--station", "1", "--once",
                "--ioa-size", "2",
            ])
        #expect(run.status == 1 && run.output.isEmpty && run.error.contains("--ioa-size"))
    }

    @Test("an outstation tells its connections and commands, as text and as JSON")
    func outstationLog() throws {
        for format in ["text", "json"] {
            let outstation = try RunningTool(
                ["outstation", "--listen", "127.0.0.1:0", "--format", format])
            let line = try #require(outstation.line(containing: "listening"))
            let digits = line.split(separator: "127.0.0.1:").last?.prefix { $0.isNumber } ?? ""
            let command = try Tool.run(
                ["command", "127.0.0.1:\(digits)", "--address", "5021", "--float", "10.5"])
            #expect(command.status == 0)
            let end = try outstation.interrupt()
            for word in ["connected", "started", "5021", "closed"] {
                #expect(end.output.contains(word), "\(format) \(word)")
            }
        }
    }

    @Test("a number that is none is no set point")
    func noNumbers() throws {
        for text in ["nan", "inf", "1e39"] {
            let run = try Tool.run(["command", "h", "--address", "1", "--float", text])
            #expect(run.status == 2 && run.error.contains("3.4e38"))
        }
    }
}
