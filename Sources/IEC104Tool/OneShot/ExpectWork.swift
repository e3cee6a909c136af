import IEC104
import IEC104Inspect

/// What `iec104 expect` does.
struct ExpectWork: Sendable {
    let shot: OneShot
    let wanted: Expectation
    let within: Duration
    let isNone: Bool
    let interrogates: Bool

    func run(_ session: ShotSession) async -> Bool {
        let clock = ContinuousClock()
        if isNone {
            if interrogates, let error = await interrogate(session) { return fail(error, session) }
            let start = clock.now
            let updates = await session.master.updates()
            let wanted = wanted
            let events = await session.collect(updates, for: within) { update in
                wanted.isMeant(update)
                    && [.spontaneous, .returnRemote, .returnLocal].contains(update.cause.cause)
                    ? .last : .skip
            }
            return await tell(events.last, isMet: events.isEmpty, clock.now - start, session)
        }
        let start = clock.now
        let updates = await session.master.updates()
        async let refusal = interrogates ? interrogate(session) : nil
        let wanted = wanted
        let seen = await session.collect(updates, for: within) { update in
            guard wanted.isMeant(update) else { return .skip }
            return wanted.isMet(update) ? .last : .keep
        }
        let time = clock.now - start
        let isMet = seen.last.map(wanted.isMet) ?? false
        if !isMet, seen.isEmpty, time < within, let error = await refusal {
            return fail(error, session)
        }
        return await tell(seen.last, isMet: isMet, time, session)
    }

    private func interrogate(_ session: ShotSession) async -> RequestError? {
        do throws(RequestError) {
            // One that goes on and on ends all the same.
            try await session.master.request(
                .interrogation(station: shot.station, .station),
                within: max(shot.timeout ?? .seconds(60), isNone ? .zero : within))
            return nil
        } catch {
            return error.told
        }
    }

    private func fail(_ error: RequestError, _ session: ShotSession) -> Bool {
        session.tell(.failed(error))
        return false
    }

    private func tell(
        _ seen: PointUpdate?, isMet: Bool, _ time: Duration, _ session: ShotSession
    ) async -> Bool {
        let isOver = await session.master.link == nil
        // Nothing was seen because nothing could be.
        let isMet = isMet && !(isNone && isOver)
        if shot.options.format == .json {
            var json = JSONWriter()
            json.beginObject()
            json.member("host", shot.endpoint.description)
            json.member("command", shot.name)
            json.member("station", shot.station.value)
            json.member("address", wanted.address.value)
            json.member("met", isMet)
            json.member("wanted", isNone ? "no event" : wanted.text)
            json.member("connected", !isOver)
            json.key("milliseconds")
            json.value(time / .milliseconds(1))
            json.endObject()
            session.output.line(json.text.string)
            if let seen { session.show([seen]) }
            return isMet
        }
        let what = isNone ? shot.words("no event", "无事件") : wanted.text
        let place = shot.words(
            "object \(wanted.address) of station \(shot.station)",
            "公共地址\(shot.station) 信息体地址\(wanted.address)")
        if isMet {
            session.output.line(
                shot.words("met", "符合") + ": \(place): \(what), \(time.inMilliseconds) ms")
            return true
        }
        var lines = ValueLines(shot.options, host: nil)
        let found =
            seen.map { shot.words("seen last: ", "最后收到: ") + lines.line($0) }
            ?? shot.words("nothing was reported of it", "未收到该信息体")
        let test =
            seen?.cause.isTest == true && !wanted.takesTests
            ? shot.words("; it came with T = 1: --test takes that", "; 该值 T = 1 (试验): 可用 --test 接受")
            : ""
        let end = isOver ? shot.words("; the connection has ended", "; 连接已断开") : ""
        shot.fail(
            shot.words("not met", "不符合")
                + ": \(place): \(what), \(time.inMilliseconds) ms; \(found)\(test)\(end)")
        return false
    }
}
