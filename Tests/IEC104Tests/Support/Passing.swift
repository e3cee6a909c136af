import IEC104
import Testing

/// Watches the APDUs of an outstation: keeps what it receives, and does something behind the n-th
/// that passes either way.
final class Passing: Sendable {
    private struct State {
        var count = 0
        var place = 0
        var action: (@Sendable () -> Void)?
        var received: [[UInt8]] = []
    }

    private let state = Guarded(State())

    /// Begins anew: `action` is done behind the APDU number `place`, from 1 on.
    func act(behind place: Int, _ action: @escaping @Sendable () -> Void) {
        state.withLock { $0 = State(place: place, action: action) }
    }

    func note(_ event: TraceEvent) {
        let action: (@Sendable () -> Void)? = state.withLock { state in
            switch event.kind {
            case .received(let octets): state.received.append(octets)
            case .sent: break
            default: return nil
            }
            state.count += 1
            guard state.count == state.place else { return nil }
            defer { state.action = nil }
            return state.action
        }
        action?()
    }

    /// How many have passed.
    var count: Int { state.withLock { $0.count } }

    /// The ASDUs that the outstation has received.
    var asdus: [[UInt8]] {
        state.withLock { $0.received.filter { $0.count > 6 }.map { Array($0.dropFirst(6)) } }
    }

    /// How often the outstation has received this.
    func count(_ function: UFunction) -> Int {
        state.withLock { $0.received.count { $0 == Frame.u(function) } }
    }
}

extension OutstationConfiguration {
    /// The same, watched.
    mutating func watch(_ passing: Passing) {
        tracer = { [tracer] in
            tracer?($0)
            passing.note($0)
        }
    }
}

/// Runs `body` in a task of the loop that is cancelled behind the APDU number `place`; before it
/// begins when that is 0.
func cancelled<T: Sendable>(
    _ loop: EventLoop, _ passing: Passing, behind place: Int,
    _ body: @escaping @Sendable () async throws -> T
) throws -> Result<T, any Error> {
    try result(loop, body) { task in
        passing.act(behind: place) { task.cancel() }
        if place == 0 { task.cancel() }
    }
}

/// Runs `body` in a task of the loop that is cancelled after so many turns.
func cancelled<T: Sendable>(
    _ loop: EventLoop, after turns: Int, _ body: @escaping @Sendable () async throws -> T
) throws -> Result<T, any Error> {
    try result(loop, body) { task in
        if turns > 0 { try loop.turns(turns) }
        task.cancel()
    }
}

/// The same, and whether `body` had ended by then.
func ended<T: Sendable>(
    _ loop: EventLoop, after turns: Int, _ body: @escaping @Sendable () async throws -> T
) throws -> (result: Result<T, any Error>, hadEnded: Bool) {
    let isOver = Guarded(false)
    var hadEnded = false
    let result = try result(
        loop,
        {
            defer { isOver.withLock { $0 = true } }
            return try await body()
        }
    ) { task in
        if turns > 0 { try loop.turns(turns) }
        hadEnded = isOver.withLock { $0 }
        task.cancel()
    }
    return (result, hadEnded)
}

/// The result of `body` in a task of the loop, to which `act` does something.
private func result<T: Sendable>(
    _ loop: EventLoop, _ body: @escaping @Sendable () async throws -> T,
    _ act: (Task<Void, Never>) throws -> Void
) throws -> Result<T, any Error> {
    let result = Guarded<Result<T, any Error>?>(nil)
    let task = Task(executorPreference: loop) {
        do {
            let value = try await body()
            result.withLock { $0 = .success(value) }
        } catch { result.withLock { $0 = .failure(error) } }
    }
    try act(task)
    try loop.drive { result.withLock { $0 != nil } }
    return try #require(result.withLock { $0 })
}
