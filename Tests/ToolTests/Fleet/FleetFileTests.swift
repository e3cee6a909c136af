import IEC104
import IEC104Inspect
import IEC104TestKit
import Testing

@testable import IEC104Tool

@Suite("The file of a fleet", .timeLimit(.minutes(10)))
struct FleetFileTests {
    static let lists = [
        "/etc/fleet/north.csv": """
        station,address,type,name,value,unit
        3,1001,M_SP_TB_1,Door,off,
        4,2001,M_ME_NC_1,Voltage,110.4,kV

        """,
        "/etc/fleet/bad.csv": "station,address,type,name,value\n1,0,M_SP_NA_1,x,\n",
    ]

    static func read(_ text: String, problems: Int = 100) throws(FleetFileError) -> FleetFile {
        try FleetFile.read(
            Array(text.utf8), file: "/etc/fleet/fleet.json", problems: problems
        ) { path throws(IEC104Tool.FileError) in
            guard let list = lists[path] else { throw IEC104Tool.FileError(number: 2) }
            return Array(list.utf8)
        }
    }

    static let whole = """
        {"$schema": "x", "remark": [1], "parallelInterrogations": 7, "startSpacing": "5ms",
         "defaults": {
          "stations": [1, 2], "originator": 3, "allow": "*:*:*", "remark": "all",
          "links": {"k": 24, "w": 4, "t0": "5s", "t1": 8, "t2": "2s", "t3": "1min",
                    "sendingRestartsT3": true, "quirks": ["first-number-1"]},
          "time": {"zone": "+08:00", "tolerance": "500ms"},
          "reconnect": {"first": "2s", "longest": "20s", "factor": 1.5, "jitter": 0},
          "start": ["clock", {"interrogation": 3}]},
         "rtus": [
          {"name": "north", "address": "rtu7", "points": "north.csv", "allow": []},
          {"name": "南", "addresses": ["10.0.0.7:2405", "[::1]:2404"], "stations": 9,
           "originator": 0, "links": {"k": 5, "startsTransfer": false, "closesOnMalformed": true},
           "profile": {"causeSize": 2, "commonAddressSize": 1, "objectAddressSize": 2,
                       "privateTypes": ["140:v=uint16,q=quality,cp56"]},
           "requests": {"sending": "1s", "confirmation": "2s", "termination": "3s",
                        "total": "4min", "answerGap": "500ms", "parallel": 2, "most": 5,
                        "mostValues": 100, "deactivatesWhenGivenUp": false,
                        "repeatsAfterInitialization": false},
           "files": {"timeout": "9s", "sectionLength": 100, "sectionAttempts": 1,
                     "maximumLength": 9, "maximumTransfers": 8, "share": 7, "maximumEntries": 6},
           "dropsRepeats": false, "time": {"zone": "utc"}, "start": [],
           "allow": ["9:1-2:single", "9:7:51"],
           "schedule": [
            {"do": "interrogation", "every": "1h", "at": ["start", "02:00", "23:59:58"]},
            {"do": [{"counters": 2, "freeze": "freeze-and-reset"}, {"counters": "all"}],
             "at": "00:00"},
            {"do": [{"test": "plain"}, "test", {"read": [7, 8]}], "every": 10, "stations": [5, 6]}
           ]},
          {"name": "all", "address": "h3"}
         ]}
        """

