import IEC104
import Testing

@Suite("A cancelled call of a master")
struct CancellationTests {
    @Test("connect ends at every step, and a new connection can be made", arguments: 0...12)
    func connect(turns: Int) throws {
        let field = try Field(honest: false)
        defer { field.finish() }
        let master = field.honest
        let result = try cancelled(field.loop, after: turns) { try await master.connect() }
        if case .failure(let error) = result {
            guard case ConnectionFailure.cancelled = error else {
                Issue.record("ended with \(error)")
                return
            }
            try field.loop.drive { master.assumeIsolated { $0.link == nil } }
            try field.loop.run { try await master.connect() }
        }
        try field.checkService()
        try field.drive { $0.links.count == 1 }
    }

    @Test("connect that waits for STARTDT con, or for a name, ends with cancelled")
    func waiting() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        let master = try Master("127.0.0.1", port: server.port, on: loop)
        let result = try cancelled(loop, after: 20) { try await master.connect() }
        #expect(throws: ConnectionFailure.cancelled) { try result.get() }
        try loop.drive { server.peers.last?.isOver == true }
        let named = try Master("no-such-host.invalid", port: 1, on: loop)
        let second = try cancelled(loop, after: 1) { try await named.connect() }
        #expect(throws: ConnectionFailure.cancelled) { try second.get() }
        // One that follows at once is not ended by what the first one leaves behind.
        let third = try cancelled(loop, after: 0) { try await master.connect() }
        #expect(throws: ConnectionFailure.cancelled) { try third.get() }
        server.make = {
            let peer = RawPeer()
            peer.answer = { _, _, _ in Frame.u(.startDTCon) }
            return peer
        }
        try loop.run { try await master.connect() }
    }

    @Test("an attempt that follows a cancelled one at once is not ended by it")
    func again() throws {
        let field = try Field(honest: false)
        defer { field.finish() }
        let (master, loop) = (field.honest, field.loop)
        for turns in 0..<6 {
            try loop.run {
                let first = Task(executorPreference: loop) { try await master.connect() }
                for _ in 0..<turns { await Task.yield() }
                first.cancel()
                if (try? await first.value) == nil { try await master.connect() }
            }
            try field.checkService()
            try loop.run { await master.disconnect() }
        }
    }

    @Test(
        "an interrogation ends at every step; the link and later requests are sound",
        arguments: 0...14)
    func interrogation(turns: Int) throws {
        let field = try Field(points: 10_000)
        defer { field.finish() }
        let master = field.honest
        let result = try cancelled(field.loop, after: turns) { try await master.interrogate() }
        if case .failure(let error) = result {
            #expect((error as? RequestError)?.code == .cancelled)
        }
        try field.checkService()
    }

    @Test("select and execute end at every step, and leave nothing selected", arguments: 0...10)
    func command(turns: Int) throws {
        let field = try Field()
        defer { field.finish() }
        let master = field.honest
        let result = try cancelled(field.loop, after: turns) {
            let selection = try await master.select(
                .C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
            return try await selection.execute()
        }
        if case .failure(let error) = result {
            #expect((error as? RequestError)?.code == .cancelled)
        }
        // Nothing is left: another station may select, which waits for the deactivation at most.
        try isFree(field, 3)
    }

    /// Another master can select the object soon.
    private func isFree(_ field: Field, _ address: ObjectAddress) throws {
        let other = try Master("127.0.0.1", port: field.address.port, on: field.loop)
        try field.loop.run {
            try await other.connect()
            for attempt in 0... {
                do {
                    try await other.select(.C_SC_NA_1, at: address, .singleCommand(SCO(false)))
                        .cancel()
                    break
                } catch { if attempt == 50 { throw error } }
            }
            await other.disconnect()
        }
    }

    @Test("a selection that is dropped, or executed in a cancelled task, is cancelled")
    func dropped() throws {
        let field = try Field()
        defer { field.finish() }
        let (master, loop) = (field.honest, field.loop)
        try loop.run {
            let selection = try await master.select(.C_SC_NA_1, at: 4, .singleCommand(SCO(true)))
            _ = consume selection
        }
        try isFree(field, 4)
        for executes in [true, false] {
            try loop.run {
                let selection = try await master.select(
                    .C_SC_NA_1, at: 4, .singleCommand(SCO(true)))
                // The handle is used inside of the call only.
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                if executes {
                    _ = try? await selection.execute()
                } else {
                    try? await selection.cancel()
                }
            }
            try isFree(field, 4)
        }
        #expect(try field.now { $0.statistics.commandsExecuted } == 0)
    }

    @Test("other calls end too: connectionEnd, run, updates, sleep", arguments: [0, 1, 3, 8])
    func others(turns: Int) throws {
        let field = try Field()
        defer { field.finish() }
        let (master, loop) = (field.honest, field.loop)
        #expect(try cancelled(loop, after: turns) { await master.connectionEnd() }.get() == nil)
        _ = try cancelled(loop, after: turns) {
            for await _ in await master.updates() {}
        }
        _ = try cancelled(loop, after: turns) { await loop.sleep(for: .seconds(3600)) }
        try field.checkService()
        _ = try cancelled(loop, after: turns) { await master.disconnect() }
        #expect(try loop.here { master.assumeIsolated { $0.link == nil } })
        _ = try cancelled(loop, after: turns) { await master.run() }
        try loop.drive { master.assumeIsolated { $0.link == nil } }
        try field.drive { $0.links.isEmpty }
    }

    @Test("T-16: masters that are let go in any state leave nothing behind")
    func deinitialized() throws {
        let field = try Field()
        defer { field.finish() }
        let (loop, port) = (field.loop, field.address.port)
        for turns in 0..<12 {
            weak var weakMaster: Master?
            do {
                let master = try Master("127.0.0.1", port: port, on: loop)
                weakMaster = master
                let task = Task(executorPreference: loop) {
                    try await master.connect()
                    _ = try await master.interrogate()
                }
                try loop.turns(turns)
                task.cancel()
            }
            try loop.drive { weakMaster == nil }
            try field.drive { $0.links.count == 1 }
        }
        try field.checkService()
        #expect(loop.openSources <= 4)
    }
}
