import IEC104Codec
import IEC104Station
import Testing

@Suite("An event buffer that is full")
struct OverflowTests {
    private static func losses(_ probe: OutstationProbe) -> [ApplicationRequest] {
        var losses: [ApplicationRequest] = []
        while let request = probe.nextRequest() { losses.append(request) }
        return losses
    }

    @Test("the application is told once, and again when the buffer was half empty meanwhile")
    func told() throws {
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(measured: 10)
        settings.maximumObjectsPerEventASDU = 1
        let probe = OutstationProbe(try EventGroupTests.table(), settings)
        EventGroupTests.set(probe, 1...10)
        #expect(Self.losses(probe) == [])
        EventGroupTests.set(probe, 11...20)
        #expect(Self.losses(probe) == [.eventsLost(count: 1, owner: "10.0.0.1")])
        // One place more is not the end of it.
        let ticket = try #require(probe.next()).ticket
        probe.engine.confirmed(probe.last, through: ticket)
        EventGroupTests.set(probe, 21...22)
        #expect(Self.losses(probe) == [])
        probe.confirmAll()
        EventGroupTests.set(probe, 1...11)
        #expect(Self.losses(probe) == [.eventsLost(count: 12, owner: "10.0.0.1")])
        #expect(probe.engine.statistics.eventsLost == 12)
    }

    @Test("an event that cannot be expressed is counted as lost")
    func notExpressible() throws {
        var table = PointTable()
        let far = try table.add(70_000, false)
        let near = try table.add(7, false)
        var settings = OutstationSettings()
        settings.profile = try Profile(causeSize: 2, commonAddressSize: 2, objectAddressSize: 2)
        let probe = OutstationProbe(table, settings)
        probe.set(far, true)
        probe.set(near, true)
        #expect(try probe.pull().map(\.addresses) == [[7]])
        #expect(probe.engine.statistics.eventsLost == 1)
        #expect(probe.engine.eventGroups[0].lost == 1)
    }

    @Test("events cleared by a process reset while in flight do not come back")
    func clearedInFlight() throws {
        let probe = OutstationProbe(try EventGroupTests.table())
        EventGroupTests.set(probe, 1...3)
        _ = try probe.pull()
        try probe.ask(.C_RP_NA_1, activation, .resetProcess(.eventBuffer))
        EventGroupTests.set(probe, 4...4)
        probe.engine.closed(probe.last, at: probe.now)
        #expect(probe.engine.statistics.eventsCleared == 3)
        let next = probe.connect("10.0.0.1")
        #expect(EventGroupTests.values(try probe.pull(on: next)) == [4])
    }
}
