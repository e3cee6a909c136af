import IEC104
import Testing

/// RTUs that come, change and go while a fleet runs, in tasks that are cancelled anywhere.
@Suite("The life of a fleet's RTUs")
struct FleetLifeTests {
    private func status(_ rtu: RTU) -> RTUStatus { rtu.assumeIsolated { $0.status } }

    /// What the outstation was told to end a connection in order.
    private func checkOrder(_ field: Field, _ passing: Passing, _ location: SourceLocation) {
        #expect(passing.count(.stopDTAct) == 1, sourceLocation: location)
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost }, sourceLocation: location)
    }

    @Test("remove closes in order, in a cancelled task too", arguments: 0...5)
    func remove(place: Int) throws {
        let passing = Passing()
        let field = try Field(honest: false) { $0.watch(passing) }
        defer { field.finish() }
        let port = field.address.port
        let running = try RunningFleet(field.loop, [.quick("a", [port]), .quick("b", [port])])
        defer { running.finish() }
        try field.loop.drive { running.isStarted }
        let fleet = running.fleet
        let result = try cancelled(field.loop, passing, behind: place) {
            try await fleet.remove("a")
        }
        #expect(throws: Never.self) { try result.get() }
        #expect(try field.loop.run { await fleet.names } == ["b"])
        try field.drive { $0.links.count == 1 }
        checkOrder(field, passing, #_sourceLocation)
        let other = try field.loop.here { status(running.rtus[1]) }
        #expect(other.state == .started && other.links[0].attempts == 1)
        #expect(try field.loop.here { status(running.rtus[0]) }.state == .off)
    }

    @Test("replace reconnects one RTU alone, in a cancelled task too", arguments: 0...5)
    func replace(place: Int) throws {
        let passing = Passing()
        let field = try Field(honest: false) { $0.watch(passing) }
        defer { field.finish() }
        let port = field.address.port
        let running = try RunningFleet(
            field.loop, ["a", "b", "c"].map { .quick($0, [port]) })
        defer { running.finish() }
        try field.loop.drive { running.isStarted }
        let before = try field.now { $0.links.map(\.number) }
        let fleet = running.fleet
        let result = try cancelled(field.loop, passing, behind: place) {
            try await fleet.replace(.quick("b", [port]))
        }
        let new = try result.get()
        try field.loop.drive { status(new).interrogation.completed == 1 }
        checkOrder(field, passing, #_sourceLocation)
        let after = try field.now { $0.links.map(\.number) }
        #expect(after.count == 3 && Set(after).intersection(before).count == 2)
        for rtu in [running.rtus[0], running.rtus[2]] {
            #expect(try field.loop.here { status(rtu) }.links[0].attempts == 1)
        }
        #expect(try field.loop.run { await fleet["b"] === new })
    }

    @Test(
        "what is added and removed at once, or replaced twice, is connected once or not at all",
        arguments: 0...6)
    func races(turns: Int) throws {
        let field = try Field(honest: false)
        defer { field.finish() }
        let (loop, port) = (field.loop, field.address.port)
        let running = try RunningFleet(loop, [.quick("a", [port])])
        defer { running.finish() }
        let fleet = running.fleet
        try loop.drive { running.isStarted }
        let gone = try loop.run {
            async let rtu = fleet.add(.quick("b", [port]))
            for _ in 0..<turns { await Task.yield() }
            // It may not be there yet.
            while (try? await fleet.remove("b")) == nil { await Task.yield() }
            return try await rtu
        }
        let last = try loop.run {
            async let first = fleet.replace(.quick("a", [port]))
            for _ in 0..<turns { await Task.yield() }
            let second = try await fleet.replace(.quick("a", [port]))
            _ = try await first
            return try #require(await fleet["a"] === second ? second : await fleet["a"])
        }
        try loop.drive { status(last).interrogation.completed == 1 }
        try field.drive { $0.links.count == 1 }
        #expect(try loop.here { status(gone) }.state == .off)
    }

    @Test(
        "run ends behind any APDU with all closed, and runs again", arguments: [0, 1, 2, 3, 5, 9])
    func run(place: Int) throws {
        let passing = Passing()
        let field = try Field(points: 50, honest: false) { $0.watch(passing) }
        defer { field.finish() }
        let port = field.address.port
        let fleet = try Fleet(on: [field.loop])
        let rtus = try field.loop.run {
            [
                try await fleet.add(.quick("a", [port, port])),
                try await fleet.add(.quick("b", [port])),
            ]
        }
        _ = try cancelled(field.loop, passing, behind: place) { await fleet.run() }
        #expect(try field.loop.here { rtus.allSatisfy { status($0).state == .off } })
        try field.drive { $0.links.isEmpty }
        let task = Task(executorPreference: field.loop) { await fleet.run() }
        try field.loop.drive { rtus.allSatisfy { status($0).interrogation.completed > 0 } }
        task.cancel()
        try field.loop.run { await task.value }
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost })
        #expect(try field.now { $0.statistics.malformed } == 0)
    }

    @Test("a switch-over behind any APDU of an interrogation: it ends once, the next one works")
    func switchOver() throws {
        let passing = Passing()
        let clients = try AddressPrefix("127.0.0.0/8")
        // An APDU at a time.
        let parameters = SessionParameters(k: 1, w: 1)
        let field = try Field(parameters: parameters, points: 200, honest: false) {
            $0.redundancyGroups = [RedundancyGroup("A", [.client(clients)])]
            $0.watch(passing)
        }
        defer { field.finish() }
        let (loop, port) = (field.loop, field.address.port)
        var configuration = RTUConfiguration.quick("twin", [port, port])
        configuration.schedule = []
        configuration.master.parameters.k = 1
        configuration.master.parameters.w = 1
        let running = try RunningFleet(loop, [configuration])
        defer { running.finish() }
        let rtu = running.rtus[0]
        try loop.drive { status(rtu).links.allSatisfy { [.started, .stopped].contains($0.state) } }
        var (place, broken) = (1, 0)
        var isDone = false
        while !isDone, place < 100 {
            let result = Guarded<Result<Int, any Error>?>(nil)
            Task(executorPreference: loop) {
                do throws(RequestError) {
                    let count = try await rtu.master.interrogate().values.count
                    result.withLock { $0 = .success(count) }
                } catch { result.withLock { $0 = .failure(error) } }
            }
            passing.act(behind: place) {
                Task(executorPreference: loop) { await rtu.switchOver() }
            }
            try loop.drive { result.withLock { $0 != nil } }
            switch result.withLock({ $0 }) {
            case .success(let count)?:
                #expect(count == 200)
                isDone = passing.count < place
            case .failure(let error)?:
                broken += 1
                let code = (error as? RequestError)?.code
                #expect(code == .linkStopped || code == .notSent, "\(place)")
            case nil: break
            }
            passing.act(behind: 0) {}
            try loop.drive {
                status(rtu).links.map(\.state).sorted { $0.rawValue < $1.rawValue }
                    == [.started, .stopped]
            }
            #expect(try loop.run { try await rtu.master.interrogate().values.count } == 200)
            place += 1
        }
        #expect(broken > 1 && isDone)
        #expect(field.ends.all.isEmpty)
        #expect(try loop.here { status(rtu) }.switchOvers > 1)
    }

    @Test("two runs of a fleet do not meet: the second begins when the first has closed all")
    func twice() throws {
        let field = try Field(honest: false)
        defer { field.finish() }
        let port = field.address.port
        let running = try RunningFleet(field.loop, [.quick("a", [port, port])])
        try field.loop.drive { running.isStarted }
        try field.drive { $0.links.count == 2 }
        let fleet = running.fleet
        let second = Task(executorPreference: field.loop) { await fleet.run() }
        let third = Task(executorPreference: field.loop) { await fleet.run() }
        third.cancel()
        try field.loop.turns(10)
        #expect(try field.now { $0.links.count } == 2)
        running.finish()
        let rtu = running.rtus[0]
        try field.loop.drive { status(rtu).interrogation.completed == 2 }
        try field.drive { $0.links.count == 2 }
        second.cancel()
        try field.loop.run {
            await second.value
            await third.value
        }
        #expect(try field.loop.here { status(rtu) }.state == .off)
        try field.drive { $0.links.isEmpty }
    }

    @Test("what the start asks is told as such, also when the link breaks before it is answered")
    func origins() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        server.answer { control, _, _ in
            switch control {
            case .unnumbered(.startDTAct): Frame.u(.startDTCon)
            // What no outstation may send: the master closes.
            case .information: Frame.u(.startDTAct)
            default: []
            }
        }
        let origins = Guarded<[RequestOrigin]>([])
        var configuration = RTUConfiguration.quick("a", [server.port])
        configuration.master.observer = { notice in
            guard case .requestEnded(_, let origin, .failure) = notice else { return }
            origins.withLock { $0.append(origin) }
        }
        let running = try RunningFleet(loop, [configuration])
        defer { running.finish() }
        try loop.drive { origins.withLock { $0.count } >= 2 }
        #expect(origins.withLock { Set($0) } == [.start])
    }

    @Test("who waits for a connection's end is told when it is stopped; disconnect is the fleet's")
    func managed() throws {
        let field = try Field(honest: false)
        defer { field.finish() }
        let running = try RunningFleet(field.loop, [.quick("a", [field.address.port])])
        defer { running.finish() }
        try field.loop.drive { running.isStarted }
        let (fleet, master) = (running.fleet, running.rtus[0].master)
        try field.loop.run {
            await master.disconnect()
            await master.stopTransfer()
            await master.startTransfer()
        }
        try field.loop.turns(10)
        #expect(try field.now { $0.links.map(\.phase) } == [.started])
        let end = try field.loop.run {
            async let end = master.connectionEnd()
            try await fleet.remove("a")
            return await end
        }
        #expect(end == nil)
    }
}
