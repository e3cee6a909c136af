import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("Cyclic transmission and background scan")
struct ScanTests {
    static func probe() throws -> OutstationProbe {
        var table = PointTable()
        try table.add(1, Float(1), PointOptions(cyclicPeriod: .seconds(2)))
        try table.add(2, Float(2), PointOptions(cyclicPeriod: .seconds(5)))
        try table.add(3, station: 2, Int16(3), PointOptions(cyclicPeriod: .seconds(2)))
        try table.add(4, true, PointOptions(backgroundPeriod: .seconds(5)))
        return OutstationProbe(table)
    }

    @Test("points are sent with cause 1 or 2 at their periods, to every started link")
    func periods() throws {
        let probe = try Self.probe()
        #expect(probe.engine.deadline.nanoseconds(since: probe.now.instant) == 2_000_000_000)
        probe.advance(seconds: 1)
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        probe.advance(seconds: 1)
        #expect(try probe.pull().short == ["13 1", "11 1"])
        #expect(try probe.pull(on: other).short == ["13 1", "11 1"])
        probe.advance(seconds: 2)
        _ = try probe.pull()
        probe.advance(seconds: 1)
        let sent = try probe.pull()
        #expect(sent.short == ["13 1", "1 2"])
        #expect(sent.map(\.addresses) == [[2], [4]])
    }

    @Test("what was not taken in a period is not doubled, but counted")
    func skipped() throws {
        let probe = try Self.probe()
        for _ in 0..<4 { probe.advance(seconds: 2) }
        #expect(try probe.pull().short == ["13 1", "11 1", "13 1", "1 2"])
        #expect(probe.engine.statistics.scansSkipped == 3)
    }

    @Test("without a started link nothing is due")
    func idle() throws {
        let probe = try Self.probe()
        probe.engine.stopped(probe.last, at: probe.now)
        #expect(probe.engine.deadline == .never)
        probe.advance(seconds: 100)
        probe.engine.started(probe.last, at: probe.now)
        #expect(probe.engine.deadline.nanoseconds(since: probe.now.instant) == 2_000_000_000)
        #expect(!probe.engine.hasOutput(for: probe.last))
    }
}
