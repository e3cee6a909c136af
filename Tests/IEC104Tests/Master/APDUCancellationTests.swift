import IEC104
import Testing

/// Something that a master is asked to do.
struct MasterCall: Sendable, CustomTestStringConvertible {
    var name: String
    var body: @Sendable (Master) async throws -> Void
    var testDescription: String { name }

    init(_ name: String, _ body: @escaping @Sendable (Master) async throws -> Void) {
        self.name = name
        self.body = body
    }

    init(_ request: MasterRequest) { self.init("\(request)") { try await $0.request(request) } }

    static let file = FileName(7, object: 30_000)

    private static func command(_ mode: MasterCommand.Mode) -> MasterRequest {
        var command = MasterCommand(station: 1, .C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
        command.mode = mode
        return .command(command)
    }

    static let all = [
        MasterCall("interrogate") { _ = try await $0.interrogate() },
        MasterCall("interrogate all stations") {
            try await $0.request(.interrogation(station: .global, .station))
        },
        MasterCall("interrogate counters") { _ = try await $0.interrogateCounters() },
        MasterCall("read") { _ = try await $0.read(1000) },
        MasterCall("within a limit") {
            try await $0.request(.interrogation(station: 1, .station), within: .seconds(3600))
        },
        MasterCall(.clockSynchronization(station: 1, time: nil)),
        MasterCall(.test(station: 1, isTimeTagged: true)),
        MasterCall(.reset(station: 1, .eventBuffer)), MasterCall(.delayAcquisition(station: 1)),
        MasterCall(command(.direct)), MasterCall(command(.selectBeforeOperate)),
        MasterCall("select, execute") {
            let selection = try await $0.select(.C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
            try await selection.execute()
        },
        MasterCall("select, cancel") {
            let selection = try await $0.select(.C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
            try await selection.cancel()
        },
        MasterCall("directory") { _ = try await $0.directory() },
        MasterCall("fetch") { _ = try await $0.fetch(file) },
        MasterCall("sections") { for try await _ in $0.sections(of: file) {} },
        MasterCall("write") {
            let octets = (0..<700).map { UInt8(truncatingIfNeeded: $0 >> 1) }
            try await $0.write(octets, to: FileName(8, object: 30_000))
        },
    ]
}

/// T-2, over TCP: the moment of each APDU, for every kind of call.
@Suite("A call that is cancelled behind any APDU")
struct APDUCancellationTests {
    private func field(_ passing: Passing, _ folder: Folder) throws -> Field {
        try folder.write("7", (0..<900).map { UInt8(truncatingIfNeeded: $0) })
        let store = try DirectoryFileStore(folder.path)
        return try Field(points: 200) {
            $0.fileStore = store
            $0.settings.files.sectionLength = 400
            $0.watch(passing)
        }
    }

    /// The stable name of an error's code.
    private func code(_ error: any Error) -> String {
        switch error {
        case let error as RequestError: error.code.name
        case let error as FileTransferError: error.code.name
        case FleetError.request(_, let error): error.code.name
        default: "\(error)"
        }
    }

    /// Asks again until no answer to what was given up is awaited any more, and the station has
    /// closed the file of it.
    private func again(
        _ loop: EventLoop, _ body: @escaping @Sendable () async throws -> Void
    ) throws {
        for attempt in 0... {
            do {
                return try loop.run { try await body() }
            } catch {
                let isOver = !(error is FileTransferError) || code(error) != "refused"
                guard code(error) == "busy" || !isOver, attempt < 200 else { throw error }
                try loop.turns(2)
            }
        }
    }

    /// Cancels `body` behind each APDU, and checks what the outstation has seen of it.
    private func sweep(
        _ field: Field, _ passing: Passing, _ body: @escaping @Sendable () async throws -> Void
    ) throws {
        let before = try field.now { $0.links.map(\.number) }
        var (place, cancelled) = (0, 0)
        var isDone = false
        while !isDone, place < 500 {
            let executed = try field.now { $0.statistics.commandsExecuted }
            let result = try IEC104Tests.cancelled(field.loop, passing, behind: place, body)
            let asdus = passing.asdus
            #expect(Set(asdus).count == asdus.count, "\(place): sent twice")
            switch result {
            case .success: isDone = passing.count < place
            case .failure(let error):
                cancelled += 1
                #expect(code(error) == "cancelled", "\(place)")
            }
            try again(field.loop, body)
            let both = try field.now { $0.statistics.commandsExecuted } - executed
            #expect(both <= 2, "\(place)")
            // Neither side has found anything wrong with the other.
            #expect(try field.now { $0.links.map(\.number) } == before)
            #expect(field.ends.all.isEmpty)
            place += 1
        }
        #expect(cancelled > 1 && isDone)
        #expect(try field.now { $0.statistics.malformed } == 0)
        try field.checkService()
    }

    @Test(
        "T-2: it ends with its error, nothing is sent twice, the link stays, the next one works",
        arguments: MasterCall.all)
    func master(_ call: MasterCall) throws {
        let passing = Passing()
        let folder = try Folder()
        let field = try field(passing, folder)
        defer { withExtendedLifetime(folder) { field.finish() } }
        let master = field.honest
        try sweep(field, passing) { try await call.body(master) }
    }

    @Test("T-2: the same of a fleet, with and without a limit", arguments: [nil, 3600])
    func fleet(_ limit: Int?) throws {
        let passing = Passing()
        let folder = try Folder()
        let field = try field(passing, folder)
        defer { withExtendedLifetime(folder) { field.finish() } }
        let running = try RunningFleet(
            field.loop, [.quick("a", [field.address.port])])
        defer { running.finish() }
        try field.loop.drive { running.isStarted }
        let fleet = running.fleet
        try sweep(field, passing) {
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
