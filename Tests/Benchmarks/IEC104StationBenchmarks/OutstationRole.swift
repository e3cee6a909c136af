import IEC104

/// An outstation with float points 1...N, events at 30001... and a command at 20001.
struct OutstationRole: Sendable {
    private let table: PointTable
    private let configuration: OutstationConfiguration
    private let host: String
    private let port: UInt16
    private let events: EventSource?

    init(_ arguments: Arguments) throws {
        let perASDU = max(arguments.number("--per-asdu", 1), 1)
        var points = PointTable()
        for index in 0..<max(arguments.number("--points", 10_000), 0) {
            try points.add(ObjectAddress(UInt32(index + 1)), Float(index + 1) * 0.5)
        }
        try points.addCommand(.C_SC_NA_1, at: 20_001)
        var sources: [Point<Float>] = []
        if arguments.text("--events") != nil {
            for index in 0..<960 {
                sources.append(
                    try points.add(
                        ObjectAddress(UInt32(30_001 + index)), Float(0),
                        PointOptions(inStationInterrogation: false)))
            }
        }
        let backlog = min(perASDU * 2048, 32_768)
        var configuration = OutstationConfiguration()
        configuration.parameters = SessionParameters(arguments)
        configuration.maximumConnections = arguments.number("--connections", 20_000)
        configuration.settings.sequences = arguments.flag("--sequences", true)
        configuration.settings.maximumObjectsPerEventASDU = perASDU
        configuration.settings.eventCapacity.measured = backlog * 2
        self.configuration = configuration
        table = points
        host = arguments.text("--host") ?? "127.0.0.1"
        port = UInt16(arguments.number("--port", 0))
        events =
            sources.isEmpty
            ? nil
            : EventSource(
                points: sources, backlog: backlog,
                rate: arguments.text("--events").flatMap(Double.init))
    }

    /// Serves until the process is ended.
    func run(on loop: EventLoop) async throws {
        let outstation = try Outstation(table, configuration: configuration, on: loop)
        let address = try await outstation.listen(on: host, port: port)
        Main.output("{\"port\": \(address.port)}")
        if var events {
            while true { await events.step(outstation, loop) }
        }
        while true { await loop.sleep(for: .seconds(3600)) }
    }
}

/// Makes events while a master listens.
struct EventSource: Sendable {
    let points: [Point<Float>]
    /// So many events may wait, which is less than the buffer holds: none is lost.
    let backlog: Int
    /// Events a second; `nil`: as many as are taken.
    let rate: Double?
    private var made = 0
    private var start: ContinuousClock.Instant?

    init(points: [Point<Float>], backlog: Int, rate: Double?) {
        self.points = points
        self.backlog = backlog
        self.rate = rate
    }

    mutating func step(_ outstation: Outstation, _ loop: EventLoop) async {
        let now = ContinuousClock.now
        let room = await outstation.room(for: backlog)
        guard let room else {
            start = nil
            return await loop.sleep(for: .milliseconds(10))
        }
        guard let rate else {
            await outstation.makeEvents(points, from: made, count: room)
            made += room
            return await loop.sleep(for: .milliseconds(1))
        }
        let begin = start ?? now
        if start == nil {
            start = now
            made = 0
        }
        let due = Int((now - begin) / .seconds(1) * rate) - made
        await outstation.makeEvents(points, from: made, count: min(due, room))
        made += due
        await loop.sleep(for: begin + .seconds(Double(made + 1) / rate) - .now)
    }
}

extension Outstation {
    /// How many events there is room for, when so many may wait; `nil` without a master.
    fileprivate func room(for backlog: Int) -> Int? {
        eventGroups.first { $0.isActive }.map { max(backlog - $0.waiting, 0) }
    }

    /// Changes points, one after the other, each time to another value.
    fileprivate func makeEvents(_ points: [Point<Float>], from first: Int, count: Int) {
        guard count > 0 else { return }
        update { access in
            var place = first % points.count
            for number in first..<(first + count) {
                access.set(points[place], Float(number & 0xFFFFFF))
                place += 1
                if place == points.count { place = 0 }
            }
        }
    }
}
