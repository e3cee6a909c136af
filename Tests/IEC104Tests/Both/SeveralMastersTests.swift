import IEC104
import Testing

/// What one master was told by events, by object address, in order.
final class Told: Sendable {
    private let values = Guarded<[UInt32: [Float]]>([:])
    private let total = Guarded(0)

    var count: Int { total.withLock { $0 } }
    var byAddress: [UInt32: [Float]] { values.withLock { $0 } }

    func configuration(_ parameters: SessionParameters = .init()) -> MasterConfiguration {
        var configuration = MasterConfiguration()
        configuration.parameters = parameters
        configuration.reporter = { [self] header, objects, _ in
            guard header.cause.cause == .spontaneous else { return }
            for index in objects.indices {
                guard case .shortFloat(let value, _) = objects[index].information else { continue }
                let address = objects[index].address.value
                values.withLock { $0[address, default: []].append(value.value) }
                total.withLock { $0 += 1 }
            }
        }
        return configuration
    }
}

@Suite("Both stations together")
struct SeveralMastersTests {
    static let windows = [
        SessionParameters(k: 1, w: 1), SessionParameters(), SessionParameters(k: 32767, w: 32767),
        SessionParameters(k: 3, w: 2),
    ]

    private func station(
        _ loop: EventLoop?, _ parameters: SessionParameters, points number: Int = 50
    ) throws -> (Outstation, [Point<Float>]) {
        var table = PointTable()
        var points: [Point<Float>] = []
        for index in 0..<number {
            points.append(try table.add(ObjectAddress(UInt32(index + 1)), Float(-1)))
        }
        var configuration = OutstationConfiguration()
        configuration.parameters = parameters
        return (try Outstation(table, configuration: configuration, on: loop), points)
    }

