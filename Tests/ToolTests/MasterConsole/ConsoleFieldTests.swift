import IEC104
import Synchronization
import Testing

@testable import IEC104Tool

/// An outstation, a fleet and its console, all on one loop on the test's thread, over TCP.
private final class ConsoleField {
    let loop: EventLoop
    let outstation: Outstation
    let console: MasterConsole
    private let fleet: Fleet
    private var run: Task<Void, Never>?
    private let written = ConsoleBench.Written()

    init(_ handler: CommandHandler? = nil) throws {
        loop = try EventLoop()
        var table = PointTable()
        let breaker = try table.add(1001, false)
        _ = try table.addCommand(
            .C_SC_NA_1, at: 5001, drives: breaker, CommandOptions(mode: .either))
        _ = try table.addCommand(.C_SC_NA_1, at: 5002, CommandOptions(mode: .selectBeforeOperate))
        var configuration = OutstationConfiguration()
        configuration.commandExecutor = loop
        configuration.commandHandler = handler
        let (loop, outstation) = (
            self.loop, try Outstation(table, configuration: configuration, on: loop)
        )
        self.outstation = outstation
        let address = try loop.run { try await outstation.listen(port: 0) }
        var settings = MasterConsole.Settings()
        settings.hasConsent = true
        let written = written
        console = MasterConsole(
            settings, on: loop, write: { line in written.lines.withLock { $0.append(line) } })
        var target = MasterTarget(
            configuration: RTUConfiguration(
                "north",
                endpoints: [RTUEndpoint("127.0.0.1", port: address.port)]),
            isNamed: true, stations: [1])
        target.allowed = try AllowRules(parsing: ["1:5001-5002:single", "1:*:clock,reset"])
        console.watch(&target.configuration.master, target)
        let fleet = try Fleet(on: [loop])
        self.fleet = fleet
        console.stations = FleetStations(fleet: fleet)
        let rtu = target.configuration
        _ = try loop.run { try await fleet.add(rtu) }
        run = Task(executorPreference: loop) { await fleet.run() }
        try line("wait 600s")
    }

    /// What the console answers to a line.
    @discardableResult
    func line(_ line: String) throws -> String {
        written.lines.withLock { $0 = [] }
        let console = console
        try loop.run { await console.run(line, waits: true) }
        return written.lines.withLock { $0.joined(separator: "\n") }
    }

    /// Begins a line, as a terminal does; what it answers comes later.
    func begin(_ line: String) throws {
        written.lines.withLock { $0 = [] }
        let console = console
        try loop.run { await console.run(line, waits: false) }
    }

    func end() throws {
        run?.cancel()
        let (run, outstation) = (run, outstation)
        try loop.run {
            await run?.value
            await outstation.close()
        }
    }

    /// Runs until something was answered.
    func answer() throws -> String {
        let written = written
        try loop.run(until: { !written.lines.withLock { $0.isEmpty } })
        return written.lines.withLock { $0.joined(separator: "\n") }
    }
}

@Suite("A console over TCP", .timeLimit(.minutes(10)))
struct ConsoleFieldTests {
    @Test("values, commands and their return information, clock, test, state of the link")
    func dialogs() throws {
        let field = try ConsoleField()
        #expect(try field.line("interrogate").contains("1 values of station 1: terminated"))
        #expect(try field.line("get 1001").contains("off"))
        let answer = try field.line("command 5001 on type=single sbo watch 600s returns 1001")
        #expect(answer.contains("accepted: type 45, object 5001 of station 1: confirmed"))
        #expect(answer.contains("selected ") && answer.contains("return after "))
        #expect(try field.line("get 1001").contains("return information"))
        #expect(try field.line("read 1001").contains("on"))
        #expect(try field.line("read 7").hasPrefix("north: refused: "))
        #expect(try field.line("clock").contains("set, confirmed after "))
        #expect(try field.line("test").contains("test of station 1: confirmed after "))
        #expect(try field.line("rtus").contains("started"))
        #expect(try field.line("links").contains("unacknowledged: sent of k"))
        #expect(try field.line("why north") == "no connection has ended yet")
        #expect(try field.line("stats").contains("last values: 1 points"))
        #expect(try field.line("command 5001 on type=double").contains("no rule allows"))
        try field.end()
    }

    @Test("select only, execute only, cancel: each by itself, of an output that must be selected")
    func selection() throws {
        let field = try ConsoleField()
        func command(_ word: String) throws -> String {
            try field.line("command 5002 on type=single \(word)")
        }
        #expect(try command("execute").contains("refused: "))
        #expect(try command("select").contains("accepted: "))
        #expect(try command("execute").contains("accepted: "))
        #expect(try command("select").contains("accepted: "))
        #expect(try command("cancel").contains("accepted: "))
        #expect(try command("execute").contains("refused: "))
        #expect(try command("cancel").contains("refused: "))
        try field.end()
    }

    @Test("a command that is under way when the link breaks is told as such, and not sent again")
    func linkBreaks() throws {
        let commands = Atomic(0)
        // The output takes for ever.
        let field = try ConsoleField { _ in
            commands.add(1, ordering: .relaxed)
            return .acceptRunning
        }
        try field.begin("command 5001 on type=single")
        try field.loop.run(until: { commands.load(ordering: .relaxed) == 1 })
        let outstation = field.outstation
        try field.loop.run {
            for link in await outstation.links { await outstation.closeLink(link.number) }
        }
        let answer = try field.answer()
        #expect(answer.hasPrefix("north: link lost: ") && answer.contains("may have done it"))
        try field.line("wait 600s")
        #expect(try field.line("why north").contains("received"))
        #expect(commands.load(ordering: .relaxed) == 1)
        try field.end()
    }

    @Test("a reset is asked with its qualifier, and what was lost is read anew")
    func reset() throws {
        let field = try ConsoleField()
        let answer = try field.line("reset 1 events")
        #expect(answer.hasPrefix("north: "))
        try field.end()
    }
}
