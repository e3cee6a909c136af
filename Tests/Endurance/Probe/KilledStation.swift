import IEC104

/// An outstation with a journal that makes events as fast as it can, and goes on with the number
/// that its journal gives back. Prints `ready PORT NUMBER` with that number, then `safe NUMBER`
/// whenever that is known to be on the disk. Seed 0: it makes no events.
struct KilledStation {
    let directory: String
    let port: UInt16
    let sync: String
    let seed: UInt64

    func run() async throws {
        var table = PointTable()
        let points = try NumberedPoints(&table)
        var configuration = OutstationConfiguration()
        var journal = JournalSettings(directory: directory)
        journal.synchronization =
            switch sync {
            case "each": .each
            case "none": .none
            default: .every(.milliseconds(Int(sync) ?? 5))
            }
        // Small, so that files follow each other.
        journal.limit = 1 << 20
        configuration.journal = journal
        configuration.settings.frozenCounters = .spontaneously
        // Nothing may be pushed out while the master is away.
        configuration.settings.eventCapacity = EventCapacity(
            state: 1_000_000, measured: 1_000_000, counters: 1_000_000)
        let outstation = try Outstation(table, configuration: configuration)
        var number = await outstation.update { points.number($0) }
        let address = try await outstation.listen(port: port)
        writeLine("ready \(address.port) \(number)")
        var chance = Chance(seed: seed)
        while true {
            guard seed > 0 else {
                await outstation.loop.sleep(for: .seconds(1))
                continue
            }
            let first = number + 1
            number += Int32(chance.next(below: 16)) + 1
            let (last, choice) = (number, chance.next())
            await outstation.update { points.make(first...last, choice: choice, $0) }
            // More than the master takes would only fill the buffers.
            await outstation.loop.sleep(for: .microseconds(Int(choice & 2047)))
            if choice >> 16 % 4 == 0, await outstation.synchronizeJournal() {
                writeLine("safe \(last)")
            }
        }
    }
}
