import IEC104
import IEC104Inspect

/// What a one shot command works with while there is a connection.
struct ShotSession: Sendable {
    let shot: OneShot
    let master: Master
    let output: ShotOutput
    let loop: EventLoop
    let peer: SocketAddress?

    /// Asks, and collects the values that come for it, also when it fails.
    func ask(
        _ request: MasterRequest
    ) async -> (result: ShotResult, values: [PointUpdate], lost: Int) {
        let found = await master.collect(request)
        return switch found.result {
        case .success(let outcome): (.done(outcome), found.values, found.lost)
        case .failure(let error): (.failed(error), found.values, found.lost)
        }
    }

    /// Asks for something that changes the outstation; the audit log has it before and afterwards.
    /// What cannot be written there is not asked.
    ///
    /// - Returns: also whether what became of it is written.
    func change(_ request: MasterRequest) async -> (result: ShotResult, isLogged: Bool) {
        guard shot.log(request, nil) else { return (.notAudited, false) }
        let (result, _, _) = await ask(request)
        return (result, shot.log(request, result))
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