    @Test("every master gets every event, in order, once", arguments: windows)
    func all(parameters: SessionParameters) throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let (station, points) = try station(loop, parameters)
        let told = (0..<5).map { _ in Told() }
        try loop.run {
            let address = try await station.listen(port: 0)
            var masters: [Master] = []
            for one in told {
                // w and t2 of the master acknowledge in time for k = 1 too.
                let master = try Master(
                    "127.0.0.1", port: address.port,
                    configuration: one.configuration(parameters), on: loop)
                try await master.connect()
                masters.append(master)
            }
            for round in 0..<40 {
                await station.update { access in
                    for point in points { access[point] = Float(round) }
                }
                _ = try await masters[round % 5].interrogate()
            }
            for _ in 0..<20_000 where told.contains(where: { $0.count < 2_000 }) {
                await loop.sleep(for: .milliseconds(1))
            }
            for master in masters { await master.disconnect() }
        }
        let wanted = (0..<40).map { Float($0) }
        for one in told {
            #expect(one.count == 2_000)
            #expect(one.byAddress.values.allSatisfy { $0 == wanted })
        }
    }

    @Test("events made while no master is there are delivered after the reconnect, exactly once")
    func absent() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let (station, points) = try station(loop, SessionParameters())
        let told = Told()
        try loop.run {
            let address = try await station.listen(port: 0)
            let master = try Master(
                "127.0.0.1", port: address.port, configuration: told.configuration(), on: loop)
            for round in 0..<30 {
                await station.update { access in
                    for point in points { access[point] = Float(round) }
                }
                try await master.connect()
                for _ in 0..<5_000 where told.count < (round + 1) * points.count {
                    await loop.sleep(for: .milliseconds(1))
                }
                // STOPDT is confirmed when all is acknowledged, so nothing is sent again.
                await master.disconnect()
            }
        }
        #expect(told.count == 30 * points.count)
        let wanted = (0..<30).map { Float($0) }
        #expect(told.byAddress.values.allSatisfy { $0 == wanted })
    }

    @Test("after a broken connection what was acknowledged is not sent again, the rest is")
    func broken() throws {
        let (loop, parameters) = (try EventLoop(), SessionParameters(k: 12, w: 8))
        defer { loop.shutDown() }
        let (station, points) = try station(loop, parameters, points: 1)
        let point = points[0]
        let address = try loop.run { try await station.listen(port: 0) }
        var got: [UInt8] = []
        var acknowledged = 0
        for round in 0..<12 {
            let peer = RawPeer()
            peer.connect(loop, address, first: Frame.startDT)
            // One ASDU each, as they are made one by one.
            try loop.drive { peer.count(.startDTCon) == 1 }
            let before = peer.asdus.count { $0[0] == 36 }
            try loop.here {
                station.assumeIsolated { $0.update { $0[point] = Float(round) } }
            }
            try loop.drive { peer.asdus.count { $0[0] == 36 } > before || round > 0 && before > 0 }
            try loop.turns(5)
            let number = peer.informationCount
            let acknowledges = round % 3 == 2
            if acknowledges {
                peer.send(Frame.s(UInt16(number)))
                try loop.drive {
                    station.assumeIsolated { $0.links.last?.unacknowledged == 0 }
                }
                for asdu in peer.asdus where asdu[0] == 36 { got.append(asdu[1] & 0x7F) }
                acknowledged = round + 1
            }
            peer.stream?.abort()
            try loop.drive { station.assumeIsolated { $0.links.isEmpty } }
            let waiting = try loop.here {
                station.assumeIsolated { $0.eventGroups.reduce(0) { $0 + $1.waiting } }
            }
            #expect(waiting == round + 1 - acknowledged)
        }
        #expect(got.reduce(0) { $0 + Int($1) } == 12)
    }

    /// Where the two stations live.
    enum Loops: CaseIterable { case one, two, own, caller }

    @Test("on one loop, on two, on their own, or on the caller's thread", arguments: Loops.allCases)
    func loops(kind: Loops) async throws {
        let (first, second): (EventLoop?, EventLoop?)
        switch kind {
        case .one:
            let loop = try EventLoop()
            try loop.start()
            (first, second) = (loop, loop)
        case .two:
            (first, second) = (try EventLoop(), try EventLoop())
            try first?.start()
            try second?.start()
        case .own: (first, second) = (nil, nil)
        case .caller:
            let loop = try EventLoop()
            (first, second) = (loop, loop)
        }
        let (station, points) = try station(first, SessionParameters(), points: 2_000)
        let work: @Sendable () async throws -> Int = {
            let address = try await station.listen(port: 0)
            let master = try Master("127.0.0.1", port: address.port, on: second)
            var values = 0
            for _ in 0..<20 {
                try await master.connect()
                await station.update { access in
                    for point in points { access.set(point, 1, event: .force) }
                }
                async let one = master.interrogate()
                async let two = master.read(7)
                values += try await one.values.count
                _ = try await two
                await master.disconnect()
            }
            await station.close()
            return values
        }
        let values: Int
        if kind == .caller, let first {
            values = try await Self.onThread { try first.run(work) }
        } else {
            values = try await work()
        }
        #expect(values == 20 * 2_000)
        first?.shutDown()
        second?.shutDown()
    }

    private static func onThread<T: Sendable>(
        _ body: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await Task.detached { try body() }.value
    }

    @Test("a loop that was shut down ends every call, and no call hangs afterwards")
    func afterShutDown() async throws {
        let loop = try EventLoop()
        try loop.start()
        let (station, _) = try station(loop, SessionParameters())
        let address = try await station.listen(port: 0)
        let master = try Master("127.0.0.1", port: address.port, on: loop)
        try await master.connect()
        let end = Task { await master.connectionEnd() }
        let updates = Task {
            for await _ in await master.updates() {}
        }
        while await master.link?.phase != .started {}
        loop.shutDown()
        #expect(await end.value != nil)
        updates.cancel()
        await updates.value
        await #expect(throws: (any Error).self) { try await master.interrogate() }
        await #expect(throws: (any Error).self) { try await master.connect() }
        await #expect(throws: (any Error).self) { try await station.listen(port: 0) }
        await master.disconnect()
        await station.close()
    }
}
