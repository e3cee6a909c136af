import IEC104
import IEC104Net
import Testing

/// A fleet of RTUs against real outstations over TCP, all on one loop.
@Suite("A fleet")
struct FleetTests {
    private func configuration(_ name: String, _ ports: [UInt16]) -> RTUConfiguration {
        .quick(name, ports)
    }

    /// On the thread of the loop.
    private func status(_ rtu: RTU) -> RTUStatus { rtu.assumeIsolated { $0.status } }

    /// While the loop rests.
    private func now(_ rtu: RTU) throws -> RTUStatus { try rtu.loop.here { status(rtu) } }

    @Test("the RTUs are connected, started and interrogated; values come with their names")
    func values() throws {
        let field = try Field(points: 40, honest: false)
        defer { field.finish() }
        let loop = field.loop
        let configurations = (0..<5).map { configuration("rtu\($0)", [field.address.port]) }
        let running = try RunningFleet(loop, configurations)
        defer { running.finish() }
        let (fleet, rtus) = (running.fleet, running.rtus)
        let updates = fleet.updates()
        try loop.drive {
            rtus.allSatisfy { status($0).interrogation.completed == 1 }
        }
        let counts = try loop.run {
            var counts: [String: Int] = [:]
            for await update in updates where update.update.cause.cause == .interrogatedByStation {
                counts[update.rtu, default: 0] += 1
                if counts.values.reduce(0, +) == 200 { break }
            }
            return counts
        }
        #expect(counts == Dictionary(uniqueKeysWithValues: (0..<5).map { ("rtu\($0)", 40) }))
        for rtu in rtus {
            let status = try now(rtu)
            #expect(status.state == .started && status.activeLink == 0)
            #expect(status.objects >= 40 && status.lastTraffic != nil)
            #expect(status.links.first?.link?.phase == .started)
        }
        let names = try loop.run { await fleet.names }
        #expect(names == configurations.map(\.name))
        running.finish()
        try field.drive { $0.links.isEmpty }
    }

    @Test("what happens to an RTU is told in its order with the values")
    func order() throws {
        let field = try Field(points: 40, honest: false)
        defer { field.finish() }
        let told = Guarded<[String]>([])
        var configuration = configuration("rtu", [field.address.port])
        configuration.master.reporter = { _, _, _ in
            told.withLock { if $0.last != "values" { $0.append("values") } }
        }
        configuration.eventReporter = { event in
            let word: String? =
                switch event.kind {
                case .connected: "connected"
                case .started: "started"
                case .requestEnded: "requestEnded"
                default: nil
                }
            if let word { told.withLock { $0.append(word) } }
        }
        let running = try RunningFleet(field.loop, [configuration])
        defer { running.finish() }
        try field.loop.drive { told.withLock { $0.contains("requestEnded") } }
        #expect(told.withLock { $0 } == ["connected", "started", "values", "requestEnded"])
        running.finish()
        try field.drive { $0.links.isEmpty }
    }

