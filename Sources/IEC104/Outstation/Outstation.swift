import Glibc
public import IEC104Codec
public import IEC104Net
public import IEC104Station

/// A controlled station: listens, answers every procedure of the standard for the points of its
/// table, and reports what changes.
///
///     var points = PointTable()
///     let breaker = try points.add(1001, DoublePointState.off)
///     let outstation = try Outstation(points)
///     try await outstation.listen(on: "0.0.0.0")
///     await outstation.update { $0[breaker] = .on }
///
/// All work is done on the thread of one `EventLoop`, which several stations may share.
public actor Outstation {
    /// The loop that this outstation lives on.
    public nonisolated let loop: EventLoop
    private let confined: Confined<OutstationCore>
    private let ownsLoop: Bool

    /// Runs on the thread of `loop`.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// An outstation with these points. It does not listen yet.
    ///
    /// - Parameter loop: where it works; its own with a thread of its own by default.
    /// - Throws: when the system gives no loop, or the parameters of the links cannot
    ///   be used, or a redundancy group, or a point has an address that the field sizes do not
    ///   allow, or a `JournalFault` when the journal cannot be read.
    public init(
        _ points: PointTable, configuration: OutstationConfiguration = OutstationConfiguration(),
        on loop: EventLoop? = nil
    ) throws {
        var configuration = configuration
        configuration.parameters = try configuration.parameters.validated()
        if let problem = RedundancyGroup.problem(in: configuration.redundancyGroups) {
            throw problem
        }
        if let problem = points.problems(with: configuration.settings.profile).first {
            throw problem
        }
        ownsLoop = loop == nil
        self.loop = try loop ?? EventLoop.started()
        let core = OutstationCore(points: points, configuration: configuration, loop: self.loop)
        confined = Confined(value: core)
        guard let settings = configuration.journal else { return }
        do {
            try core.openJournal(settings)
        } catch {
            if ownsLoop { self.loop.shutDown() }
            throw error
        }
    }

    /// An outstation with the points of an engine that has served nobody.
    private init(
        _ engine: OutstationEngine, _ configuration: OutstationConfiguration, on loop: EventLoop
    ) {
        ownsLoop = false
        self.loop = loop
        confined = Confined(
            value: OutstationCore(engine: engine, configuration: configuration, loop: loop))
    }

    /// Another outstation with the same points and values, on the same loop: many of them share the
    /// memory of what does not change. It does not listen yet. Masters and events are not copied, so
    /// this is for outstations that have not served any.
    ///
    /// - Parameter change: may change `observer`, `tracer`, `auditor`, `commandHandler`, `access` and
    ///   `faults`; all else stays, but for a journal, which is of one outstation.
    /// - Throws: when this outstation listens already.
    public func copy(
        _ change: @Sendable (inout OutstationConfiguration) -> Void = { _ in }
    ) throws -> Outstation {
        guard core.isUnused else {
            throw SystemError(
                number: EBUSY, operation: "copy an outstation", context: "that listens already")
        }
        var configuration = core.configuration
        change(&configuration)
        // A journal is of one outstation.
        configuration.journal = nil
        var engine = core.engine
        engine.detachJournal()
        return Outstation(engine, configuration, on: loop)
    }

    deinit {
        let (confined, loop, ownsLoop) = (confined, loop, ownsLoop)
        loop.submit {
            confined.value.dispose()
            if ownsLoop { loop.shutDown() }
        }
    }

    var core: OutstationCore { confined.value }

    // MARK: Connections

    /// Accepts connections on an address of this machine, beside those it listens on already.
    ///
    /// - Parameters:
    ///   - host: a numeric address; `0.0.0.0` and `::` are all of IPv4 and of IPv6.
    ///   - port: 0 lets the system choose.
    /// - Returns: the address, with the port that the system chose.
    /// - Throws: when the address cannot be used, such as a port that is taken.
    @discardableResult
    public func listen(
        on host: String = "127.0.0.1", port: UInt16 = 2404
    ) throws(SystemError) -> SocketAddress {
        core.outstation = self
        guard let address = SocketAddress(host: host, port: port) else {
            throw SystemError(
                number: EADDRNOTAVAIL, operation: "listen",
                context: "on '\(host)', which is no numeric address")
        }
        return try core.listen(address)
    }

    /// Closes all connections and listens no more.
    public func close() { core.close() }

    /// Closes one connection, by its number: what is queued is sent first.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public func closeLink(_ number: Int) -> Bool {
        guard let link = core.links[number] else { return false }
        link.close()
        return true
    }

    /// The connections as they are now, oldest first.
    public var links: [LinkStatus] {
        core.links.values.sorted { $0.number < $1.number }.map(\.status)
    }

    /// How many connections have ended and still send what was queued.
    var lingeringLinks: Int { core.lingering.count }

    /// What happened to connections so far, those that have ended too.
    public var connectionCounts: ConnectionCounts { core.counts }

    /// What has been asked and answered so far.
    public var statistics: OutstationStatistics { core.engine.statistics }

    /// What waits in the event buffers.
    public var eventGroups: [EventGroupStatus] { core.engine.eventGroups }

    // MARK: Points

    /// Changes points in one transaction: what it changes is reported in one go.
    public func update<R: Sendable>(_ body: @Sendable (PointAccess) throws -> R) rethrows -> R {
        defer { core.settle() }
        return try body(PointAccess(core: core, now: core.now))
    }

    /// The value of a point.
    public func value<Value: PointValue>(of point: Point<Value>) -> Value? {
        core.engine.value(of: point)
    }

    /// The point of a station at an address.
    public func find(_ address: ObjectAddress, station: CommonAddress = 1) -> PointID? {
        core.engine.find(address, station: station)
    }

    // MARK: Journal

    /// What was found in the journal when the outstation was made; `nil` without a journal.
    public var journalReport: JournalReport? { core.journal?.report }

    /// How the journal does; `nil` without one.
    public var journal: JournalStatus? { core.journal?.keeper.status }

    /// Returns when everything that was changed before is safe from a loss of power.
    ///
    /// - Returns: whether it is; `false` without a journal, and while its disk fails.
    public func synchronizeJournal() async -> Bool {
        await withCheckedContinuation { core.syncJournal($0) }
    }

    /// Writes the rest and closes the journal; what is changed later is not kept. Without it the
    /// journal ends as if the process had been killed, and nothing is lost that was written.
    public func closeJournal() async {
        await withCheckedContinuation { core.endJournal($0) }
    }

    // MARK: Commands

    /// Ends a command that its handler has answered with `acceptRunning`.
    ///
    /// - Returns: whether the command was still running.
    @discardableResult
    public func answer(_ request: RequestID, _ answer: CommandAnswer) -> Bool {
        core.answer(request, answer)
    }

    func served(_ transfer: UInt64, _ reply: OutstationFiles.Reply) {
        core.served(transfer, reply)
    }

    func handled(_ request: RequestID, _ answer: CommandAnswer) {
        core.handled(request, answer)
    }
}
