import IEC104
import Testing

@Suite("A fleet and connections without end", .serialized)
struct MasterChurnTests {
    /// How the outstation ends its connections, in turn.
    private static func end(_ peer: RawPeer, _ number: Int) -> [UInt8] {
        switch number % 5 {
        case 0: peer.stream?.abort()
        case 1: peer.stream?.close(lingering: 0)
        case 2: return [0]
        case 3: return Frame.u(.startDTCon) + [0x68, 3]
        default: return Frame.u(.startDTCon) + Frame.u(.stopDTAct)
        }
        return []
    }

    @Test("T-16: 10,000 connections made and broken leave no descriptor, each ends with one reason")
    func churn() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        let made = Guarded(0)
        server.make = {
            let peer = RawPeer()
            let number = made.withLock { made in
                made += 1
                return made
            }
            peer.answer = { control, _, peer in
                control == .unnumbered(.startDTAct) ? Self.end(peer, number) : []
            }
            return peer
        }
        var settings = FleetSettings()
        settings.startSpacing = .zero
        let running = try RunningFleet(
            loop,
            (0..<50).map { number in
                var configuration = RTUConfiguration.quick("rtu\(number)", [server.port])
                configuration.master.reconnection = Reconnection(first: .zero, longest: .zero)
                return configuration
            }, settings: settings)
        let events = running.fleet.events(limit: 1_000_000)
        let counts = Guarded<[String: UInt64]>([:])
        let listener = Task(executorPreference: loop) {
            for await event in events {
                let word: String? =
                    switch event.kind {
                    case .connected: "connected"
                    case .ended(_, let end, _): end.end.reason.code.name
                    case .notConnected: "not-connected"
                    default: nil
                    }
                if let word { counts.withLock { $0[word, default: 0] += 1 } }
            }
        }
        defer { listener.cancel() }
        try loop.drive { made.withLock { $0 } >= 1_000 }
        let (sources, before) = (loop.openSources, Usage.memory)
        try loop.drive { made.withLock { $0 } >= 10_000 }
        #expect(Usage.memory - before < 8 << 20)
        // Fifty links and the ends of them, as many or as few as before.
        #expect(abs(loop.openSources - sources) <= 200)
        let statuses = { running.rtus.map { rtu in rtu.assumeIsolated { $0.status } } }
        running.finish()
        // What was told lies in the sequence until it is read.
        try loop.drive {
            counts.withLock { counts in
                counts["connected"] ?? 0 >= 10_000
                    && counts.values.reduce(0, +) == 2 * (counts["connected"] ?? 0)
            }
        }
        let links = try loop.here { statuses().flatMap(\.links) }
        #expect(links.allSatisfy { $0.state == .off })
        let told = counts.withLock { $0 }
        #expect(told["connected"] ?? 0 >= 10_000)
        // The last links may have been ended by this side.
        #expect(
            Set(told.keys).subtracting(["connected", "ended"])
                == ["lost", "bad-start", "bad-length", "stop-received"])
        let ended = told.reduce(0) { $0 + ($1.key == "connected" ? 0 : $1.value) }
        #expect(ended == told["connected"])
        server.close()
        try loop.drive { server.peers.allSatisfy(\.isOver) && loop.openSources <= 2 }
    }
}
