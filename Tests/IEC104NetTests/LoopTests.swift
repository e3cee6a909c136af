import Glibc
import IEC104Net
import Synchronization
import Testing

/// An actor that lives on a loop.
private actor Counter {
    let loop: EventLoop
    var value = 0

    init(_ loop: EventLoop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    func add(_ more: Int) -> Int {
        value += more
        return value
    }

    /// As a callback of the loop does it.
    nonisolated func addNow(_ more: Int) { assumeIsolated { $0.value += more } }

    func isOnLoop() -> Bool { loop.isCurrent }
}

@Suite("The loop as an executor")
struct LoopTests {
    @Test("an asynchronous program runs on one thread", arguments: pollers)
    func oneThread(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let result = try loop.run {
            #expect(loop.isCurrent)
            let counter = Counter(loop)
            for _ in 0..<100 { _ = await counter.add(1) }
            async let child = counter.isOnLoop()
            #expect(await child)
            #expect(loop.isCurrent)
            return await counter.add(0)
        }
        #expect(result == 100)
        #expect(!loop.isCurrent)
        #expect(loop.statistics.wakeUps == 0)
        #expect(loop.statistics.jobs > 100)
    }

    @Test("an error of the program comes out", arguments: pollers)
    func failure(poller: EventLoopOptions.Poller) throws {
        struct Fault: Error {}
        let loop = try makeLoop(poller)
        #expect(throws: Fault.self) { try loop.run { () async throws -> Int in throw Fault() } }
    }

    @Test("a loop within the loop, and one after the end, are refused")
    func refused() throws {
        let loop = try makeLoop()
        try loop.run {
            do {
                try loop.run(until: { true })
                Issue.record("ran")
            } catch let error as SystemError {
                #expect(error.number == EBUSY)
            }
        }
        loop.shutDown()
        loop.shutDown()
        #expect(throws: SystemError.self) { try loop.run(until: { true }) }
    }

    @Test("shutting down ends a program that runs", arguments: pollers)
    func shutDownInside(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let error = #expect(throws: SystemError.self) {
            try loop.run {
                loop.shutDown()
                try await Task.sleep(for: .seconds(1000))
            }
        }
        #expect(error?.number == ECANCELED)
    }

    @Test("actors on a loop with its own thread answer others", arguments: pollers)
    func ownThread(poller: EventLoopOptions.Poller) async throws {
        let loop = try makeLoop(poller)
        try loop.start()
        try loop.start()
        let counter = Counter(loop)
        #expect(await counter.isOnLoop())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<100 { _ = await counter.add(1) } } }
        }
        #expect(await counter.value == 800)
        loop.shutDown()
        // It has no thread any more, but nobody hangs.
        #expect(await counter.add(1) == 801)
    }

    @Test("a call on the loop may take an actor's isolation for granted", arguments: pollers)
    func isolation(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let counter = Counter(loop)
        let isDone = Atomic(false)
        loop.submit {
            counter.addNow(5)
            isDone.store(true, ordering: .relaxed)
        }
        try loop.drive { isDone.load(ordering: .relaxed) }
        let timer = loop.makeTimer { counter.addNow(2) }
        timer.deadline = 0
        try loop.drive { timer.deadline == .max }
        #expect(try loop.run { await counter.value } == 7)
    }

    @Test("calls from other threads keep their order and share wake-ups", arguments: pollers)
    func order(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let seen = Mutex<[Int]>([])
        let done = Atomic(false)
        let helper = try makeLoop()
        try helper.start()
        helper.submit {
            for number in 0..<10_000 { loop.submit { seen.withLock { $0.append(number) } } }
            loop.submit { done.store(true, ordering: .releasing) }
        }
        try loop.drive { done.load(ordering: .acquiring) }
        #expect(seen.withLock { $0 } == Array(0..<10_000))
        helper.shutDown()
        // At most one for every time it slept.
        #expect(loop.statistics.wakeUps <= loop.statistics.turns)
    }

    @Test("any number of calls while it does not run costs no wake-up", arguments: pollers)
    func coalesced(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let count = Atomic(0)
        for _ in 0..<1_000 { loop.submit { count.add(1, ordering: .relaxed) } }
        #expect(loop.statistics.wakeUps == 0)
        try loop.drive { count.load(ordering: .relaxed) == 1_000 }
        #expect(loop.statistics.wakeUps == 0)
    }

    @Test("several loops work side by side", arguments: pollers)
    func several(poller: EventLoopOptions.Poller) async throws {
        let loops = try (0..<4).map { _ in try makeLoop(poller) }
        let counters = loops.map(Counter.init)
        for loop in loops { try loop.start() }
        for round in 1...50 {
            for counter in counters { #expect(await counter.add(1) == round) }
        }
        for loop in loops { loop.shutDown() }
    }

    @Test("spinning finds what comes without sleeping", arguments: pollers)
    func spin(poller: EventLoopOptions.Poller) throws {
        var options = EventLoopOptions()
        options.poller = poller
        options.spin = .milliseconds(5)
        let loop = try EventLoop(options)
        let (mine, echo) = (Recorder(), Recorder.echo())
        let pair = try loop.makePair(mine, echo)
        pair.client.append([1])
        try loop.drive { mine.count == 1 }
        let turns = loop.statistics.turns
        try loop.drive { loop.statistics.turns > turns + 10 }
        loop.shutDown()
    }

    @Test("a turn that takes long shows in the statistics")
    func longTurn() throws {
        let loop = try makeLoop()
        let end = EventLoop.monotonicNow() + 2_000_000
        let timer = loop.makeTimer { while EventLoop.monotonicNow() < end {} }
        timer.deadline = 0
        try loop.drive { timer.deadline == .max }
        #expect(loop.statistics.longestTurn > .milliseconds(1))
        #expect(loop.statistics.timers == 1)
    }
}
