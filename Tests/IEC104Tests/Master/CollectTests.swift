import IEC104
import Testing

/// What an interrogation has brought when it does not end well.
@Suite("Values of an interrogation that fails")
struct CollectTests {
    /// How it ends after two values.
    enum End: CaseIterable, Sendable {
        case broken, cancelled, negative, well
    }

    @Test("they are there, and told as incomplete", arguments: End.allCases)
    func collect(_ end: End) throws {
        let field = try MasterField()
        defer { field.finish() }
        let peer = try field.connect()
        let (master, loop) = (field.master, field.loop)
        let found = Guarded<CollectedValues?>(nil)
        let task = Task(executorPreference: loop) {
            let values = await master.collect(Hostility.interrogation)
            found.withLock { $0 = values }
        }
        try loop.drive { peer.informationCount == 1 }
        let request = try #require(peer.asdus.first)
        peer.send(Frame.i(0, 1, Hostility.with(request, 7)))
        peer.send(Frame.i(1, 1, Hostility.single) + Frame.i(2, 1, Hostility.single))
        try loop.drive { master.assumeIsolated { $0.statistics.data } == 2 }
        switch end {
        case .broken: peer.stream?.abort()
        case .cancelled: task.cancel()
        case .negative: peer.send(Frame.i(3, 1, Hostility.with(request, 0x4A)))
        case .well: peer.send(Frame.i(3, 1, Hostility.with(request, 10)))
        }
        try loop.drive { found.withLock { $0 != nil } }
        let values = try #require(found.withLock { $0 })
        #expect(values.values.count == 2 && values.isComplete == (end == .well))
        switch (end, values.result) {
        case (.broken, .failure(let error)):
            #expect(error.code == .linkLost && error.objects == 2)
        case (.cancelled, .failure(let error)):
            #expect(error.code == .cancelled && error.objects == 2)
        case (.negative, .success(let outcome)): #expect(outcome.isTerminationNegative)
        case (.well, .success(let outcome)): #expect(outcome.differences == [])
        default: Issue.record("\(values.result)")
        }
    }

    @Test("an APDU that does not acknowledge the command confirms it, and that is told")
    func acknowledgement() throws {
        let field = try MasterField()
        defer { field.finish() }
        let peer = try field.connect()
        let (master, loop) = (field.master, field.loop)
        let found = Guarded<RequestOutcome?>(nil)
        Task(executorPreference: loop) {
            let outcome = try? await master.request(Hostility.command)
            found.withLock { $0 = outcome ?? RequestOutcome() }
        }
        try loop.drive { peer.informationCount == 1 }
        let request = try #require(peer.asdus.first)
        peer.send(Frame.i(0, 0, Hostility.with(request, 7)))
        peer.send(Frame.i(1, 1, Hostility.with(request, 10)))
        try loop.drive { found.withLock { $0 != nil } }
        let outcome = found.withLock { $0 }
        #expect(outcome?.isTerminated == true && outcome?.differences == .acknowledgement)
    }
}
