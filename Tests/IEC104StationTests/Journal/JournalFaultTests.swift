import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

@Suite("A journal whose disk fails, is full or hangs")
struct JournalFaultTests {
    private let table: PointTable
    private let state: PointID

    init() throws {
        var table = PointTable()
        state = try table.add(1, .bitString(0, []))
        self.table = table
    }

    private func probe(
        _ settings: JournalSettings = .test(.each), on disk: SimulatedDisk = SimulatedDisk(seed: 3)
    ) throws -> JournalProbe {
        try JournalProbe(table, settings, on: disk)
    }

    private func make(_ numbers: ClosedRange<UInt32>, on probe: JournalProbe) {
        for number in numbers {
            probe.engine.set(state, .bitString(number, []), mode: .force, at: probe.now)
        }
    }

    private func numbers(_ objects: [InformationObject]) -> [UInt32] {
        objects.compactMap {
            if case .bitString(let bits, _) = $0.information { bits } else { nil }
        }
    }

    @Test("no event is sent before it is safe, but all else is")
    func held() throws {
        let probe = try probe()
        probe.connect()
        #expect(probe.drain().isEmpty)
        make(1...5, on: probe)
        #expect(probe.next() == nil)
        let request = ASDU(
            .C_IC_NA_1, cause: CauseOfTransmission(.activation), commonAddress: 1,
            objects: [InformationObject(0, .interrogation(.station))])
        let octets = try request.encoded()
        if let link = probe.link { _ = probe.engine.receive(octets.span, on: link, at: probe.now) }
        var causes: [Cause] = []
        while let (asdu, ticket) = probe.next() {
            causes.append(asdu.header.cause.cause)
            probe.confirm(ticket)
        }
        #expect(causes == [.activationConfirmation, 20, .activationTermination])
        probe.begin()
        make(6...7, on: probe)
        #expect(probe.next() == nil)
        probe.finish()
        #expect(numbers(probe.drain()) == [1, 2, 3, 4, 5])
        probe.settle()
        #expect(numbers(probe.drain()) == [6, 7])
    }

