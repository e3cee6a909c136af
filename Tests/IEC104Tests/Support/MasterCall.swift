import IEC104
import Testing

/// Something that a master is asked to do, which can be done again and again.
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
    private static let numbers = Guarded<UInt16>(100)
    private static let log = FileName(20, object: 30_000)
    /// A line a minute, from 2026-03-02T08:00 on.
    static let logLines = (0..<20).map {
        "2026-03-02T08:\($0 < 10 ? "0" : "")\($0):00 line \($0) of a log\n"
    }
    private static let octets = (0..<700).map { UInt8(truncatingIfNeeded: $0 >> 1) }

    /// A file that nobody has written yet: the next write of one that was given up would wait.
    private static func newFile() -> FileName {
        numbers.withLock { number in
            number = number == .max ? 100 : number + 1
            return FileName(number, object: 30_000)
        }
    }

    private static func command(_ mode: MasterCommand.Mode = .direct) -> MasterCommand {
        var command = MasterCommand(station: 1, .C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
        command.mode = mode
        return command
    }

    private static func range() throws -> LogRange {
        let start = CP56Time2a(millisecondsSince1970: 1_772_438_400_000)
        let stop = CP56Time2a(millisecondsSince1970: 1_772_439_000_000)
        return LogRange(try #require(start), try #require(stop))
    }

    /// Each public call of `Master` that waits for its outstation, but for those about the
    /// connection itself.
    static let all =
        requests + commands + parameters + files + [
            MasterCall("updates") { master in
                let updates = await master.updates()
                _ = try await master.interrogate()
                for await update in updates where update.object.address == 1000 { return }
                throw CancellationError()
            }
        ]

    private static let requests = [
        MasterCall("interrogate") { _ = try await $0.interrogate() },
        MasterCall("interrogate all stations") {
            try await $0.request(.interrogation(station: .global, .station))
        },
        MasterCall("interrogate counters") { _ = try await $0.interrogateCounters() },
        MasterCall("collect") {
            _ = try await $0.collect(.interrogation(station: 1, .station)).result.get()
        },
        MasterCall("read") { _ = try await $0.read(1000) },
        MasterCall("within a limit") {
            try await $0.request(.interrogation(station: 1, .station), within: .seconds(3600))
        },
        MasterCall("synchronizeClock") { try await $0.synchronizeClock() },
        MasterCall(.clockSynchronization(station: 1, time: nil)),
        MasterCall(.test(station: 1, isTimeTagged: true)),
        MasterCall(.reset(station: 1, .eventBuffer)), MasterCall(.delayAcquisition(station: 1)),
    ]

    private static let commands = [
        MasterCall(.command(command())), MasterCall(.command(command(.selectBeforeOperate))),
        MasterCall("execute") {
            try await $0.execute(.C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
        },
        MasterCall("execute a command with a time tag") {
            try await $0.execute(
                MasterCommand(station: 1, .C_SC_TA_1, at: 3, .singleCommand(SCO(true))))
        },
        MasterCall("select, execute") {
            let selection = try await $0.select(.C_SC_NA_1, at: 3, .singleCommand(SCO(true)))
            try await selection.execute()
        },
        MasterCall("select a command, cancel") {
            let selection = try await $0.select(command())
            try await selection.cancel()
        },
    ]

    private static let parameters = [
        MasterCall("load a parameter") {
            try await $0.loadParameter(.floatParameter(2.0, QPM(kind: 1)), at: Field.measurand)
        },
        MasterCall("load a parameter, activate it") {
            try await $0.loadParameter(
                .floatParameter(2.0, QPM(kind: 1, isOutOfOperation: true)), at: Field.measurand)
            try await $0.activateParameter(.objectParameter, at: Field.measurand)
        },
    ]

    private static let files = [
        MasterCall("directory") { _ = try await $0.directory() },
        MasterCall("listing") { _ = try await $0.listing() },
        MasterCall("fetch") { _ = try await $0.fetch(file) },
        MasterCall("fetch of a log") { _ = try await $0.fetch(log, range: range()) },
        MasterCall("sections") { for try await _ in $0.sections(of: file) {} },
        MasterCall("write") { try await $0.write(octets, to: newFile()) },
        MasterCall("write piece by piece, delete") {
            let (octets, file) = (octets, newFile())
            try await $0.write(to: file, length: octets.count) { Array(octets[$0]) }
            try await $0.delete(file)
        },
    ]
}

/// A master whose calls are cancelled, beside an outstation that has what they ask for.
final class CancellationScene {
    let field: Field
    let passing = Passing()
    private let folder = try? Folder()

    init(points: Int) throws {
        let folder = try #require(folder)
        try folder.write("7", (0..<900).map { UInt8(truncatingIfNeeded: $0) })
        try folder.write("20.log", Array(MasterCall.logLines.joined().utf8))
        let store = try DirectoryFileStore(folder.path)
        field = try Field(points: points, isMeasuring: true) { [passing] in
            $0.fileStore = store
            $0.settings.files.sectionLength = 400
            $0.watch(passing)
        }
    }

    func finish() { field.finish() }

    /// The stable name of an error's code.
    static func code(_ error: any Error) -> String {
        switch error {
        case let error as RequestError: error.code.name
        case let error as FileTransferError: error.code.name
        case FleetError.request(_, let error): error.code.name
        case is CancellationError: "cancelled"
        default: "\(error)"
        }
    }

    /// Asks again until no answer to what was given up is awaited any more, and the station has
    /// closed the file of it.
    private func again(_ body: @escaping @Sendable () async throws -> Void) throws {
        for attempt in 0... {
            do {
                return try field.loop.run { try await body() }
            } catch {
                let code = Self.code(error)
                let isOver = !(error is FileTransferError) || code != "refused"
                guard code == "busy" || !isOver, attempt < 200 else { throw error }
                try field.loop.turns(2)
            }
        }
    }

    /// What `body` is cancelled behind.
    enum Step { case apdu, turn }

    /// Cancels `body` behind each APDU that passes, or each turn of the loop, until it is done
    /// before, and checks what the outstation has seen of it.
    func sweep(_ step: Step, _ body: @escaping @Sendable () async throws -> Void) throws {
        let before = try field.now { $0.links.map(\.number) }
        var (place, cancelled) = (0, 0)
        var isDone = false
        while !isDone, place < 500 {
            let executed = try field.now { $0.statistics.commandsExecuted }
            let result: Result<Void, any Error>
            switch step {
            case .apdu:
                result = try IEC104Tests.cancelled(field.loop, passing, behind: place, body)
                isDone = passing.count < place
                let asdus = passing.asdus
                #expect(Set(asdus).count == asdus.count, "\(place): sent twice")
            case .turn:
                (result, isDone) = try ended(field.loop, after: place, body)
            }
            if case .failure(let error) = result {
                cancelled += 1
                #expect(!isDone && Self.code(error) == "cancelled", "\(place): \(error)")
            }
            // The same connection serves as it did.
            if step == .turn { try field.checkService() }
            try again(body)
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
}
