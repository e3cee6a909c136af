import IEC104Session
import Testing

@Suite("every interleaving of two sessions")
struct WalkTests {
    static let settings: [WalkSetting] = [
        WalkSetting(k: 1, w: 1, controllingSends: 2, controlledSends: 2, time: .any(t3: 5)),
        WalkSetting(k: 2, w: 1, controllingSends: 1, controlledSends: 2, time: .any(t3: 12)),
        WalkSetting(
            k: 2, w: 2, controllingSends: 1, controlledSends: 3, time: .ticks(delay: 1)),
        WalkSetting(
            k: 2, w: 2, controllingSends: 1, controlledSends: 1, time: .any(t3: 5),
            controlledMayStop: true),
        WalkSetting(
            k: 2, w: 2, controllingSends: 1, controlledSends: 1,
            time: .ticksUntilSilence(delay: 1)),
        WalkSetting(k: 3, w: 2, controllingSends: 1, controlledSends: 3, time: .any(t3: 12)),
    ]

    @Test("no deadlock, no loss, no duplicate, no wrong close", arguments: settings)
    func sound(_ setting: WalkSetting) {
        let walk = Walk(setting)
        #expect(walk.violation == nil)
        // With a wire that keeps its time no timer closes anything.
        if case .ticks = setting.time { #expect(walk.ends == 0) } else { #expect(walk.ends > 0) }
        // A walk that stays at home finds nothing.
        #expect(walk.transitions > walk.states)
        #expect(walk.phases(of: 0).isSuperset(of: Session.Phase.allCases.dropLast()))
        #expect(walk.phases(of: 1).isSuperset(of: [.stopped, .started]))
        #expect(walk.phases(of: 1).contains(.pendingUnconfirmedStopped))
    }
}
