import Foundation
import IEC104
import Testing

@testable import IEC104Tool

/// What shows in scripts and acceptance tests that an outstation is as it should be.
@Suite("Expect, compare and discover")
struct AcceptanceTests {
    private let outstation: RunningTool
    private let host: String

    init() throws {
        outstation = try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        host = "127.0.0.1:" + (try outstation.port())
    }

    private static let moving =
        "station,address,type,name,value,quality,simulate\n"
        + "1,1,M_SP_TB_1,a,off,,square period=100ms\n1,2,M_ME_NC_1,b,7.5,IV|NT,\n"

    // MARK: expect

    @Test("a value that is there is met at once; another one is not, and what was seen is told")
    func expectValue() throws {
        let met = try Tool.run(
            ["expect", host, "--address", "1001", "--value", "on", "--quality", "good"])
        #expect(met.status == 0 && met.output.hasPrefix("met: object 1001 of station 1"))
        let near = try Tool.run(
            ["expect", host, "--address", "2021", "--value", "96", "--tolerance", "0.5"])
        #expect(near.status == 0)
        let other = try Tool.run(
            ["expect", host, "--address", "1001", "--value", "off", "--within", "200ms"])
        #expect(other.status == 1 && other.output.isEmpty)
        #expect(other.error.contains("not met: "))
        let absent = try Tool.run(
            ["expect", host, "--address", "9", "--within", "1ms", "--format", "json"])
        let object = try #require(try OneShotTests.objects(absent).first)
        #expect(absent.status == 1 && object["met"] as? Bool == false)
    }

    @Test("an event is awaited by its cause and type, and its absence is expected")
    func expectEvent() throws {
        let folder = try TemporaryFolder()
        let moving = try RunningTool(
            [
                "outstation", "--listen", "127.0.0.1:0", "--points",
                try folder.write(Self.moving, to: "p.csv"),
            ])
        let host = "127.0.0.1:" + (try moving.port())
        let event = try Tool.run(
            [
                "expect", host, "--address", "1", "--cause", "spontaneous", "--type", "M_SP_TB_1",
                "--within", "1min",
            ])
        #expect(event.status == 0, "\(event.error)")
        let quiet = try Tool.run(
            ["expect", host, "--address", "2", "--no-event", "--within", "100ms"])
        #expect(quiet.status == 0, "\(quiet.error)")
        let restless = try Tool.run(
            ["expect", host, "--address", "1", "--no-event", "--within", "1min"])
        #expect(restless.status == 1 && restless.error.contains("not met"))
        #expect(restless.error.contains("seen last: "))
    }

    @Test("a value with T = 1 meets nothing, unless tests are taken")
    func expectTest() {
        var wanted = Expectation()
        wanted.value = "on"
        for isTest in [false, true] {
            let update = PointUpdate(
                station: 1, type: .M_SP_NA_1,
                cause: CauseOfTransmission(.spontaneous, isTest: isTest),
                object: InformationObject(1, .singlePoint(SIQ(true))), octets: [], received: 0)
            wanted.takesTests = false
            #expect(wanted.isMet(update) != isTest)
            wanted.takesTests = true
            #expect(wanted.isMet(update))
        }
    }

    // MARK: compare

    @Test("an outstation is as its snapshot, until something is switched")
    func compareSnapshot() throws {
        let folder = try TemporaryFolder()
        let before = try Tool.run(["interrogate", host, "--format", "json"])
        let snapshot = try folder.write(before.output, to: "before")
        let same = try Tool.run(["compare", host, snapshot, "--no-counters"])
        #expect(same.status == 0 && same.output.contains("26 points, 0 differences"))
        let command = try Tool.run(
            ["command", host, "--address", "5001", "--double", "off", "--select"])
        #expect(command.status == 0)
        let other = try Tool.run(
            [
                "compare", snapshot, host, "--no-counters", "--junit", folder.path("r.xml"),
                "--format", "json",
            ])
        let objects = try OneShotTests.objects(other)
        #expect(other.status == 1 && objects.count == 2)
        #expect(objects[0]["a"] as? String == "on" && objects[0]["b"] as? String == "off")
        #expect(objects[0]["address"] as? Int == 1001)
        let xml = try folder.text(of: "r.xml")
        #expect(xml.contains("tests=\"26\" failures=\"1\""))
        #expect(xml.contains("name=\"1001\"><failure message=\"values: on | off\"/>"))
    }

