import IEC104
import IEC104Inspect

/// What a one shot command works with while there is a connection.
struct ShotSession: Sendable {
    let shot: OneShot
    let master: Master
    let output: ShotOutput
    let loop: EventLoop
    let peer: SocketAddress?

    /// Asks, and collects the values that come for it.
    func ask(
        _ request: MasterRequest
    ) async -> (result: ShotResult, values: [PointUpdate], lost: Int) {
        do throws(RequestError) {
            switch request {
            case .interrogation(let station, let qualifier):
                let found = try await master.interrogate(station: station, qualifier)
                return (.done(found.outcome), found.values, found.lost)
            case .counterInterrogation(let station, let qualifier):
                let found = try await master.interrogateCounters(station: station, qualifier)
                return (.done(found.outcome), found.values, found.lost)
            default: return (.done(try await master.request(request)), [], 0)
            }
        } catch {
            return (.failed(error), [], 0)
        }
    }

    /// Tells a result.
    func tell(
        _ result: ShotResult, _ english: String = "", _ chinese: String = "",
        station: CommonAddress? = nil, members: (inout JSONWriter) -> Void = { _ in }
    ) {
        shot.tell(
            result, done: shot.words(english, chinese), station: station, members: members,
            to: output)
    }

    /// Prints values, a line each.
    func show(_ values: some Sequence<PointUpdate>) {
        var lines = ValueLines(shot.options, host: peer.map { Endpoint($0) })
        for value in values { output.line(lines.line(value)) }
    }

    /// What to do with a value that came.
    enum Verdict { case skip, keep, last }

    /// Takes values as they come, until one is the last, the time is over, or the connection ends.
    ///
    /// - Returns: those that were kept, the last among them; `limit` at most.
    func collect(
        _ updates: PointUpdates, for duration: Duration, limit: Int = 1_000_000,
        _ judge: @escaping @Sendable (PointUpdate) -> Verdict
    ) async -> [PointUpdate] {
        await withTaskGroup(of: [PointUpdate]?.self) { group in
            group.addTask(executorPreference: loop) {
                var kept: [PointUpdate] = []
                for await update in updates {
                    let verdict = judge(update)
                    if verdict != .skip { kept.append(update) }
                    if verdict == .last || kept.count >= limit { break }
                }
                return kept
            }
            group.addTask(executorPreference: loop) {
                await loop.sleep(for: duration)
                return nil
            }
            group.addTask(executorPreference: loop) {
                _ = await master.connectionEnd()
                return nil
            }
            var kept: [PointUpdate] = []
            for await found in group {
                group.cancelAll()
                if let found { kept = found }
            }
            return kept
        }
    }
}
