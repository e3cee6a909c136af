import IEC104Codec
import IEC104Station
import Testing

@Suite("Events")
struct EventTests {
    static func probe(_ information: Information, _ options: PointOptions) throws -> OutstationProbe
    {
        var table = PointTable()
        try table.add(1, information, options)
        return OutstationProbe(table)
    }

    @Test(
        "a measured value makes an event beyond the deadband, counted from the last reported one",
        arguments: [
            (0, [1, 1, 1.5], [1, 1.5]), (1, [1, 1.01, 0.5, 2.02, 2], [1.01, 2.02]),
            (1, [0.6, -0.6, 1.2], [1.2]), (0.5, [.infinity, .infinity, 1], [.infinity, 1]),
        ] as [(Float, [Float], [Float])])
    func deadband(_ deadband: Float, _ values: [Float], _ reported: [Float]) throws {
        let probe = try Self.probe(.shortFloat(R32(0), []), PointOptions(deadband: deadband))
        let point = try #require(probe.engine.find(1))
        for value in values {
            probe.set(point, .shortFloat(R32(value), []))
        }
        let sent = try probe.pull().flatMap(\.objects).compactMap { Float($0.information) }
        #expect(sent == reported)
    }

    @Test("a NaN is reported once, and so is its end")
    func notANumber() throws {
        let probe = try Self.probe(.shortFloat(R32(0), []), PointOptions(deadband: 10))
        let point = try #require(probe.engine.find(1))
        for value in [Float.nan, .nan, 0, 0] {
            probe.set(point, .shortFloat(R32(value), []))
        }
        #expect(try probe.pull().flatMap(\.objects).count == 2)
    }

    @Test("a change of quality makes an event whatever the deadband")
    func quality() throws {
        let probe = try Self.probe(.scaled(5, []), PointOptions(deadband: 100))
        let point = try #require(probe.engine.find(1))
        #expect(!probe.set(point, .scaled(6, [])))
        #expect(probe.set(point, .scaled(6, .invalid)))
        #expect(!probe.set(point, .scaled(6, .invalid)))
        #expect(try probe.pull()[0].objects[0].information == .scaled(6, .invalid))
    }

    @Test(
        "states are reported as their option says",
        arguments: [
            (.timeTagged, ["30 3"]), (.shortTimeTagged, ["2 3"]), (.untagged, ["1 3"]),
            (.both, ["1 3", "30 3"]), (.none, []),
        ] as [(PointOptions.Events, [String])])
    func options(_ events: PointOptions.Events, _ expected: [String]) throws {
        let probe = try Self.probe(.singlePoint(SIQ(false)), PointOptions(events: events))
        let point = try #require(probe.engine.find(1))
        probe.set(point, .singlePoint(SIQ(false)))
        #expect(try probe.pull().isEmpty)
        let isReported = probe.set(point, .singlePoint(SIQ(true)))
        #expect(isReported == !expected.isEmpty)
        #expect(try probe.pull().short == expected)
    }

    @Test(
        "each kind has its types with and without time tag",
        arguments: [
            (.M_SP_NA_1, 30, 2, 1), (.M_DP_NA_1, 31, 4, 3), (.M_ST_NA_1, 32, 6, 5),
            (.M_BO_NA_1, 33, 8, 7), (.M_ME_NA_1, 34, 10, 9), (.M_ME_NB_1, 35, 12, 11),
            (.M_ME_NC_1, 36, 14, 13), (.M_IT_NA_1, 37, 16, 15), (.M_EP_TA_1, 38, 17, 38),
            (.M_EP_TB_1, 39, 18, 39), (.M_EP_TC_1, 40, 19, 40), (.M_PS_NA_1, 20, 20, 20),
            (.M_ME_ND_1, 21, 21, 21),
        ] as [(TypeID, UInt8, UInt8, UInt8)])
    func types(_ type: TypeID, _ tagged: UInt8, _ short: UInt8, _ untagged: UInt8) throws {
        var table = PointTable()
        let options: [PointOptions.Events] = [.timeTagged, .shortTimeTagged, .untagged]
        for (number, events) in options.enumerated() {
            try table.add(
                ObjectAddress(UInt32(number) + 1), type: type, nil, PointOptions(events: events))
        }
        let probe = OutstationProbe(table)
        for point in table.points {
            let value = try #require(table[point]).information
            #expect(!probe.set(point, value))
            #expect(probe.set(point, value, mode: .force))
        }
        let sent = try probe.pull().flatMap { asdu in asdu.objects.map { _ in asdu.type.rawValue } }
        #expect(sent == [tagged, short, untagged])
    }

