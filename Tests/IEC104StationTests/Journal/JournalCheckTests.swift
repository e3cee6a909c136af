import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("A look at a journal")
struct JournalCheckTests {
    private let point: PointID
    private let table: PointTable

    init() throws {
        var table = PointTable()
        point = try table.add(1, .bitString(0, []))
        try table.add(2, .integratedTotal(BCR(5)))
        self.table = table
    }

    /// A disk with five events, of which one of two masters has got two.
    private func disk() throws -> SimulatedDisk {
        let probe = try JournalProbe(table, .test(.each), on: SimulatedDisk(seed: 1))
        probe.connect("10.0.0.1")
        _ = probe.drain()
        for number in 1...2 as ClosedRange<UInt32> {
            probe.engine.set(point, .bitString(number, []), at: probe.now)
        }
        probe.settle()
        _ = probe.drain()
        probe.disconnect()
        for number in 3...5 as ClosedRange<UInt32> {
            probe.engine.set(point, .bitString(number, []), at: probe.now)
        }
        probe.settle()
        return SimulatedDisk(probe.disk.contents)
    }

    @Test("it tells files, values, and what waits for whom, and changes nothing")
    func whole() throws {
        var disk = try disk()
        let before = disk.contents
        let check = try JournalCheck(&disk, boot: 1)
        #expect(disk.contents == before)
        #expect(!check.isDamaged)
        #expect(check.files.count == 1 && check.files.allSatisfy { $0.isComplete && $0.isRead })
        #expect(check.values == 2 && check.events == 3 && check.lastEvent == 5)
        #expect(check.groups.map(\.owner) == ["10.0.0.1"])
        #expect(check.groups.map(\.waiting) == [3])
        #expect(check.groups.map(\.position) == [2])
        #expect(check.report.ending == .process)
    }

    @Test("a cut anywhere is a torn end, or that the beginning is missing; nothing else")
    func cuts() throws {
        let disk = try disk()
        let (name, octets) = try #require(disk.contents.first)
        let whole = try #require(try JournalCheck(disk).files.first?.frames)
        for count in stride(from: 0, to: octets.count, by: 7) {
            let check = try JournalCheck(SimulatedDisk([name: Array(octets.prefix(count))]))
            let file = try #require(check.files.first)
            #expect(file.frames < whole || file.damages.isEmpty)
            #expect(check.isDamaged == !file.isComplete)
            #expect(file.damages.allSatisfy { $0.isTail })
        }
    }

    @Test("a bit that is flipped in the middle is damage, and told with its place")
    func flipped() throws {
        let disk = try disk()
        let (name, octets) = try #require(disk.contents.first)
        // In the first frame, which has the values.
        for place in stride(from: 16, to: 140, by: 3) {
            var octets = octets
            octets[place] ^= 0x10
            let check = try JournalCheck(SimulatedDisk([name: octets]))
            #expect(check.isDamaged)
            let damage = try #require(check.files.first?.damages.first)
            #expect((damage.offset..<damage.offset + damage.count).contains(place))
        }
    }

    @Test("an empty directory has no journal")
    func empty() throws {
        let check = try JournalCheck(SimulatedDisk(seed: 1))
        #expect(check.files.isEmpty && !check.isDamaged && check.report.ending == .none)
    }
}

extension JournalCheck {
    fileprivate init(_ disk: SimulatedDisk) throws {
        var disk = disk
        try self.init(&disk, boot: 0)
    }
}
