import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// What happens around two stations: clocks that are set, a machine that sleeps, a peer that reads no
/// more, an application that takes its time. Event number n has the time tag n milliseconds here.
@Suite("Two stations and their surroundings")
struct SurroundingsTests {
    /// A world with an event each 50 ms for 20 s.
    private func world(
        _ substation: Substation, _ change: (inout StationWorld.Setting) -> Void = { _ in }
    ) -> StationWorld {
        var setting = StationWorld.Setting()
        setting.points = substation.table
        setting.master.stations = [1]
        change(&setting)
        var world = StationWorld(setting)
        let start = world.now.instant
        for number in 0..<400 {
            let point = substation.changing[(number * 7) % substation.changing.count]
            world.changes.append(
                .init(
                    start.advanced(byNanoseconds: Int64(number) * 50_000_000), point,
                    substation.value(number, of: point),
                    tag: CP56Time2a(rawValue: UInt64(number))))
        }
        return world
    }

    /// The numbers of the events in the order in which they came.
    private func events(_ world: StationWorld) -> [Int] {
        world.master.deliveries.filter { $0.header.cause.cause == .spontaneous }
            .flatMap { $0.objects.compactMap(eventNumber) }
    }

    private func isFine(_ result: MasterResult) -> Bool {
        if case .success = result.result { true } else { false }
    }

    @Test(
        "T-11: a wall clock that jumps by a day under traffic ends no link and loses nothing",
        arguments: [86_400_000, -86_400_000, 1] as [Int64])
    func wallClock(_ jump: Int64) throws {
        let substation = try Substation()
        var random = SeededRandom(seed: 11)
        var world = world(substation)
        world.connect()
        let requests: [MasterRequest] = [
            .stationInterrogation, .switching(), .test(station: 1, isTimeTagged: true),
            .switching(true, .selectBeforeOperate, at: 5002),
        ]
        for turn in 0..<40 {
            world.run(for: .milliseconds(Int64.random(in: 1...1000, using: &random)))
            _ = world.submit(requests[turn % requests.count])
            world.moveWall(by: turn % 2 == 0 ? jump : -jump)
        }
        world.run(for: .seconds(120))
        #expect(world.history.isEmpty)
        #expect(world.master.results.count == 40)
        #expect(world.master.results.allSatisfy(isFine))
        #expect(events(world) == Array(0..<400))
        #expect(world.master.image == substation.image(of: world))
    }

    @Test(
        "T-12: timers that are served hours late end a link once at most, and no event is lost",
        arguments: 0..<20)
    func sleep(_ seed: UInt64) throws {
        let substation = try Substation()
        var random = SeededRandom(seed: seed)
        var world = world(substation) {
            $0.seed = seed
            $0.reconnection = .seconds(1)
            $0.master.startRequests = [.stationInterrogation]
        }
        world.connect()
        for _ in 0..<5 {
            world.run(for: .milliseconds(Int64.random(in: 1...3000, using: &random)))
            let ended = world.history.count
            world.sleep(for: .seconds(Int64.random(in: 1...40_000, using: &random)))
            world.run(for: .milliseconds(900))
            #expect(world.history.count <= ended + 1)
        }
        world.run(for: .seconds(120))
        let late: Set<SessionError.Code> = [
            .lost, .informationTimeout, .startTimeout, .testTimeout, .frameTimeout,
        ]
        #expect(late.isSuperset(of: world.reasons.map(\.code)))
        var next = 0
        for number in events(world) {
            #expect(number <= next)
            next = max(next, number + 1)
        }
        #expect(next == 400)
        #expect(world.master.image == substation.image(of: world))
    }

    @Test("T-13: a peer that reads no more is closed after t1, however full the line is")
    func slowReader() throws {
        for capacity in [1, 300, 2048, 1 << 20] {
            let substation = try Substation()
            var world = world(substation) { $0.reconnection = .seconds(1) }
            world.connect()
            world.run(for: .seconds(1))
            let start = world.now.instant
            world.wires[1].capacity = capacity
            world.wires[1].stall(until: start.advanced(byNanoseconds: 1_000_000_000_000))
            let hasEnded = world.run(for: .seconds(17)) { !$0.outstation.end.isOpen }
            #expect(hasEnded)
            #expect(world.outstation.end.session.closeReason?.code == .informationTimeout)
            // Its end of the line is gone; what the other side did not read is lost with it.
            world.wires[0].cut(after: 0)
            world.wires[1].isHalfOpen = true
            world.run(for: .seconds(120))
            var next = 0
            for number in events(world) {
                #expect(number <= next)
                next = max(next, number + 1)
            }
            #expect(next == 400)
        }
    }

