import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("A journal that is read again")
struct JournalRecoveryTests {
    private let state: PointID
    private let table: PointTable
    private let measure: PointID
    private let counter: PointID

    init() throws {
        var table = PointTable()
        state = try table.add(1, .bitString(0, []))
        measure = try table.add(2, .shortFloat(R32(0), []))
        counter = try table.add(3, .integratedTotal(BCR(5)))
        self.table = table
    }

    private func probe(
        _ disk: SimulatedDisk, _ synchronization: JournalSettings.Synchronization = .each
    ) throws -> JournalProbe {
        try JournalProbe(table, .test(synchronization), on: disk)
    }

    private func numbers(_ objects: [InformationObject]) -> [UInt32] {
        objects.compactMap {
            if case .bitString(let bits, _) = $0.information { bits } else { nil }
        }
    }

    @Test("it holds values, frozen counters, events and what was confirmed")
    func everything() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        first.settle()
        first.connect()
        for number in 1...5 as ClosedRange<UInt32> {
            first.engine.set(state, .bitString(number, []), at: first.now)
        }
        first.settle()
        // Two of them arrive.
        var settings = OutstationSettings()
        settings.maximumObjectsPerEventASDU = 1
        let arrived = first.drain()
        #expect(numbers(arrived) == [1, 2, 3, 4, 5])
        for number in 6...9 as ClosedRange<UInt32> {
            first.engine.set(state, .bitString(number, []), at: first.now)
        }
        first.engine.set(measure, .shortFloat(R32(7), []), at: first.now)
        first.engine.set(counter, .integratedTotal(BCR(77)), at: first.now)
        first.engine.freezeCounters(station: 1, .freezeAndReset, at: first.now)
        first.settle()

