import IEC104
import Testing

/// What is read too slowly, or not to its end.
@Suite("Bounded sequences")
struct BufferTests {
    private func running(_ field: Field) throws -> RunningFleet {
        let running = try RunningFleet(
            field.loop, (0..<3).map { .quick("rtu\($0)", [field.address.port]) })
        return running
    }

    @Test("T-14: a slow reader gets the last values, in order, and knows how many it has missed")
    func slow() throws {
        let field = try Field(points: 40)
        defer { field.finish() }
        let (loop, master) = (field.loop, field.honest)
        let updates = try loop.run { await master.updates(limit: 8) }
        try field.checkService()
        let last = try loop.run {
            var last: [UInt32] = []
            for await update in updates {
                last.append(update.object.address.value)
                if last.count == 8 { break }
            }
            return last
        }
        #expect(last == (32..<40).map { 1000 + 2 * $0 })
        #expect(updates.lost == 32)
    }

    @Test("so do slow readers of a fleet, of values and of events")
    func fleet() throws {
        let field = try Field(points: 40, honest: false)
        defer { field.finish() }
        let running = try running(field)
        defer { running.finish() }
        let (values, events) = (running.fleet.updates(limit: 16), running.fleet.events(limit: 2))
        try field.loop.drive { running.isStarted }
        #expect(values.lost == 3 * 40 - 16)
        // Connected, started, interrogated, at least.
        #expect(events.lost >= 3 * 3 - 2)
        let (count, last) = try field.loop.run {
            var iterator = events.makeAsyncIterator()
            let first = await iterator.next()
            var count = 0
            for await _ in values {
                count += 1
                if count == 16 { break }
            }
            return (count, [first?.rtu, await iterator.next()?.rtu])
        }
        #expect(count == 16 && last.allSatisfy { $0?.hasPrefix("rtu") == true })
    }

    @Test(
        "a sequence that nobody reads any more is freed, wherever its reader has stopped",
        arguments: [0, 1, 3, 8])
    func freed(turns: Int) throws {
        let field = try Field(points: 40)
        defer { field.finish() }
        let running = try running(field)
        defer { running.finish() }
        let (loop, fleet, master) = (field.loop, running.fleet, field.honest)
        weak var values: UpdateBuffer<FleetUpdate>?
        weak var events: UpdateBuffer<FleetEvent>?
        weak var updates: UpdateBuffer<PointUpdate>?
        do {
            let (all, told) = (fleet.updates(), fleet.events())
            let own = try loop.run { await master.updates() }
            (values, events, updates) = (all.buffer, told.buffer, own.buffer)
            _ = try cancelled(loop, after: turns) { for await _ in all {} }
            _ = try cancelled(loop, after: turns) { for await _ in told {} }
            _ = try cancelled(loop, after: turns) { for await _ in own {} }
        }
        try field.checkService()
        try loop.drive { values == nil && events == nil && updates == nil }
    }

    @Test("sequences end with their fleet")
    func ends() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        var fleet: Fleet? = try Fleet(on: [loop])
        let sequences = fleet.map { ($0.updates(), $0.events()) }
        fleet = nil
        let (updates, events) = try #require(sequences)
        try loop.run {
            for await _ in updates {}
            for await _ in events {}
        }
    }
}
