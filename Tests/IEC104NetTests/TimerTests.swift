import IEC104Net
import Testing

@Suite("Timers")
struct TimerTests {
    @Test("they fire in the order of their deadlines, each once")
    func order() throws {
        let loop = try makeLoop()
        var fired: [Int] = []
        let timers = (0..<100).map { number in loop.makeTimer { fired.append(number) } }
        for (number, timer) in timers.enumerated() {
            timer.deadline = loop.now - 1_000 + Int64((number * 37) % 100)
        }
        try loop.drive { fired.count == 100 }
        #expect(fired == (0..<100).sorted { ($0 * 37) % 100 < ($1 * 37) % 100 })
        #expect(timers.allSatisfy { $0.deadline == .max })
    }

    @Test("a deadline may move both ways, be switched off, and be set while it fires")
    func rearm() throws {
        let loop = try makeLoop()
        var fired: [String] = []
        let never = loop.makeTimer { fired.append("never") }
        let later = loop.makeTimer { fired.append("later") }
        let sooner = loop.makeTimer { fired.append("sooner") }
        never.deadline = 5
        never.deadline = .max
        later.deadline = 3
        later.deadline = 9
        sooner.deadline = loop.now + 1_000_000_000_000
        sooner.deadline = 4
        var again: LoopTimer?
        again = loop.makeTimer {
            fired.append("again")
            if fired.count < 6 { again?.deadline = 10 }
        }
        again?.deadline = 7
        try loop.drive { fired.count == 6 }
        #expect(fired == ["sooner", "again", "later", "again", "again", "again"])
        again = nil
    }

    @Test("a timer that another one lets go of does not fire")
    func cancelled() throws {
        let loop = try makeLoop()
        var fired = 0
        var victim: LoopTimer? = loop.makeTimer { fired += 100 }
        victim?.deadline = 2
        let killer = loop.makeTimer {
            fired += 1
            victim = nil
        }
        killer.deadline = 1
        var own: LoopTimer?
        own = loop.makeTimer {
            fired += 1
            own = nil
        }
        own?.deadline = 3
        try loop.drive { fired >= 2 }
        #expect(fired == 2)
        #expect(victim == nil && own == nil)
    }

    @Test("what a timer holds goes with it")
    func memory() throws {
        let loop = try makeLoop()
        final class Thing {}
        weak var gone: Thing?
        do {
            let thing = Thing()
            gone = thing
            let inner = loop.makeTimer {}
            // Letting go of one lets go of another: the heap must stand that.
            let outer = loop.makeTimer { _ = (thing, inner) }
            outer.deadline = .max - 1
        }
        #expect(gone == nil)
    }

    @Test("as a plain list does", arguments: 1...20 as ClosedRange<UInt64>)
    func model(seed: UInt64) throws {
        var random = Dice(state: seed)
        let loop = try makeLoop()
        var model: [Int: Int64] = [:]
        var due: [(Int, Int64)] = []
        var fired: [Int] = []
        let base = loop.now - 1_000_000
        var timers: [Int: LoopTimer] = [:]
        for number in 0..<60 { timers[number] = loop.makeTimer { fired.append(number) } }
        for _ in 0..<500 {
            let number = Int.random(in: 0..<60, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                timers[number] = nil
                model[number] = nil
                timers[number] = loop.makeTimer { fired.append(number) }
            case 1:
                timers[number]?.deadline = .max
                model[number] = nil
            default:
                // All different, so that the order is known.
                let step = Int64.random(in: 0..<10_000, using: &random)
                let moment = base + step * 64 + Int64(number)
                timers[number]?.deadline = moment
                model[number] = moment
            }
        }
        due = model.map { ($0.key, $0.value) }.sorted { $0.1 < $1.1 }
        try loop.drive { fired.count >= due.count }
        #expect(fired == due.map(\.0))
    }
}

/// Numbers that look random and are the same every time.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
