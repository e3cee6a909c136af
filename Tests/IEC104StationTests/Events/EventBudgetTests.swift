import IEC104Codec
import IEC104Station
import Testing

@Suite("The bound on all events")
struct EventBudgetTests {
    private func probe(
        _ most: Int, groups: [PeerIdentity] = [], _ capacity: Int = 100
    ) throws -> OutstationProbe {
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(
            state: capacity, measured: capacity, counters: 1, priority: 1)
        settings.maximumEvents = most
        return OutstationProbe(try EventGroupTests.table(), settings, groups: groups)
    }

    private func count(_ probe: OutstationProbe) -> Int {
        probe.engine.eventGroups.reduce(0) { $0 + $1.waiting + $1.unconfirmed }
    }

    @Test("many started strangers together keep to it, and what they lose is counted")
    func strangers() throws {
        let probe = try probe(1_000)
        let links = (2...60).map { probe.connect(PeerIdentity("10.0.1.\($0)")) }
        for link in links { probe.confirmAll(on: link) }
        for value in 1...500 {
            EventGroupTests.set(probe, [value])
            #expect(count(probe) <= 1_000)
        }
        let statistics = probe.engine.statistics
        let kept = count(probe)
        #expect(kept > 800)
        #expect(statistics.eventsLost == UInt64(60 * 500 - kept))
        #expect(statistics.eventsOverBudget > 0)
        // Each has the newest, without a gap.
        for link in links + [probe.last] {
            let values = EventGroupTests.values(try probe.pull(on: link))
            #expect(values == Array((500 - values.count + 1)..<501))
        }
    }

    @Test("the one with most gives first; who keeps up loses nothing")
    func biggest() throws {
        let probe = try probe(1, 100)
        let slow = probe.connect("10.0.0.2")
        probe.confirmAll(on: slow)
        var got: [Int] = []
        for value in 1...1_000 {
            EventGroupTests.set(probe, [value])
            while let (octets, ticket) = probe.next() {
                got += EventGroupTests.values([try ASDU(octets)])
                probe.engine.confirmed(probe.last, through: ticket)
            }
        }
        #expect(got == Array(1...1_000))
        #expect(probe.engine.eventGroups.contains { $0.owner == "10.0.0.2" && $0.lost >= 900 })
    }

    @Test("redundancy groups come last, states after measured values, and nothing in flight goes")
    func order() throws {
        let probe = try probe(1, groups: ["A"])
        let state = try #require(probe.engine.find(2))
        let stranger = probe.connect("10.0.0.2")
        probe.confirmAll(on: stranger)
        for number in 0..<40 { probe.set(state, .singlePoint(SIQ(number % 2 == 0))) }
        let (octets, _) = try #require(probe.next(on: stranger))
        let inFlight = try ASDU(octets).objects.count
        EventGroupTests.set(probe, 1...100)
        // 202 places, 280 events: the stranger has given up measured values.
        let status = probe.engine.eventGroups
        #expect(status[0].owner == "A" && status[0].lost == 0 && status[0].waiting == 140)
        #expect(status[1].unconfirmed == inFlight && status[1].lost > 70)
        probe.engine.closed(stranger, at: probe.now)
        let again = probe.connect("10.0.0.2")
        let types = try probe.pull(on: again).flatMap { asdu in
            asdu.objects.map { _ in asdu.type.rawValue }
        }
        #expect(types.count { $0 == 30 } == 40)
    }

    @Test("no bound is below what one master may have")
    func least() throws {
        let probe = try probe(-5)
        EventGroupTests.set(probe, 1...100)
        #expect(probe.engine.statistics.eventsLost == 0)
        #expect(EventGroupTests.values(try probe.pull()) == Array(1...100))
    }
}
