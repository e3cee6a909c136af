import IEC104
import Testing

/// What a fleet knows of the clocks of its RTUs.
@Suite("The clocks of a fleet")
struct FleetClockTests {
    /// The next thing that is told of a clock.
    private func next(_ events: inout FleetEvents.AsyncIterator) async -> ClockStatus? {
        while let event = await events.next() {
            if case .clock(let clock) = event.kind { return clock }
        }
        return nil
    }

    @Test(
        "how far a clock was off is told when it is set, by the schedule or by anybody",
        arguments: [90, -3600])
    func synchronized(seconds: Int) throws {
        let field = try Field(points: 40, honest: false) {
            $0.settings.clockOffset = .seconds(seconds)
        }
        defer { field.finish() }
        var configuration = RTUConfiguration.quick("a", [field.address.port])
        configuration.schedule = [
            ScheduledTask(
                [.clockSynchronization(station: 1, time: nil)], runsAtStart: true)
        ]
        let fleet = try Fleet(on: [field.loop])
        let (loop, events) = (field.loop, fleet.events())
        let rtu = try loop.run { [configuration] in try await fleet.add(configuration) }
        let task = Task(executorPreference: loop) { await fleet.run() }
        let told = try loop.run { () -> [ClockStatus?] in
            var events = events.makeAsyncIterator()
            let first = await next(&events)
            try await rtu.master.synchronizeClock(station: 1)
            return [first, await next(&events), await rtu.clock]
        }
        let offset = Int64(seconds) * 1000
        // The way of the confirmation makes it seem slower, and a busy machine makes it longer.
        #expect((offset - 60_000...offset).contains(told[0]?.offsetAtSynchronization ?? .max))
        #expect((-60_000...0).contains(told[1]?.offsetAtSynchronization ?? .max))
        #expect(told[1] == told[2] && told[1]?.offset == nil)
        #expect(told[0]?.findings[.clockOff] == 1)
        task.cancel()
        try loop.run { await task.value }
    }
}
