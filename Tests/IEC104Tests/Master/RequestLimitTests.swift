import IEC104
import Testing

/// Requests with a limit of their own, to an outstation that answers reads alone.
@Suite("Requests that may take only so long")
struct RequestLimitTests {
    private func code(
        _ loop: EventLoop, _ body: @escaping @Sendable () async throws -> Void
    ) throws -> RequestError.Code? {
        try loop.run {
            do {
                try await body()
                return nil
            } catch {
                return (error as? RequestError)?.code
            }
        }
    }

    @Test("what does not end in its time is timed out, what is cancelled is not; the link goes on")
    func limits() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        server.answer { control, asdu, _ in
            if control == .unnumbered(.startDTAct) { return Frame.u(.startDTCon) }
            guard case .information(let number, _) = control, asdu.first == 102 else { return [] }
            return Frame.i(0, UInt16(number.value) + 1, [1, 1, 5, 0, 1, 0, 7, 0, 0, 1])
        }
        let master = try Master("127.0.0.1", port: server.port, on: loop)
        try loop.run { try await master.connect() }
        let interrogation = MasterRequest.interrogation(station: 1, .station)
        #expect(
            try code(loop) {
                _ = try await master.request(interrogation, within: .milliseconds(50))
            } == .timedOut)
        #expect(
            try code(loop) {
                let asked = Task(executorPreference: loop) {
                    try await master.request(interrogation, within: .seconds(3600))
                }
                asked.cancel()
                _ = try await asked.value
            } == .cancelled)
        // In time, on the same link.
        #expect(
            try code(loop) {
                _ = try await master.request(.read(station: 1, 7), within: .seconds(3600))
            } == nil)
        #expect(RequestError.Code.timedOut.isTimeout && !RequestError.Code.cancelled.isTimeout)
        try loop.run { await master.disconnect(within: .zero) }
    }
}