    @Test(
        "the station goes on from memory, and writes everything when the disk works again",
        arguments: [JournalFault.Operation.write, .sync, .create, .open, .list],
        [JournalSettings.Synchronization.each, .every(.milliseconds(10)), .none])
    func fails(
        _ operation: JournalFault.Operation, _ policy: JournalSettings.Synchronization
    ) throws {
        let probe = try probe(.test(policy))
        probe.connect()
        make(1...3, on: probe)
        probe.settle()
        _ = probe.drain()
        // Those beside the first two are met when a file is begun, after another fault.
        probe.disk.faults = [.write: 5, .sync: 5]
        probe.disk.faults[operation] = 5
        make(4...6, on: probe)
        probe.keeper.wantsSync = true
        probe.settle()
        #expect(probe.notices.count == 1)
        #expect(probe.keeper.status.fault?.number == 5)
        #expect(numbers(probe.drain()) == [4, 5, 6])
        var pauses: [Int64] = []
        for _ in 0..<8 {
            make(7...7, on: probe)
            let pause = probe.keeper.deadline.nanoseconds - probe.now.instant.nanoseconds
            pauses.append(pause / 1_000_000_000)
            probe.advance(pause)
            probe.settle()
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60])
        #expect(probe.notices.count == 1)
        probe.disk.faults = [:]
        probe.advance(60_000_000_000)
        probe.settle()
        #expect(probe.notices.last == .restored)
        #expect(probe.keeper.status.fault == nil)
        let second = try self.probe(.test(policy), on: probe.disk.afterPowerLoss())
        second.connect()
        #expect(numbers(second.drain()) == [UInt32](repeating: 7, count: 8))
    }

    @Test("a full disk: what was safe stays safe, and the rest is written when there is room")
    func full() throws {
        let probe = try probe(.test(.each, limit: 1 << 20))
        make(1...100, on: probe)
        probe.settle()
        probe.disk.capacity = probe.disk.octets + 300
        make(101...200, on: probe)
        probe.settle()
        #expect(probe.keeper.status.fault?.number == 28)
        let meanwhile = try self.probe(on: SimulatedDisk(probe.disk.contents))
        meanwhile.connect()
        #expect(numbers(meanwhile.drain()).starts(with: 1...100))
        probe.disk.capacity = .max
        probe.advance(1_000_000_000)
        probe.settle()
        #expect(probe.notices.last == .restored)
        #expect(probe.disk.contents.count == 1)
        let second = try self.probe(on: probe.disk.afterPowerLoss())
        second.connect()
        #expect(numbers(second.drain()) == Array(1...200))
    }

    @Test("a disk that hangs holds up neither events nor memory")
    func hangs() throws {
        let probe = try probe()
        probe.connect()
        _ = probe.drain()
        make(1...3, on: probe)
        probe.begin()
        #expect(probe.keeper.deadline == probe.now.instant.advanced(byNanoseconds: 5_000_000_000))
        probe.advance(5_000_000_000)
        #expect(probe.keeper.commit(&probe.engine, at: probe.now.instant) == nil)
        #expect(probe.keeper.status.fault == JournalFault(.keepUp))
        #expect(numbers(probe.drain()) == [1, 2, 3])
        make(4...9, on: probe)
        probe.finish()
        probe.settle()
        #expect(probe.notices == [.failed(JournalFault(.keepUp)), .restored])
        let second = try self.probe(on: probe.disk.afterPowerLoss())
        second.connect()
        #expect(numbers(second.drain()) == Array(4...9))
    }

    @Test("events that come faster than the disk are an alarm, not memory without end")
    func floods() throws {
        let probe = try probe(.test(.each, limit: 1 << 18))
        make(1...1, on: probe)
        probe.begin()
        for round in 0..<100 {
            make(2...101, on: probe)
            _ = probe.keeper.commit(&probe.engine, at: probe.now.instant)
            if round > 60 { #expect(probe.keeper.status.fault == JournalFault(.keepUp)) }
        }
        probe.finish()
        probe.settle()
        #expect(probe.notices.last == .restored)
    }

    @Test("events that find no room on the disk are told, and counted after a crash")
    func omitted() throws {
        let probe = try probe(.test(.each, limit: 65536))
        make(1...5000, on: probe)
        for _ in 0..<40 {
            make(1...100, on: probe)
            probe.settle()
        }
        let count = try #require(
            probe.notices.compactMap { if case .omitted(let count) = $0 { count } else { nil } }
                .first)
        #expect(count > 4000)
        #expect(probe.disk.octets <= 65536)
        let second = try self.probe(on: SimulatedDisk(probe.disk.contents))
        second.connect()
        let found = second.drain().count
        #expect(UInt64(found) + second.engine.eventGroups[0].lost == 9000)
        #expect(second.report.omittedEvents >= UInt64(count))
    }

    @Test("the room on the disk does not grow with time")
    func bounded() throws {
        let probe = try probe(.test(.none, limit: 1 << 18))
        probe.connect()
        for _ in 0..<300 {
            make(1...100, on: probe)
            probe.settle()
            _ = probe.drain()
            probe.settle()
            #expect(probe.disk.octets <= 1 << 18)
            #expect(probe.disk.contents.count == 1)
        }
        #expect(probe.keeper.status.checkpoints > 5)
    }

    @Test("a copy without the journal sends at once")
    func detached() throws {
        let probe = try probe()
        probe.connect()
        _ = probe.drain()
        make(1...3, on: probe)
        #expect(probe.drain().isEmpty)
        probe.engine.detachJournal()
        make(4...5, on: probe)
        #expect(numbers(probe.drain()) == [1, 2, 3, 4, 5])
        #expect(!probe.engine.hasJournalBacklog)
    }

    @Test("each group goes on where it was, by host or by name")
    func groups() throws {
        let names: [PeerIdentity] = ["north", "south"]
        func engine() -> OutstationEngine {
            OutstationEngine(points: table, redundancyGroups: names)
        }
        let first = try probe()
        first.engine = engine()
        first.keeper = JournalKeeper(
            .test(.each), generation: 9, boot: 1, for: &first.engine, at: first.now.instant)
        first.settle()
        let link = first.engine.open(peer: "10.0.0.1", in: "north", at: first.now)
        first.engine.started(link, at: first.now)
        first.link = link
        make(1...4, on: first)
        first.settle()
        #expect(numbers(first.drain()) == [1, 2, 3, 4])
        make(5...6, on: first)
        first.settle()
        var disk = SimulatedDisk(first.disk.contents)
        let contents = try JournalContents(&disk, boot: 1)
        var second = engine()
        let report = second.restore(contents, at: first.now)
        #expect(report.groups == 2)
        var waiting: [PeerIdentity?: Int] = [:]
        for group in second.eventGroups {
            waiting[group.owner] = group.waiting
            #expect(group.isConfigured)
        }
        #expect(waiting == ["north": 2, "south": 6])
    }

    @Test("events that a master has cleared do not come back")
    func cleared() throws {
        let probe = try probe()
        probe.connect()
        _ = probe.drain()
        make(1...4, on: probe)
        probe.settle()
        let request = ASDU(
            .C_RP_NA_1, cause: CauseOfTransmission(.activation), commonAddress: 1,
            objects: [InformationObject(0, .resetProcess(.eventBuffer))])
        let octets = try request.encoded()
        if let link = probe.link { _ = probe.engine.receive(octets.span, on: link, at: probe.now) }
        make(5...6, on: probe)
        probe.settle()
        let second = try self.probe(on: probe.disk.afterPowerLoss())
        second.connect()
        #expect(numbers(second.drain()) == [5, 6])
    }
}