    @Test("Every member says what it says")
    func members() throws {
        let fleet = try Self.read(Self.whole)
        #expect(fleet.settings.parallelInterrogations == 7)
        #expect(fleet.settings.startSpacing == .milliseconds(5))
        #expect(fleet.targets.map(\.name) == ["north", "南", "all"])
        let south = fleet.targets[1]
        let rtu = south.configuration
        #expect(rtu.endpoints == [RTUEndpoint("10.0.0.7", port: 2405), RTUEndpoint("::1")])
        #expect(south.stations == [9] && rtu.master.settings.stations == [9])
        #expect(rtu.master.settings.originator == 0 && !rtu.dropsRepeats)
        #expect(!rtu.master.startsTransfer && rtu.master.closesOnMalformed)
        let profile = rtu.master.settings.profile
        #expect(profile.commonAddressSize == 1 && profile.objectAddressSize == 2)
        #expect(profile.types[TypeID(140)] != nil)
        let settings = rtu.master.settings
        #expect(
            settings.timeouts
                == RequestTimeouts(
                    sending: .seconds(1), confirmation: .seconds(2), termination: .seconds(3),
                    total: .seconds(240)))
        #expect(settings.answerGap == .milliseconds(500) && settings.parallelRequests == 2)
        #expect(settings.maximumRequests == 5 && rtu.master.maximumValues == 100)
        #expect(!settings.deactivatesWhenGivenUp && !settings.repeatsAfterInitialization)
        var files = FileSettings()
        files.timeout = .seconds(9)
        files.sectionLength = 100
        files.sectionAttempts = 1
        files.maximumLength = 9
        files.maximumTransfers = 8
        files.share = 7
        files.maximumEntries = 6
        #expect(settings.files == files && settings.startRequests.isEmpty)
        #expect(south.zone == nil && settings.zone == nil)
        #expect(south.allowed.rules.map(\.text) == ["9:1-2:single", "9:7:51"])
    }

    @Test("A schedule is asked of each station by itself")
    func schedule() throws {
        let rtu = try Self.read(Self.whole).targets[1].configuration
        let timing = [Duration.seconds(7200), .seconds(86_398)]
        let rare: (CommonAddress) -> [MasterRequest] = { station in
            [
                .test(station: station, isTimeTagged: false),
                .test(station: station, isTimeTagged: true), .read(station: station, 7),
                .read(station: station, 8),
            ]
        }
        #expect(
            rtu.schedule == [
                ScheduledTask(
                    [.interrogation(station: 9, .station)], runsAtStart: true,
                    period: .seconds(3600), daily: timing),
                ScheduledTask(
                    [
                        .counterInterrogation(station: 9, QCC(request: 2, freeze: .freezeAndReset)),
                        .counterInterrogation(station: 9, .general),
                    ], daily: [.zero]),
                ScheduledTask(rare(5), period: .seconds(10)),
                ScheduledTask(rare(6), period: .seconds(10)),
            ])
    }

    @Test("An RTU has the defaults where it says nothing else, member by member")
    func defaults() throws {
        let targets = try Self.read(Self.whole).targets
        let all = targets[2].configuration
        let parameters = all.master.parameters
        #expect(parameters.k == 24 && parameters.w == 4 && parameters.t3 == .seconds(60))
        #expect(parameters.quirks == [.firstNumberOne])
        #expect(parameters.sendingRestartsT3 && all.clockTolerance == .milliseconds(500))
        #expect(
            all.master.reconnection
                == Reconnection(
                    first: .seconds(2), longest: .seconds(20), factor: 1.5, jitter: 0))
        #expect(all.master.settings.originator == 3 && targets[2].stations == [1, 2])
        #expect(all.master.settings.zone == ZoneRule(minutes: 480))
        #expect(
            all.master.settings.startRequests == [
                .clockSynchronization(station: 1, time: nil),
                .interrogation(station: 1, QOI(rawValue: 23)),
                .clockSynchronization(station: 2, time: nil),
                .interrogation(station: 2, QOI(rawValue: 23)),
            ])
        #expect(targets[2].allowed.allows(station: 1, address: 1, type: .C_SC_NA_1))
        #expect(targets[0].allowed.isEmpty && targets[0].points?.counts.points == 2)
        // k is its own, the rest of `links` that of all.
        let own = targets[1].configuration.master.parameters
        #expect(own.k == 5 && own.t1 == .seconds(8))
    }

    @Test("Without 'stations' those of the point list are asked, without that all")
    func stations() throws {
        let fleet = try Self.read(
            """
            {"rtus": [{"name": "a", "address": "h", "points": "north.csv"},
            {"name": "b", "address": "h:1"}, {"name": "c", "address": "h:2",
            "profile": {"commonAddressSize": 1}}]}
            """)
        #expect(fleet.targets.map(\.stations) == [[3, 4], [65535], [255]])
        #expect(fleet.targets[0].configuration.master.settings.stations == [3, 4])
        #expect(fleet.targets[1].configuration.master.settings.stations.isEmpty)
        #expect(fleet.settings == FleetSettings())
    }

    // MARK: Mistakes

    private static func rtu(_ members: String) -> String {
        "{\"rtus\": [{\"name\": \"a\", \"address\": \"h\", \(members)}]}"
    }

    static let mistakes: [(String, [String])] = [
        ("", ["fleet.json:1:1: the text ends too early"]), ("[]", ["a fleet is"]),
        ("{}", [":1:1: rtus: a fleet is"]), (#"{"rtus": []}"#, [":1:10: rtus: a fleet is"]),
        (#"{"rtus": [7], "defaults": []}"#, ["rtus[0]: an RTU is", "defaults: an RTU is"]),
        (
            "{\n \"rtus\": [{}],\n \"rtsu\": 1}",
            [
                "json:2:11: rtus[0]: 'name' is missing", "write 'address'", "json:3:10: rtsu",
                "'rtus'?",
            ]
        ),
        (rtu("\"addresses\": [\"b\"]"), ["rtus[0]: write 'address', or 'addresses'"]),
        (rtu("\"links\": {\"k\": 0}"), ["rtus[0].links.k: write a whole number from 1 to 32767"]),
        (rtu("\"links\": {\"w\": 13}"), ["rtus[0].links.w: w is 13 and k 12"]),
        (rtu("\"links\": {\"t1\": \"5s\", \"t2\": \"5s\"}"), ["rtus[0].links.t2: t2 is"]),
        (rtu("\"links\": {\"t4\": 1}"), ["rtus[0].links.t4", "did you mean 't0'?"]),
        (rtu("\"links\": 7"), ["rtus[0].links: write an object with some of \"k\""]),
        (rtu("\"links\": {\"t3\": \"3d\"}"), ["write a time from 1s to 2d"]),
        (rtu("\"linsk\": {}"), ["rtus[0].linsk", "did you mean 'links'?"]),
        (
            #"{"defaults": {"name": "x", "links": {"w": 20}}, "rtus": [{"name": "a", "address": "h"}]}"#,
            ["defaults.name: 'name' belongs to an RTU", "defaults.links.w: w is 20"]
        ),
        (
            rtu("\"stations\": [1, 1, 0, \"2\"]"),
            ["stations[1]: station 1", "[2]: write", "[3]: wr"]
        ),
        (rtu("\"stations\": []"), ["rtus[0].stations: write 1 to 1000"]),
        (
            rtu("\"stations\": 256, \"profile\": {\"commonAddressSize\": 1}"),
            ["rtus[0].stations: station 256 is more than 255"]
        ),
        (
            rtu("\"originator\": 3, \"profile\": {\"causeSize\": 1}"),
            ["rtus[0].originator: an originator needs"]
        ),
        (
            rtu("\"profile\": {\"privateTypes\": [7, \"140\", \"140:v=uint16\", \"140:w=int8\"]}"),
            ["privateTypes[0]: write such as", "privateTypes[1]: --private", "rtus[0].profile: "]
        ),
        (rtu("\"reconnect\": {\"first\": \"2min\"}"), ["rtus[0].reconnect: 'first' is longer"]),
        (rtu("\"reconnect\": {\"jitter\": 2}"), ["write a number from 0.0 to 1.0"]),
        (rtu("\"time\": {\"zone\": \"Mars/Base\"}"), ["rtus[0].time.zone: zone 'Mars/Base'"]),
        (rtu("\"time\": {\"zone\": 8, \"zonw\": 1}"), ["time.zone: write \"utc\"", "'zone'?"]),
        (rtu("\"dropsRepeats\": 1"), ["rtus[0].dropsRepeats: write true or false"]),
        (rtu("\"allow\": [\"1:1:sigle\", 7]"), ["allow[0]: '1:1:sigle'", "allow[1]: write such"]),
        (rtu("\"points\": \"none.csv\""), ["points: '/etc/fleet/none.csv' cannot be read"]),
        (rtu("\"points\": \"-\""), ["rtus[0].points: write the name"]),
        (rtu("\"points\": \"bad.csv\""), ["/etc/fleet/bad.csv:2: column 2 'address': address 0"]),
        (rtu("\"start\": \"all\""), ["rtus[0].start: write \"interrogation\""]),
        (rtu("\"start\": [{\"counters\": 5}]"), ["start[0].counters: write \"all\", or a group"]),
        (rtu("\"start\": [{\"counters\": 1, \"freeze\": \"x\"}]"), ["start[0].freeze: write one"]),
        (rtu("\"start\": [{\"interrogation\": 1, \"freze\": 1}]"), ["start[0].freze: there is no"]),
        (rtu("\"start\": [{\"read\": [1, 0]}]"), ["start[0].read[1]: write a whole number"]),
        (rtu("\"start\": [{\"read\": []}]"), ["start[0].read: write 1 to 100"]),
        (rtu("\"start\": \"test\""), ["rtus[0].start: 'test' and 'read' are asked of one"]),
        (rtu("\"schedule\": {}"), ["rtus[0].schedule: a schedule is a list"]),
        (rtu("\"schedule\": [{\"do\": \"clock\"}]"), ["schedule[0]: a schedule is"]),
        (
            rtu("\"schedule\": [{\"do\": [], \"at\": [\"24:00\", \"1:00\"], \"evry\": 1}]"),
            ["[0].do: write", "at[0]: write \"start\"", "at[1]: write", "[0].evry", "'every'?"]
        ),
        (rtu("\"schedule\": [{\"do\": \"clock\", \"every\": \"0.5s\"}]"), ["every: write a time"]),
        (
            rtu("\"schedule\": [{\"do\": {\"read\": 1}, \"every\": 1, \"stations\": 65535}]"),
            ["rtus[0].schedule[0]: 'test' and 'read'"]
        ),
        (
            #"{"rtus": [{"name": "a", "address": "h"}, {"name": "a", "addresses": ["x", "H:2404"]}]}"#,
            ["rtus[1].name: rtus[0] has the name 'a'", "rtus[1]: H:2404 belongs to rtus[0]"]
        ),
        (
            #"{"rtus": [{"name": "a", "addresses": ["h", "h:2404"]}]}"#,
            ["belongs to rtus[0] already"]
        ),
        (#"{"rtus": [{"name": "", "address": "a b"}]}"#, ["name: write a name", "it has a space"]),
        (#"{"rtus": [{"name": "a\nb", "address": 7}]}"#, ["name: write a name", "address: write"]),
        (#"{"rtus": [{"name": "a", "addresses": "h"}]}"#, ["addresses: write a list of 1 to 16"]),
        (
            #"{"parallelInterrogations": 0, "startSpacing": "2min", "rtus": [{"name": "a", "address": "h"}]}"#,
            ["parallelInterrogations: write a whole", "startSpacing: write a time from 0 to 1min"]
        ),
    ]

    @Test(
        "What is wrong is told all at once, with line, column, path and reason",
        arguments: mistakes)
    func wrong(_ text: String, _ expected: [String]) {
        do throws(FleetFileError) {
            _ = try Self.read(text)
            Issue.record("taken: \(text)")
        } catch {
            let english = error.description(in: .english)
            for part in expected { #expect(english.contains(part), "\(part) in \(english)") }
            #expect(english.split(separator: "\n").count <= expected.count)
            #expect(
                error.description(in: .chinese).contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" })
        }
    }

    @Test("The mistakes of a list that several RTUs have are told once, many others are counted")
    func manyMistakes() throws {
        let rtus = (0..<50).map {
            "{\"name\": \"r\($0)\", \"address\": \"h:\($0 + 1)\", \"points\": \"bad.csv\", \"x\": 1}"
        }
        do throws(FleetFileError) {
            _ = try Self.read("{\"rtus\": [\(rtus.joined(separator: ","))]}", problems: 10)
            Issue.record("taken")
        } catch {
            #expect(error.problems?.problems.count == 10 && error.problems?.more == 40)
            #expect(error.lists.count == 1)
        }
    }

    @Test("What would grow without bound is refused")
    func bounds() {
        let many = (0...FleetFile.mostRTUs).map { _ in "7" }.joined(separator: ",")
        let requests =
            #"{"defaults": {"stations": [\#((1...1000).map(String.init).joined(separator: ","))], "#
            + #""start": [{"read": [\#((1...100).map(String.init).joined(separator: ","))]}]}, "#
            + #""rtus": [\#((1...100).map { #"{"name": "\#($0)", "address": "h:\#($0)"}"# }.joined(separator: ","))]}"#
        for (text, expected) in [
            ("{\"rtus\": [\(many)]}", "more than 10000 RTUs"), (requests, "more than 1000000 req"),
        ] {
            #expect {
                try Self.read(text)
            } throws: {
                ($0 as? FleetFileError)?.description(in: .english).contains(expected) == true
            }
        }
    }

    @Test(
        "T-26: A file that is changed anywhere is taken, or refused with reasons", arguments: 0..<8)
    func garbage(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let good = Array(Self.whole.utf8)
        let pieces = [
            "\"", "{", "}", "[", "]", ",", ":", "-1", "1e999", "null", "\\u0000", "南", "0",
        ]
        for _ in 0..<150 {
            var text = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: text.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text[place] = UInt8.random(in: 0...255, using: &random)
                case 1: text.remove(at: place)
                case 2:
                    let end = min(place + Int.random(in: 1...60, using: &random), text.count)
                    text.removeSubrange(place..<end)
                default:
                    let piece = pieces[Int.random(in: pieces.indices, using: &random)]
                    text.replaceSubrange(place..<place + 1, with: piece.utf8)
                }
                if text.isEmpty { text = good }
            }
            do throws(FleetFileError) {
                let fleet = try FleetFile.read(text, file: "f.json") {
                    _ throws(IEC104Tool.FileError) in
                    Array(Self.lists["/etc/fleet/north.csv", default: ""].utf8)
                }
                #expect(!fleet.targets.isEmpty)
            } catch {
                #expect(!error.description(in: .chinese).isEmpty)
                #expect(error.problems?.problems.isEmpty == false || !error.lists.isEmpty)
            }
        }
    }
}
