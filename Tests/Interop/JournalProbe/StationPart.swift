import IEC104

/// Prints `ready PORT NUMBER` with the greatest number that the journal gave back, then `safe NUMBER`
/// whenever that is known to be on the disk. Seed 0: it makes no events.
struct StationPart {
    let directory: String
    let port: UInt16
    let sync: String
    let seed: UInt64

    func run() async throws {
        var table = PointTable()
        let state = try table.add(1, type: .M_BO_TB_1, .bitString(0, []))
        let measure = try table.add(2, type: .M_ME_TF_1, .shortFloat(R32(0), []))
        let counter = try table.add(3, type: .M_IT_TB_1, .integratedTotal(BCR(0)))
        let points = [state, measure, counter]
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
        var number: Int32 = 0
        for point in points {
            number = max(number, await outstation.update { Self.number($0.value(of: point)) })
        }
        let address = try await outstation.listen(port: port)
        writeLine("ready \(address.port) \(number)")
        var random = seed
        while true {
            guard seed > 0 else {
                await outstation.loop.sleep(for: .seconds(1))
                continue
            }
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let first = number + 1
            number += Int32(truncatingIfNeeded: random >> 33 & 15) + 1
            let (last, choice) = (number, random >> 40)
            await outstation.update { access in
                for number in first...last {
                    switch (UInt64(number) ^ choice) % 4 {
                    case 0:
                        access.set(measure, .shortFloat(R32(Float(number)), []), event: .force)
                    case 1:
                        access.set(counter, .integratedTotal(BCR(number)))
                        access.freezeCounters(.freeze)
                    default: access.set(state, .bitString(UInt32(number), []), event: .force)
                    }
                }
            }
            // More than the master takes would only fill the buffers.
            await outstation.loop.sleep(for: .microseconds(Int(choice & 2047)))
            if choice % 4 == 0, await outstation.synchronizeJournal() { writeLine("safe \(last)") }
        }
    }

    static func number(_ object: InformationObject?) -> Int32 {
        switch object?.information {
        case .bitString(let bits, _): Int32(bitPattern: bits)
        case .shortFloat(let value, _): Int32(value.value)
        case .integratedTotal(let reading): reading.value
        default: 0
        }
    }
}