        let second = try probe(SimulatedDisk(first.disk.contents))
        #expect(second.report.ending == .process)
        #expect(second.report.events == 5)
        #expect(second.report.damages.isEmpty)
        #expect(second.report.groups == 1)
        #expect(second.report.possiblyMissingEvents == 0)
        #expect(second.engine.value(of: state)?.information == .bitString(9, []))
        #expect(second.engine.value(of: measure)?.information == .shortFloat(R32(7), []))
        #expect(second.engine.value(of: counter)?.information == .integratedTotal(BCR(0)))
        second.connect()
        #expect(numbers(second.drain()) == [6, 7, 8, 9])
        second.end()
        let third = try probe(SimulatedDisk(second.disk.contents))
        #expect(third.report.ending == .clean)
        #expect(third.report.events == 0)
        // The reading at the freeze is still there.
        third.connect()
        _ = third.drain()
        let request = ASDU(
            .C_CI_NA_1, cause: CauseOfTransmission(.activation), commonAddress: 1,
            objects: [InformationObject(0, .counterInterrogation(.general))])
        let octets = try request.encoded()
        if let link = third.link { _ = third.engine.receive(octets.span, on: link, at: third.now) }
        var readings: [BCR] = []
        while let (asdu, _) = third.next() {
            for case .integratedTotal(let reading) in asdu.objects.map(\.information) {
                readings.append(reading)
            }
        }
        #expect(readings == [BCR(77)])
    }

    /// Files of a journal whose every commit is one frame, and the number of events up to each end.
    private func journal() throws -> (name: String, octets: [UInt8], ends: [Int]) {
        let probe = try probe(SimulatedDisk(seed: 1))
        probe.settle()
        let name = try #require(probe.disk.contents.keys.first)
        var ends = [probe.disk.octets]
        for number in 1...12 as ClosedRange<UInt32> {
            probe.engine.set(state, .bitString(number, []), at: probe.now)
            probe.settle()
            ends.append(probe.disk.octets)
        }
        return (name, probe.disk.contents[name] ?? [], ends)
    }

    @Test("cut at any octet, it gives every whole record, and tells the rest")
    func truncation() throws {
        let (name, octets, ends) = try journal()
        for length in 0...octets.count {
            let disk = SimulatedDisk([name: Array(octets.prefix(length))])
            let probe = try probe(disk)
            let whole = ends.lastIndex { $0 <= length }
            probe.connect()
            let found = numbers(probe.drain())
            if let whole {
                #expect(found == (0..<whole).map { UInt32($0) + 1 })
                #expect(probe.report.damagedOctets == length - ends[whole])
                let damage = probe.report.damages.first
                #expect(damage.map(\.isTail) ?? true)
                #expect(
                    damage.map(\.offset) ?? length == (length == ends[whole] ? length : ends[whole])
                )
                #expect(
                    probe.engine.value(of: state)?.information == .bitString(UInt32(whole), []))
            } else {
                #expect(found.isEmpty)
                #expect(probe.report.damagedOctets <= length)
            }
        }
    }

    @Test("with any bit flipped, it gives every other record, and counts what is missing")
    func bitFlips() throws {
        let (name, octets, ends) = try journal()
        for place in octets.indices {
            for bit in 0..<8 {
                var damaged = octets
                damaged[place] ^= 1 << UInt8(bit)
                let probe = try probe(SimulatedDisk([name: damaged]))
                probe.connect()
                let found = numbers(probe.drain())
                let frame = ends.firstIndex { place < $0 } ?? 0
                let expected = (1...12 as ClosedRange<UInt32>).filter { Int($0) != frame }
                #expect(probe.report.damagedOctets > 0)
                guard frame > 0 else {
                    // The checkpoint is lost, and with it who has got what: all is sent.
                    #expect(found == Array(1...12))
                    continue
                }
                #expect(found == expected)
                #expect(probe.report.damages.count == 1)
                #expect(probe.report.missingEvents == (frame < 12 ? 1 : 0))
            }
        }
    }

    @Test("random octets are no journal, and no trap")
    func garbage() throws {
        let (name, octets, _) = try journal()
        var random = SeededRandom(seed: 4)
        for _ in 0..<2000 {
            var damaged = octets
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    damaged[Int.random(in: damaged.indices, using: &random)] =
                        UInt8.random(in: 0...255, using: &random)
                case 1:
                    damaged.remove(at: Int.random(in: damaged.indices, using: &random))
                default:
                    damaged.insert(
                        UInt8.random(in: 0...255, using: &random),
                        at: Int.random(in: damaged.indices, using: &random))
                }
            }
            // One that claims to be of another version is refused.
            guard let probe = try? probe(SimulatedDisk([name: damaged])) else { continue }
            probe.connect()
            let found = numbers(probe.drain())
            #expect(found == found.sorted() && Set(found).isSubset(of: Set(1...12)))
        }
    }

    @Test("a changed point list keeps what still fits, and tells what does not")
    func otherPoints() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        first.settle()
        first.engine.set(state, .bitString(4, []), at: first.now)
        first.engine.set(measure, .shortFloat(R32(7), []), at: first.now)
        first.settle()
        var other = PointTable()
        let new = try other.add(9, true)
        let kept = try other.add(2, Float(1))
        try other.add(1, DoublePointState.on)
        let second = try JournalProbe(other, .test(.each), on: SimulatedDisk(first.disk.contents))
        #expect(second.report.isOtherPointList)
        #expect(second.report.points == 1)
        #expect(second.report.foreignPoints == 2)
        #expect(second.report.events == 1)
        #expect(second.report.foreignEvents == 1)
        #expect(second.engine.value(of: kept) == 7)
        #expect(second.engine.value(of: new) == true)
        second.connect()
        #expect(second.drain().map(\.address) == [2])
    }

    @Test("a file of another version is refused, and stays")
    func otherVersion() throws {
        let (name, octets, _) = try journal()
        var other = octets
        other[15] = UInt8(ascii: "7")
        for place in 16..<other.count { other[place] ^= 0x5A }
        let disk = SimulatedDisk([name: other])
        #expect(throws: JournalFault.self) { try probe(disk) }
        #expect(disk.contents[name] == other)
    }
}
