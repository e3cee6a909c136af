import IEC104
import Testing

@testable import IEC104Tool

@Suite("Lines of a master's console")
struct MasterConsoleCommandTests {
    @Test(
        "a line is read as what it says",
        arguments: [
            ("rtus", MasterConsoleCommand.rtus("")), ("links nor", .links("nor")),
            ("list busbar 1", .list("busbar 1")), ("get north:1/4001", .get("north:1/4001")),
            ("watch 1/1 'Q0'", .watch(["1/1", "Q0"])), ("unwatch", .unwatch([])),
            ("interrogate north 1 3", .interrogate(["north", "1", "3"])),
            ("counters 1 freeze-reset", .counters(["1"], .freezeAndReset)),
            ("counters", .counters([], .read)), ("reset 1 events", .reset(["1", "events"])),
            ("switch-over north 2", .switchOver(["north", "2"])), ("why north 甲", .why("north 甲")),
            ("trace on", .trace(true)), ("wait 5s", .wait(["5s"])), ("exit", .quit),
            ("help command", .help("command")), ("clock 1", .clock(["1"])),
        ])
    func reads(line: String, command: MasterConsoleCommand) throws {
        #expect(try MasterConsoleLine(line)?.command == command)
    }

    @Test("a command is read with all that may stand behind its value, in any order")
    func order() throws {
        let line =
            "command 1/5001 off sbo short time-tag repeat 3 pause 2s watch=500ms type=double "
            + "returns 1001 test no-termination"
        guard case .command(let order)? = try MasterConsoleLine(line)?.command else {
            Issue.record("no command")
            return
        }
        #expect(order.point == "1/5001" && order.value == "off")
        #expect(order.mode == .selectBeforeOperate && order.completion == .confirmation)
        #expect(order.qualifier == "short" && order.isTimeTagged && order.isTest)
        #expect(order.repetitions == 3 && order.pause == .seconds(2))
        #expect(order.watch == .milliseconds(500) && order.returns == 1001)
        #expect(order.type == .C_DC_NA_1)
    }

    @Test(
        "each word says how the output is operated",
        arguments: [
            ("direct", MasterCommand.Mode.direct), ("select", .select), ("execute", .execute),
            ("sbo", .selectBeforeOperate), ("cancel", .deactivate),
        ])
    func modes(word: String, mode: MasterCommand.Mode) throws {
        #expect(try CommandOrder(["1/1", "on", word]).mode == mode)
    }

    @Test(
        "a type is a word, a mnemonic or a number; one with a time tag says that there is one",
        arguments: [
            ("single", 45, false), ("C_DC_NA_1", 46, false), ("step", 47, false),
            ("normalized", 48, false), ("49", 49, false), ("float", 50, false),
            ("bits", 51, false), ("C_SC_TA_1", 45, true), ("64", 51, true),
        ])
    func types(word: String, type: UInt8, isTimeTagged: Bool) throws {
        let order = try CommandOrder(["1/1", "on", "type=" + word])
        #expect(order.type == TypeID(type) && order.isTimeTagged == isTimeTagged)
        let spaced = try CommandOrder(["1/1", "on", "type", word])
        #expect(spaced == order)
    }

    @Test(
        "a mistake says what to write",
        arguments: [
            ("comand 1 on", "did you mean command?"), ("command 1", "command POINT VALUE"),
            ("command 1 on sbo direct", "sbo and direct"), ("command 1 on maybe", "is none of"),
            ("command 1 on short long", "more than one qualifier"),
            ("command 1 on repeat 0", "from 1 to 10000"), ("command 1 on repeat", "from 1 to"),
            ("command 1 on type=M_SP_NA_1", "no type of a command"),
            ("command 1 on watch soon", "is not a time"), ("why", "why RTU"),
            ("trace maybe", "trace on or trace off"), ("interrogate 1 2 3 4", "too much"),
            ("get 'open", "quote"), ("command 1 on returns x", "from 1 to 16777215"),
        ])
    func mistakes(line: String, hint: String) throws {
        let error = try #require(throws: Words.self) { try MasterConsoleLine(line) }
        #expect(error.english.contains(hint))
        #expect(!error.chinese.isEmpty)
    }

    @Test("every command of the table is read, and has help in both languages")
    func table() throws {
        for row in MasterConsoleCommand.syntax.rows {
            let few = Array(repeating: "1", count: row.words.lowerBound)
            do throws(Words) {
                let line = ([row.name] + few).joined(separator: " ")
                #expect(try MasterConsoleLine(line) != nil)
            } catch {
                #expect(!error.english.contains("there is no command"))
            }
            #expect(row.help.chinese != row.help.english)
        }
        for isChinese in [true, false] {
            let help = try MasterConsoleCommand.syntax.help(nil, isChinese: isChinese)
            #expect(help.allSatisfy { $0.last?.isWhitespace != true })
        }
    }

    @Test("T-26: any octets are read or refused", arguments: 0..<20 as Range<UInt64>)
    func garbage(seed: UInt64) {
        var state = seed &* 7919 &+ 104
        let pieces = [
            "command ", "get ", "1/1 ", "\"", "'", ":", "type=", "repeat ", "\u{1B}[", "\u{0}", "=",
            "母线", " ", "/", "99999999999999999999", "-", "sbo ", "\u{7F}", "#", "🙂",
        ]
        for _ in 0..<500 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var line = ""
            for step in 0..<12 {
                line += pieces[Int(truncatingIfNeeded: (state >> (step * 5)) % 20)]
            }
            do throws(Words) {
                _ = try MasterConsoleLine(line)
            } catch {
                #expect(!error.english.isEmpty && !error.chinese.isEmpty)
            }
        }
    }
}

@Suite("The image of last values")
struct ValueImageTests {
    private func take(
        _ image: inout ValueImage, _ addresses: [UInt32], value: Bool, _ room: ValueImage.Room
    ) {
        let objects = addresses.map {
            InformationObject(ObjectAddress($0), .singlePoint(SIQ(value, quality: [])))
        }
        let header = ASDUHeader(
            type: .M_SP_NA_1, count: UInt8(objects.count),
            cause: CauseOfTransmission(.spontaneous), commonAddress: 1)
        image.take(header, objects.span, at: 1000, room)
    }

    @Test("it keeps the last value of each point, and no more points than there is room for")
    func bound() {
        let room = ValueImage.Room(3)
        var (one, other) = (ValueImage(), ValueImage())
        take(&one, [1, 2], value: false, room)
        take(&other, [1, 2, 3], value: false, room)
        #expect(one.count == 2 && other.count == 1 && room.left == 0 && room.refused == 2)
        // What is known goes on.
        take(&one, [2, 9], value: true, room)
        #expect(one[1, 2]?.object.information.valueText == "on" && one[1, 9] == nil)
        #expect(room.refused == 3)
        one.removeAll(room)
        #expect(room.left == 2 && one.count == 0)
        take(&other, [7], value: true, room)
        #expect(other.points.map(\.address) == [1, 7] && other.stations() == [1])
    }
}