    @Test("a name is used once, an unknown one is an error, and so are parameters that cannot be")
    func errors() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let fleet = try Fleet(on: [loop])
        let one = configuration("a", [1])
        _ = try loop.run { try await fleet.add(one) }
        #expect(throws: FleetError.nameInUse("a")) { try loop.run { try await fleet.add(one) } }
        #expect(throws: FleetError.noEndpoint("b")) {
            try loop.run { try await fleet.add(RTUConfiguration("b", endpoints: [])) }
        }
        #expect(throws: FleetError.unknown("c")) {
            try loop.run { try await fleet.request(.reset(station: 1, .general), of: "c") }
        }
        var odd = configuration("d", [1])
        odd.master.parameters.w = 99
        let wrong = odd
        #expect(throws: FleetError.self) { try loop.run { try await fleet.add(wrong) } }
        try loop.run { try await fleet.remove("a") }
        #expect(try loop.run { await fleet.names }.isEmpty)
    }

    @Test(
        "a redundancy group: both links stand, one is started, and it goes over on demand and on loss"
    )
    func redundancy() throws {
        let clients = try AddressPrefix("127.0.0.0/8")
        let field = try Field(points: 20, honest: false) {
            $0.redundancyGroups = [RedundancyGroup("A", [.client(clients)])]
        }
        defer { field.finish() }
        let port = field.address.port
        let running = try RunningFleet(field.loop, [configuration("twin", [port, port])])
        defer { running.finish() }
        let rtus = running.rtus
        let rtu = try #require(rtus.first)
        try field.loop.drive {
            status(rtu).links.map(\.state).sorted { $0.rawValue < $1.rawValue }
                == [.started, .stopped]
        }
        let first = try #require(try now(rtu).activeLink)
        #expect(try field.loop.here { rtu.assumeIsolated { $0.switchOver() } })
        try field.loop.drive { status(rtu).links[1 - first].state == .started }
        let over = try now(rtu)
        #expect(over.links[first].state == .stopped && over.switchOvers == 1)
        // The outstation breaks the started one.
        let started = try #require(
            try field.now { $0.links.first { $0.phase == .started }?.number })
        #expect(try field.now { $0.closeLink(started) })
        try field.loop.drive {
            status(rtu).links[first].state == .started
                && status(rtu).links[1 - first].state == .stopped
        }
        let last = try now(rtu)
        #expect(last.switchOvers == 2 && last.reconnects == 1)
        #expect(last.links[1 - first].lastEnd?.endpoint.port == port)
        let words = try #require(last.lastError)
        #expect(words.contains("the peer closed the connection") && words.contains("last: "))
        // Requests go to the link that is started.
        let values = try field.loop.run { try await rtu.master.interrogate().values.count }
        #expect(values == 20)
    }

    @Test("T-18: a fleet whose transfer another master takes again and again says so")
    func fight() throws {
        let clients = try AddressPrefix("127.0.0.0/8")
        let field = try Field(points: 40, honest: false) {
            $0.redundancyGroups = [RedundancyGroup("A", [.client(clients)])]
        }
        defer { field.finish() }
        let (loop, port) = (field.loop, field.address.port)
        let ours = try RunningFleet(loop, [configuration("ours", [port])])
        defer { ours.finish() }
        let events = ours.fleet.events()
        let theirs = try RunningFleet(loop, [configuration("theirs", [port])])
        defer { theirs.finish() }
        let (first, last) = try loop.run {
            var first: Disconnection?
            for await event in events {
                guard case .ended(_, let end, _) = event.kind else { continue }
                if first == nil { first = end }
                if end.shortTransfers == 3 { return (first, end) }
            }
            throw CancellationError()
        }
        #expect(first?.shortTransfers == 1)
        #expect(first.map { "\($0)".contains("another master") } == false)
        #expect(last.end.reason.code == .lost)
        #expect("\(last)".contains("3 transfers in a row ended soon after their start"))
        #expect("\(last)".contains("another master of the redundancy group"))
    }

    @Test("no more interrogations than allowed are under way at a time, and all have their turn")
    func gate() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        // Who was asked and has not been answered, in that order.
        var asked: [(peer: RawPeer, request: [UInt8])] = []
        server.answer { control, asdu, peer in
            if control == .unnumbered(.startDTAct) { return Frame.u(.startDTCon) }
            if control == .unnumbered(.stopDTAct) { return Frame.u(.stopDTCon) }
            if asdu.first == 100 { asked.append((peer, asdu)) }
            return []
        }
        var settings = FleetSettings()
        settings.parallelInterrogations = 3
        let configurations = (0..<12).map { configuration("rtu\($0)", [server.port]) }
        let running = try RunningFleet(loop, configurations, settings: settings)
        defer { running.finish() }
        let rtus = running.rtus
        for ended in 0..<12 {
            let most = min(3, 12 - ended)
            // All others wait in the fleet, however long the loop runs.
            try loop.drive {
                asked.count == most
                    && rtus.count { status($0).interrogation.isQueued } == 12 - ended - most
            }
            try loop.turns(20)
            #expect(asked.count == most)
            #expect(try loop.here { rtus.count { status($0).interrogation.isRunning } } == most)
            let (peer, request) = asked.removeFirst()
            for (number, cause) in [7, 10].enumerated() {
                let answer = [100, 1, UInt8(cause)] + request.dropFirst(3)
                peer.send(Frame.i(UInt16(number), 1, answer))
            }
            try loop.drive { rtus.count { status($0).interrogation.completed == 1 } == ended + 1 }
        }
        #expect(asked.isEmpty)
    }

    @Test("requests in turn have the places of the schedule, and give them back when cancelled")
    func requestsInTurn() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        var asked = 0
        server.answer { control, asdu, _ in
            if control == .unnumbered(.startDTAct) { return Frame.u(.startDTCon) }
            if control == .unnumbered(.stopDTAct) { return Frame.u(.stopDTCon) }
            if asdu.first == 100 { asked += 1 }
            return []
        }
        var settings = FleetSettings()
        settings.parallelInterrogations = 1
        let configurations = (0..<3).map { number in
            var configuration = configuration("rtu\(number)", [server.port])
            configuration.schedule = []
            return configuration
        }
        let running = try RunningFleet(loop, configurations, settings: settings)
        defer { running.finish() }
        try loop.drive { running.rtus.allSatisfy { status($0).state == .started } }
        let fleet = running.fleet
        func ask(_ name: String) -> Task<RequestError.Code?, Never> {
            Task(executorPreference: loop) {
                do throws(FleetError) {
                    try await fleet.request(
                        .interrogation(station: 1, .station), of: name, inTurn: true)
                    return nil
                } catch {
                    guard case .request(_, let error) = error else { return nil }
                    return error.code
                }
            }
        }
        // The first has the place; the second, which waits, is cancelled; the third has it then.
        let first = ask("rtu0")
        try loop.drive { asked == 1 }
        let (second, third) = (ask("rtu1"), ask("rtu2"))
        try loop.turns(20)
        #expect(asked == 1)
        second.cancel()
        #expect(try loop.run { await second.value } == .cancelled)
        try loop.turns(20)
        #expect(asked == 1)
        first.cancel()
        #expect(try loop.run { await first.value } == .cancelled)
        try loop.drive { asked == 2 }
        third.cancel()
        #expect(try loop.run { await third.value } == .cancelled)
    }

    @Test("places of interrogations that end with their links are given back")
    func gateIsGivenBack() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        // It starts, never answers an interrogation, and goes.
        server.answer { control, _, _ in
            switch control {
            case .unnumbered(.startDTAct): Frame.u(.startDTCon)
            case .unnumbered(.stopDTAct): Frame.s(1) + Frame.u(.stopDTCon)
            default: []
            }
        }
        var settings = FleetSettings()
        settings.parallelInterrogations = 1
        let fleet = try Fleet(settings: settings, on: [loop])
        let silent = configuration("silent", [server.port])
        let queued = configuration("queued", [server.port])
        let rtus = try loop.run { [try await fleet.add(silent), try await fleet.add(queued)] }
        let task = Task(executorPreference: loop) { await fleet.run() }
        try loop.drive {
            let all = rtus.map { status($0).interrogation }
            return all.contains { $0.isRunning } && all.contains { $0.isQueued }
        }
        let name = try #require(try rtus.first { try now($0).interrogation.isRunning }).name
        try loop.run { try await fleet.remove(name) }
        try loop.drive {
            rtus.contains { $0.name != name && status($0).interrogation.isRunning }
        }
        task.cancel()
        try loop.run { await task.value }
    }

    @Test("a request that takes too long is given up, and the link goes on", arguments: [0, 1, 3])
    func limit(_ milliseconds: Int) throws {
        let field = try Field(points: 2000, honest: true)
        defer { field.finish() }
        let master = field.honest
        let outcome = try field.loop.run {
            do throws(RequestError) {
                _ = try await master.request(
                    .interrogation(station: 1, .station), within: .milliseconds(milliseconds))
                return RequestError.Code?.none
            } catch {
                return error.code
            }
        }
        // It may have been quick enough.
        #expect(outcome == nil || outcome == .timedOut)
        try field.checkService()
    }
}
