import IEC104

/// Connects again and again. For each line of its input it prints `arrived` and the words of its
/// `EventAccount`.
struct KilledStationMaster {
    let port: UInt16

    private struct State {
        var account = EventAccount()
        var onConnection: Int32 = 0
    }

    func run() async throws {
        let state = Guarded(State())
        var configuration = MasterConfiguration()
        configuration.reconnection = Reconnection(
            first: .milliseconds(5), longest: .milliseconds(20), factor: 1, jitter: 0)
        configuration.settings.startRequests = []
        configuration.tracer = { event in
            guard case .started = event.kind else { return }
            state.withLock {
                $0.onConnection = 0
                $0.account.connected()
            }
        }
        configuration.reporter = { header, objects, _ in
            guard header.cause.cause == .spontaneous else { return }
            let numbers = objects.indices.map { NumberedPoints.number(objects[$0]) }
            state.withLock {
                for number in numbers { $0.account.take(number, after: &$0.onConnection) }
            }
        }
        let master = try Master("127.0.0.1", port: port, configuration: configuration)
        let running = Task { await master.run() }
        while readLine() != nil { writeLine("arrived \(state.withLock { $0.account.words })") }
        running.cancel()
    }
}
