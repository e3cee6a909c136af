import IEC104Codec
import IEC104Station
import Testing

/// A request to all stations costs what its answers cost when they are sent.
@Suite("An outstation of many stations")
struct ManyStationsTests {
    static let count = 5000

    static func probe(_ settings: OutstationSettings = OutstationSettings()) throws
        -> OutstationProbe
    {
        var table = PointTable()
        for station in 1...count {
            try table.add(1, station: CommonAddress(UInt16(station)), true)
        }
        return OutstationProbe(table, settings)
    }

    static func stations(_ asdus: [ASDU], _ short: String) -> [Int] {
        asdus.filter { $0.short == short }.map { Int($0.commonAddress.value) }
    }

    @Test("all of them answer an interrogation of all")
    func interrogation() throws {
        let probe = try Self.probe()
        try probe.ask(.C_IC_NA_1, activation, station: .global, .interrogation(.station))
        let answers = try probe.pull(most: .max)
        for short in ["100 7", "1 20", "100 10"] {
            #expect(Self.stations(answers, short) == Array(1...Self.count))
        }
        #expect(answers.count == 3 * Self.count)
        #expect(probe.engine.statistics.interrogations == UInt64(Self.count))
    }

    @Test("all of them confirm a clock synchronization, a reset and its initialization")
    func system() throws {
        let probe = try Self.probe()
        let time = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall))
        try probe.ask(.C_CS_NA_1, activation, station: .global, .empty, time: .cp56(time))
        try probe.ask(.C_RP_NA_1, activation, station: .global, .resetProcess(.general))
        try probe.ask(.C_RP_NA_1, activation, station: 7, .resetProcess(.general))
        let answers = try probe.pull(most: .max)
        #expect(Self.stations(answers, "103 7") == Array(1...Self.count))
        #expect(Self.stations(answers, "105 7") == Array(1...Self.count) + [7])
        #expect(Self.stations(answers, "70 4") == Array(1...Self.count))
        #expect(answers.dropFirst(2 * Self.count + 1).allSatisfy { $0.type == .M_EI_NA_1 })
        #expect(probe.engine.statistics.answersDropped == 0)
    }

    @Test("one station is taken out of an interrogation of all, and another is refused a second")
    func parts() throws {
        let probe = try Self.probe()
        try probe.ask(.C_IC_NA_1, activation, station: .global, .interrogation(.station))
        _ = try probe.pull(most: Self.count + 4)
        // The first two have been reported.
        try probe.ask(.C_IC_NA_1, deactivation, station: 10, .interrogation(.station))
        try probe.ask(.C_IC_NA_1, activation, station: 11, .interrogation(.station))
        try probe.ask(.C_IC_NA_1, activation, station: 1, .interrogation(.station))
        try probe.ask(.C_IC_NA_1, activation, station: .global, .interrogation(.station))
        let answers = try probe.pull(most: .max)
        #expect(Self.stations(answers, "100 9") == [10])
        #expect(
            Self.stations(answers, "100 7-")
                == [11, 1] + (3...9) + Array(11...Self.count))
        #expect(Self.stations(answers, "100 7") == [1, 2, 10])
        #expect(
            Self.stations(answers, "100 10") == (3...9) + Array(11...Self.count) + [1, 2, 10])
    }

    @Test("a deactivation for all stops those that run, and refuses the others")
    func deactivated() throws {
        let probe = try Self.probe()
        try probe.ask(.C_IC_NA_1, activation, station: .global, .interrogation(.station))
        _ = try probe.pull(most: Self.count + 4)
        try probe.ask(.C_IC_NA_1, deactivation, station: .global, .interrogation(.station))
        let answers = try probe.pull(most: .max)
        #expect(Self.stations(answers, "100 9-") == [1, 2])
        #expect(Self.stations(answers, "100 9") == Array(3...Self.count))
        #expect(answers.count == Self.count)
    }

    @Test("with the setting, an interrogation of all starts again for all")
    func restart() throws {
        var settings = OutstationSettings()
        settings.repeatedInterrogation = .restart
        let probe = try Self.probe(settings)
        try probe.ask(.C_IC_NA_1, activation, station: .global, .interrogation(.station))
        _ = try probe.pull(most: Self.count + 4)
        try probe.ask(.C_IC_NA_1, activation, station: 5, .interrogation(.station))
        let answers = try probe.pull(most: .max)
        #expect(Self.stations(answers, "100 7") == [5])
        #expect(Self.stations(answers, "100 10") == [3, 4] + Array(6...Self.count) + [5])
    }

    @Test("a peer that asks without reading is bounded, and refused or dropped with a count")
    func bounded() throws {
        let probe = try Self.probe()
        for qualifier in 20...36 as ClosedRange<UInt8> {
            for station in 1...400 {
                try probe.ask(
                    .C_IC_NA_1, activation, station: CommonAddress(UInt16(station)),
                    .interrogation(QOI(rawValue: qualifier)))
            }
            for _ in 0..<100 {
                try probe.ask(
                    .C_IC_NA_1, activation, station: .global,
                    .interrogation(QOI(rawValue: qualifier)))
            }
        }
        #expect(probe.engine.statistics.answersDropped > 0)
        let answers = try probe.pull(most: .max)
        let begun = answers.filter { $0.short == "100 7" }.count
        #expect(answers.filter { $0.short == "100 10" }.count == begun)
        #expect(begun == Int(probe.engine.statistics.interrogations))
    }
}
