import IEC104

/// An outstation with all that it can have: redundancy groups, each at an address 127.0.0.N of its
/// own, files, commands whose handler takes its time, a journal, cyclic and background
/// transmission. Prints `ready PORT`; makes events, and a storm of them now and then, until its
/// input has a line. For each line it prints `events NUMBER EXECUTED LOST...`: the last number, the
/// commands executed, and what each group has lost.
struct SoakStation {
    let directory: String
    let groups: Int
    let seed: UInt64

    /// How many outputs there are, from 6001 on.
    static let outputs = 64

    func run() async throws {
        var table = PointTable()
        let numbered = try NumberedPoints(&table)
        var floats: [Point<Float>] = []
        for place in 0..<2000 {
            var options = PointOptions(events: .none)
            options.backgroundPeriod = .seconds(60)
            floats.append(
                try table.add(ObjectAddress(UInt32(10_000 + place)), 0, options))
        }
        for place in 0..<Self.outputs {
            let address = ObjectAddress(UInt32(6001 + place))
            _ = try table.addCommand(
                .C_SE_NC_1, at: address,
                CommandOptions(mode: place % 2 == 0 ? .direct : .selectBeforeOperate))
        }
        let executed = Guarded(0)
        var configuration = try configuration(executed)
        // Waits without holding up a thread.
        let waiting = try EventLoop()
        try waiting.start()
        configuration.commandHandler = { request in
            guard request.action != .select else { return .accept }
            await waiting.sleep(for: .milliseconds(Int(request.id.hashValue & 31)))
            if request.action == .execute { executed.withLock { $0 += 1 } }
            return .accept
        }
        let outstation = try Outstation(table, configuration: configuration)
        let port = try await outstation.listen(on: "127.0.0.1", port: 0).port
        for group in stride(from: 1, to: groups, by: 1) {
            try await outstation.listen(on: "127.0.0.\(group + 1)", port: port)
        }
        writeLine("ready \(port)")
        let work = Task { await makeEvents(outstation, numbered, floats) }
        while await Self.hasLine() {
            work.cancel()
            let number = await work.value
            let lost = await lost(in: outstation).map(String.init).joined(separator: " ")
            writeLine("events \(number) \(executed.withLock { $0 }) \(lost)")
        }
        await outstation.closeJournal()
    }

    /// What each group has lost.
    private func lost(in outstation: Outstation) async -> [UInt64] {
        var lost = [UInt64](repeating: 0, count: groups)
        for group in await outstation.eventGroups where group.isConfigured {
            guard let place = group.owner.flatMap({ Int($0.description.dropFirst()) }) else {
                continue
            }
            lost[place] = group.lost
        }
        return lost
    }

    private func configuration(_ executed: Guarded<Int>) throws -> OutstationConfiguration {
        var configuration = OutstationConfiguration()
        configuration.settings.frozenCounters = .spontaneously
        configuration.settings.selectTimeout = .seconds(2)
        configuration.redundancyGroups = try (0..<groups).map { group in
            RedundancyGroup(
                "g\(group)", [.listener(try AddressPrefix("127.0.0.\(group + 1)"))])
        }
        var journal = JournalSettings(directory: directory + "/journal")
        journal.synchronization = .every(.milliseconds(200))
        journal.limit = 16 << 20
        configuration.journal = journal
        configuration.fileStore = try DirectoryFileStore(directory + "/files")
        return configuration
    }

    /// The number of the last event.
    private func makeEvents(
        _ outstation: Outstation, _ numbered: NumberedPoints, _ floats: [Point<Float>]
    ) async -> Int32 {
        var chance = Chance(seed: seed)
        var number: Int32 = 0
        while !Task.isCancelled {
            let first = number + 1
            // A storm is more than the buffers hold, about once in half a minute.
            let isStorm = chance.next(below: 600) == 0
            number += Int32(isStorm ? chance.next(below: 24_000) : chance.next(below: 10)) + 1
            let (last, choice) = (number, chance.next())
            await outstation.update { access in
                numbered.make(first...last, choice: choice, access)
                for point in floats.indices where (point ^ Int(choice & 1023)) % 64 == 0 {
                    access.set(floats[point], Float(last))
                }
            }
            await outstation.loop.sleep(for: .milliseconds(50))
        }
        return number
    }

    /// Waits for a line of the input; not so at its end.
    private static func hasLine() async -> Bool {
        await Task.detached { readLine() != nil }.value
    }
}
