import IEC104Net

/// Lets a bounded number of interrogations of a fleet be under way at a time; the others wait in
/// their order.
final class InterrogationGate: Sendable {
    private struct State {
        var free: Int
        var waiting: [(ticket: UInt64, grant: @Sendable () -> Void)] = []
        var lastTicket: UInt64 = 0
    }

    private let state: Guarded<State>

    init(limit: Int) { state = Guarded(State(free: max(limit, 1))) }

    /// Asks for a place: `nil` when there is one; else the ticket that waits, for which `grant` is
    /// called later, on any thread.
    func enter(_ grant: @escaping @Sendable () -> Void) -> UInt64? {
        state.withLock { state in
            guard state.free == 0 else {
                state.free -= 1
                return nil
            }
            state.lastTicket += 1
            state.waiting.append((state.lastTicket, grant))
            return state.lastTicket
        }
    }

    /// Gives a place back: the first one that waits has it.
    func leave() {
        let grant: (@Sendable () -> Void)? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().grant
        }
        grant?()
    }

    /// Gives up waiting; `false` when the place has been granted meanwhile, and is to be given
    /// back.
    func giveUp(_ ticket: UInt64) -> Bool {
        state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                return false
            }
            state.waiting.remove(at: place)
            return true
        }
    }
}
