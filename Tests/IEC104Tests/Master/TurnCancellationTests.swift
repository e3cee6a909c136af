import IEC104
import Testing

/// T-2: the moments between two APDUs too, for every call of a master.
@Suite("A call that is cancelled behind any turn of the loop")
struct TurnCancellationTests {
    @Test(
        "T-2: it ends with its error, and the same connection answers an interrogation whole",
        arguments: MasterCall.all)
    func call(_ call: MasterCall) throws {
        let scene = try CancellationScene(points: 20)
        defer { scene.finish() }
        let master = scene.field.honest
        try scene.sweep(.turn) { try await call.body(master) }
    }

    /// Goes on with 0, 1, 2... turns until `body` says that the call was done before.
    private func sweep(_ body: (Int) throws -> Bool) throws {
        var turns = 0
        while try !body(turns), turns < 500 { turns += 1 }
        #expect((1..<500).contains(turns))
    }

    @Test("T-2: connect ends with its error, and a new connection is served")
    func connect() throws {
        let field = try Field(points: 20, honest: false)
        defer { field.finish() }
        let master = field.honest
        try sweep { turns in
            let (result, isDone) = try ended(field.loop, after: turns) {
                try await master.connect()
            }
            if case .failure(let error) = result {
                #expect(error as? ConnectionFailure == .cancelled, "\(turns)")
                try field.loop.run { try await master.connect() }
            }
            try field.checkService()
            try field.drive { $0.links.count == 1 }
            try field.loop.run { await master.disconnect() }
            try field.drive { $0.links.isEmpty }
            return isDone
        }
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost })
    }

    @Test("T-2: disconnect closes in order also in a task that is cancelled")
    func disconnect() throws {
        let passing = Passing()
        let field = try Field(points: 20, honest: false) { $0.watch(passing) }
        defer { field.finish() }
        let master = field.honest
        try sweep { turns in
            try field.loop.run { try await master.connect() }
            try field.checkService()
            passing.act(behind: 0) {}
            let (result, isDone) = try ended(field.loop, after: turns) {
                await master.disconnect()
            }
            try result.get()
            #expect(try field.loop.here { master.assumeIsolated { $0.link == nil } })
            try field.drive { $0.links.isEmpty }
            #expect(passing.count(.stopDTAct) == 1, "\(turns)")
            return isDone
        }
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost })
    }

    @Test("T-2: connectionEnd tells no end, and changes nothing; the end itself is told")
    func connectionEnd() throws {
        let field = try Field(points: 20)
        defer { field.finish() }
        let master = field.honest
        for turns in 0..<12 {
            let (result, isDone) = try ended(field.loop, after: turns) {
                await master.connectionEnd()
            }
            #expect(try result.get() == nil && !isDone)
            try field.checkService()
        }
        #expect(try field.now { $0.links.map(\.number) } == [1])
        #expect(try field.now { $0.closeLink(1) })
        try sweep { turns in
            let (result, isDone) = try ended(field.loop, after: turns) {
                await master.connectionEnd()
            }
            guard let end = try result.get() else { return false }
            #expect(end.network == .finished && end.reason.code == .lost)
            return isDone
        }
    }

    @Test("T-2: run ends with an orderly close, whatever it was about")
    func run() throws {
        let field = try Field(points: 20, honest: false)
        defer { field.finish() }
        let master = field.honest
        for turns in 0..<30 {
            let (result, isDone) = try ended(field.loop, after: turns) { await master.run() }
            try result.get()
            #expect(!isDone)
            try field.loop.drive { master.assumeIsolated { $0.link == nil } }
            try field.drive { $0.links.isEmpty }
            try field.loop.run { try await master.connect() }
            try field.checkService()
            try field.loop.run { await master.disconnect() }
            try field.drive { $0.links.isEmpty }
        }
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost })
    }
}
