import IEC104Session
import IEC104Station
import Testing

@Suite("The plan of redundant links")
struct RedundancyPlanTests {
    private var now: Instant { Instant(seconds: 100) }

    private func actions(_ plan: inout RedundancyPlan) -> [RedundancyPlan.Action] {
        var all: [RedundancyPlan.Action] = []
        while let action = plan.next() { all.append(action) }
        return all
    }

    /// All links connected, the first one started.
    private func running(_ links: Int = 3) -> RedundancyPlan {
        var plan = RedundancyPlan(links: links)
        plan.begin(at: now)
        for link in 0..<links { plan.connected(link, at: now) }
        plan.started(0, at: now)
        _ = actions(&plan)
        return plan
    }

    @Test("all links are connected, and only one is started")
    func begins() {
        var plan = RedundancyPlan(links: 3)
        plan.begin(at: now)
        same(actions(&plan), [.connect(0), .connect(1), .connect(2)])
        plan.connected(1, at: now)
        plan.connected(0, at: now)
        same(actions(&plan), [.start(1)])
        plan.started(1, at: now)
        plan.connected(2, at: now)
        same(actions(&plan), [])
        #expect(plan.active == 1)
    }

    @Test("attempts are staggered")
    func staggered() {
        var plan = RedundancyPlan(links: 2)
        plan.begin(after: .seconds(3), spacing: .seconds(1), at: now)
        same(actions(&plan).isEmpty, true)
        #expect(plan.deadline == Instant(seconds: 103))
        plan.timeout(at: Instant(seconds: 103))
        same(actions(&plan), [.connect(0)])
        #expect(plan.deadline == Instant(seconds: 104))
    }

    @Test("the next link is started at once when the started one ends")
    func fails() {
        var plan = running()
        let pause = plan.ended(0, chance: 0, at: now)
        #expect(pause == .seconds(1))
        same(actions(&plan), [.start(1)])
        plan.timeout(at: Instant(seconds: 101))
        same(actions(&plan), [.connect(0)])
    }

    @Test("a link whose start fails has to wait until the others have been tried")
    func startFails() {
        var plan = running()
        _ = plan.ended(0, chance: 0, at: now)
        _ = actions(&plan)
        _ = plan.ended(1, chance: 0, at: now)
        same(actions(&plan), [.start(2)])
        plan.timeout(at: Instant(seconds: 110))
        plan.connected(1, at: now)
        plan.connected(0, at: now)
        _ = actions(&plan)
        _ = plan.ended(2, chance: 0, at: Instant(seconds: 110))
        same(actions(&plan), [.start(0)])
    }

    @Test("on demand the old link is stopped first, and the new one started when it is")
    func onDemand() {
        var plan = running()
        same(plan.switchOver(to: 2), true)
        same(actions(&plan), [.stop(0)])
        plan.stopped(0, at: now)
        same(actions(&plan), [.start(2)])
        plan.started(2, at: now)
        #expect(plan.active == 2)
        same(plan.switchOver(), true)
        plan.stopped(2, at: now)
        same(actions(&plan), [.stop(2), .start(0)])
    }

    @Test("on demand, an old link that ends instead of stopping makes no difference")
    func onDemandLost() {
        var plan = running()
        same(plan.switchOver(to: 2), true)
        _ = plan.ended(0, chance: 0, at: now)
        same(actions(&plan), [.stop(0), .start(2)])
    }

    @Test("a new link that is lost meanwhile leaves the old one to be started again")
    func onDemandNewLost() {
        var plan = running(2)
        same(plan.switchOver(to: 1), true)
        _ = plan.ended(1, chance: 0, at: now)
        plan.stopped(0, at: now)
        same(actions(&plan), [.stop(0), .start(0)])
    }

    @Test("there is no switch-over to a link that is not connected, unknown, or started already")
    func noSwitch() {
        var plan = running(2)
        let known = [plan.switchOver(to: 0), plan.switchOver(to: 5), plan.switchOver(to: -1)]
        #expect(known == [false, false, false])
        _ = plan.ended(1, chance: 0, at: now)
        same(plan.switchOver(to: 1), false)
        same(actions(&plan), [])
    }

    @Test("pauses grow with failures, and begin again after a transfer that lasted")
    func backOff() {
        var plan = RedundancyPlan(links: 1)
        plan.begin(at: now)
        var pauses: [Duration?] = []
        for _ in 0..<8 {
            _ = actions(&plan)
            pauses.append(plan.ended(0, chance: 0, at: now))
            plan.timeout(at: .never)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        plan.connected(0, at: now)
        plan.started(0, at: now)
        same(plan.ended(0, chance: 0, at: Instant(seconds: 109)), .seconds(60))
        plan.timeout(at: .never)
        plan.connected(0, at: now)
        plan.started(0, at: now)
        same(plan.ended(0, chance: 0, at: Instant(seconds: 111)), .seconds(1))
    }

    @Test("a standby link that was connected for long begins with the first pause again")
    func standby() {
        var plan = running(2)
        for round in 1...8 as ClosedRange<Int64> {
            let lost = Instant(seconds: 100 + 100 * round)
            same(plan.ended(1, chance: 0, at: lost), .seconds(1))
            plan.timeout(at: lost.advanced(by: .seconds(1)))
            _ = actions(&plan)
            plan.connected(1, at: lost.advanced(by: .seconds(1)))
        }
    }

    @Test("a transfer that ends without being asked to goes on elsewhere, or here")
    func stoppedUnasked() {
        var plan = running(2)
        plan.stopped(0, at: now)
        same(actions(&plan), [.start(0)])
        #expect(plan.active == 0)
    }

    @Test("at the end the started link is stopped, then closed, and the others closed")
    func ends() {
        var plan = running()
        plan.end()
        same(actions(&plan), [.stop(0), .close(1), .close(2)])
        plan.stopped(0, at: now)
        same(actions(&plan), [.close(0)])
        for link in 0..<3 { same(plan.ended(link, chance: 0, at: now), nil) }
        same(actions(&plan), [])
        #expect(plan.deadline == .never)
    }

    @Test("where no link is to be started, none is")
    func listens() {
        var plan = RedundancyPlan(links: 2, starts: false)
        plan.begin(at: now)
        plan.connected(0, at: now)
        plan.connected(1, at: now)
        same(actions(&plan), [.connect(0), .connect(1)])
        same(plan.switchOver(to: 1), false)
    }
}
