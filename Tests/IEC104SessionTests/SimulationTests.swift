import IEC104Session
import IEC104TestKit
import Testing

@Suite("simulated links over faulty wires")
struct SimulationTests {
    /// A failure names its seed; `LinkSimulation(seed:)` with it brings it back.
    @Test(
        "1,000 stations for a day: no loss, no wrong close",
        arguments: [
            UInt64(0), 1, 2, 3,
        ])
    func day(_ quarter: UInt64) {
        let report = FleetSimulation.run(seeds: (quarter * 250)..<(quarter * 250 + 250))
        #expect(report.failure == nil)
        #expect(report.items > 10_000)
        #expect(report.repeats > 0)
        let expected: [SessionError.Code] = [
            .lost, .informationTimeout, .testTimeout, .frameTimeout,
        ]
        for reason in expected { #expect(report.reasons[reason, default: 0] > 0, "\(reason)") }
    }

    @Test("what goes wrong is told with its seed, which brings it back")
    func failure() {
        var setting = LinkSimulation.Setting()
        setting.duration = 1200
        setting.quietEnd = 0
        setting.betweenItems = 3
        var first = LinkSimulation(seed: 5, setting)
        var second = LinkSimulation(seed: 5, setting)
        let failure = first.run().failure
        #expect(failure?.hasPrefix("seed 5, ") == true)
        #expect(failure == second.run().failure)
    }

    @Test("a seed brings back the same day")
    func reproducible() {
        var first = LinkSimulation(seed: 7)
        var second = LinkSimulation(seed: 7)
        var third = LinkSimulation(seed: 8)
        let report = first.run()
        #expect(report == second.run())
        #expect(report != third.run())
    }
}