    @Test("force always makes an event, suppress never does, and takes the value as reported")
    func modes() throws {
        let probe = try Self.probe(.scaled(0, []), PointOptions(deadband: 10))
        let point = try #require(probe.engine.find(1))
        #expect(probe.set(point, .scaled(0, []), mode: .force))
        #expect(!probe.set(point, .scaled(100, []), mode: .suppress))
        #expect(!probe.set(point, .scaled(110, [])))
        #expect(probe.set(point, .scaled(111, [])))
    }

    @Test("a value of another kind, or for no point, changes nothing and is counted")
    func wrongKind() throws {
        let probe = try Self.probe(.scaled(7, []), PointOptions())
        let point = try #require(probe.engine.find(1))
        #expect(!probe.set(point, .singlePoint(SIQ(true)), mode: .force))
        let none = PointID(index: 99)
        #expect(!probe.set(none, .scaled(1, []), mode: .force))
        #expect(probe.engine.value(of: point)?.information == .scaled(7, []))
        #expect(probe.engine.statistics.wrongValues == 2)
        #expect(try probe.pull().isEmpty)
    }

    @Test("the time tag is the given one, or now, across minutes, years and before 1970")
    func time() throws {
        let probe = try Self.probe(.singlePoint(SIQ(false)), PointOptions())
        let point = try #require(probe.engine.find(1))
        for wall in [
            1_700_000_000_000, 1_700_000_000_001, 1_700_000_039_999, 1_700_000_040_000,
            1_735_689_599_999, 1_735_689_600_000, 951_782_399_999, 0, 3_155_759_999_999,
        ] as [Int64] {
            probe.now.wall = wall
            probe.set(point, .singlePoint(SIQ(true)), mode: .force)
            let tag = try #require(CP56Time2a(millisecondsSince1970: wall))
            #expect(try #require(try probe.nextASDU()).objects[0].timeTag == .cp56(tag))
        }
        for wall in [-1, 3_155_760_000_000, Int64.max, .min] {
            probe.now.wall = wall
            probe.set(point, .singlePoint(SIQ(true)), mode: .force)
            guard case .cp56(let tag)? = try probe.nextASDU()?.objects[0].timeTag else {
                Issue.record("no time tag")
                return
            }
            #expect(tag.isInvalid)
        }
        let given = CP56Time2a(rawValue: 0x12_3456_789A_BCDE)
        probe.set(
            point, .singlePoint(SIQ(true)), time: given, mode: .force)
        #expect(try #require(try probe.nextASDU()).objects[0].timeTag == .cp56(given))
    }

    @Test("events of one type are packed as long as they follow each other, never with SQ = 1")
    func packing() throws {
        var table = PointTable()
        for address in 1...40 { try table.add(ObjectAddress(UInt32(address)), Float(0)) }
        let alarm = try table.add(50, false)
        let probe = OutstationProbe(table)
        for point in table.points where point != alarm.id {
            probe.set(point, .shortFloat(R32(1), []))
        }
        probe.set(alarm, true)
        let first = try #require(table.find(1))
        probe.set(first, .shortFloat(R32(2), []))
        let sent = try probe.pull()
        #expect(sent.short == ["36 3", "36 3", "36 3", "30 3", "36 3"])
        #expect(sent.map(\.objects.count) == [16, 16, 8, 1, 1])
        #expect(sent.allSatisfy { !$0.isSequence })
    }
}
