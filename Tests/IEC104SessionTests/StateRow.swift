import IEC104Session
import IEC104TestKit
import Testing

/// One cell of a state table: how the state is reached, what happens, what comes of it.
struct StateRow: Sendable, CustomStringConvertible {
    var state: State
    var input: SessionProbe.Step
    var outputs: [String]
    var next: Session.Phase

    /// A state, by what leads to it from a fresh session.
    struct State: Sendable {
        var phase: Session.Phase
        var name: String
        var way: [SessionProbe.Step]
    }

    init(
        _ state: State, _ input: SessionProbe.Step, _ outputs: [String], _ next: Session.Phase
    ) {
        self.state = state
        self.input = input
        self.outputs = outputs
        self.next = next
    }

    var description: String { "\(state.name), \(input)" }

    func check(_ role: Session.Role) {
        var probe = SessionProbe(role, SessionParameters(k: 4, w: 2))
        _ = probe.after(state.way)
        #expect(probe.session.phase == state.phase)
        #expect(probe.after(input) == outputs)
        #expect(probe.session.phase == next)
        #expect((probe.session.closeReason != nil) == (next == .closed))
    }
}
