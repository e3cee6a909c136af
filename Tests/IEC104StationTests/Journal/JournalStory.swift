import IEC104Codec
import IEC104Station
import IEC104TestKit

/// An outstation with a journal that lives, dies and lives again, and its master. Every event has a
/// number of its own, which is what its point carries; numbers grow.
struct JournalStory {
    /// How a life ends.
    enum Death: CaseIterable {
        /// The process is killed: the disk has what was written.
        case kill
        /// The power fails: the disk has what was synced, and any part of the rest.
        case powerLoss
    }

    private struct Points {
        let table: PointTable
        let state, measure, counter: PointID

        init() throws {
            var table = PointTable()
            state = try table.add(1, .bitString(0, []))
            measure = try table.add(2, .shortFloat(R32(0), []))
            counter = try table.add(3, .integratedTotal(BCR(0)))
            self.table = table
        }
    }

    private let points: Points
    private let settings: JournalSettings
    private let outstation: OutstationSettings
    private(set) var probe: JournalProbe
    private var random: SeededRandom
    private var number: UInt32 = 0
    /// The last number that must survive each death.
    private var safe: UInt32 = 0
    private var written: UInt32 = 0
    private var begun: UInt32 = 0
    /// The last number when this life began.
    private var born: UInt32 = 0
    private var arrived: Set<UInt32> = []
    private var last: UInt32 = 0
    private var greatest: UInt32 = 0
    /// Which may be missing, with how many of them may, as the report says.
    private var gaps: [(numbers: ClosedRange<UInt32>, most: UInt64)] = []
    private(set) var faults: [String] = []
    private(set) var deaths = 0
    private(set) var repeats = 0
    private(set) var missing = 0

    init(_ settings: JournalSettings, seed: UInt64) throws {
        self.settings = settings
        random = SeededRandom(seed: seed)
        points = try Points()
        var outstation = OutstationSettings()
        outstation.frozenCounters = .spontaneously
        outstation.maximumObjectsPerEventASDU = 3
        self.outstation = outstation
        probe = try JournalProbe(
            points.table, settings, on: SimulatedDisk(seed: seed), outstation: outstation)
    }

    private var isSyncedFirst: Bool { settings.synchronization == .each }

    // MARK: What happens

    mutating func event() {
        number += 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            probe.engine.set(points.measure, .shortFloat(R32(Float(number)), []), at: probe.now)
        case 1:
            probe.engine.set(points.counter, .integratedTotal(BCR(Int32(number))), at: probe.now)
            probe.engine.freezeCounters(station: 1, .freeze, at: probe.now)
        default: probe.engine.set(points.state, .bitString(number, []), at: probe.now)
        }
    }

    mutating func begin() {
        guard probe.job == nil else { return }
        probe.begin()
        if probe.job != nil { begun = present }
        note()
    }

    mutating func finish() {
        guard probe.job != nil else { return }
        probe.finish()
        if !probe.disk.isStopped, probe.keeper.status.fault == nil { written = begun }
        note()
    }

    /// Notes what must survive.
    private mutating func note() {
        if !probe.disk.isStopped, probe.keeper.isSafe(probe.engine) { safe = present }
    }

    /// The last event of this life, or else the last one that must have survived.
    private var present: UInt32 { number > born ? number : safe }

    mutating func send() {
        guard let (asdu, ticket) = probe.next() else { return }
        let hasArrived = Int.random(in: 0..<8, using: &random) != 0
        if hasArrived, asdu.header.cause.cause == .spontaneous {
            for object in asdu.objects {
                let number = Self.number(object.information)
                if number <= last { faults.append("\(number) behind \(last)") }
                last = number
                greatest = max(greatest, number)
                if !arrived.insert(number).inserted { repeats += 1 }
            }
        }
        if hasArrived {
            if Int.random(in: 0..<3, using: &random) != 0 { probe.confirm(ticket) }
        } else {
            disconnect()
        }
    }

    mutating func connect() {
        guard probe.link == nil else { return }
        probe.connect()
        last = 0
    }

    mutating func disconnect() { probe.disconnect() }

    private static func number(_ information: Information) -> UInt32 {
        switch information {
        case .bitString(let bits, _): bits
        case .shortFloat(let value, _): UInt32(value.value)
        case .integratedTotal(let reading): UInt32(bitPattern: reading.value)
        default: 0
        }
    }

    /// Something of all that.
    mutating func act() {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<6: event()
        case 6..<9: begin()
        case 9..<13: finish()
        case 13..<17: send()
        case 17: connect()
        case 18: if Int.random(in: 0..<6, using: &random) == 0 { disconnect() }
        default: probe.advance(Int64.random(in: 0...30_000_000, using: &random))
        }
    }

    // MARK: Death and life

    mutating func die(_ death: Death) throws {
        deaths += 1
        let disk =
            death == .kill
            ? SimulatedDisk(probe.disk.contents, seed: random.next())
            : probe.disk.afterPowerLoss()
        let kept = death == .kill ? max(written, safe) : safe
        let before = probe.now
        probe = try JournalProbe(
            points.table, settings, on: disk, outstation: outstation,
            boot: death == .kill ? 1 : UInt64(deaths + 1), at: before)
        let report = probe.report
        let found =
            [points.state, points.measure, points.counter]
            .compactMap { probe.engine.value(of: $0).map { Self.number($0.information) } }.max()
            ?? 0
        if found < kept {
            faults.append("death \(deaths), \(death): \(found) is left of \(kept)")
        }
        if isSyncedFirst, found < greatest {
            faults.append("death \(deaths): \(greatest) was sent, \(found) is left")
        }
        if number > kept {
            // Under `each`, what was neither sent nor promised may be missing without a count.
            let most =
                isSyncedFirst
                ? .max : report.missingEvents &+ report.possiblyMissingEvents
            gaps.append((kept + 1...number, most))
        }
        (safe, written, begun, born) = (kept, kept, kept, number)
    }

    /// Everything arrives; what is missing is accounted for.
    mutating func end() {
        probe.keeper.wantsSync = true
        probe.settle()
        note()
        if safe != present { faults.append("not safe at the end: \(safe) of \(number)") }
        disconnect()
        connect()
        for _ in 0..<100_000 {
            guard let (asdu, ticket) = probe.next() else { break }
            if asdu.header.cause.cause == .spontaneous {
                for object in asdu.objects { arrived.insert(Self.number(object.information)) }
            }
            probe.confirm(ticket)
            probe.settle()
        }
        guard number > 0 else { return }
        var lost = Set(1...number).subtracting(arrived)
        missing = lost.count
        for gap in gaps {
            let here = lost.filter { gap.numbers.contains($0) }
            if UInt64(here.count) > gap.most {
                faults.append("\(here.count) are missing, \(gap.most) were told")
            }
            lost.subtract(here)
        }
        // Those that found no room on the disk are counted by the group.
        let groups = probe.engine.eventGroups
        let counted = groups.reduce(0) { $0 + $1.lost }
        if lost.count > counted { faults.append("lost \(lost.sorted()), \(counted) were counted") }
        if groups.contains(where: { $0.waiting + $0.unconfirmed > 0 }) || groups.count != 1 {
            faults.append("left: \(groups)")
        }
    }
}
