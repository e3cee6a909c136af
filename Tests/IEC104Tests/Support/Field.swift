import IEC104
import Testing

/// Collects what the tracers of a station say; read on the thread of the loop, or when it rests.
final class Ends: @unchecked Sendable {
    private let events = Guarded<[Int: LinkEnd]>([:])

    /// The end of each connection, by the port of its peer.
    subscript(port: UInt16) -> LinkEnd? { events.withLock { $0[Int(port)] } }

    var all: [LinkEnd] { events.withLock { Array($0.values) } }

    func note(_ event: TraceEvent) {
        guard case .closed(let end) = event.kind else { return }
        let port = Int(event.peer.port)
        events.withLock { $0[port] = end }
    }
}

extension EventLoop {
    /// Runs until `isDone`; a test that would wait for ever fails instead.
    func drive(
        _ location: SourceLocation = #_sourceLocation, until isDone: () -> Bool
    ) throws {
        var isLate = false
        let guardian = makeTimer { isLate = true }
        guardian.deadline = EventLoop.monotonicNow() + 600_000_000_000
        try run { isDone() || isLate }
        try #require(!isLate, "nothing happened any more", sourceLocation: location)
    }

    /// Calls `body` on the thread of the loop, which is the caller's.
    func here<T>(_ body: () throws -> T) throws -> T {
        var result: Result<T, any Error>?
        try run {
            result = Result { try body() }
            return true
        }
        return try #require(result).get()
    }

    /// Runs a number of turns.
    func turns(_ count: Int) throws {
        var left = count
        try run {
            submit {}
            left -= 1
            return left < 0
        }
    }
}

/// An outstation with an honest master, and hostile peers, all on one loop on the test's thread.
final class Field {
    let loop: EventLoop
    let outstation: Outstation
    let honest: Master
    let address: SocketAddress
    let ends = Ends()
    let points: [Point<Bool>]
    let switches: [CommandID]
    static let interrogated = 600
    /// Where the measured value of a field that measures is.
    static let measurand: ObjectAddress = 900
    /// How many values an interrogation brings.
    private let valueCount: Int

    init(
        parameters: SessionParameters = SessionParameters(), points number: Int = interrogated,
        honest isHonest: Bool = true, isMeasuring: Bool = false,
        _ change: (inout OutstationConfiguration) -> Void = { _ in }
    ) throws {
        var options = EventLoopOptions()
        // A peer that stops reading stops the station soon, whatever this system's buffers.
        options.socketBuffer = 64 << 10
        loop = try EventLoop(options)
        var table = PointTable()
        var points: [Point<Bool>] = []
        for index in 0..<number {
            // Every second address: no runs, so that the values take many ASDUs.
            points.append(try table.add(ObjectAddress(UInt32(1000 + 2 * index)), index % 2 == 0))
        }
        var switches: [CommandID] = []
        for index in 0..<20 {
            switches.append(
                try table.addCommand(
                    .C_SC_NA_1, at: ObjectAddress(UInt32(1 + index)), drives: points[index],
                    CommandOptions(mode: .either)))
        }
        if isMeasuring { try table.add(Self.measurand, Float(1)) }
        valueCount = number + (isMeasuring ? 1 : 0)
        self.points = points
        self.switches = switches
        var configuration = OutstationConfiguration()
        configuration.parameters = parameters
        configuration.tracer = { [ends] in ends.note($0) }
        // Tests that block threads of the global executor must not starve it.
        configuration.commandExecutor = loop
        configuration.fileExecutor = loop
        change(&configuration)
        let (loop, outstation) = (
            self.loop, try Outstation(table, configuration: configuration, on: loop)
        )
        self.outstation = outstation
        address = try loop.here { try outstation.assumeIsolated { try $0.listen(port: 0) } }
        var settings = MasterConfiguration()
        settings.parameters.t2 = .seconds(1)
        // A request to all stations ends with this one, and not after a gap.
        settings.settings.stations = [1]
        honest = try Master("127.0.0.1", port: address.port, configuration: settings, on: loop)
        if isHonest {
            let honest = honest
            try loop.run { try await honest.connect() }
        }
    }

    /// Something of the outstation as it is now.
    func now<T: Sendable>(_ body: (isolated Outstation) throws -> T) throws -> T {
        try loop.here { try outstation.assumeIsolated(body) }
    }

    /// Drives the loop until the outstation says so. `body` is asked on its thread.
    func drive(
        _ location: SourceLocation = #_sourceLocation,
        until body: (isolated Outstation) -> Bool
    ) throws {
        try loop.drive(location) { outstation.assumeIsolated(body) }
    }

    func peer(_ first: [UInt8] = []) throws -> RawPeer {
        let peer = RawPeer()
        peer.connect(loop, address, first: first)
        try loop.drive { peer.isConnected || peer.isOver }
        return peer
    }

    /// A connection whose data transfer is started, and that has got one I APDU at least: an
    /// event, perhaps after the end of initialization.
    func startedPeer(_ location: SourceLocation = #_sourceLocation) throws -> RawPeer {
        let peer = try peer(Frame.startDT)
        try loop.drive(location) { peer.count(.startDTCon) == 1 }
        let before = peer.informationCount
        let point = points[0]
        try now { $0.update { _ = $0.set(point, true, event: .force) } }
        // A full buffer of one who left before fills the window at once.
        try loop.drive(location) {
            peer.informationCount > before || peer.informationCount >= 12
        }
        return peer
    }

    /// The honest master is served: a whole interrogation.
    func checkService(_ location: SourceLocation = #_sourceLocation) throws {
        let honest = honest
        let result = try loop.run { try await honest.interrogate() }
        // Of a parameter that was loaded the interrogation tells too.
        let values = result.values.count { !(110...112).contains($0.type.rawValue) }
        #expect(values == valueCount, sourceLocation: location)
        #expect(result.outcome.isTerminated, sourceLocation: location)
    }

    /// Waits for the end of a peer's connection and gives its reason.
    func end(of peer: RawPeer, port: UInt16) throws -> LinkEnd {
        try loop.drive { ends[port] != nil }
        return try #require(ends[port])
    }

    /// Everything is let go.
    func finish() {
        loop.shutDown()
    }
}
