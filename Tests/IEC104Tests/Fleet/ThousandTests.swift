import IEC104
import IEC104Net
import Testing

/// How many interrogations an outstation has under way.
private final class UnderWay: Sendable {
    private let counts = Guarded((now: 0, most: 0, all: 0))
    var most: Int { counts.withLock { $0.most } }
    var all: Int { counts.withLock { $0.all } }

    func note(_ event: TraceEvent) {
        switch event.kind {
        case .received(let apdu) where apdu.count > 8 && apdu[6] == 100 && apdu[8] == 6:
            counts.withLock {
                $0.now += 1
                $0.all += 1
                $0.most = max($0.most, $0.now)
            }
        case .sent(let apdu) where apdu.count > 8 && apdu[6] == 100 && apdu[8] == 10:
            counts.withLock { $0.now -= 1 }
        default: break
        }
    }
}

/// A thousand RTUs on three loops, each with a thread of its own, against one outstation.
@Suite("A thousand RTUs")
struct ThousandTests {
    private static let count = 1000
    private static let points = 10

    /// Waits until so many interrogations have ended well.
    private func interrogated(
        _ count: Int, _ events: inout BufferIterator<FleetEvent>
    ) async -> Set<String> {
        var names: Set<String> = []
        while names.count < count, let event = await events.next() {
            if case .requestEnded(_, _, .success) = event.kind { names.insert(event.rtu) }
        }
        return names
    }

    @Test("they are served, one is replaced, one removed, all come back at once")
    func all() async throws {
        try raiseDescriptorLimit(to: 4_096)
        var table = PointTable()
        for index in 0..<Self.points { try table.add(ObjectAddress(UInt32(1 + index)), true) }
        let underWay = UnderWay()
        var configuration = OutstationConfiguration()
        configuration.maximumConnections = Self.count + 10
        configuration.tracer = { underWay.note($0) }
        let station = try Outstation(table, configuration: configuration)
        let port = try await station.listen(port: 0).port
        var settings = FleetSettings()
        settings.parallelInterrogations = 8
        settings.startSpacing = .microseconds(200)
        let loops = [try EventLoop(), try EventLoop(), try EventLoop()]
        for loop in loops { try loop.start() }
        let fleet = try Fleet(settings: settings, on: loops)
        let sequence = fleet.events(limit: 100_000)
        var events = sequence.makeAsyncIterator()
        for number in 0..<Self.count { try await fleet.add(.quick("rtu\(number)", [port])) }
        let running = Task { await fleet.run() }

        let names = await interrogated(Self.count, &events)
        #expect(names.count == Self.count)
        var all = await fleet.status
        #expect(all.allSatisfy { $0.state == .started && $0.objects == UInt64(Self.points) })
        #expect(all.allSatisfy { $0.links.map(\.attempts) == [1] })
        #expect(underWay.most <= 8 && underWay.all == Self.count)

        // One is replaced, another removed: nobody else notices.
        try await fleet.replace(.quick("rtu7", [port]))
        #expect(await interrogated(1, &events) == ["rtu7"])
        try await fleet.remove("rtu8")
        all = await fleet.status
        #expect(all.count == Self.count - 1)
        #expect(all.allSatisfy { $0.links.map(\.attempts) == [1] && $0.reconnects == 0 })

        // All are lost at once.
        for link in await station.links { await station.closeLink(link.number) }
        let back = await interrogated(Self.count - 1, &events)
        #expect(back == names.subtracting(["rtu8"]))
        #expect(underWay.most <= 8 && sequence.lost == 0)
        running.cancel()
        await running.value
        all = await fleet.status
        #expect(all.allSatisfy { $0.state == .off && $0.reconnects == 1 })
        await station.close()
        for loop in loops { loop.submit { loop.shutDown() } }
    }
}
