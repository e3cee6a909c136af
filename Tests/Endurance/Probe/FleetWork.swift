import Glibc
import IEC104

/// What `FleetMasters` does with its fleet.
struct FleetWork: Sendable {
    let count: Int
    let port: UInt16
    let fleet: Fleet
    /// Where it waits itself.
    let control: EventLoop
    let accounts: [Guarded<FleetAccount>]
    /// The same from the output of the fleet.
    let outputs: Guarded<[EventAccount]>
    let tally = Guarded(FleetTally())
    private let updates: FleetUpdates
    private let slow: FleetUpdates

    init(count: Int, port: UInt16, fleet: Fleet, control: EventLoop) {
        (self.count, self.port, self.fleet, self.control) = (count, port, fleet, control)
        accounts = (0..<count).map { _ in Guarded(FleetAccount()) }
        outputs = Guarded(Array(repeating: EventAccount(), count: count))
        updates = fleet.updates(limit: 4_000_000)
        slow = fleet.updates(limit: 1000)
    }

    func configuration(_ place: Int, isTurned: Bool = false) throws -> RTUConfiguration {
        let there = FleetPlace(place)
        var endpoints = there.addresses.map { RTUEndpoint($0, port: port) }
        if isTurned { endpoints.reverse() }
        var configuration = RTUConfiguration(there.name, endpoints: endpoints)
        configuration.master.parameters = try FleetPlace.parameters()
        configuration.master.reconnection = Reconnection(
            first: .milliseconds(200), longest: .seconds(3))
        configuration.schedule = [
            ScheduledTask(
                [.interrogation(station: 1, .station)], runsAtStart: true, period: .seconds(120)),
            ScheduledTask([.clockSynchronization(station: 1, time: nil)], period: .seconds(60)),
        ]
        let account = accounts[place]
        let isNew = Guarded(true)
        configuration.master.tracer = { event in
            guard case .started = event.kind else { return }
            let isFirst = isNew.withLock { isNew in
                defer { isNew = false }
                return isNew
            }
            account.withLock {
                if isFirst { $0.beganPlace() }
                $0.started()
            }
        }
        configuration.master.reporter = { header, objects, _ in
            guard header.cause.cause == .spontaneous else { return }
            let copies = objects.indices.map { objects[$0] }
            account.withLock { account in for object in copies { account.take(object) } }
        }
        return configuration
    }

    // MARK: Readers

    func readers() -> [Task<Void, Never>] {
        let places = Dictionary(
            uniqueKeysWithValues: (0..<count).map { (FleetPlace($0).name, $0) })
        let events = fleet.events(limit: 1_000_000)
        return [
            Task {
                for await value in updates {
                    tally.withLock { $0.values += 1 }
                    guard value.update.cause.cause == .spontaneous, let place = places[value.rtu]
                    else { continue }
                    let number = NumberedPoints.number(value.update.object)
                    outputs.withLock {
                        // Where connections end is not told here.
                        var previous = Int32.min
                        $0[place].take(number, after: &previous)
                    }
                }
            },
            Task {
                for await _ in slow {
                    tally.withLock { $0.slowlyRead += 1 }
                    await control.sleep(for: .milliseconds(2))
                }
            },
            Task {
                for await event in events { tally.withLock { $0.take(event.kind) } }
            },
        ]
    }

    func report() async -> String {
        var (waiting, started) = (0, 0)
        for status in await fleet.status {
            if status.state == .started { started += 1 }
            waiting += status.interrogation.isQueued ? 1 : 0
        }
        let taken = accounts.reduce(0) { $0 + $1.withLock { $0.events.events } }
        let (lost, slowlyLost) = (updates.lost, slow.lost)
        return tally.withLock {
            "report \(taken) started=\(started) queued=\(waiting) values=\($0.values) lost=\(lost) "
                + "slowly-read=\($0.slowlyRead) slowly-lost=\(slowlyLost) \($0.words)"
        }
    }

    // MARK: Trouble

