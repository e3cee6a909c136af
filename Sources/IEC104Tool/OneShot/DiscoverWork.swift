import IEC104
import IEC104Inspect

/// What `iec104 discover` does.
struct DiscoverWork: Sendable {
    let shot: OneShot
    let survey: Survey
    let time: Duration
    /// The longest that all of it may take.
    let within: Duration
    let output: String?
    let asksCounters: Bool

    func run(_ session: ShotSession) async -> Bool {
        let end = ContinuousClock.now + within
        var asked: Set<CommonAddress> = []
        let global = shot.options.link.profile.globalCommonAddress
        if let outcome = await ask(global, session, until: end) {
            asked.formUnion(outcome.stations)
        } else {
            let others = survey.stations.isEmpty ? [1] : survey.stations
            for station in others.sorted() {
                asked.insert(station)
                _ = await ask(station, session, until: end)
            }
        }
        await listen(session, until: min(.now + time, end))
        // Those that are asked may bring others to say something.
        while !Task.isCancelled, .now < end, await session.master.link != nil,
            let station = survey.stations.subtracting(asked).min()
        {
            asked.insert(station)
            _ = await ask(station, session, until: end)
        }
        if await session.master.link == nil {
            survey.cut("the connection ended before the time was over")
        }
        if .now >= end { survey.cut("not all was asked within \(within.rounded) s") }
        if Task.isCancelled { survey.cut("it was interrupted") }
        return write(session)
    }

    /// Waits, as long as there is a connection; on a terminal it says for how long, and what came.
    private func listen(_ session: ShotSession, until end: ContinuousClock.Instant) async {
        let isShown = ProgressBar.isPossible
        while !Task.isCancelled, .now < end, await session.master.link != nil {
            let left = ContinuousClock.now.duration(to: end)
            if isShown {
                let (points, stations) = (survey.twin.points.count, survey.stations.count)
                Standard.error.eraseLine()
                Standard.error.write(
                    shot.words(
                        "listening, \(left.shortSeconds) s left: \(points) points of \(stations) "
                            + "station\(stations == 1 ? "" : "s")",
                        "监听中, 还剩\(left.shortSeconds)秒: \(stations)个站, \(points)个点"))
            }
            await session.loop.sleep(for: min(left, .milliseconds(500)))
        }
        if isShown { Standard.error.eraseLine() }
    }

    /// Interrogates; `nil`, and noted, when that failed.
    private func ask(
        _ station: CommonAddress, _ session: ShotSession, until end: ContinuousClock.Instant
    ) async -> RequestOutcome? {
        survey.begin()
        let outcome = await ask(.interrogation(station: station, .station), session, until: end)
        guard asksCounters else { return outcome }
        _ = await ask(.counterInterrogation(station: station, .general), session, until: end)
        return outcome
    }

    private func ask(
        _ request: MasterRequest, _ session: ShotSession, until end: ContinuousClock.Instant
    ) async -> RequestOutcome? {
        guard !Task.isCancelled, .now < end else { return nil }
        do throws(RequestError) {
            let outcome = try await session.master.request(
                request, within: ContinuousClock.now.duration(to: end))
            if outcome.isTerminationNegative {
                survey.cut("\(request): terminated with P/N = 1: not all has come")
            }
            return outcome
        } catch {
            // One that answers not at all is perhaps not served; others may be.
            if error.code.isRefusal || error.code == .notConfirmed && error.objects == 0 {
                survey.add("request", "\(error)")
            } else {
                survey.cut("\(error.told)")
            }
            return nil
        }
    }

    private func write(_ session: ShotSession) -> Bool {
        let twin = survey.twin
        let report = report(twin)
        let heading =
            ["RTU \(shot.endpoint), found by iec104 discover at \(Timestamp.now.text)"]
            + survey.odd.map { $0.text }
        let list = twin.list(heading: heading)
        if let output {
            do throws(FileError) {
                try OutputFile.write(String(decoding: list, as: UTF8.self), to: output)
            } catch {
                shot.fail("'\(output)': \(ErrorWords.text(error, in: shot.options.language))")
                return false
            }
            for line in report { session.output.line(line) }
        } else {
            session.output.line(String(decoding: list.dropLast(), as: UTF8.self))
            Standard.error.write(report.map { $0 + "\n" }.joined())
        }
        return !twin.points.isEmpty && !survey.isCut
    }

    private func report(_ twin: Twin) -> [String] {
        let stations = Set(twin.points.keys.map { $0.station }).sorted()
        guard shot.options.format == .json else {
            let names = stations.map { "\($0)" }.joined(separator: ", ")
            return [
                shot.words(
                    "\(twin.points.count) points of station \(names.isEmpty ? "none" : names)",
                    "公共地址\(names): \(twin.points.count)个点")
            ] + survey.odd.map { shot.words("odd: ", "异常: ") + $0.text }
        }
        return survey.odd.map { odd in
            var json = JSONWriter()
            json.beginObject()
            json.member("odd", odd.code)
            json.member("count", odd.count)
            json.member("message", odd.message)
            json.endObject()
            return json.text.string
        } + [summary(twin, stations)]
    }

    private func summary(_ twin: Twin, _ stations: [CommonAddress]) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.member("host", shot.endpoint.description)
        json.member("command", shot.name)
        json.member("points", twin.points.count)
        json.member("complete", !survey.isCut)
        json.beginArray("stations")
        for station in stations { json.value(station.value) }
        json.endArray()
        json.endObject()
        return json.text.string
    }
}
