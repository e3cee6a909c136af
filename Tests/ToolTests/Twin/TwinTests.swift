import Foundation
import IEC104
import IEC104Inspect
import IEC104TestKit
import Testing

@testable import IEC104Tool

/// APDUs of an outstation as a capture would give them.
private struct Feed {
    var twin = Twin(Endpoint(ipv4: 0x0A00_0002, port: 2404))
    var time: Int64 = 1_000_000_000
    var connection = 1

    /// Gives the twin an ASDU in hexadecimal digits.
    mutating func receive(_ asdu: String, _ direction: Direction = .monitor, after seconds: Int = 1)
    {
        time += Int64(seconds) * 1_000_000_000
        let octets = [UInt8](hex: asdu) ?? []
        var record = APDURecord()
        record.time = Timestamp(nanoseconds: time, scale: .utc, fractionDigits: 6)
        record.direction = direction
        record.connection = connection
        record.reading.read(
            ([0x68, UInt8(octets.count + 4), 0, 0, 0, 0] + octets).span,
            direction: direction.transfer)
        twin.receive(record)
    }

    func list() throws -> PointList {
        try PointList(twin.list(from: "capture.pcap"), file: "twin")
    }
}

@Suite("The twin of an outstation in a capture", .timeLimit(.minutes(10)))
struct TwinTests {
    @Test("Points with their first values, types, groups and counter groups")
    func points() throws {
        var feed = Feed()
        // Single point 1 of station 1 by station interrogation, off; the same in group 2, then on.
        feed.receive("01 01 14 00 01 00 01 00 00 00")
        feed.receive("01 01 16 00 01 00 01 00 00 00")
        feed.receive("1E 01 03 00 01 00 01 00 00 01 00 00 00 08 02 03 1A")
        // Single point 2: no event was seen, others of its kind have time tags.
        feed.receive("01 01 14 00 01 00 02 00 00 91")
        // Float 5 in no interrogation, cyclic every 2 s; not a number.
        for _ in 0..<3 { feed.receive("0D 01 01 00 01 00 05 00 00 00 00 C0 7F 00", after: 2) }
        // A counter of group 3, and a negative or test ASDU that says nothing.
        feed.receive("0F 01 28 00 01 00 07 00 00 2A 00 00 00 00")
        feed.receive("01 01 43 00 01 00 09 00 00 00")
        feed.receive("01 01 83 00 01 00 09 00 00 00")
        let list = try feed.list()
        #expect(list.points.map(\.address.value) == [1, 2, 5, 7])
        #expect(list.points.map(\.type) == [.M_SP_TB_1, .M_SP_TB_1, .M_ME_NC_1, .M_IT_NA_1])
        #expect(list.points[0].information == .singlePoint(SIQ(false)))
        #expect(
            list.points[1].information == .singlePoint(SIQ(true, quality: [.blocked, .invalid])))
        #expect(list.points[2].information == .shortFloat(R32(0), .invalid))
        #expect(list.points[3].information == .integratedTotal(BCR(42)))
        #expect(list.points.map(\.groups) == [0b10, 0, 0, 0b100])
        #expect(list.points.map(\.period) == [0, 0, 2000, 0])
        #expect(list.points.map(\.isInterrogated) == [true, true, false, true])
    }

    @Test("Commands: selected, direct, unknown, and what they drive")
    func commands() throws {
        var feed = Feed()
        feed.receive("03 01 14 00 01 00 01 00 00 01")
        // Select, execute, confirmed; the point answers with cause 11.
        feed.receive("2E 01 06 00 01 00 64 00 00 82", .control)
        feed.receive("2E 01 07 00 01 00 64 00 00 82")
        feed.receive("2E 01 06 00 01 00 64 00 00 02", .control)
        feed.receive("1F 01 0B 00 01 00 01 00 00 02 00 00 00 08 02 03 1A")
        // Direct; and one that the outstation does not know.
        feed.receive("2D 01 06 00 01 00 65 00 00 01", .control)
        feed.receive("2D 01 07 00 01 00 65 00 00 01")
        feed.receive("2D 01 06 00 01 00 66 00 00 01", .control)
        feed.receive("2D 01 6F 00 01 00 66 00 00 01")
        let list = try feed.list()
        #expect(list.commands.map(\.address.value) == [100, 101])
        #expect(list.commands.map(\.options.mode) == [.selectBeforeOperate, .direct])
        #expect(list.commands.map(\.target) == [0, nil])
        #expect(list.points.map(\.type) == [.M_DP_TB_1])
    }

    @Test("What it sent of its own accord is played in time, at any speed, again and again")
    func replay() throws {
        var feed = Feed()
        feed.receive("01 01 14 00 01 00 01 00 00 00", after: 0)
        feed.receive("1E 01 03 00 01 00 01 00 00 01 00 00 00 08 02 03 1A", after: 2)
        feed.receive("1E 01 03 00 01 00 01 00 00 00 00 00 00 09 02 03 1A", after: 3)
        feed.receive("09 01 01 00 01 00 02 00 00 00 40 00", after: 1)
        let table = try PointTable(try feed.list(), file: "")
        var replay = TwinReplay(feed.twin, table, speed: 1, loops: false)
        #expect(replay.count == 3 && replay.deadline == 2000)
        let early = replay.advance(to: 1999)
        #expect(early.isEmpty)
        let first = replay.advance(to: 5000)
        #expect(first.map(\.information.valueText) == ["on", "off"])
        #expect(first.allSatisfy { $0.isEvent })
        let last = replay.advance(to: .max)
        #expect(last.count == 1 && last[0].information.valueText == "0.5" && !last[0].isEvent)
        #expect(replay.deadline == nil)

        var fast = TwinReplay(feed.twin, table, speed: 10, loops: true)
        #expect(fast.deadline == 200)
        // A turn is 6 s, and a second until the next, which begins with the first values: no events.
        let turn = fast.advance(to: 699)
        #expect(turn.count == 3 && fast.deadline == 900)
        var second = fast
        let again = second.advance(to: 900)
        #expect(again.map(\.information.valueText) == ["off", "0.5", "on"])
        #expect(again.map(\.isEvent) == [false, false, true])
        var count = 0
        for time in stride(from: Int64(700), through: 6_999, by: 7) {
            count += fast.advance(to: time).count
        }
        #expect(count == 9 * 5)
        let rest = fast.advance(to: .max)
        #expect(rest.count == TwinReplay.mostChanges)
    }

    @Test("An event that goes to two masters, or is sent again, is played once")
    func repeats() throws {
        var feed = Feed()
        let event = "1E 01 03 00 01 00 01 00 00 01 00 00 00 08 02 03 1A"
        feed.receive(event)
        feed.connection = 2
        feed.receive(event, after: 600)
        feed.receive("01 01 03 00 01 00 02 00 00 01")
        feed.connection = 3
        feed.receive("01 01 03 00 01 00 02 00 00 01")
        feed.connection = 4
        feed.receive("01 01 03 00 01 00 02 00 00 01", after: 60)
        #expect(feed.twin.events.count == 3)
    }

    @Test("Values of another kind, odd addresses and broken ASDUs are left out")
    func odd() throws {
        var feed = Feed()
        feed.receive("01 01 14 00 01 00 01 00 00 00")
        feed.receive("0D 01 03 00 01 00 01 00 00 00 00 80 3F 00")
        feed.receive("01 01 14 00 FF FF 02 00 00 00")
        feed.receive("01 01 14 00 01 00 00 00 00 00")
        feed.receive("01 05 14 00 01 00 03 00 00")
        #expect(feed.twin.leftOut == 1)
        #expect(try feed.list().points.count == 1)
    }

    @Test("Random ASDUs make a list that is right (T-26)")
    func garbage() throws {
        var random = SeededRandom(seed: 26)
        var feed = Feed()
        let types: [UInt8] = [
            1, 3, 5, 7, 9, 11, 13, 15, 20, 21, 30, 31, 36, 38, 45, 46, 50, 51, 58,
        ]
        for _ in 0..<5000 {
            var asdu: [UInt8] = [
                types[Int(random.next() % UInt64(types.count))], 1, UInt8(random.next() % 64), 0, 1,
                0,
            ]
            for _ in 0..<(4 + random.next() % 12) {
                asdu.append(UInt8(truncatingIfNeeded: random.next()))
            }
            asdu[7] = 0
            asdu[8] = 0
            feed.receive(
                asdu.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
                random.next() & 1 == 0 ? .monitor : .control)
        }
        let list = try feed.list()
        let table = try PointTable(list, file: "")
        #expect(list.points.count > 50 && table.commandCount == list.commands.count)
        var replay = TwinReplay(feed.twin, table, speed: 1000, loops: true)
        let changes = replay.advance(to: .max)
        #expect(!changes.isEmpty)
    }

    @Test("The example capture as a list, and as an outstation")
    func example() throws {
        let folder = try TemporaryFolder()
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let capture = root.appendingPathComponent("Examples/Captures/substation.pcap").path
        let list = try Tool.run(["points", "from", capture])
        #expect(list.status == 0 && list.error.isEmpty, "\(list.error)")
        try folder.write(list.output, to: "twin.csv")
        let check = try Tool.shell("$IEC104 points check twin.csv", in: folder)
        #expect(check.output.contains("22 points, 1 commands"), "\(check.output)\(check.error)")
        let outstation = try RunningTool([
            "outstation", "--from", capture, "--speed", "100", "--loop", "--listen", "127.0.0.1:0",
        ])
        let host = "127.0.0.1:" + (try outstation.port())
        let values = try Tool.run(["master", host, "--station", "3", "--once"])
        #expect(values.status == 0 && values.lines.contains { $0.contains("4101") })
        #expect(try outstation.interrupt().status == 0)
    }

    @Test(
        "Wrong usage says what to write",
        arguments: [
            (["outstation", "--rtu", "10.0.0.1"], "goes with --from"),
            (["outstation", "--from", "x", "--points", "y"], "leave out --points"),
            (["outstation", "--from", "x", "--speed", "0"], "0.01 to 10000"),
            (["outstation", "--from", "nowhere.pcap"], "No such file"),
            (["points", "from"], "from CAPTURE"), (["points", "from", "/dev/null"], "no values"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 2 && run.error.contains(words), "\(run.error)")
    }
}