    @Test(
        "T-13: a master is rid of an outstation that reads no more; each request ends once",
        arguments: [1, 300, 2048, 1 << 20], [true, false])
    func slowOutstation(_ capacity: Int, _ hasEvents: Bool) throws {
        let substation = try Substation()
        var world = world(substation) { $0.reconnection = .seconds(1) }
        if !hasEvents { world.changes = [] }
        world.connect()
        world.run(for: .seconds(1))
        world.wires[0].capacity = capacity
        world.wires[0].stall(
            until: world.now.instant.advanced(byNanoseconds: 1_000_000_000_000))
        let requests: [MasterRequest] = [
            .switching(), .stationInterrogation, .switching(true, .selectBeforeOperate, at: 5002),
            .read(station: 1, 2001), .test(station: 1, isTimeTagged: true),
        ]
        let ids = requests.map { world.submit($0) }
        let hasEnded = world.run(for: .seconds(40)) { !$0.master.end.isOpen }
        #expect(hasEnded)
        world.wires[1].cut(after: 0)
        world.wires[0].isHalfOpen = true
        world.run(for: .seconds(1))
        #expect(Set(world.master.results.map(\.id)) == Set(ids))
        #expect(world.master.results.count == ids.count)
        for result in world.master.results {
            guard case .failure(let error) = result.result else {
                Issue.record("\(result.request) was done")
                continue
            }
            // What was written may have been read, for all that is known here.
            if error.code == .notSent { #expect(!error.mayHaveActed) }
            if error.code == .linkLost, case .command(let command) = result.request {
                #expect(error.mayHaveActed == (command.mode == .direct))
            }
        }
        // All is well on the next connection.
        world.run(for: .seconds(60))
        let again = world.submit(.stationInterrogation)
        world.run(for: .seconds(60))
        #expect(world.master.results.last?.id == again)
        #expect(world.master.results.last.map(isFine) == true)
        var next = 0
        for number in events(world) {
            #expect(number <= next)
            next = max(next, number + 1)
        }
        #expect(next == (hasEvents ? 400 : 0))
    }

    @Test("where nothing happens nothing wakes, but for the tests of the link")
    func idle() throws {
        let substation = try Substation()
        var world = world(substation)
        world.changes = []
        world.connect()
        world.run(for: .seconds(60))
        let before = world.steps
        world.run(for: .seconds(3600))
        // A test of each side in 20 s: its timer, its act and its con arrive, t2 at most.
        #expect(world.steps - before <= 180 * 8)
        #expect(world.history.isEmpty)
    }

    @Test("T-14: an application that takes four times t1 for a command holds nothing else up")
    func slowHandler() throws {
        let substation = try Substation()
        var world = world(substation) {
            $0.outstation.handlesCommands = true
            $0.outstation.answerTimeout = .seconds(120)
            $0.master.timeouts.confirmation = .seconds(100)
        }
        world.connect()
        world.run(for: .seconds(1))
        let slow = world.submit(.switching())
        var others: [RequestID] = []
        for _ in 0..<6 {
            world.run(for: .seconds(10))
            others.append(world.submit(.stationInterrogation))
        }
        world.run(for: .seconds(1))
        #expect(world.history.isEmpty)
        #expect(world.master.results.map(\.id) == others)
        #expect(world.master.results.allSatisfy(isFine))
        #expect(events(world) == Array(0..<400))
        let asked = world.outstation.requests.compactMap { request in
            if case .command(let command) = request { command.id } else { nil }
        }
        try #require(asked.count == 1)
        world.answer(asked[0], .accept)
        world.run(for: .seconds(1))
        #expect(world.master.results.last?.id == slow)
        #expect(world.master.results.allSatisfy(isFine))
    }
}
