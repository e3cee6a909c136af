import IEC104

/// Several outstations of a fleet in one process, each with numbered events and a hundred points
/// beside them, which get into trouble by themselves: connections that are broken, closed, silent
/// or slow, and storms of events.
///
/// With a journal they go on with the number that it gives back, and have room for all events, as
/// the process is going to be killed; without one they have the standard's room, which a storm
/// exceeds. Prints `ready PORT`. For the line `quiet` it ends the trouble and the events, and
/// prints `events` and for each outstation `NUMBER:LOST`; for the line `stop` it ends in order.
struct FleetStations {
    let places: Range<Int>
    let port: UInt16
    let seed: UInt64
    /// Where the journals are; none without one.
    let directory: String?

    /// Points of each outstation beside the numbered ones.
    static let points = 100
    private static let troubles = ["rst", "fin", "rst", "fin", "silence", "slow-write 400"]

    private struct Station: Sendable {
        let outstation: Outstation
        var number: Int32
    }

    func run() async throws {
        var table = PointTable()
        let numbered = try NumberedPoints(&table)
        for place in 0..<Self.points {
            _ = try table.add(
                ObjectAddress(UInt32(10_000 + place)), Float(place), PointOptions(events: .none))
        }
        let loop = try EventLoop()
        try loop.start()
        var (stations, port) = ([Station](), port)
        for place in places {
            let outstation = try Outstation(table, configuration: configuration(place), on: loop)
            for address in FleetPlace(place).addresses {
                port = try await outstation.listen(on: address, port: port).port
            }
            let number = await outstation.update { numbered.number($0) }
            stations.append(Station(outstation: outstation, number: number))
        }
        writeLine("ready \(port)")
        let work = Task { [stations] in await live(stations, numbered, on: loop) }
        while let line = await FleetMasters.line(), line != "stop" {
            work.cancel()
            var words = ["events"]
            for (number, station) in zip(await work.value, stations) {
                await station.outstation.removeFaults()
                let groups = await station.outstation.eventGroups
                let lost = groups.filter(\.isConfigured).map(\.lost).reduce(0, +)
                words.append("\(number):\(lost)")
            }
            writeLine(words.joined(separator: " "))
        }
        work.cancel()
        _ = await work.value
        for station in stations { await station.outstation.closeJournal() }
    }

    private func configuration(_ place: Int) throws -> OutstationConfiguration {
        var configuration = OutstationConfiguration()
        configuration.parameters = try FleetPlace.parameters()
        configuration.settings.frozenCounters = .spontaneously
        configuration.redundancyGroups = [
            RedundancyGroup(
                "centre",
                try FleetPlace(place).addresses.map { .listener(try AddressPrefix($0)) })
        ]
        guard let directory else { return configuration }
        var journal = JournalSettings(directory: "\(directory)/\(place)")
        journal.limit = 1 << 20
        configuration.journal = journal
        configuration.settings.eventCapacity = EventCapacity(
            state: 1_000_000, measured: 1_000_000, counters: 1_000_000)
        return configuration
    }

    /// Makes events and trouble until the task is cancelled; the last number of each.
    private func live(
        _ stations: [Station], _ numbered: NumberedPoints, on loop: EventLoop
    ) async -> [Int32] {
        var (stations, chance) = (stations, Chance(seed: seed))
        var healing: [(station: Int, fault: Int, turn: Int)] = []
        var turn = 0
        while !Task.isCancelled {
            turn += 1
            for _ in 0..<3 {
                let place = chance.next(below: stations.count)
                // More than the buffers hold, once in a minute or so; less with a journal.
                let isStorm = chance.next(below: 2000) == 0
                let most = isStorm ? (directory == nil ? 24_000 : 3000) : 10
                let first = stations[place].number + 1
                let last = first + Int32(chance.next(below: most))
                stations[place].number = last
                let choice = chance.next()
                await stations[place].outstation.update {
                    numbered.make(first...last, choice: choice, $0)
                }
            }
            if chance.next(below: 20) == 0 {
                let place = chance.next(below: stations.count)
                let trouble = Self.troubles[chance.next(below: Self.troubles.count)]
                if let fault = try? Fault(trouble),
                    let number = await stations[place].outstation.inject(fault)
                {
                    healing.append((place, number, turn + 100 + chance.next(below: 200)))
                }
            }
            for index in healing.indices.reversed() where healing[index].turn <= turn {
                let healed = healing.remove(at: index)
                await stations[healed.station].outstation.removeFault(healed.fault)
            }
            await loop.sleep(for: .milliseconds(50))
        }
        return stations.map(\.number)
    }
}

/// Where an outstation of the fleet listens: every third one at two addresses, which are one
/// redundancy group. Each has addresses of its own, so that all have one port.
struct FleetPlace {
    let place: Int

    init(_ place: Int) { self.place = place }

    var name: String { "rtu \(place)" }

    var isRedundant: Bool { place % 3 == 0 }

    var addresses: [String] {
        let (third, fourth) = (place / 200, place % 200 + 1)
        return isRedundant
            ? ["127.104.\(third).\(fourth)", "127.104.\(100 + third).\(fourth)"]
            : ["127.104.\(third).\(fourth)"]
    }

    /// Those of all links: timers that are short, as an hour is.
    static func parameters() throws -> SessionParameters {
        try SessionParameters(t1: .seconds(6), t2: .seconds(2), t3: .seconds(5)).validated()
    }
}
