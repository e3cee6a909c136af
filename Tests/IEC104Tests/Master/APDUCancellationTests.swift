import IEC104
import Testing

/// T-2, over TCP: the moment of each APDU, for every kind of call.
@Suite("A call that is cancelled behind any APDU")
struct APDUCancellationTests {
    @Test(
        "T-2: it ends with its error, nothing is sent twice, the link stays, the next one works",
        arguments: MasterCall.all)
    func master(_ call: MasterCall) throws {
        let scene = try CancellationScene(points: 200)
        defer { scene.finish() }
        let master = scene.field.honest
        try scene.sweep(.apdu) { try await call.body(master) }
    }

    @Test("T-2: the same of a fleet, with and without a limit", arguments: [nil, 3600])
    func fleet(_ limit: Int?) throws {
        let scene = try CancellationScene(points: 200)
        defer { scene.finish() }
        let field = scene.field
        let running = try RunningFleet(field.loop, [.quick("a", [field.address.port])])
        defer { running.finish() }
        try field.loop.drive { running.isStarted }
        let fleet = running.fleet
        try scene.sweep(.apdu) {
            try await fleet.request(
                .interrogation(station: 1, .station), of: "a",
                within: limit.map { .seconds($0) })
        }
    }

    @Test("connect ends at every APDU with its error, and a new connection can be made")
    func connect() throws {
        let passing = Passing()
        let field = try Field(honest: false) { $0.watch(passing) }
        defer { field.finish() }
        let master = field.honest
        for place in 0...4 {
            let result = try cancelled(field.loop, passing, behind: place) {
                try await master.connect()
            }
            if case .failure(let error) = result {
                #expect(error as? ConnectionFailure == .cancelled)
                try field.drive { $0.links.isEmpty }
                try field.loop.run { try await master.connect() }
            }
            try field.checkService()
            try field.loop.run { await master.disconnect() }
            try field.drive { $0.links.isEmpty }
        }
        #expect(field.ends.all.allSatisfy { $0.reason.code == .lost })
    }
}
