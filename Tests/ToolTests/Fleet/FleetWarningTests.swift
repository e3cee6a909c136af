import IEC104
import IEC104Inspect
import Testing

@testable import IEC104Tool

@Suite("What is odd in the file of a fleet", .timeLimit(.minutes(10)))
struct FleetWarningTests {
    private static func warnings(_ text: String, _ language: Language = .english) throws -> [String]
    {
        let fleet = try FleetFileTests.read(text)
        let text = fleet.warnings?.description(in: language) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private static func rtu(_ members: String) -> String {
        "{\"rtus\":[{\"name\":\"a\",\"address\":\"h\"" + members + "}]}"
    }

    @Test(
        "what is right, and probably not meant, is told with its place",
        arguments: [
            (#","stations":[1,2],"allow":["1:*:*","9:5:single"]"#, "rtus[0].allow", "'9:5:single'"),
            (#","points":"north.csv","allow":"5:*:*""#, "rtus[0].allow", "which are 3, 4"),
            (#","points":"north.csv","stations":3"#, "rtus[0].points", "station 4"),
            (
                #","stations":1,"schedule":[{"do":"clock","every":"1h","stations":2}]"#,
                "rtus[0].schedule[0].stations", "station 2 is none"
            ),
            (#","links":{"t1":"20"}"#, "rtus[0].links.t1", "write \"20s\""),
            (#","schedule":[{"do":"clock","every":"90"}]"#, "schedule[0].every", "\"90s\""),
            (
                #","schedule":[{"do":["clock","interrogation"],"every":"9s"}]"#,
                "rtus[0].schedule[0].every", "takes longer than 9s"
            ),
        ])
    func odd(_ members: String, _ path: String, _ part: String) throws {
        let warnings = try Self.warnings(Self.rtu(members))
        #expect(warnings.count == 1)
        let warning = try #require(warnings.first)
        #expect(warning.hasPrefix("/etc/fleet/fleet.json:1:"))
        #expect(warning.contains(path + ": warning: ") || warning.contains(path), "\(warning)")
        #expect(warning.contains("warning: ") && warning.contains(part), "\(warning)")
        let chinese = try Self.warnings(Self.rtu(members), .chinese)
        #expect(chinese.count == 1 && chinese[0].contains("警告:"))
    }

    @Test(
        "what is usual is not",
        arguments: [
            "", #","allow":"9:*:*""#, #","stations":[1],"allow":["1:5:single","*:*:*"]"#,
            #","points":"north.csv","allow":"3:*:*""#, #","links":{"t1":20}"#,
            #","schedule":[{"do":"interrogation","every":10}]"#,
            #","schedule":[{"do":"clock","every":"1s"}]"#,
            #","points":"north.csv","stations":[3,4,5]"#,
        ])
    func usual(_ members: String) throws {
        #expect(try Self.warnings(Self.rtu(members)).isEmpty)
    }

    @Test("what the defaults say is for all RTUs, and told once")
    func defaults() throws {
        let warnings = try Self.warnings(
            """
            {"defaults": {"allow": ["1:*:*", "2:*:*"],
                          "schedule": [{"do": "interrogation", "every": "2s"}]},
             "rtus": [{"name": "a", "address": "h", "stations": 1},
                      {"name": "b", "address": "i", "stations": 2}]}
            """)
        #expect(warnings.count == 1 && warnings.first?.contains("defaults.schedule[0]") == true)
    }

    @Test(
        "names that are mistaken for each other are told",
        arguments: [("North", "north"), ("Ｎorth", "North"), ("no rth", "north"), ("Ünit", "ünit")])
    func names(_ one: String, _ other: String) throws {
        let rtus = [one, other].enumerated().map { place, name in
            "{\"name\":\"\(name)\",\"address\":\"h\(place)\"}"
        }
        let warnings = try Self.warnings("{\"rtus\":[" + rtus.joined(separator: ",") + "]}")
        #expect(warnings.count == 1 && warnings.first?.contains("rtus[1].name") == true)
    }

    @Test("more interrogations than can be made are told")
    func rate() throws {
        let rtus = (0..<100).map { "{\"name\":\"r\($0)\",\"address\":\"h\($0)\"}" }
        let text = { (every: String) in
            "{\"parallelInterrogations\":5,\"defaults\":{\"schedule\":[{\"do\":\"interrogation\","
                + "\"every\":\"\(every)\"}]},\"rtus\":[" + rtus.joined(separator: ",") + "]}"
        }
        #expect(try Self.warnings(text("20s")).isEmpty)
        let warnings = try Self.warnings(text("10s"))
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("10 interrogations a second are due, 5 at a time") == true)
    }

    @Test(
        "an endpoint is one however it is written",
        arguments: [
            ("rtu7", "RTU7:2404"), ("rtu7.", "rtu7"), ("[::1]:2404", "0:0:0:0:0:0:0:1"),
            ("[2001:DB8::7]:2405", "[2001:db8:0::7]:2405"),
        ])
    func endpoints(_ one: String, _ other: String) throws {
        let rtus = [one, other].enumerated().map { place, address in
            "{\"name\":\"n\(place)\",\"address\":\"\(address)\"}"
        }
        let error = #expect(throws: FleetFileError.self) {
            try FleetFileTests.read("{\"rtus\":[" + rtus.joined(separator: ",") + "]}")
        }
        #expect(error?.description(in: .english).contains("belongs to rtus[0] already") == true)
    }

    @Test("a warning changes no exit code, and the summary stays alone on standard output")
    func command() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.rtu(#","links":{"t1":"20"}"#), to: "fleet.json")
        let run = try Tool.run(["master", "--config", path, "--check"])
        #expect(run.status == 0 && run.lines.count == 2)
        #expect(run.error.contains("rtus[0].links.t1: warning: "))
    }

    @Test("octets that are no UTF-8 are told with their line")
    func encoding() throws {
        let text = Array("{\"rtus\": [\n{\"name\":\n\"".utf8) + [0xFF] + Array("\"}]}".utf8)
        let error = #expect(throws: FleetFileError.self) {
            try FleetFile.read(text, file: "f.json") { _ throws(IEC104Tool.FileError) in [] }
        }
        #expect(error?.description(in: .english).hasPrefix("f.json:3:1: ") == true)
    }
}
