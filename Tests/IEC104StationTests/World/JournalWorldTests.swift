import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// An outstation that dies again and again behind a faulty wire, and its master. Event number n has
/// the time tag n milliseconds.
@Suite("A master and an outstation with a journal that dies")
struct JournalWorldTests {
    static let policies: [JournalSettings.Synchronization] = [
        .each, .every(.milliseconds(50)), .none,
    ]

    /// The outstation's process: its disk, and what decides about it.
    private struct Process {
        var keeper: JournalKeeper
        var writer: JournalWriter<SimulatedDisk>
        var job: JournalJob?
        /// When the disk will have done it.
        var end = Instant.never

        /// Starts on a disk; the engine takes the place of the one before.
        static func start(
            _ setting: StationWorld.Setting, _ journal: JournalSettings, on disk: SimulatedDisk,
            at now: Moment
        ) throws -> (Process, OutstationEngine) {
            var reader = disk
            let contents = try JournalContents(&reader, boot: 1)
            var engine = OutstationEngine(points: setting.points, settings: setting.outstation)
            _ = engine.restore(contents, at: now)
            var keeper = JournalKeeper(
                journal, generation: contents.generation, boot: 1, for: &engine, at: now.instant)
            var writer = JournalWriter(disk)
            if let job = keeper.commit(&engine, at: now.instant) {
                keeper.completed(writer.run(job), &engine, at: now.instant)
            }
            return (Process(keeper: keeper, writer: writer), engine)
        }

        mutating func turn(
            _ engine: inout OutstationEngine, at now: Instant, _ random: inout SeededRandom
        ) {
            if let job, end <= now {
                keeper.completed(writer.run(job), &engine, at: now)
                self.job = nil
            }
            guard job == nil, let next = keeper.commit(&engine, at: now) else { return }
            job = next
            end = now.advanced(byNanoseconds: Int64.random(in: 0...20_000_000, using: &random))
        }
    }

    @Test(
        "every event arrives, in order, and the image is right in the end",
        arguments: policies, 0..<12)
    func deaths(_ policy: JournalSettings.Synchronization, _ seed: UInt64) throws {
        let substation = try Substation()
        var random = SeededRandom(seed: seed)
        var setting = StationWorld.Setting()
        setting.points = substation.table
        setting.master.startRequests = [.stationInterrogation]
        setting.master.stations = [1]
        setting.reconnection = .milliseconds(300)
        setting.seed = seed
        setting.parameters.k = Int.random(in: 1...12, using: &random)
        setting.parameters.w = Int.random(in: 1...setting.parameters.k, using: &random)
        var world = StationWorld(setting)
        var journal = JournalSettings.test(policy, limit: 1 << 18)
        journal.patience = .seconds(60)
        var engine: OutstationEngine
        var process: Process
        (process, engine) = try Process.start(
            setting, journal, on: SimulatedDisk(seed: seed), at: world.now)
        world.outstation.engine = engine
        world.connect()
        var number = 0
        // Which events were not safe when the station died.
        var gaps: [Range<Int>] = []
        var safe = 0
        for _ in 0..<8 {
            if Bool.random(using: &random) {
                process.writer.disk.stop =
                    process.writer.disk.operations + Int.random(in: 1...40, using: &random)
            }
            for _ in 0..<Int.random(in: 10...400, using: &random) {
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let point = substation.changing[(number * 7) % substation.changing.count]
                    world.set(
                        point, substation.value(number, of: point),
                        tag: CP56Time2a(rawValue: UInt64(number)))
                    number += 1
                }
                process.turn(&world.outstation.engine, at: world.now.instant, &random)
                if process.writer.disk.isStopped { break }
                if process.keeper.isSafe(world.outstation.engine) { safe = number }
                world.wake()
                world.run(for: .milliseconds(Int64.random(in: 0...10, using: &random)))
            }
            // Nothing is sent before it is safe: what has arrived is there after the loss.
            (process, engine) = try Process.start(
                setting, journal, on: process.writer.disk.afterPowerLoss(), at: world.now)
            if safe < number { gaps.append(safe..<number) }
            safe = number
            world.restart(engine)
            world.run(for: .milliseconds(Int64.random(in: 0...800, using: &random)))
        }
        for _ in 0..<2000 {
            process.turn(&world.outstation.engine, at: world.now.instant, &random)
            world.wake()
            world.run(for: .milliseconds(20))
        }
        #expect(world.outstation.engine.eventGroups.allSatisfy { $0.waiting + $0.unconfirmed == 0 })
        #expect(world.master.image == substation.image(of: world))
        var arrived: Set<Int> = []
        var (last, connection) = (-1, 0)
        for delivery in world.master.deliveries where delivery.header.cause.cause == .spontaneous {
            if delivery.connection != connection { (last, connection) = (-1, delivery.connection) }
            for event in delivery.objects.compactMap(eventNumber) {
                #expect(event > last)
                last = event
                arrived.insert(event)
            }
        }
        let lost = Set(0..<number).subtracting(arrived)
        #expect(lost.allSatisfy { event in gaps.contains { $0.contains(event) } })
    }
}
