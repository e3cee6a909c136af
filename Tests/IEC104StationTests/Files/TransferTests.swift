import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// Both engines against each other, over faulty wires in virtual time.
@Suite("Files between the two stations")
struct TransferTests {
    static func octets(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    static func name(_ number: UInt16) -> FileName { FileName(number, object: 30_000) }

    static func world(
        _ files: [UInt16: [UInt8]] = [:], _ variant: LinkVariant = LinkVariant(k: 12, w: 8),
        sectionLength: Int = 1000, _ change: (inout StationWorld.Setting) -> Void = { _ in }
    ) throws -> StationWorld {
        var setting = StationWorld.Setting()
        setting.points = try Substation().table
        setting.outstation.servesFiles = true
        setting.outstation.files.sectionLength = sectionLength
        setting.master.files.sectionLength = sectionLength
        variant.apply(to: &setting)
        change(&setting)
        var world = StationWorld(setting)
        world.outstation.store.files = files
        world.connect()
        world.run(for: .seconds(5), until: { $0.master.engine.isStarted })
        return world
    }

    /// Files of outstation, transfers and jobs that are left.
    static func isIdle(_ world: StationWorld) -> Bool {
        world.outstation.store.openCount == 0 && world.master.engine.jobCount == 0
    }

    @Test("fetched, written, listed, deleted over any link", arguments: LinkVariant.all)
    func all(_ variant: LinkVariant) throws {
        let file = Self.octets(5003)
        var world = try Self.world([7: file, 8: []], variant)
        let fetch = world.submit(file: .fetch(Self.name(7), nil))
        let empty = world.submit(file: .fetch(Self.name(8), nil))
        let source = Self.octets(3333, seed: 2)
        let write = world.submit(file: .write(Self.name(9), length: 3333), source: source)
        world.run(for: .seconds(600)) { $0.master.jobResults.count == 3 }
        let isWhole = world.master.fetched[fetch] == file
        #expect(isWhole)
        #expect(try world.master.jobResults[empty]?.get().length == 0)
        #expect(try world.master.jobResults[write]?.get().length == 3333)
        let isWritten = world.outstation.store.files[9] == source
        #expect(isWritten)
        let list = world.submit(file: .list(FileName(0, object: 0)))
        world.run(for: .seconds(60)) { $0.master.jobResults[list] != nil }
        let entries = try #require(try world.master.jobResults[list]?.get()).entries
        #expect(entries.map(\.file) == [7, 8, 9].map(Self.name))
        #expect(entries.map(\.length) == [5003, 0, 3333])
        let delete = world.submit(file: .delete(Self.name(7)))
        world.run(for: .seconds(60)) { $0.master.jobResults[delete] != nil }
        #expect(throws: Never.self) { try world.master.jobResults[delete]?.get() }
        #expect(world.outstation.store.files[7] == nil)
        let isIdle = Self.isIdle(world)
        #expect(isIdle)
        #expect(world.master.end.isOpen && world.outstation.end.isOpen)
    }

    /// The peer of a cut link may have heard of the end or not: a file is whole, or not there.
    @Test(
        "T-21: cut at any octet, both sides end clearly and the link is used again",
        arguments: [0, 1])
    func cut(_ side: Int) throws {
        let file = Self.octets(700)
        func begin() throws -> (StationWorld, [UInt64]) {
            var world = try Self.world([7: file], sectionLength: 300) {
                $0.reconnection = .seconds(1)
                $0.parameters.t1 = .seconds(5)
                $0.parameters.t2 = .seconds(2)
            }
            let jobs = [
                world.submit(file: .fetch(Self.name(7), nil)),
                world.submit(file: .write(Self.name(9), length: 500), source: Array(file[..<500])),
                world.submit(file: .list(FileName(0, object: 0))),
            ]
            return (world, jobs)
        }
        var (whole, _) = try begin()
        let before = whole.octets[side]
        whole.run(for: .seconds(100)) { $0.master.jobResults.count == 3 }
        let length = whole.octets[side] - before
        #expect(length > 300)
        var ends: Set<String> = []
        for place in 0...length {
            var (world, jobs) = try begin()
            world.wires[side].cut(after: place)
            let hasEnded = world.run(for: .seconds(200)) {
                $0.master.jobResults.count == 3 && $0.history.count == 1
                    && $0.master.engine.isStarted && $0.outstation.end.isOpen
            }
            #expect(hasEnded || place >= length, "cut at \(place)")
            let isIdle = Self.isIdle(world)
            #expect(isIdle, "cut at \(place)")
            for job in jobs {
                switch world.master.jobResults[job] {
                case .success: ends.insert("done")
                case .failure(let error):
                    ends.insert(error.code.name)
                    #expect(error.linkEnd != nil)
                case nil: Issue.record("no end, cut at \(place)")
                }
            }
            if case .success? = world.master.jobResults[jobs[0]] {
                let isWhole = world.master.fetched[jobs[0]] == file
                #expect(isWhole)
            }
            let stored = world.outstation.store.files[9]
            let isRight = stored == nil || stored == Array(file[..<500])
            #expect(isRight, "cut at \(place)")
            if case .success? = world.master.jobResults[jobs[1]] { #expect(stored != nil) }
            guard place % 100 == 0, hasEnded else { continue }
            let again = world.submit(file: .fetch(Self.name(7), nil))
            world.run(for: .seconds(100)) { $0.master.jobResults[again] != nil }
            let isWhole = world.master.fetched[again] == file
            #expect(isWhole)
        }
        #expect(ends.isSuperset(of: ["done", "link-ended"]))
    }

    @Test("the longest file, of 16777215 octets, is fetched")
    func longest() throws {
        let file = [UInt8](repeating: 0xA5, count: 0xFF_FFFF)
        var world = try Self.world([7: file], LinkVariant(k: 4000, w: 2000), sectionLength: 1)
        for side in 0...1 { world.wires[side].capacity = 1 << 19 }
        let fetch = world.submit(file: .fetch(Self.name(7), nil))
        world.run(for: .seconds(3600)) { $0.master.jobResults[fetch] != nil }
        #expect(try world.master.jobResults[fetch]?.get().length == file.count)
        #expect(world.master.fetched[fetch]?.count == file.count)
    }

    @Test("given up at any moment, the station is told, and the next transfer is served")
    func cancelled() throws {
        let file = Self.octets(2000)
        for step in 0..<60 {
            var world = try Self.world([7: file], sectionLength: 600)
            let fetch = world.submit(file: .fetch(Self.name(7), nil))
            let write = world.submit(file: .write(Self.name(9), length: 2000), source: file)
            for _ in 0..<step { world.step() }
            world.cancel(file: fetch)
            world.cancel(file: write)
            #expect(world.master.jobResults.count == 2)
            let again = world.submit(file: .fetch(Self.name(7), nil))
            world.run(for: .seconds(20)) { $0.master.jobResults[again] != nil }
            let isWhole = world.master.fetched[again] == file
            #expect(isWhole, "after \(step) steps")
            let rewrite = world.submit(file: .write(Self.name(9), length: 2000), source: file)
            world.run(for: .seconds(20)) { $0.master.jobResults[rewrite] != nil }
            let isWritten = world.outstation.store.files[9] == file
            #expect(isWritten, "after \(step) steps")
            world.run(for: .seconds(20), until: Self.isIdle)
            let isIdle = Self.isIdle(world)
            #expect(isIdle, "after \(step) steps")
            #expect(world.master.end.isOpen && world.outstation.end.isOpen)
        }
    }

    @Test("a user that does not take what came holds the station up, and nothing else")
    func slowUser() throws {
        var world = try Self.world([7: Self.octets(3000)])
        world.master.takesOctets = false
        let fetch = world.submit(file: .fetch(Self.name(7), nil))
        world.run(for: .seconds(10))
        #expect(world.master.fetched[fetch]?.count == 1000)
        let id = world.submit(.stationInterrogation)
        world.run(for: .seconds(10)) { $0.master.results.contains { $0.id == id } }
        #expect(world.master.results.contains { $0.id == id && $0.error == nil })
        // The station waits for its time, then says so.
        world.run(for: .seconds(40))
        guard case .failure(let error)? = world.master.jobResults[fetch] else {
            Issue.record("no end")
            return
        }
        #expect(error.code == .aborted)
        let isIdle = Self.isIdle(world)
        #expect(isIdle)
    }

    @Test("events go before segments, and segments have their share")
    func share() throws {
        let probe = try FileProbe([7: [UInt8](repeating: 1, count: 100_000)]) {
            $0.files.share = 5
            $0.maximumObjectsPerEventASDU = 1
        }
        _ = probe.ask("7a 0700 00 01")
        _ = probe.ask("7a 0700 00 02")
        let point = try #require(probe.probe.engine.find(1001))
        for number in 0..<60 {
            probe.probe.set(point, .singlePoint(SIQ(rawValue: UInt8(number & 1))), mode: .force)
        }
        probe.probe.receive(
            try #require([UInt8](hex: "7a 01 0d 05 01 00 30 75 00 07 00 01 06")))
        probe.serve()
        var kinds: [UInt8] = []
        while kinds.count < 84, let (octets, ticket) = probe.probe.next() {
            kinds.append(octets[0])
            probe.probe.engine.confirmed(probe.probe.last, through: ticket)
            probe.serve()
        }
        // Five others between two segments, until the events are gone.
        let segments = kinds.indices.filter { kinds[$0] == 125 }
        #expect(segments.first == 5)
        #expect(Array(segments.prefix(12)) == (0..<12).map { 5 + 6 * $0 })
        #expect(kinds.count { $0 != 125 } == 60)
        #expect(kinds[72...].allSatisfy { $0 == 125 })
        // An answer does not wait.
        #expect(probe.ask("7a 0900 00 02").first == "7a 0900 00 42")
    }
}
