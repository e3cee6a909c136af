import IEC104Codec
import IEC104Session
import IEC104Station
import PlainC

/// What a journal costs without a disk: on the thread of the loop, and on that of the disk.
enum JournalBenchmark {
    private static let now = Moment(Instant(nanoseconds: 0), wall: 1_772_440_000_000)
    private static let events = 1_000_000

    /// A disk that takes everything.
    private struct NoDisk: JournalDisk {
        func open() {}
        func list() -> [String] { [] }
        func read(_ name: String) -> [UInt8] { [] }
        func create(_ name: String) {}
        func append(_ octets: [UInt8]) {}
        func sync() {}
        func syncDirectory() {}
        func remove(_ name: String) {}
        func close() {}
    }

    static func run() {
        guard let (engine, points) = station(points: 1000) else { return }
        let seconds = Bench.interleaved([
            { make(engine, points, isWritten: false) }, { make(engine, points, isWritten: true) },
        ])
        print("journal, without a disk")
        let noting = seconds[0] / Double(events) * 1e9
        let writing = (seconds[1] - seconds[0]) / Double(events) * 1e9
        print("  an event set, buffered and noted: \(Bench.text(noting)) ns")
        print("  an event numbered and summed, on the disk's thread: \(Bench.text(writing)) ns")
        checkpoint()
    }

    private static func station(points count: Int) -> (OutstationEngine, [PointID])? {
        var table = PointTable()
        var points: [PointID] = []
        for index in 1...count {
            let value = Information.shortFloat(R32(Float(index)), [])
            guard let point = try? table.add(ObjectAddress(UInt32(index)), value) else {
                return nil
            }
            points.append(point)
        }
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(measured: 1_000_000)
        return (OutstationEngine(points: table, settings: settings), points)
    }

    private static func settings() -> JournalSettings {
        var settings = JournalSettings(directory: "")
        settings.limit = 1 << 34
        return settings
    }

    /// 100 events a write.
    private static func make(
        _ engine: OutstationEngine, _ points: [PointID], isWritten: Bool
    ) -> UInt64 {
        var engine = engine
        var keeper = JournalKeeper(
            settings(), generation: 0, boot: 0, for: &engine, at: now.instant)
        var writer = JournalWriter(NoDisk())
        var sum: UInt64 = 0
        for event in 0..<events {
            let value = Information.shortFloat(R32(Float(event)), [])
            engine.set(points[event % points.count], value, mode: .force, at: now)
            guard event % 100 == 99 else { continue }
            if let job = keeper.commit(&engine, at: now.instant) {
                sum &+= UInt64(job.octets.count)
                let fault = isWritten ? writer.run(job) : nil
                keeper.completed(fault, &engine, at: now.instant)
            }
        }
        return sum
    }

    /// How long the loop is held up when a file begins.
    private static func checkpoint() {
        guard var (engine, points) = station(points: 1_000_000) else { return }
        for event in 0..<events {
            let value = Information.shortFloat(R32(Float(event)), [])
            engine.set(points[event], value, mode: .force, at: now)
        }
        points = []
        var octets = 0
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<5 {
            var keeper = JournalKeeper(
                settings(), generation: 0, boot: 0, for: &engine, at: now.instant)
            let start = clock.now
            let job = keeper.commit(&engine, at: now.instant)
            let time = (clock.now - start).components
            times.append(Double(time.seconds) * 1e3 + Double(time.attoseconds) / 1e15)
            octets = job?.octets.count ?? 0
        }
        print(
            "  a checkpoint of 1,000,000 points and 1,000,000 events: "
                + "\(Bench.text(times.sorted()[2])) ms, \(octets) octets")
    }
}