    /// Until the task is cancelled; then all RTUs are in the fleet.
    func trouble(seed: UInt64) async {
        var chance = Chance(seed: seed)
        var away: [(place: Int, until: ContinuousClock.Instant)] = []
        while !Task.isCancelled {
            await control.sleep(for: .milliseconds(chance.next(below: 200)))
            for index in away.indices.reversed() where away[index].until < .now {
                await add(away.remove(at: index).place)
            }
            let place = chance.next(below: count)
            guard !away.contains(where: { $0.place == place }) else { continue }
            switch chance.next(below: 16) {
            case 0..<6:
                let rtu = await fleet[FleetPlace(place / 3 * 3).name]
                if await rtu?.switchOver() == true { count("switched-by-hand") }
            case 6..<9: await replace(place, isTurned: chance.next(below: 2) == 0)
            case 9:
                do throws(FleetError) { try await fleet.remove(FleetPlace(place).name) } catch {
                    count("not-removed")
                }
                count("removed")
                away.append((place, .now + .milliseconds(chance.next(below: 10_000))))
            case 10, 11: await ask(place, &chance)
            case 12, 13: await mislead(place, &chance)
            case 14: _ = await fleet.status
            default:
                guard chance.next(below: 20) == 0 else { continue }
                // As an output that takes nothing holds up a loop; longer than t1 at times.
                let pause = UInt32(chance.next(below: 9000))
                count("loop-held-up")
                fleet.loops[chance.next(below: fleet.loops.count)].submit { usleep(pause * 1000) }
            }
        }
        for (place, _) in away { await add(place) }
    }

    private func add(_ place: Int) async {
        do {
            try await fleet.add(try configuration(place))
            count("added")
        } catch { count("not-added") }
    }

    private func replace(_ place: Int, isTurned: Bool) async {
        do {
            try await fleet.replace(try configuration(place, isTurned: isTurned))
            count("replaced")
        } catch { count("not-replaced") }
    }

    /// Asks, and gives up soon in half of all cases.
    private func ask(_ place: Int, _ chance: inout Chance) async {
        let limit = Duration.milliseconds(chance.next(below: 2) == 0 ? 1 : 2000)
        do throws(FleetError) {
            try await fleet.request(
                .interrogation(station: 1, .station), of: FleetPlace(place).name, within: limit)
            count("asked")
        } catch {
            switch error {
            case .request(_, let error): count("not-answered:\(error.code)")
            default: count("not-asked")
            }
        }
    }

    /// Sets a clock wrong; the schedule sets it right.
    private func mislead(_ place: Int, _ chance: inout Chance) async {
        let now = WallClock.now + Int64(chance.next(below: 7_200_000)) - 3_600_000
        do throws(FleetError) {
            try await fleet.request(
                .clockSynchronization(station: 1, time: CP56Time2a(millisecondsSince1970: now)),
                of: FleetPlace(place).name, within: .seconds(2))
            count("clock-set-wrong")
        } catch { count("clock-not-set") }
    }

    private func count(_ what: String) { tally.withLock { $0.count(what) } }
}

/// What has happened in a fleet.
struct FleetTally {
    var values = 0
    var slowlyRead = 0
    private var counts: [String: Int] = [:]

    mutating func count(_ what: String, by number: Int = 1) { counts[what, default: 0] += number }

    mutating func take(_ event: FleetEvent.Kind) {
        switch event {
        case .added, .removed, .stopped, .clock: break
        case .connected: count("connections")
        case .started: count("starts")
        case .notConnected(_, let failure, _): count("not-connected:\(failure.name)")
        case .ended(_, let end, let pause):
            count(pause == nil ? "ended-on-purpose" : "ended:\(end.end.reason.code.name)")
        case .switchedOver: count("switched-over")
        case .initialized: count("initialized")
        case .requestEnded(_, _, .success): count("scheduled-requests")
        case .requestEnded(_, _, .failure(let error)): count("failed-requests:\(error.code)")
        case .malformed: count("malformed")
        case .unexpected: count("unexpected")
        case .repeatsDropped(let number): count("repeats-left-out", by: number)
        case .time(let finding): count("time:\(finding.kind.rawValue)")
        }
    }

    /// `KIND=COUNT...`
    var words: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
