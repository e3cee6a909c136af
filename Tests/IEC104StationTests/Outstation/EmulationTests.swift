import IEC104Codec
import Testing

@testable import IEC104Station

@Suite("What an emulator does to a station")
struct EmulationTests {
    private static func table() throws -> PointTable {
        var table = PointTable()
        try table.add(1001, station: 7, false)
        try table.add(1001, station: 9, false)
        return table
    }

    @Test("A restart is told to every master with its cause, values stay")
    func restart() throws {
        let probe = OutstationProbe(try Self.table())
        let other = probe.connect("10.0.0.2")
        _ = try probe.pull()
        _ = try probe.pull(on: other)
        let isKnown = probe.engine.restart(9, cause: .localManualReset, at: probe.now)
        #expect(isKnown)
        for link in [probe.last, other] {
            let told = try probe.pull(on: link)
            #expect(told.short == ["70 4"] && told[0].commonAddress == 9)
            #expect(told[0].objects[0].information == .endOfInitialization(.localManualReset))
        }
        _ = probe.engine.restart(nil, cause: .localPowerOn, at: probe.now)
        #expect(try probe.pull().map(\.commonAddress) == [7, 9])
        let isStation = probe.engine.restart(8, cause: .localPowerOn, at: probe.now)
        #expect(!isStation)
    }

    @Test("A clock that jumps shows in the time tags of events")
    func clock() throws {
        var table = PointTable()
        let point = try table.add(1001, false)
        let probe = OutstationProbe(table)
        _ = try probe.pull()
        #expect(probe.set(point, true))
        probe.engine.moveClock(by: -3_600_000)
        #expect(probe.set(point, false))
        probe.engine.moveClock(by: .max)
        probe.engine.moveClock(by: .min)
        let tags = try probe.pull().flatMap(\.objects).map(\.timeTag)
        #expect(tags.count == 2)
        guard case .cp56(let first) = tags.first, case .cp56(let second) = tags.last else {
            Issue.record("no time tags")
            return
        }
        let times = [first, second].map { $0.millisecondsSince1970 ?? 0 }
        #expect(times[0] - times[1] == 3_600_000)
    }
}
