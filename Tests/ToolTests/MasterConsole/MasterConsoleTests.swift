import IEC104
import Testing

@testable import IEC104Tool

@Suite("The console of a master")
struct MasterConsoleTests {
    private static let all = ["*:*:*"]

    private func consenting(
        _ names: [String] = ["north"], allow: [String] = all, audit: AuditFile? = nil,
        isJSON: Bool = false
    ) throws -> ConsoleBench {
        try ConsoleBench(names, allow: allow, audit: audit) {
            $0.hasConsent = true
            $0.isJSON = isJSON
        }
    }

    // MARK: Permission

    @Test(
        "what changes something is refused without a rule, and says exactly which one is missing",
        arguments: [
            ("command 5001 on", "--allow 1:5001:C_DC_NA_1"),
            ("command 5001 on time-tag", "--allow 1:5001:C_DC_TA_1"),
            ("command 2/6001 10 select", "--allow 2:6001:C_SE_NB_1"),
            ("command 7 on type=single", "--allow 1:7:C_SC_NA_1"),
            ("clock 1", "--allow 1:0:C_CS_NA_1"), ("reset 1", "--allow 1:0:C_RP_NA_1"),
            ("counters 1 freeze", "--allow 1:0:C_CI_NA_1"),
            ("counters 1 reset", "--allow 1:0:C_CI_NA_1"),
        ])
    func refused(line: String, rule: String) throws {
        // What one rule says holds for it only.
        let bench = try consenting(allow: ["1:5003:double", "9:*:*"])
        let answer = try bench.line(line)
        #expect(answer.hasPrefix("error: not sent: no rule allows") && answer.contains(rule))
        #expect(bench.stations.asked.isEmpty)
        // What it says to pass is what helps.
        let text = try #require(
            answer.split(separator: "--allow ").last?.split(separator: ",").first)
        let other = try consenting(allow: [String(text)])
        #expect(try !other.line(line).contains("error"))
        #expect(other.stations.asked.count == 1)
    }

    @Test("rules for all commands do not allow what concerns the whole station")
    func wholeStation() throws {
        let bench = try consenting()
        for line in ["reset 1", "clock 1", "counters 1 freeze"] {
            #expect(try bench.line(line).contains("no rule allows"))
        }
        let other = try consenting(allow: ["1:*:reset,clock,counters"])
        for line in ["reset 1", "clock 1", "counters 1 freeze"] {
            #expect(try !other.line(line).contains("error"))
        }
        #expect(try other.line("command 5001 on").contains("no rule allows"))
    }

    @Test(
        "what reads is asked without a rule", arguments: ["interrogate", "counters", "read 1001"])
    func reading(line: String) throws {
        let bench = try ConsoleBench()
        _ = try bench.line(line)
        #expect(bench.stations.asked.count == 1)
    }

    // MARK: Questions

    @Test("where nobody can be asked nothing is sent without consent")
    func noTerminal() throws {
        let bench = try ConsoleBench(allow: Self.all)
        let answer = try bench.line("command 5001 on")
        #expect(answer.contains("--yes") && answer.contains("object 5001 of station 1: on"))
        #expect(bench.stations.asked.isEmpty && !bench.console.isAsking)
    }

    @Test("on a terminal it asks what will be sent where, and sends it after a yes only")
    func asks() throws {
        let bench = try ConsoleBench(allow: Self.all) { $0.isTerminal = true }
        for no in ["", "n", "no", "quit", "command 5001 on", "y es"] {
            let question = try bench.line("command 5001 on sbo")
            #expect(
                question.contains("north (10.0.0.7:2404, 10.0.0.8:2404): select before operate"))
            #expect(question.contains("object 5001 of station 1: on (Operate Q0)"))
            #expect(bench.console.isAsking && bench.console.prompt.contains("[y/N]"))
            #expect(try bench.line(no).contains("was not confirmed"))
            #expect(!bench.console.isAsking && bench.stations.asked.isEmpty)
        }
        for (count, yes) in ["y", " YES ", "是"].enumerated() {
            try bench.line("command 5001 off sbo")
            #expect(try bench.line(yes).contains("accepted: type 46, object 5001"))
            #expect(bench.stations.asked.count == count + 1)
        }
    }

    @Test("what was typed ahead of a question does not answer it")
    func typedAhead() throws {
        let bench = try ConsoleBench(allow: Self.all) { $0.isTerminal = true }
        let driver = ConsoleDriver(
            bench.console, isTerminal: true, write: { _ in }, redraw: {})
        try bench.loop.run { await driver.take(Array("command 5001 on\ry\ry\r".utf8)) }
        #expect(bench.console.isAsking && bench.stations.asked.isEmpty)
        try bench.loop.run { await driver.take(Array("y\r".utf8)) }
        #expect(!bench.console.isAsking)
        try bench.loop.run(until: { bench.stations.asked.count == 1 })
        // The answer is not recalled, the command is.
        try bench.loop.run { await driver.take(Array("\u{1B}[A".utf8)) }
        #expect(String(decoding: driver.shownLine, as: UTF8.self).contains("> command 5001 on"))
    }

    // MARK: Commands

    @Test(
        "each type is sent with its value, its type taken from the point list or the line",
        arguments: [
            ("5001 on", TypeID.C_DC_NA_1, Information.doubleCommand(DCO(true))),
            ("'Operate Q0' off long", .C_DC_NA_1, .doubleCommand(DCO(false, qualifier: 2))),
            ("5002 on", .C_SC_TA_1, .singleCommand(SCO(true))),
            ("1/9 on type=single persistent", .C_SC_NA_1, .singleCommand(SCO(true, qualifier: 3))),
            ("1/9 up type=step", .C_RC_NA_1, .stepCommand(RCO(isHigher: true))),
            ("1/9 -0.5 type=normalized", .C_SE_NA_1, .normalizedSetPoint(NVA(-0.5), QOS())),
            ("1/9 7 type=49 qualifier 5", .C_SE_NB_1, .scaledSetPoint(7, QOS(qualifier: 5))),
            ("1/9 1.5 type=float", .C_SE_NC_1, .floatSetPoint(R32(1.5), QOS())),
            ("1/9 A5F0 type=bits", .C_BO_NA_1, .bitStringCommand(0xA5F0)),
            ("1/9 0xA5F0 type=bits time-tag", .C_BO_TA_1, .bitStringCommand(0xA5F0)),
        ])
    func types(words: String, type: TypeID, information: Information) throws {
        let bench = try consenting()
        let answer = try bench.line("command " + words)
        #expect(answer.hasPrefix("north: accepted: type \(type.rawValue), object"))
        #expect(bench.sent?.type == type && bench.sent?.object.information == information)
        #expect(bench.stations.asked.count == 1)
    }

    @Test("a set point is given in the units of the point list, and kept within its limits")
    func units() throws {
        let bench = try consenting()
        try bench.line("command 'Set voltage' 10.5")
        #expect(bench.sent?.object.information == .scaledSetPoint(1050, QOS()))
        for value in ["11.01", "8.9", "1050"] {
            #expect(try bench.line("command 'Set voltage' \(value)").contains("beyond the limits"))
        }
        #expect(bench.stations.asked.count == 1)
    }

    @Test(
        "what a type cannot carry is refused before anything is sent",
        arguments: [
            ("5001 maybe", "not one of: on, off"), ("1/9 up type=single", "on, off"),
            ("1/9 2 type=normalized", "from -1 to 1"), ("1/9 70000 type=scaled", "-32768"),
            ("1/9 nan type=float", "3.4e38"), ("1/9 xyz type=bits", "hexadecimal"),
            ("1/9 1 type=bits short", "no qualifier"), ("1/9 1 type=bits sbo", "no select bit"),
            ("1/9 1 type=scaled short", "from 0 to 127"), ("1/9 on", "which type"),
            ("1/9 on type=single qualifier 32", "from 0 to 31"),
        ])
    func impossible(words: String, hint: String) throws {
        let bench = try consenting()
        let answer = try bench.line("command " + words)
        #expect(answer.hasPrefix("error: ") && answer.contains(hint))
        #expect(bench.stations.asked.isEmpty)
    }

    @Test(
        "each end has its words; nothing is sent twice by itself",
        arguments: [
            (RequestError.Code.refused, "north: refused: ", "refused"),
            (.unknownObject, "north: refused: ", "refused"),
            (.notConfirmed, "north: not confirmed: ", "not-confirmed"),
            (.notTerminated, "north: not terminated: ", "not-terminated"),
            (.notSent, "north: not sent: ", "not-sent"),
            (.linkLost, "north: link lost: ", "link-lost"),
            (.busy, "north: busy: ", "busy"),
        ])
    func ends(code: RequestError.Code, text: String, name: String) throws {
        for isJSON in [false, true] {
            let bench = try consenting(isJSON: isJSON)
            bench.stations.script.withLock { $0.answers = [.failure(code)] }
            let answer = try bench.line("command 5001 on repeat 3")
            #expect(answer.contains(isJSON ? #""result":"\#(name)""# : text))
            #expect(bench.stations.asked.count == 1)
            guard code == .linkLost else { continue }
            #expect(answer.contains(isJSON ? #""mayHaveActed":true"# : "may have done it"))
        }
    }

    @Test("a command is repeated as long as each one is accepted")
    func repeats() throws {
        let bench = try consenting()
        let good = RequestOutcome(isTerminated: true, objects: 0)
        bench.stations.script.withLock {
            $0.answers = [.success(good), .success(good), .failure(.refused)]
        }
        let answer = try bench.line("command 5001 on repeat 5")
        #expect(answer.split(separator: "\n").count == 3)
        #expect(bench.stations.asked.count == 3)
    }

    @Test("a rule that is withdrawn holds for the next repetition already")
    func withdrawal() throws {
        let bench = try consenting()
        let console = bench.console
        bench.stations.script.withLock {
            $0.onAsk = {
                guard var target = console.rtus.first?.target else { return }
                target.allowed = .none
                console.take(target)
            }
        }
        let answer = try bench.line("command 5001 on repeat 5")
        #expect(bench.stations.asked.count == 1 && answer.contains("no rule allows"))
    }

    // MARK: Names

    @Test(
        "points are named by address, station and address, RTU, or name",
        arguments: [
            ("5001", 1, 5001), ("1/5001", 1, 5001), ("north:2/6001", 2, 6001),
            ("north:'Set voltage'", 2, 6001), ("Operate\\ Q0", 0, 0), ("north:9", 1, 9),
        ])
    func points(word: String, station: UInt16, address: UInt32) throws {
        let bench = try consenting()
        let answer = try bench.line("command \(word) 10 type=float")
        guard station > 0 else {
            #expect(answer.hasPrefix("error: "))
            return
        }
        #expect(bench.sent?.station == CommonAddress(station))
        #expect(bench.sent?.object.address == ObjectAddress(address))
    }

    @Test("of several RTUs the one that is meant must be clear")
    func several() throws {
        let bench = try consenting(["north", "south", "127.0.0.1:2404"])
        #expect(try bench.line("command 5001 on").contains("write RTU:CA/ADDRESS"))
        #expect(try bench.line("command 'Operate Q0' on").contains("may be north:1/5001 or south"))
        #expect(try bench.line("interrogate").contains("which RTU?"))
        #expect(try bench.line("interrogate nort").contains("did you mean north?"))
        #expect(bench.stations.asked.isEmpty)
        try bench.line("command 127.0.0.1:2404:1/5001 on type=double")
        try bench.line("interrogate south 2 16")
        #expect(bench.stations.asked.last == .interrogation(station: 2, QOI(group: 16) ?? .station))
        #expect(
            bench.stations.script.withLock { $0.asked.map(\.name) } == ["127.0.0.1:2404", "south"])
    }

    @Test(
        "Tab completes commands, RTUs, names of points in quotes, and what stands behind a value",
        arguments: [
            ("interr\t1\r", "interrogate 1"), ("why so\t\r", "why south "),
            ("get nor\t1/1\r", "get north:1/1"), ("get north:Bre\t\r", "get \"north:Breaker Q0\" "),
            ("get \"north:Bre\t\r", "get \"north:Breaker Q0\" "),
            ("command 1 on sel\tshort\r", "command 1 on select short"), ("zzz\t\r", "zzz"),
        ])
    func completion(keys: String, line: String) throws {
        let bench = try ConsoleBench(["north", "south"])
        let console = bench.console
        var editor = LineEditor { console.completion(of: $0) }
        #expect(editor.take(keys.utf8) == [line])
        _ = editor.take("command \t".utf8)
        #expect(editor.takeHints().contains("north:") && editor.takeHints().isEmpty)
    }

    // MARK: Values

    private func report(
        _ console: MasterConsole, _ name: String = "north", shown: ShownValues
    ) throws {
        let rtu = try #require(console.rtu(named: name))
        var configuration = MasterConfiguration()
        configuration.reporter = { header, objects, _ in
            for place in objects.indices { shown.addresses.append(objects[place].address) }
        }
        console.watch(&configuration, rtu.target)
        let objects = [
            InformationObject(1001, .doublePoint(DIQ(.on, quality: [.notTopical]))),
            InformationObject(1002, .doublePoint(DIQ(.off, quality: []))),
        ]
        let header = ASDUHeader(
            type: .M_DP_NA_1, count: 2, cause: CauseOfTransmission(.spontaneous), commonAddress: 1)
        let octets: [UInt8] = []
        configuration.reporter?(header, objects.span, octets.span)
    }

    /// Sendable, as it is used on the test's thread only.
    private final class ShownValues: @unchecked Sendable {
        var addresses: [ObjectAddress] = []
    }

    @Test("the last value is told with quality, time of receipt and cause")
    func get() throws {
        let bench = try ConsoleBench()
        #expect(try bench.line("get 1001").contains("has not been reported yet"))
        try report(bench.console, shown: ShownValues())
        let line = try bench.line("get 'Breaker Q0'")
        #expect(
            line.contains("north") && line.contains("1001") && line.contains("on")
                && line.contains("not topical"))
        #expect(line.contains("spontaneous"))
        #expect(try bench.line("list q0").contains("north:1/1001"))
        #expect(try bench.line("list set v").contains("(command)"))
        let json = try ConsoleBench { $0.isJSON = true }
        try report(json.console, shown: ShownValues())
        #expect(try json.line("get 1001").contains(#""address":1001,"value":2,"quality":["NT"]"#))
        // What is listed has the keys and numbers of values; what has no value is known by name.
        let list = try json.line("list")
        #expect(list.contains(#""address":1001,"value":2,"quality":["NT"],"name":"Breaker Q0"}"#))
        #expect(
            list.contains(
                #""type":"M_ME_NB_1","address":2001,"name":"Busbar voltage","unit":"kV"}"#))
        #expect(list.contains(#""address":5001,"command":true,"name":"Operate Q0"}"#))
    }

    @Test("all that the console answers is of the language that was chosen")
    func chinese() throws {
        let bench = try ConsoleBench(["北站", "南站"]) { $0.language = .chinese }
        let console = bench.console
        var configuration = MasterConfiguration()
        console.watch(&configuration, try #require(console.rtu(named: "北站")).target)
        let header = ASDUHeader(
            type: .M_DP_NA_1, count: 1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1)
        let objects = [InformationObject(1001, .doublePoint(DIQ(.on, quality: [])))]
        let octets: [UInt8] = []
        configuration.reporter?(header, objects.span, octets.span)
        for (line, texts, others) in [
            ("list 1001", ["品质", "合", "北站:1/1001"], ["quality", " on "]),
            ("rtus", ["状态", "已启动", "北站"], ["state", "started"]),
            ("links", ["链路", "下次重连"], ["endpoint", "since"]), ("why 北站", ["尚未断开过"], ["yet"]),
            ("stats", ["断开原因", "最后值"], ["sent", "ends"]),
            ("get 北战:1/1", ["没有子站", "是 北站"], ["did you mean"]),
        ] {
            let answer = try bench.line(line)
            for text in texts { #expect(answer.contains(text), "\(line): \(answer)") }
            for text in others { #expect(!answer.contains(text), "\(line): \(answer)") }
        }
    }

    @Test(
        "a name that is nearly known is hinted at, of RTUs and of points",
        arguments: [
            ("get nrth:1/1", "no RTU 'nrth': did you mean north"), ("why sout", "mean south?"),
            ("list nrth", "mean north"), ("rtus sotuh", "mean south?"),
            ("get 'Busbar voltaeg'", "did you mean Busbar voltage"),
            ("interrogate nor*x", "no RTU is named 'nor*x'"), ("why zzzzzz", "'rtus' shows all"),
        ])
    func hints(line: String, hint: String) throws {
        let bench = try ConsoleBench(["north", "south"])
        let answer = try bench.line(line)
        #expect(answer.contains(hint), "\(answer)")
        let alone = try ConsoleBench()
        #expect(try alone.line("get 'Busbar voltaeg'").contains("did you mean Busbar voltage?"))
    }

    @Test("many RTUs are interrogated by a pattern, and what failed is told by its name")
    func many() throws {
        let bench = try ConsoleBench(["north", "south", "nord"])
        bench.stations.script.withLock {
            $0.answers = [
                .success(RequestOutcome(isTerminated: true, objects: 3, stations: [1])),
                .failure(.notTerminated),
            ]
        }
        let answer = try bench.line("interrogate No*")
        #expect(answer.contains("1 of 2 RTUs interrogated, 1 failed, 0 not started: 3 values in"))
        #expect(answer.contains("nord: ") || answer.contains("north: "))
        #expect(bench.stations.asked.count == 2)
        #expect(bench.stations.script.withLock { $0.asked.allSatisfy { $0.name != "south" } })
        #expect(try bench.line("interrogate * 1 5").contains("3 of 3 RTUs interrogated"))
        let group = QOI(group: 5) ?? .station
        #expect(bench.stations.asked.last == .interrogation(station: 1, group))
    }

    @Test(
        "a * stands for any text",
        arguments: [
            ("north", "*", true), ("north", "no*", true), ("north", "*TH", true),
            ("north", "n*t*h", true), ("north", "n*x*h", false), ("no", "no*o", false),
            ("北站1", "北*", true), ("", "*", true), ("north", "**", true), ("aa", "a*a", true),
            ("a", "a*a", false),
        ])
    func patterns(name: String, pattern: String, isMatch: Bool) {
        #expect(MasterConsole.matches(name[...], pattern[...]) == isMatch)
    }

    @Test("values of watched points only are shown, until nothing is watched")
    func watch() throws {
        let bench = try ConsoleBench()
        func shown() throws -> [ObjectAddress] {
            let shown = ShownValues()
            try report(bench.console, shown: shown)
            return shown.addresses
        }
        #expect(try shown() == [1001, 1002])
        #expect(try bench.line("watch 1/1002") == "watched: north:1/1002")
        #expect(try shown() == [1002])
        #expect(try bench.line("unwatch 1001").contains("is not watched"))
        #expect(try bench.line("unwatch 1/1002") == "all values are shown")
        #expect(try shown() == [1001, 1002])
        #expect(try bench.line("watch none") == "no values are shown")
        #expect(try shown() == [])
    }

    // MARK: Lines

    @Test(
        "T-26: lines of strangers are answered, whatever they are",
        arguments: 1...20 as ClosedRange<UInt64>)
    func garbage(seed: UInt64) throws {
        let bench = try ConsoleBench(["north", "south"], allow: Self.all) { $0.isTerminal = true }
        let driver = ConsoleDriver(bench.console, isTerminal: true, write: { _ in }, redraw: {})
        let plain = ConsoleDriver(bench.console, isTerminal: false, write: { _ in }, redraw: {})
        var state = seed
        let octets = (0..<2000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let octet = UInt8(truncatingIfNeeded: state >> 33)
            return octet % 7 == 0 ? 9 : octet % 11 == 0 ? 10 : octet
        }
        try bench.loop.run {
            await driver.take(octets)
            await plain.take(octets)
        }
        #expect(bench.stations.asked.isEmpty)
    }

    @Test("a line of a megabyte is refused, and nothing of it is done")
    func longLine() throws {
        let bench = try consenting()
        let plain = ConsoleDriver(bench.console, isTerminal: false, write: { _ in }, redraw: {})
        let long = Array(String(repeating: "x", count: 1 << 20).utf8)
        try bench.loop.run {
            await plain.take(long + Array("\ncommand 5001 on\n".utf8))
        }
        #expect(bench.stations.asked.count == 1)
    }

    @Test("an RTU that has gone is known no more, and its room is free")
    func gone() throws {
        let bench = try ConsoleBench()
        try report(bench.console, shown: ShownValues())
        #expect(bench.console.room.left == ValueImage.mostPoints - 2)
        bench.console.drop("north")
        #expect(bench.console.room.left == ValueImage.mostPoints)
        #expect(try bench.line("get north:1/1001").hasPrefix("error: "))
        #expect(try bench.line("rtus") == "no such RTU")
    }

    @Test("old values, of an RTU that does not report, are marked")
    func oldValues() throws {
        for isJSON in [false, true] {
            let bench = try ConsoleBench { $0.isJSON = isJSON }
            try report(bench.console, shown: ShownValues())
            for isOld in [false, true] {
                bench.stations.script.withLock { $0.started = isOld ? nil : 0 }
                for line in ["get 1001", "list 1001"] {
                    let answer = try bench.line(line)
                    #expect(answer.contains(isJSON ? #""old":true"# : "old") == isOld)
                }
            }
        }
    }

    @Test("a list asks the RTUs alone whose points it shows, each once")
    func listLooksAtFew() throws {
        let bench = try ConsoleBench(["north", "south", "west"])
        for name in ["north", "south"] { try report(bench.console, name, shown: ShownValues()) }
        for (line, names) in [
            ("list south", ["south"]), ("list q0", ["north", "south"]), ("list west", []),
            ("list set v", []), ("list", ["north", "south"]),
        ] {
            bench.stations.script.withLock { $0.looked = [] }
            #expect(!(try bench.line(line)).isEmpty)
            #expect(bench.stations.script.withLock(\.looked) == names, "\(line)")
        }
        // Address, type and name are looked at, whatever the case.
        for pattern in ["NORTH:1/1001", "m_dp", "breaker"] {
            #expect(try bench.line("list \(pattern)").contains("north:1/1001"))
        }
    }

    @Test("a byte order mark before the first line is no part of it")
    func byteOrderMark() throws {
        let bench = try consenting()
        let plain = ConsoleDriver(bench.console, isTerminal: false, write: { _ in }, redraw: {})
        let line = [0xEF, 0xBB, 0xBF] + Array("command 5001 on\n".utf8)
        try bench.loop.run { await plain.take(line) }
        #expect(bench.stations.asked.count == 1)
        // Only there.
        try bench.loop.run { await plain.take(line) }
        #expect(bench.stations.asked.count == 1)
    }
}
