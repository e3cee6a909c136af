import Glibc
import IEC104

/// A fleet of RTUs at consecutive addresses, that counts what it takes in: when the values of all
/// interrogations are there it prints their number and the processor time so far, and then, for so
/// many seconds, events a second and their ages.
struct FleetRole: Sendable {
    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    private struct Count {
        var interrogated = 0
        var events = 0
        /// In milliseconds, of each tenth event while it is measured.
        var ages: [Int64] = []
        var isMeasuring = false

        mutating func take(_ cause: Cause, _ object: InformationObject) {
            if cause == .interrogatedByStation { interrogated += 1 }
            guard isMeasuring, cause == .spontaneous else { return }
            events += 1
            guard events % 10 == 0, case .cp56(let time) = object.timeTag,
                let made = time.millisecondsSince1970
            else { return }
            ages.append(WallClock.now - made)
        }
    }

    func run(on loop: EventLoop) async throws {
        let loops =
            [loop] + (1..<max(arguments.number("--loops", 1), 1)).compactMap { _ in Self.loop }
        // What each loop counts, so that they do not wait for each other.
        let counts = loops.map { _ in Guarded(Count()) }
        let fleet = try Fleet(on: loops)
        let reader = arguments.flag("--updates") ? fleet.updates(limit: 4_000_000) : nil
        let rtus = arguments.number("--rtus", 1000)
        for number in 0..<rtus {
            // RTUs live on the loops in turn.
            let count = reader == nil ? counts[number % loops.count] : nil
            try await fleet.add(configuration(number, count))
        }
        let begin = ContinuousClock.now
        let running = Task { await fleet.run() }
        let reading = Task {
            guard let reader else { return }
            for await value in reader {
                counts[0].withLock { $0.take(value.update.cause.cause, value.update.object) }
            }
        }
        let expected = rtus * arguments.number("--points", 1000)
        var interrogated = 0
        while interrogated < expected, ContinuousClock.now - begin < .seconds(300) {
            await loop.sleep(for: .milliseconds(10))
            interrogated = counts.reduce(0) { $0 + $1.withLock { $0.interrogated } }
        }
        Main.output(
            """
            {"objects": \(interrogated), "image": \((ContinuousClock.now - begin) / .seconds(1)), \
            "image_load": \(Self.processor)}
            """)
        await loop.sleep(for: .seconds(2))
        await measure(counts, on: loop, lost: reader.map { reader in { reader.lost } })
        reading.cancel()
        running.cancel()
    }

    private func configuration(_ number: Int, _ count: Guarded<Count>?) -> RTUConfiguration {
        let address = UInt32(127 << 24 | 1 << 8 | 1) + UInt32(number)
        let host = [24, 16, 8, 0].map { "\(address >> UInt32($0) & 255)" }.joined(separator: ".")
        let port = UInt16(arguments.number("--port", 2404))
        var rtu = RTUConfiguration(host, endpoints: [RTUEndpoint(host, port: port)])
        rtu.master.settings.startRequests = [.interrogation(station: 1, .station)]
        guard let count else { return rtu }
        rtu.master.reporter = { header, objects, _ in
            count.withLock {
                for place in objects.indices { $0.take(header.cause.cause, objects[place]) }
            }
        }
        return rtu
    }

    private func measure(
        _ counts: [Guarded<Count>], on loop: EventLoop, lost: (() -> Int)?
    ) async {
        for count in counts { count.withLock { $0.isMeasuring = true } }
        let (start, before) = (ContinuousClock.now, Self.processor)
        await loop.sleep(for: .seconds(arguments.real("--seconds", 10)))
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let used = Self.processor - before
        let all = counts.map { $0.withLock { $0 } }
        let ages = all.flatMap(\.ages).sorted()
        func quantile(_ part: Double) -> Int64 {
            ages.isEmpty ? 0 : ages[min(Int(part * Double(ages.count)), ages.count - 1)]
        }
        Main.output(
            """
            {"rate": \(Double(all.reduce(0) { $0 + $1.events }) / seconds), \
            "load": \(used / seconds * 100), "p50": \(quantile(0.5)), "p99": \(quantile(0.99)), \
            "lost": \(lost?() ?? 0)}
            """)
        // Its memory is looked at.
        await loop.sleep(for: .seconds(2))
    }

    private static var loop: EventLoop? {
        guard let loop = try? EventLoop(), (try? loop.start()) != nil else { return nil }
        return loop
    }

    /// Seconds of processor time so far.
    private static var processor: Double {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
        }
    }
}
