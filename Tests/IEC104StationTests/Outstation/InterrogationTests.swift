import IEC104Codec
import IEC104Station
import Testing

@Suite("Interrogation")
struct InterrogationTests {
    static func table() throws -> PointTable {
        var table = PointTable()
        try table.add(2001, Float(1), PointOptions(groups: [1]))
        try table.add(1002, DoublePointState.on)
        try table.add(1001, DoublePointState.off)
        try table.add(2003, Float(3))
        try table.add(2002, Float(2), PointOptions(groups: [1, 16]))
        try table.add(3001, BCR(5), PointOptions(counterGroup: 1))
        try table.add(4001, true, PointOptions(inStationInterrogation: false))
        try table.add(10, station: 7, false)
        return table
    }

    @Test("a station interrogation gives con, all values without time tag packed, and term")
    func station() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        let answers = try probe.pull()
        #expect(answers.short == ["100 7", "3 20", "13 20", "100 10"])
        #expect(answers.allSatisfy { $0.cause.originator == 9 && $0.commonAddress == 1 })
        #expect(answers[1].addresses == [1001, 1002])
        #expect(answers[1].isSequence)
        #expect(answers[2].addresses == [2001, 2002, 2003])
        #expect(answers[2].objects.allSatisfy { $0.timeTag == .none })
    }

    @Test("a group interrogation gives the points of the group with its cause")
    func group() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, .interrogation(QOI(rawValue: 36)))
        let answers = try probe.pull()
        #expect(answers.short == ["100 7", "13 36", "100 10"])
        #expect(answers[1].addresses == [2002])
        try probe.ask(.C_IC_NA_1, activation, .interrogation(QOI(rawValue: 21)))
        #expect(try probe.pull()[1].addresses == [2001, 2002])
        try probe.ask(.C_IC_NA_1, activation, .interrogation(QOI(rawValue: 30)))
        #expect(try probe.pull().short == ["100 7", "100 10"])
    }

    @Test("all stations answer under their own addresses when all are asked")
    func global() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, station: 65535, .interrogation(.station))
        let answers = try probe.pull()
        #expect(
            answers.map { "\($0.commonAddress): \($0.short)" } == [
                "1: 100 7", "7: 100 7", "1: 3 20", "1: 13 20", "1: 100 10", "7: 1 20", "7: 100 10",
            ])
    }

    @Test("an unknown qualifier gets a negative con", arguments: [0, 1, 19, 37, 255] as [UInt8])
    func unknownQualifier(_ qualifier: UInt8) throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(
            .C_IC_NA_1, activation, .interrogation(QOI(rawValue: qualifier)))
        let answers = try probe.pull()
        #expect(answers.short == ["100 7-"])
        #expect(answers[0].objects[0].information == .interrogation(QOI(rawValue: qualifier)))
    }

    @Test("the test bit and the originator come back in all that is asked for")
    func testBit() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(
            .C_IC_NA_1, CauseOfTransmission(.activation, isTest: true, originator: 200),
            station: 7, .interrogation(.station))
        let answers = try probe.pull()
        #expect(answers.short == ["100 7t", "1 20t", "100 10t"])
        #expect(answers.allSatisfy { $0.cause.originator == 200 })
    }

    @Test("a second interrogation while one runs is refused, the first goes on")
    func repeated() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        _ = try probe.pull(most: 2)
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        #expect(try probe.pull().short == ["100 7-", "13 20", "100 10"])
    }

    @Test("with the setting, a second interrogation starts the first again")
    func restarted() throws {
        var settings = OutstationSettings()
        settings.repeatedInterrogation = .restart
        let probe = OutstationProbe(try Self.table(), settings)
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        _ = try probe.pull(most: 2)
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        #expect(try probe.pull().short == ["100 7", "3 20", "13 20", "100 10"])
    }

    @Test("deactivation stops an interrogation with deact con, and nothing follows")
    func deactivated() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        _ = try probe.pull(most: 2)
        try probe.ask(.C_IC_NA_1, deactivation, .interrogation(.station))
        #expect(try probe.pull().short == ["100 9"])
        try probe.ask(.C_IC_NA_1, deactivation, .interrogation(.station))
        #expect(try probe.pull().short == ["100 9-"])
    }

    @Test("an interrogation that is deactivated before its con gets both cons")
    func deactivatedAtOnce() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        try probe.ask(.C_IC_NA_1, deactivation, .interrogation(.station))
        #expect(try probe.pull().short == ["100 7", "100 9"])
    }

    @Test("the answers to a deactivation and an activation that came together keep their order")
    func order() throws {
        let probe = OutstationProbe(try Self.table())
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        _ = try probe.pull(most: 2)
        try probe.ask(.C_IC_NA_1, deactivation, .interrogation(.station))
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        #expect(try probe.pull().short == ["100 9", "100 7", "3 20", "13 20", "100 10"])
        try probe.ask(.C_IC_NA_1, activation, station: .global, .interrogation(.station))
        try probe.ask(.C_TS_NA_1, activation, .testPattern(0x55AA))
        try probe.ask(.C_IC_NA_1, deactivation, station: .global, .interrogation(.station))
        try probe.ask(.C_IC_NA_1, activation, station: 7, .interrogation(.station))
        #expect(
            try probe.pull().short == [
                "100 7", "100 7", "104 7", "100 9", "100 9", "100 7", "1 20", "100 10",
            ])
    }

    @Test("the value sent is the one at the moment of sending")
    func currentValue() throws {
        let table = try Self.table()
        let probe = OutstationProbe(table)
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        _ = try probe.pull(most: 2)
        let point = try #require(table.find(2003))
        probe.set(
            point, .shortFloat(R32(33), .invalid), mode: .suppress)
        let data = try #require(try probe.nextASDU())
        #expect(data.objects[2].information == .shortFloat(R32(33), .invalid))
    }

    @Test("events and an interrogation share the link, and both come to their end")
    func share() throws {
        var table = PointTable()
        for address in 1...2000 { try table.add(ObjectAddress(UInt32(address)), Float(0)) }
        var settings = OutstationSettings()
        settings.maximumObjectsPerEventASDU = 1
        settings.eventShare = 3
        let probe = OutstationProbe(table, settings)
        for point in table.points {
            probe.set(point, .shortFloat(R32(1), []))
        }
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        let answers = try probe.pull()
        #expect(answers[0].short == "100 7")
        #expect(
            answers[1...8].map(\.short) == [
                "36 3", "36 3", "36 3", "13 20", "36 3", "36 3", "36 3", "13 20",
            ])
        #expect(answers.filter { $0.type == .M_ME_TF_1 }.count == 2000)
        let values = answers.filter { $0.type == .M_ME_NC_1 }.flatMap(\.addresses)
        #expect(values == Array(1...2000))
    }

    @Test("addresses with gaps and left-out points are all reported once, in order")
    func gaps() throws {
        var random: UInt64 = 88
        for _ in 0..<200 {
            var table = PointTable()
            var wanted: [UInt32] = []
            var address: UInt32 = 1
            for _ in 0..<150 {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                address += 1 + (random >> 40 & 7 == 0 ? UInt32(random >> 50 & 3) : 0)
                let isOut = random >> 60 == 0
                try table.add(
                    ObjectAddress(address), Int16(1),
                    PointOptions(inStationInterrogation: !isOut))
                if !isOut { wanted.append(address) }
            }
            let probe = OutstationProbe(table)
            try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
            let answers = try probe.pull()
            #expect(answers.dropFirst().dropLast().flatMap(\.addresses) == wanted)
        }
    }

    @Test("a large run takes the fewest ASDUs: 48 floats each with SQ = 1, 30 without")
    func packing() throws {
        for (sequences, expected) in [(true, 209), (false, 334)] {
            var table = PointTable()
            for address in 1...10_000 {
                try table.add(ObjectAddress(UInt32(address)), Float(address))
            }
            var settings = OutstationSettings()
            settings.sequences = sequences
            let probe = OutstationProbe(table, settings)
            try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
            let data = try probe.pull().dropFirst().dropLast()
            #expect(data.count == expected)
            #expect(data.flatMap(\.addresses) == Array(1...10_000))
        }
    }
}
