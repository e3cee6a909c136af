import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// Several masters of one redundancy group and their outstation, whole: a session at both ends of
/// each connection, faulty wires, in virtual time.
struct GroupWorld: Sendable {
    struct Setting: Sendable {
        var masters = 2
        var parameters = SessionParameters()
        var master = MasterSettings()
        var outstation = OutstationSettings()
        var points = PointTable()
        var seed: UInt64 = 1
        var longestDelay: Int64 = 5_000_000
        var octetTime: Int64?
    }

    let setting: Setting
    var masters: [SimulatedMaster]
    var outstation: GroupedOutstation
    /// Of each master: to the outstation, and from it.
    var wires: [[FaultyWire]]
    private(set) var now = Moment(Instant(seconds: 1), wall: 1_700_000_000_000)
    /// In the order of time.
    var changes: [StationWorld.Change] = []
    private(set) var steps = 0
    private var random: SeededRandom

    init(_ setting: Setting) {
        self.setting = setting
        random = SeededRandom(seed: setting.seed)
        masters = (0..<setting.masters).map { _ in SimulatedMaster(setting.master) }
        outstation = GroupedOutstation(
            setting.points, setting.outstation, masters: setting.masters)
        let wire = FaultyWire(seed: 0)
        wires = [[FaultyWire]](repeating: [wire, wire], count: setting.masters)
    }

    // MARK: What tests do

    /// Makes the connection of a master, when both its ends are closed.
    mutating func connect(_ number: Int, starts: Bool) {
        guard !masters[number].end.isOpen, !outstation.ends[number].isOpen else { return }
        for side in 0...1 {
            wires[number][side] = FaultyWire(
                seed: random.next(), longestDelay: setting.longestDelay)
            if let time = setting.octetTime {
                wires[number][side].slow(to: (octets: 1, nanoseconds: time))
            }
        }
        outstation.connect(number, setting.parameters, at: now)
        masters[number].connect(setting.parameters, starts: starts, at: now)
        settle()
    }

    /// Starts or stops data transfer.
    mutating func operate(_ number: Int, start: Bool) {
        masters[number].operate(start: start, at: now)
        settle()
    }

    mutating func set(_ point: PointID, _ information: Information, tag: CP56Time2a) {
        outstation.engine.set(point, information, time: tag, mode: .force, at: now)
        settle()
    }

    /// Time goes on, and nothing is served meanwhile.
    mutating func sleep(for duration: Duration) {
        let (seconds, attoseconds) = duration.components
        move(
            to: now.instant.advanced(
                byNanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    }

    /// The wall clock of the machines is set.
    mutating func moveWall(by milliseconds: Int64) { now.wall += milliseconds }

    /// Goes on for so long, or until `isDone`; whether it was done.
    @discardableResult
    mutating func run(
        for duration: Duration, until isDone: (GroupWorld) -> Bool = { _ in false }
    ) -> Bool {
        let (seconds, attoseconds) = duration.components
        let end = now.instant.advanced(
            byNanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        while !isDone(self) {
            guard nextMoment <= end else {
                move(to: end)
                return isDone(self)
            }
            step()
        }
        return true
    }

    /// The next moment at which something happens.
    mutating func step() {
        move(to: max(now.instant, nextMoment))
        steps += 1
        while let change = changes.first, change.time <= now.instant {
            changes.removeFirst()
            outstation.engine.set(
                change.point, change.information, time: change.tag, mode: .force, at: now)
        }
        for number in masters.indices {
            if wires[number][1].nextArrival <= now.instant, masters[number].end.isOpen {
                masters[number].read(wires[number][1].read(at: now.instant), at: now)
                if wires[number][1].hasEnded { masters[number].disconnected(at: now) }
            }
            if wires[number][0].nextArrival <= now.instant, outstation.ends[number].isOpen {
                outstation.read(number, wires[number][0].read(at: now.instant), at: now)
                if wires[number][0].hasEnded { outstation.disconnected(number, at: now) }
            }
            masters[number].timeout(at: now)
        }
        outstation.timeout(at: now)
        settle()
    }

    /// The numbers of the events that a master has got, connection by connection.
    func events(_ number: Int) -> [[Int]] {
        var all: [[Int]] = []
        for delivery in masters[number].deliveries
        where delivery.header.cause.cause == .spontaneous {
            while all.count < delivery.connection { all.append([]) }
            all[delivery.connection - 1] += delivery.objects.compactMap(eventNumber)
        }
        return all
    }

    // MARK: Inside

    var nextMoment: Instant {
        var next = outstation.deadline
        if let change = changes.first { next = min(next, change.time) }
        for number in masters.indices {
            next = min(next, masters[number].deadline)
            if masters[number].end.isOpen { next = min(next, wires[number][1].nextArrival) }
            if outstation.ends[number].isOpen { next = min(next, wires[number][0].nextArrival) }
        }
        return next
    }

    private mutating func move(to instant: Instant) {
        guard instant != .never else { return }
        now.wall += instant.nanoseconds / 1_000_000 - now.instant.nanoseconds / 1_000_000
        now.instant = instant
    }

    /// Everything that can be sent now is sent, and everything that has ended is told.
    private mutating func settle() {
        for number in masters.indices {
            while wires[number][0].hasRoom, masters[number].transmit(at: now) { write(number) }
            while wires[number][1].hasRoom, outstation.transmit(number, at: now) { write(number) }
            write(number)
            masters[number].takeResults()
            if !masters[number].end.isOpen { wires[number][0].finish(at: now.instant) }
            if !outstation.ends[number].isOpen { wires[number][1].finish(at: now.instant) }
        }
        outstation.takeRequests()
    }

    private mutating func write(_ number: Int) {
        wires[number][0].write(masters[number].takeOutput(), at: now.instant)
        wires[number][1].write(outstation.takeOutput(number), at: now.instant)
    }
}
