import IEC104Codec
import IEC104Station
import Testing

@Suite("Classes of events")
struct EventClassTests {
    /// A state of each class, a measured value and a counter, all events without time tag.
    private func table() throws -> PointTable {
        var table = PointTable()
        try table.add(1, false)
        try table.add(2, Int16(0))
        try table.add(3, BCR(0))
        try table.add(4, false, PointOptions(eventClass: .priority))
        try table.add(5, false, PointOptions(eventClass: .measured))
        return table
    }

    private func probe(_ capacity: EventCapacity) throws -> OutstationProbe {
        var settings = OutstationSettings()
        settings.eventCapacity = capacity
        return OutstationProbe(try table(), settings)
    }

    private func force(_ probe: OutstationProbe, _ address: ObjectAddress, _ count: Int = 1) throws
    {
        let point = try #require(probe.engine.find(address))
        let value = try #require(probe.engine.value(of: point)).information
        for _ in 0..<count { probe.set(point, value, mode: .force) }
    }

    private func sent(_ probe: OutstationProbe) throws -> [UInt32] {
        try probe.pull().flatMap(\.addresses)
    }

    @Test("a flood of one class takes the room of no other", arguments: [1, 2, 3, 4] as [UInt32])
    func flood(_ address: UInt32) throws {
        let probe = try probe(EventCapacity(state: 3, measured: 3, counters: 3, priority: 3))
        let all: [UInt32] = [1, 2, 3, 4]
        for place in all { try force(probe, ObjectAddress(place), 3) }
        try force(probe, ObjectAddress(address), 5_000)
        #expect(probe.engine.statistics.eventsLost == 5_000)
        let addresses = try sent(probe)
        for place in all { #expect(addresses.count { $0 == place } == 3) }
        // The others keep their order; those of the flood are the newest.
        #expect(
            addresses.filter { $0 != address }
                == all.filter { $0 != address }.flatMap {
                    [UInt32](repeating: $0, count: 3)
                })
        #expect(addresses.suffix(3).allSatisfy { $0 == address })
    }

    @Test("a point uses the class that it is given")
    func given() throws {
        let probe = try probe(EventCapacity(state: 1, measured: 1, counters: 1, priority: 1))
        for address: ObjectAddress in [1, 4, 5, 2, 1] { try force(probe, address) }
        #expect(try sent(probe) == [4, 2, 1])
    }

    @Test("events of all classes are sent in the order in which they were made")
    func order() throws {
        let probe = try probe(EventCapacity())
        let order: [UInt32] = [4, 1, 2, 3, 1, 4, 2, 2, 5, 1, 3, 4]
        for address in order { try force(probe, ObjectAddress(address)) }
        #expect(try sent(probe) == order)
    }

    @Test(
        "both transmissions of a change: first without time tag, then with it, side by side",
        arguments: [1, 127])
    func both(_ most: Int) throws {
        var table = PointTable()
        for address in 1...4 {
            try table.add(ObjectAddress(UInt32(address)), false, PointOptions(events: .both))
        }
        var settings = OutstationSettings()
        settings.maximumObjectsPerEventASDU = most
        let probe = OutstationProbe(table, settings)
        for point in table.points { probe.set(point, .singlePoint(SIQ(true))) }
        let waiting = probe.engine.eventGroups[0].waiting
        #expect(waiting == 8 && probe.engine.statistics.events == 8)
        // The state of the first point is confirmed, its time-tagged twin is not.
        var tickets: [UInt64] = []
        var types: [UInt8] = []
        while let (octets, ticket) = probe.next() {
            tickets.append(ticket)
            let asdu = try ASDU(octets)
            types += asdu.objects.map { _ in asdu.type.rawValue }
        }
        #expect(types == [1, 30, 1, 30, 1, 30, 1, 30])
        probe.engine.confirmed(probe.last, through: tickets[0])
        #expect(probe.engine.eventGroups[0].unconfirmed == 7)
        probe.engine.closed(probe.last, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        let again = try probe.pull()
        #expect(
            again.flatMap { asdu in asdu.objects.map { _ in asdu.type.rawValue } }
                == [30, 1, 30, 1, 30, 1, 30])
        probe.confirmAll()
    }

    @Test("a change of quality alone is an event, of every kind that has one")
    func quality() throws {
        var table = PointTable()
        let kinds: [Information] = [
            .singlePoint(SIQ(false)), .doublePoint(DIQ(.on)), .stepPosition(VTI(0), []),
            .bitString(0, []), .normalized(NVA(rawValue: 0), []), .scaled(0, []),
            .shortFloat(R32(0), []),
        ]
        let changed: [Information] = [
            .singlePoint(SIQ(false, quality: .blocked)), .doublePoint(DIQ(.on, quality: .invalid)),
            .stepPosition(VTI(0), .substituted), .bitString(0, .notTopical),
            .normalized(NVA(rawValue: 0), .overflow), .scaled(0, .invalid),
            .shortFloat(R32(0), .invalid),
        ]
        for (number, kind) in kinds.enumerated() {
            try table.add(ObjectAddress(UInt32(number) + 1), kind, PointOptions(deadband: 100))
        }
        let probe = OutstationProbe(table)
        for (point, value) in zip(table.points, changed) {
            #expect(probe.set(point, value), "\(value)")
            #expect(!probe.set(point, value), "\(value)")
        }
        #expect(try probe.pull().flatMap(\.objects).map(\.information) == changed)
    }
}
