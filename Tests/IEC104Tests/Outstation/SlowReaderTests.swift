import IEC104
import Testing

@Suite("An outstation and a peer that stops reading or answering")
struct SlowReaderTests {
    /// t1 is the shortest that leaves room for t2 = 1 s of an honest master.
    static let short = SessionParameters(
        t1: .seconds(2), t2: .seconds(1), t3: .seconds(1))

    @Test("an interrogation of 10,000 points that is not read holds no memory")
    func interrogation() throws {
        // A wide window, so that it is TCP that stops the station.
        let field = try Field(parameters: SessionParameters(k: 32767, w: 8), points: 10_000)
        defer { field.finish() }
        let peers = try (0..<20).map { _ in
            let peer = try field.startedPeer()
            peer.stream?.pauseReading()
            return peer
        }
        try field.checkService()
        let before = Usage.memory
        for peer in peers { peer.send(Frame.i(0, 0, Frame.interrogation)) }
        try field.checkService()
        try field.loop.turns(50)
        try field.checkService()
        #expect(Usage.memory - before < 16 << 20)
        for status in try field.now({ $0.links }) { #expect(status.unsent <= 128 << 10) }
        // They read on, and get all of it.
        for peer in peers { peer.stream?.resumeReading() }
        try field.loop.drive {
            peers.allSatisfy { $0.asdus.last?[0] == 100 && $0.asdus.last?[2] == 10 }
        }
    }

    @Test("a storm of events that is not read is bounded by the buffers, others get all of it")
    func events() throws {
        let field = try Field(parameters: SessionParameters(k: 32767, w: 8))
        defer { field.finish() }
        let honest = field.honest
        let updates = try field.loop.run { await honest.updates(limit: 1_000_000) }
        for _ in 0..<10 {
            let peer = try field.startedPeer()
            peer.stream?.pauseReading()
        }
        let before = Usage.memory
        let (points, rounds) = (field.points, 400)
        for round in 0..<rounds {
            try field.now { station in
                station.update { access in
                    for point in points { access.set(point, round % 2 == 0, event: .force) }
                }
            }
            try field.loop.turns(2)
        }
        try field.checkService()
        #expect(Usage.memory - before < 96 << 20)
        // The honest one reads in time: nothing of it is lost.
        let groups = try field.now { $0.eventGroups }
        #expect(groups.contains { $0.isActive && $0.lost == 0 && $0.waiting == 0 })
        #expect(groups.contains { $0.isActive && $0.waiting + $0.unconfirmed > 0 })
        let events = try field.loop.run {
            var (events, iterator) = (0, updates.makeAsyncIterator())
            while events < points.count * rounds, let update = await iterator.next() {
                if update.cause.cause == .spontaneous { events += 1 }
            }
            return events
        }
        #expect(events == points.count * rounds)
    }

    @Test("who never acknowledges, answers no test, or leaves an APDU half, is closed after t1")
    func silence() throws {
        let field = try Field(parameters: Self.short)
        defer { field.finish() }
        let never = try field.startedPeer()
        let half = try field.peer([0x68, 0x04, 0x43])
        let started = try field.peer()
        started.send([0x68])
        let silent = try field.peer()
        let ports = try [never, half, started, silent].map {
            try #require($0.stream?.local.port)
        }
        let port = ports[0]
        try field.checkService()
        try field.loop.drive { ports.allSatisfy { field.ends[$0] != nil } }
        #expect(field.ends[port]?.reason.code == .informationTimeout)
        #expect(field.ends[ports[1]]?.reason.code == .frameTimeout)
        #expect(field.ends[ports[2]]?.reason.code == .frameTimeout)
        #expect(field.ends[ports[3]]?.reason.code == .testTimeout)
        try field.checkService()
        #expect(try field.now { $0.links.count } == 1)
    }

    @Test("k = 12 unacknowledged ASDUs close the window: no thirteenth is sent")
    func window() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        peer.send(Frame.i(0, 0, Frame.interrogation))
        try field.loop.drive { peer.informationCount >= 12 }
        try field.checkService()
        #expect(peer.informationCount == 12)
        #expect(try field.now { $0.links.last?.unacknowledged } == 12)
    }
}
