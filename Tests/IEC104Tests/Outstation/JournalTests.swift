import Foundation
import IEC104
import Testing

@Suite("An outstation with a journal on a real disk")
final class JournalTests {
    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "journal-\(UUID().uuidString)").path

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private func settings() -> JournalSettings { JournalSettings(directory: directory) }

    /// Notices of a station, in their order.
    final class Notices: Sendable {
        private let all = Guarded<[OutstationNotice]>([])
        func add(_ notice: OutstationNotice) { all.withLock { $0.append(notice) } }
        var kept: [OutstationNotice] { all.withLock { $0 } }
        var hasFailed: Bool {
            kept.contains { if case .journalFailed = $0 { true } else { false } }
        }
    }

    @Test("what is safe is there for the next one, and the end is told")
    func goesOn() throws {
        let first = try Field(honest: false) { $0.journal = self.settings() }
        let (station, points) = (first.outstation, first.points)
        #expect(try first.now { $0.journalReport?.ending } == JournalReport.Ending.none)
        let isSafe = try first.loop.run {
            await station.update {
                for point in points.prefix(9) { $0[point] = !($0[point] ?? true) }
            }
            return await station.synchronizeJournal()
        }
        #expect(isSafe)
        let values = try first.now { station in points.map { station.value(of: $0) } }
        #expect(throws: JournalFault(.lock, "lock", number: EWOULDBLOCK)) {
            try Field(honest: false) { $0.journal = self.settings() }
        }
        try first.loop.run { await station.closeJournal() }
        #expect(try first.now { $0.journal?.fault } == nil)
        first.finish()

        let second = try Field(honest: false) { $0.journal = self.settings() }
        defer { second.finish() }
        let report = try #require(try second.now { $0.journalReport })
        #expect(report.ending == .clean)
        #expect(report.events == 9)
        #expect(report.points == points.count)
        #expect(!report.isOtherPointList)
        #expect(try second.now { station in points.map { station.value(of: $0) } } == values)
        let peer = try second.startedPeer()
        try second.drive { _ in peer.informationCount >= 2 }
    }

    @Test(
        "a list without a point of the journal does not start, unless that is dropped, and costs nothing"
    )
    func otherList() throws {
        let loop = try EventLoop()
        func values(_ addresses: [UInt32], drops: Bool = false) throws -> Int? {
            var settings = settings()
            settings.dropsForeignPoints = drops
            return try loop.run { [settings] in try await Self.values(addresses, settings) }
        }
        let (none, some) = (try values([1, 2]), try values([1, 2]))
        #expect(none == 0 && some == 2)
        #expect(throws: JournalMismatch.self) { try values([1, 3]) }
        // One point more is no harm, and the wrong list has cost nothing.
        let (more, fewer) = (try values([1, 2, 3]), try values([1], drops: true))
        #expect(more == 2 && fewer == 1)
    }

    /// How many values an outstation with such points has back from the journal.
    private static func values(
        _ addresses: [UInt32], _ settings: JournalSettings
    ) async throws -> Int? {
        var table = PointTable()
        for address in addresses { try table.add(ObjectAddress(address), true) }
        var configuration = OutstationConfiguration()
        configuration.journal = settings
        let station = try Outstation(table, configuration: configuration)
        let values = await station.journalReport?.points
        await station.closeJournal()
        return values
    }

    @Test(
        "a directory that is removed is an alarm; the station goes on, and writes all when it is back"
    )
    func removed() throws {
        let notices = Notices()
        let field = try Field {
            $0.journal = self.settings()
            $0.observer = { notices.add($0) }
        }
        defer { field.finish() }
        try FileManager.default.removeItem(atPath: directory)
        let (station, points) = (field.outstation, field.points)
        let isSafe = try field.loop.run {
            await station.update { $0[points[0]] = false }
            return await station.synchronizeJournal()
        }
        #expect(!isSafe)
        #expect(notices.hasFailed)
        try field.checkService()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        try field.drive { $0.journal?.fault == nil }
        #expect(notices.kept.last == .journalRestored)
        let isSafeAgain = try field.loop.run { await station.synchronizeJournal() }
        #expect(isSafeAgain)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(files.contains { $0.hasSuffix(".journal") })
    }

    @Test("a directory that cannot be is an error with a reason")
    func impossible() throws {
        let error = #expect(throws: JournalFault.self) {
            try Field(honest: false) { $0.journal = JournalSettings(directory: "/dev/null/x") }
        }
        #expect(error?.operation == .open)
        #expect(error.map { "\($0)" }?.contains("Not a directory") == true)
    }
}