    @Test("lists differ in points, types, values and quality; a tolerance is kept")
    func compareLists() throws {
        let folder = try TemporaryFolder()
        let head = "station,address,type,name,value,quality\n"
        let a = try folder.write(
            head
                + "1,1,M_SP_NA_1,a,on,\n1,2,M_ME_NC_1,b,1,\n1,3,M_ME_NC_1,c,1,IV\n1,4,M_SP_NA_1,d,,\n",
            to: "a.csv")
        let b = try folder.write(
            head
                + "1,1,M_DP_TB_1,a,on,\n1,2,M_ME_TF_1,b,1.4,\n1,3,M_ME_NC_1,c,2,\n1,5,M_SP_NA_1,e,,\n",
            to: "b.csv")
        let run = try Tool.run(["compare", a, b, "--tolerance", "0.5"])
        #expect(run.status == 1 && run.lines.count == 6)
        #expect(run.lines[0].contains("type") && run.lines[0].contains("M_SP_NA_1 | M_DP_TB_1"))
        #expect(run.lines[1].contains("1.0 | 2.0") && run.lines[2].contains("IV | good"))
        #expect(run.lines[3].contains("M_SP_NA_1 | absent"))
        let points = try Tool.run(["compare", a, b, "--check", "points", "--lang", "zh"])
        #expect(points.status == 1 && points.lines.count == 3 && points.output.contains("2处不同"))
        #expect(try Tool.run(["compare", a, a]).status == 0)
    }

    @Test("a snapshot that is broken is told with its line, and a list with its")
    func brokenFiles() throws {
        let folder = try TemporaryFolder()
        let snapshot = try folder.write(
            #"{"typeId":1,"station":1,"address":1,"value":true}"# + "\n{\"typeId\":\n", to: "s")
        let list = try folder.write("station,address,type\n1,x,M_XX\n", to: "l.csv")
        let run = try Tool.run(["compare", snapshot, list])
        #expect(run.status == 2 && run.error.contains("/s:2: ") && run.error.contains("l.csv:"))
    }

    @Test("who does not answer for all stations together is told of, with what to do")
    func compareStations() throws {
        let folder = try TemporaryFolder()
        let list = try folder.write(
            "station,address,type,name,value\n1,1,M_SP_NA_1,a,on\n2,1,M_SP_NA_1,a,off\n",
            to: "two.csv")
        func host(_ more: String...) throws -> (RunningTool, String) {
            let tool = try RunningTool(
                ["outstation", "--listen", "127.0.0.1:0", "--points", list] + more)
            return (tool, "127.0.0.1:" + (try tool.port()))
        }
        let (sound, there) = try host()
        let (refusing, here) = try host("--fault", "negative-act-con times 1")
        let run = try Tool.run(["compare", there, here])
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.error.contains("refused") && run.error.contains("give --station CA"))
        let both = try Tool.run(["compare", there, here, "--station", "2,1", "--no-counters"])
        #expect(both.status == 0 && both.output.contains("2 points, 0 differences"))
        let absent = try Tool.run(["compare", there, here, "--station", "3", "--lang", "zh"])
        #expect(absent.status == 1 && !absent.error.contains("--station CA"))
        for tool in [sound, refusing] { _ = try tool.interrupt() }
    }

    // MARK: discover

