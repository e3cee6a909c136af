import IEC104

/// A fleet of all outstations of `FleetStations` on several loops, of which RTUs are added, removed
/// and put in the place of others, switched over, asked and given up, their clocks set wrong, and
/// whose loops are held up now and then.
///
/// Every event is counted twice: where it arrives (`FleetAccount`), and from `Fleet.updates`. A
/// second reader of the values is too slow, and has to be told what it has lost. For the line
/// `report` it prints `report`, events so far and what else has happened; for `killed FIRST LAST`
/// nothing; for `calm` it adds what is missing and prints `calm`; for `accounts` an `account` a
/// line, and a `report`.
struct FleetMasters {
    let count: Int
    let port: UInt16
    let loops: Int
    let seed: UInt64

    static func line() async -> String? {
        await Task.detached { readLine() }.value
    }

    func run() async throws {
        // The last one is for waiting.
        let all = try (0...loops).map { _ in try EventLoop() }
        for loop in all { try loop.start() }
        var settings = FleetSettings()
        settings.parallelInterrogations = 16
        let fleet = try Fleet(settings: settings, on: Array(all.prefix(loops)))
        let work = FleetWork(count: count, port: port, fleet: fleet, control: all[loops])
        let readers = work.readers()
        for place in 0..<count { try await fleet.add(try work.configuration(place)) }
        let running = Task { await fleet.run() }
        let trouble = Task { await work.trouble(seed: seed) }
        writeLine("ready")
        while let line = await Self.line() {
            let words = line.split(separator: " ")
            switch words.first {
            case "killed":
                let numbers = words.dropFirst().compactMap { Int($0) }
                guard numbers.count == 2 else { continue }
                for place in numbers[0]..<numbers[1] {
                    work.accounts[place].withLock { $0.wasKilled() }
                }
            case "calm":
                trouble.cancel()
                await trouble.value
                writeLine("calm")
            case "accounts":
                for (place, account) in work.accounts.enumerated() {
                    let output = work.outputs.withLock { $0[place] }
                    writeLine(
                        "account \(place) \(account.withLock { $0.words }) \(output.words)")
                }
            default: writeLine(await work.report())
            }
        }
        running.cancel()
        await running.value
        for reader in readers { reader.cancel() }
    }
}
