import IEC104
import Testing

/// T-15: what users do where they are told something.
@Suite("Masters that are called from where they tell something")
struct ReentrancyTests {
    /// What is done within a call of a tracer, a reporter or an observer, without waiting.
    enum Deed: CaseIterable { case look, test, stop, restart, listen }

    private static func act(_ deed: Deed, _ master: isolated Master) {
        switch deed {
        case .look: _ = (master.link, master.statistics)
        case .test: master.test()
        case .stop: master.stopTransfer()
        case .restart:
            master.stopTransfer()
            master.startTransfer()
        case .listen: _ = master.updates(limit: 1)
        }
    }

    @Test(
        "T-15: a tracer, a reporter, an observer that call back at once do no harm",
        arguments: Deed.allCases, ["tracer", "reporter", "observer"])
    func within(_ deed: Deed, _ place: String) throws {
        let field = try Field(points: 300, honest: false)
        defer { field.finish() }
        let box = Guarded<Master?>(nil)
        // So often that all goes on in between.
        let calls = Guarded(0)
        let isArmed = Guarded(true)
        @Sendable func call() {
            guard isArmed.withLock({ $0 }), let master = box.withLock({ $0 }) else { return }
            let number = calls.withLock { calls in
                calls += 1
                return calls
            }
            guard number % 3 == 1, number < 200 else { return }
            master.assumeIsolated { Self.act(deed, $0) }
        }
        var configuration = MasterConfiguration()
        configuration.reconnection = Reconnection(first: .milliseconds(1))
        switch place {
        case "tracer": configuration.tracer = { _ in call() }
        case "reporter": configuration.reporter = { _, _, _ in call() }
        default: configuration.observer = { _ in call() }
        }
        let master = try Master(
            "127.0.0.1", port: field.address.port, configuration: configuration, on: field.loop)
        box.withLock { $0 = master }
        defer { box.withLock { $0 = nil } }
        let loop = field.loop
        for _ in 0..<4 {
            try loop.run {
                do throws(ConnectionFailure) {
                    try await master.connect()
                } catch .alreadyConnected {
                }
            }
            _ = try? loop.run { try await master.interrogate() }
        }
        #expect(calls.withLock { $0 } > 0)
        isArmed.withLock { $0 = false }
        try loop.run { await master.disconnect() }
        try loop.run { try await master.connect() }
        let values = try loop.run { try await master.interrogate().values.count }
        #expect(values == 300)
        try loop.run { await master.disconnect() }
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost })
    }

    @Test("T-15: a loop over updates that asks, closes, begins another one, removes its RTU")
    func loops() throws {
        let field = try Field(points: 40, honest: false)
        defer { field.finish() }
        let (loop, port) = (field.loop, field.address.port)
        let running = try RunningFleet(loop, [.quick("a", [port]), .quick("b", [port])])
        defer { running.finish() }
        let (fleet, values, events) = (
            running.fleet, running.fleet.updates(), running.fleet.events()
        )
        let seen = try loop.run {
            var seen: Set<String> = []
            for await value in values {
                if seen.insert(value.rtu).inserted {
                    let inner = fleet.updates()
                    try await fleet.request(.read(station: 1, 1000), of: value.rtu)
                    for await one in inner where one.rtu == value.rtu { break }
                    try await fleet.remove(value.rtu)
                }
                if seen.count == 2 { break }
                // Only then is the other one asked again.
                for name in await fleet.names {
                    _ = try? await fleet[name]?.master.interrogate()
                }
            }
            return seen
        }
        #expect(seen == ["a", "b"])
        let removed = try loop.run {
            var removed = 0
            for await event in events {
                if case .removed = event.kind { removed += 1 }
                if removed == 2 { break }
            }
            return await (removed, fleet.names.count)
        }
        #expect(removed == (2, 0))
        try field.drive { $0.links.isEmpty }
    }

    @Test("T-15: a loop over a master's updates that disconnects ends with the master")
    func disconnecting() throws {
        let field = try Field(points: 40)
        defer { field.finish() }
        let (loop, honest) = (field.loop, field.honest)
        let count = try loop.run {
            let updates = await honest.updates()
            _ = try await honest.interrogate()
            var count = 0
            for await _ in updates {
                count += 1
                if count == 1 {
                    await honest.disconnect()
                    _ = try? await honest.interrogate()
                    try await honest.connect()
                    _ = try await honest.interrogate()
                }
                if count == 80 { break }
            }
            return count
        }
        #expect(count == 80)
    }
}
