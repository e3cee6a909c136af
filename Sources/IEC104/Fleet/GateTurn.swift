import IEC104Net

extension InterrogationGate {
    /// Waits for a place; `false` when the task is cancelled first: then there is none to give back.
    func place() async -> Bool {
        let turn = GateTurn(self)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { turn.begin($0) }
        } onCancel: {
            turn.giveUp()
        }
    }
}

/// A task that waits for its turn at the gate.
private final class GateTurn: Sendable {
    private struct State {
        var waiter: CheckedContinuation<Bool, Never>?
        var ticket: UInt64?
        var isGivenUp = false
    }

    private let gate: InterrogationGate
    private let state = Guarded(State())

    init(_ gate: InterrogationGate) { self.gate = gate }

    func begin(_ waiter: CheckedContinuation<Bool, Never>) {
        state.withLock { $0.waiter = waiter }
        guard let ticket = gate.enter({ self.granted() }) else { return granted() }
        let isGivenUp = state.withLock { state in
            state.ticket = ticket
            return state.isGivenUp
        }
        if isGivenUp { leave(ticket) }
    }

    private func granted() {
        if let waiter = takeWaiter() { waiter.resume(returning: true) } else { gate.leave() }
    }

    func giveUp() {
        let ticket = state.withLock { state in
            state.isGivenUp = true
            return state.ticket
        }
        if let ticket { leave(ticket) }
    }

    /// A place that was granted meanwhile is told as granted.
    private func leave(_ ticket: UInt64) {
        guard gate.giveUp(ticket) else { return }
        takeWaiter()?.resume(returning: false)
    }

    private func takeWaiter() -> CheckedContinuation<Bool, Never>? {
        state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
    }
}