    @Test("a station that is heard late is asked too, and what it has is served and the same")
    func discoverLate() throws {
        let folder = try TemporaryFolder()
        // All together are refused; which stations are heard before that is left to chance.
        let list = try folder.write(
            "station,address,type,name,value,simulate\n1,5,M_SP_TB_1,a,on,square period=200ms\n"
                + "7,1,M_SP_TB_1,b,off,square period=200ms\n7,2,M_ME_NC_1,c,-3,\n"
                + "7,3,M_IT_NA_1,d,12,\n", to: "p.csv")
        let tool = try RunningTool(
            [
                "outstation", "--listen", "127.0.0.1:0", "--points", list, "--fault",
                "negative-act-con times 2",
            ])
        let found = folder.path("found.csv")
        let run = try Tool.run(
            [
                "discover", "127.0.0.1:" + (try tool.port()), "--for", "1s", "--output", found,
                "--format", "json",
            ])
        let objects = try OneShotTests.objects(run)
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(objects.last?["stations"] as? [Int] == [1, 7])
        #expect(objects.last?["points"] as? Int == 4)
        let again = try RunningTool(["outstation", "--listen", "127.0.0.1:0", "--points", found])
        let compare = try Tool.run(
            ["compare", "127.0.0.1:" + (try again.port()), list, "--check", "points,types"])
        #expect(compare.status == 0, "\(compare.output)")
    }

    @Test("what an outstation has is found, served again, and the same")
    func discover() throws {
        let folder = try TemporaryFolder()
        let list = folder.path("found.csv")
        let run = try Tool.run(["discover", host, "--for", "0s", "--output", list])
        #expect(run.status == 0, "\(run.error)")
        #expect(run.lines.first == "28 points of station 1")
        let again = try RunningTool(["outstation", "--listen", "127.0.0.1:0", "--points", list])
        let compare = try Tool.run(
            ["compare", host, "127.0.0.1:" + (try again.port()), "--station", "1"])
        #expect(compare.status == 0, "\(compare.output)")
    }

    @Test("where all stations together are refused, each one that was heard is asked")
    func discoverOneByOne() throws {
        let refusing = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--fault", "negative-act-con times 2"])
        let run = try Tool.run(
            ["discover", "127.0.0.1:" + (try refusing.port()), "--for", "0s"])
        #expect(run.status == 0 && run.error.contains("28 points of station 1"))
        #expect(run.error.contains("odd: interrogation 20 of station 65535: the station refused"))
        #expect(run.output.contains("# interrogation 20 of station 65535"))
    }

    @Test("what is invalid, or off in time, is marked in the list and the report")
    func discoverOdd() throws {
        let folder = try TemporaryFolder()
        let moving = try RunningTool(
            [
                "outstation", "--listen", "127.0.0.1:0", "--clock", "+08:00", "--points",
                try folder.write(Self.moving, to: "p.csv"),
            ])
        let run = try Tool.run(
            [
                "discover", "127.0.0.1:" + (try moving.port()), "--for", "2s", "--no-counters",
                "--format", "json",
            ])
        #expect(run.status == 0)
        #expect(run.output.contains("M_SP_TB_1") && run.output.contains("object 2: NT|IV"))
        #expect(run.error.contains(#""odd":"clock""#) && run.error.contains("local time?"))
    }

    @Test(
        "wrong usage is told with code 2",
        arguments: [
            (["expect", "h"], "--address"),
            (["expect", "h", "--address", "1", "--value", "maybe"], "--value 'maybe'"),
            (["expect", "h", "--address", "1", "--cause", "odd", "--type", "X"], "--cause 'odd'"),
            (["expect", "h", "--address", "1", "--tolerance", "1"], "--tolerance needs"),
            (["compare", "a"], "give two"), (["compare", "a", "b", "--check", "all"], "'all'"),
            (["compare", "/does/not/exist", "b"], "/does/not/exist"),
            (["compare", "a", "b", "--station", "1,0,x,,65536"], "--station 'x'"),
            (["discover", "h", "--for", "ever"], "--for 'ever'"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 2 && run.output.isEmpty && run.error.contains(words), "\(run.error)")
    }
}
