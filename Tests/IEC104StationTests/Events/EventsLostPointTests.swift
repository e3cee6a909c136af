import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("Points that tell of lost events")
struct EventsLostPointTests {
    /// Single, scaled, floating, double point, bit string and counter that tell, and what is lost.
    private func probe(groups: [PeerIdentity] = []) throws -> OutstationProbe {
        var table = try EventGroupTests.table()
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(state: 2, measured: 4, counters: 2, priority: 20)
        settings.eventsLostPoints = [
            try table.add(11, false).id, try table.add(12, Int16(0)).id,
            try table.add(13, Float(0)).id, try table.add(14, DoublePointState.off).id,
            try table.add(15, UInt32(0)).id, try table.add(16, BCR(0)).id,
        ]
        return OutstationProbe(table, settings, groups: groups)
    }

    private func told(_ asdus: [ASDU]) -> [Information] {
        asdus.flatMap(\.objects).filter { (11...16).contains($0.address.value) }
            .map(\.information)
    }

    private func losses(_ isOn: Bool, _ count: Int) -> [Information] {
        [
            .singlePoint(SIQ(isOn)), .scaled(Int16(count), []), .shortFloat(R32(Float(count)), []),
            .doublePoint(DIQ(isOn ? .on : .off)), .bitString(UInt32(count), []),
            .integratedTotal(BCR(Int32(count))),
        ]
    }

    @Test("they are set when losing begins and reset when it has ended, and count on between")
    func tells() throws {
        let probe = try probe()
        #expect(probe.engine.deadline == .never)
        EventGroupTests.set(probe, 1...10)
        #expect(probe.engine.deadline <= probe.now.instant)
        probe.advance(seconds: 0)
        let single = try #require(probe.engine.find(11))
        #expect(probe.engine.value(of: single)?.information == .singlePoint(SIQ(true)))
        EventGroupTests.set(probe, 11...13)
        probe.advance(seconds: 1)
        let scaled = try #require(probe.engine.find(12))
        #expect(probe.engine.value(of: scaled)?.information == .scaled(9, []))
        // Events of the six points once, when it began.
        let asdus = try probe.pull()
        #expect(told(asdus) == losses(true, 6))
        #expect(asdus.flatMap(\.addresses).count { $0 == 1 } == 4)
        probe.engine.confirmed(probe.last, through: .max)
        probe.advance(seconds: 1)
        #expect(told(try probe.pull()) == losses(false, 9))
        #expect(probe.engine.deadline == .never)
    }

    @Test("a loss that is over before anybody could look is told all the same")
    func short() throws {
        let probe = try probe()
        EventGroupTests.set(probe, 1...5)
        probe.confirmAll()
        probe.advance(seconds: 0)
        #expect(told(try probe.pull()) == losses(true, 1))
        probe.advance(seconds: 1)
        #expect(told(try probe.pull()) == losses(false, 1))
        #expect(probe.engine.deadline == .never)
    }

    @Test("a flood of events does not push them out")
    func survives() throws {
        let probe = try probe()
        EventGroupTests.set(probe, 1...10)
        probe.advance(seconds: 0)
        let state = try #require(probe.engine.find(2))
        for number in 0..<5_000 { probe.set(state, .singlePoint(SIQ(number % 2 == 0))) }
        EventGroupTests.set(probe, 11...5_000)
        #expect(told(try probe.pull()) == losses(true, 6))
    }

    @Test("a master without a group that is away is told when it comes back, others are not")
    func away() throws {
        let probe = try probe()
        let other = probe.connect("10.0.0.2")
        probe.confirmAll(on: other)
        probe.engine.closed(other, at: probe.now)
        for value in 1...20 {
            EventGroupTests.set(probe, [value])
            probe.confirmAll()
        }
        probe.advance(seconds: 5)
        #expect(told(try probe.pull()).isEmpty)
        let again = probe.connect("10.0.0.2")
        #expect(told(try probe.pull(on: again)) == losses(true, 16))
    }

    @Test("a redundancy group that is away is told of at once")
    func group() throws {
        let probe = try probe(groups: ["A", "B"])
        for value in 1...20 {
            EventGroupTests.set(probe, [value])
            probe.confirmAll()
        }
        probe.advance(seconds: 0)
        #expect(told(try probe.pull()).count == 6)
    }
}
