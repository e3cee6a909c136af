import IEC104
import Testing

/// An outstation with faults and an honest master on one loop.
final class Scene {
    let field: Field
    let master: Master
    private let struck: Guarded<[FaultKind]>

    /// - Parameter isImpatient: for tests of what comes too late.
    init(
        isImpatient: Bool = false, _ change: (inout OutstationConfiguration) -> Void = { _ in }
    ) throws {
        let struck = Guarded<[FaultKind]>([])
        self.struck = struck
        // The outstation is patient: it is the master that must find what is wrong.
        field = try Field(honest: false) {
            $0.tracer = { event in
                if case .injected(let strike) = event.kind {
                    struck.withLock { $0.append(strike.fault.kind) }
                }
            }
            change(&$0)
        }
        var configuration = MasterConfiguration()
        configuration.parameters.t2 = .seconds(1)
        if isImpatient {
            configuration.parameters.t1 = .seconds(3)
            configuration.settings.timeouts.confirmation = .seconds(3)
            configuration.settings.timeouts.termination = .seconds(3)
        }
        master = try Master(
            "127.0.0.1", port: field.address.port, configuration: configuration, on: field.loop)
    }

    /// The kinds that struck, as they were traced.
    var strikes: [FaultKind] { struck.withLock { $0 } }

    func connect() throws {
        let master = master
        try field.loop.run { try await master.connect() }
    }

    /// The reason why no connection is made; `nil` when one is.
    func failureOfConnect() throws -> String? {
        let master = master
        return try field.loop.run {
            do throws(ConnectionFailure) {
                try await master.connect()
                // A connection may be lost just behind the confirmation.
                return await master.connectionEnd()?.reason.code.name
            } catch {
                return error.name
            }
        }
    }

    /// Does something of which the end need not be waited for.
    func begin(_ doing: FaultTests.Doing) throws {
        let point = field.points[0]
        let master = master
        let loop = field.loop
        switch doing {
        case .event:
            try field.now { $0.update { _ = $0.set(point, true, event: .force) } }
        case .test: try loop.here { master.assumeIsolated { $0.test() } }
        case .interrogation:
            Self.start(on: loop) { _ = try? await master.interrogate() }
        case .command:
            Self.start(on: loop) { try? await Self.command(master) }
        case .connect, .wait: break
        }
    }

    /// Waits for the end of the connection.
    func end() throws -> LinkEnd? {
        let master = master
        return try field.loop.run { await master.connectionEnd() }
    }

    /// The reason why a request failed; `nil` when it was done.
    func failure(of doing: FaultTests.Doing) throws -> String? {
        let (master, count) = (master, field.points.count)
        return try field.loop.run { await Self.failure(of: doing, master, count) }
    }

    private static func failure(
        of doing: FaultTests.Doing, _ master: Master, _ count: Int
    ) async -> String? {
        do throws(RequestError) {
            if doing == .command {
                try await command(master)
            } else {
                let values = try await master.interrogate().values.count
                if values != count { return "\(values) values" }
            }
            return nil
        } catch {
            return error.code.name
        }
    }

    private static func start(on loop: EventLoop, _ body: @escaping @Sendable () async -> Void) {
        Task(executorPreference: loop, operation: body)
    }

    private static func command(_ master: Master) async throws(RequestError) {
        try await master.execute(.C_SC_NA_1, at: 1, .singleCommand(SCO(true)))
    }
}
