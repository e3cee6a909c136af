import Glibc
import IEC104

/// How many events a second an outstation makes, sends nothing of, and has safe on the disk.
struct JournalRole {
    private let directory: String
    private let synchronization: JournalSettings.Synchronization
    private let burst: Int
    private let seconds: Int

    init(_ arguments: Arguments) {
        directory = arguments.text("--dir") ?? ""
        burst = arguments.number("--burst", 100)
        seconds = arguments.number("--seconds", 3)
        synchronization =
            switch arguments.text("--sync") ?? "each" {
            case "each": .each
            case "none": .none
            case let text: .every(.milliseconds(Int(text) ?? 100))
            }
    }

    /// - Parameter loop: where the outstation works.
    func run(on loop: EventLoop) async throws {
        var table = PointTable()
        let points = try (1...1000).map { try table.add(ObjectAddress(UInt32($0)), Float(0)) }
        var configuration = OutstationConfiguration()
        var journal = JournalSettings(directory: directory)
        journal.synchronization = synchronization
        configuration.journal = journal
        configuration.settings.eventCapacity.measured = 1_000_000
        let outstation = try Outstation(table, configuration: configuration, on: loop)
        let start = ContinuousClock.now
        var events = 0
        while ContinuousClock.now - start < .seconds(seconds) {
            let first = events
            await outstation.update { access in
                for event in first..<first + burst {
                    access.set(points[event % 1000], Float(event), event: .force)
                }
            }
            events += burst
            // A real station waits for the disk when it must not run ahead of it.
            if synchronization == .each { _ = await outstation.synchronizeJournal() }
        }
        _ = await outstation.synchronizeJournal()
        let time = (ContinuousClock.now - start).components
        let status = await outstation.journal
        let spent = Double(time.seconds) + Double(time.attoseconds) / 1e18
        Main.output(
            "\(Int(Double(events) / spent)) events/s, \(status?.writes ?? 0) writes, "
                + "\(status?.syncs ?? 0) syncs, slowest \(status?.slowestSync ?? .zero)"
                + (status?.fault.map { ", \($0)" } ?? ""))
        await outstation.closeJournal()
    }
}
