import IEC104
import Synchronization

/// A master that counts what it takes in, or sends commands.
struct MasterRole: Sendable {
    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run(on loop: EventLoop) async throws {
        let counter = Counter()
        var configuration = MasterConfiguration()
        configuration.parameters = SessionParameters(arguments)
        if !arguments.flag("--collect") {
            configuration.reporter = { header, objects, _ in counter.count(header, objects) }
        }
        let master = try Master(
            arguments.text("--host") ?? "127.0.0.1", port: UInt16(arguments.number("--port", 2404)),
            configuration: configuration, on: loop)
        try await master.connect()
        switch arguments.role {
        case "gi": try await interrogate(master, counter)
        case "events": await takeEvents(master, counter, loop)
        default: try await command(master)
        }
        await master.disconnect()
    }

    private func interrogate(_ master: Master, _ counter: Counter) async throws {
        let rounds = arguments.number("--rounds", 100)
        let expected = arguments.number("--points", 0)
        var objects = 0
        var isRight = true
        try await master.request(.interrogation(station: 1, .station))
        let start = ContinuousClock.now
        for _ in 0..<rounds {
            let before = counter.interrogated
            if arguments.flag("--collect") {
                let count = try await master.interrogate().values.count
                isRight = isRight && (expected == 0 || count == expected)
                objects += count
            } else {
                try await master.request(.interrogation(station: 1, .station))
                let count = counter.interrogated - before
                isRight = isRight && (expected == 0 || count == expected)
                objects += count
            }
        }
        report(isRight, objects, .now - start, counter)
    }

    private func takeEvents(_ master: Master, _ counter: Counter, _ loop: EventLoop) async {
        await loop.sleep(for: .milliseconds(500))
        let (start, before) = (ContinuousClock.now, counter.spontaneous)
        await loop.sleep(for: .seconds(arguments.real("--seconds", 2)))
        let (elapsed, count) = (ContinuousClock.now - start, counter.spontaneous - before)
        report(await master.link != nil, count, elapsed, counter)
    }

    private func command(_ master: Master) async throws {
        let count = arguments.number("--count", 5000)
        var samples: [Double] = []
        let begin = ContinuousClock.now
        for number in 0..<(count + 100) {
            let start = ContinuousClock.now
            try await master.execute(.C_SC_NA_1, at: 20_001, .singleCommand(SCO(number % 2 == 1)))
            if number >= 100 { samples.append((ContinuousClock.now - start) / .microseconds(1)) }
        }
        samples.sort()
        func quantile(_ part: Double) -> Double { samples[Int(part * Double(count - 1) + 0.5)] }
        Main.output(
            """
            {"ok": true, "objects": \(count), \
            "seconds": \((ContinuousClock.now - begin) / .seconds(1)), \
            "unit": "us", "samples": \(count), "p50": \(quantile(0.5)), "p99": \(quantile(0.99))}
            """)
    }

    private func report(_ isRight: Bool, _ objects: Int, _ elapsed: Duration, _ counter: Counter) {
        let seconds = elapsed / .seconds(1)
        Main.output(
            """
            {"ok": \(isRight), "objects": \(objects), "seconds": \(seconds), \
            "objects_per_s": \(Int(Double(objects) / seconds)), "sum": \(counter.sum)}
            """)
    }
}

/// Counts objects and adds up their values, so that each is looked at. Written on the thread of the
/// loop only.
final class Counter: Sendable {
    private let interrogatedCount = Atomic(0)
    private let spontaneousCount = Atomic(0)
    private let total = Atomic(0.0)

    var interrogated: Int { interrogatedCount.load(ordering: .relaxed) }
    var spontaneous: Int { spontaneousCount.load(ordering: .relaxed) }
    var sum: Double { total.load(ordering: .relaxed) }

    func count(_ header: ASDUHeader, _ objects: Span<InformationObject>) {
        var sum = self.sum
        for index in objects.indices {
            if case .shortFloat(let value, _) = objects[index].information {
                sum += Double(value.value)
            }
        }
        total.store(sum, ordering: .relaxed)
        switch header.cause.cause {
        case .interrogatedByStation:
            interrogatedCount.store(interrogated + objects.count, ordering: .relaxed)
        case .spontaneous:
            spontaneousCount.store(spontaneous + objects.count, ordering: .relaxed)
        default: break
        }
    }
}
