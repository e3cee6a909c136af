import IEC104
import Testing

@Suite("An outstation and many connections", .serialized)
struct ConnectionTests {
    @Test("10,000 connections made and closed leave no link, no descriptor, no memory")
    func churn() throws {
        let field = try Field(points: 20)
        defer { field.finish() }
        let loop = field.loop
        func round(_ count: Int) throws {
            for number in 0..<count / 50 {
                let peers = (0..<50).map { _ in RawPeer() }
                for peer in peers { peer.connect(loop, field.address, first: Frame.startDT) }
                try loop.drive { peers.allSatisfy { $0.isConnected || $0.isOver } }
                for (index, peer) in peers.enumerated() {
                    switch (index + number) % 4 {
                    case 0: peer.stream?.abort()
                    case 1: peer.send([0])
                    case 2: peer.send([0x68, 4])
                    default: break
                    }
                    peer.stream?.close(lingering: 5_000_000_000)
                }
                try loop.drive { peers.allSatisfy { $0.isOver } }
            }
            try field.drive { $0.links.count == 1 }
        }
        try round(1_000)
        let (sources, before) = (loop.openSources, Usage.memory)
        try round(9_000)
        #expect(Usage.memory - before < 4 << 20)
        #expect(loop.openSources == sources)
        let counts = try field.now { $0.connectionCounts }
        #expect(counts.accepted == 10_001)
        #expect(counts.ends.values.reduce(0, +) == 10_000)
        #expect(Set(counts.ends.keys) == [.lost, .badStart])
        try field.checkService()
    }

    @Test("1,000 silent connections leave an honest one alone, and cost little")
    func silent() throws {
        let field = try Field(points: 600) { $0.maximumConnections = 2_000 }
        defer { field.finish() }
        let before = Usage.memory
        var peers: [RawPeer] = []
        for _ in 0..<20 {
            let more = (0..<50).map { _ in RawPeer() }
            for peer in more { peer.connect(field.loop, field.address) }
            try field.loop.drive { more.allSatisfy { $0.isConnected || $0.isOver } }
            peers += more
        }
        try field.drive { $0.links.count == 1_001 }
        try field.checkService()
        // Both ends of each are in this process.
        #expect((Usage.memory - before) / 1_000 < 8 << 10)
        for peer in peers { peer.stream?.abort() }
        try field.drive { $0.links.count == 1 }
    }

    @Test("connections beyond the limit are closed at once and counted")
    func limit() throws {
        let field = try Field { $0.maximumConnections = 5 }
        defer { field.finish() }
        let peers = try (0..<4).map { _ in try field.peer() }
        let refused = try (0..<40).map { _ in try field.peer(Frame.startDT) }
        try field.loop.drive { refused.allSatisfy { $0.isOver } }
        #expect(refused.allSatisfy { $0.received == 0 })
        #expect(try field.now { $0.connectionCounts.refused } == 40)
        try field.checkService()
        // A place that becomes free is given to the next.
        peers[0].stream?.abort()
        try field.drive { $0.links.count == 4 }
        let next = try field.peer(Frame.startDT)
        try field.loop.drive { next.count(.startDTCon) == 1 }
        try field.checkService()
    }

    /// Where a connection stands when it is broken.
    enum Place: CaseIterable {
        case connected, halfFrame, started, unacknowledged, interrogation, selected, stopping
        case running, flooding
    }

    @Test(
        "RST or FIN in any state ends that connection only", arguments: Place.allCases,
        [true, false])
    func broken(place: Place, isReset: Bool) throws {
        let field = try Field()
        defer { field.finish() }
        let peer: RawPeer
        switch place {
        case .connected: peer = try field.peer()
        case .halfFrame: peer = try field.peer([0x68, 0x10, 0x00])
        case .started, .unacknowledged: peer = try field.startedPeer()
        case .interrogation:
            peer = try field.startedPeer()
            let got = peer.informationCount
            peer.send(Frame.i(0, 0, Frame.interrogation))
            try field.loop.drive { peer.informationCount > got + 2 }
        case .selected, .running:
            peer = try field.startedPeer()
            let got = peer.informationCount
            peer.send(Frame.i(0, 0, Frame.command(2, value: place == .selected ? 0x81 : 1)))
            try field.loop.drive { peer.informationCount > got }
        case .stopping:
            peer = try field.startedPeer()
            peer.send(Frame.stopDT)
            try field.drive { $0.links.last?.phase == .pendingUnconfirmedStopped }
        case .flooding:
            peer = try field.peer()
            peer.stream?.pauseReading()
            peer.flood(Frame.testFR, octets: 1 << 20)
            try field.drive { ($0.links.last?.unsent ?? 0) > 64 << 10 }
        }
        if place == .started { peer.send(Frame.s(UInt16(peer.informationCount))) }
        let port = try #require(peer.stream?.local.port)
        if isReset { peer.stream?.abort() } else { peer.stream?.close(lingering: 0) }
        let end = try field.end(of: peer, port: port)
        #expect(end.reason.code == .lost)
        // A FIN that leaves unread octets behind is a RST.
        if isReset { #expect(end.network != .finished) }
        #expect(end.network != nil)
        #expect(try field.now { $0.links.count } == 1)
        try field.checkService()
        let honest = field.honest
        let outcome = try field.loop.run {
            try await honest.execute(.C_SC_NA_1, at: 2, .singleCommand(SCO(true)))
        }
        #expect(outcome.isTerminated)
    }
}
