import IEC104
import IEC104Inspect

extension ShotSession {
    /// Asks for values, prints those that came, and how it ended; whether all who were asked have
    /// sent all.
    func readAll(
        _ request: MasterRequest, members: (inout JSONWriter) -> Void
    ) async -> Bool {
        let (result, values, lost) = await ask(request)
        show(values)
        let stations = result.outcome?.stations.map { "\($0)" }.joined(separator: ", ") ?? ""
        let refusing = result.outcome?.refusingStations ?? []
        let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
        let silent = silentStations(result.outcome, values)
        let isComplete = result.outcome?.isComplete == true && lost == 0 && silent.isEmpty
        tell(
            result,
            "\(values.count) values of station \(stations): terminated after \(milliseconds) ms",
            "公共地址\(stations): \(values.count)个值, 已终止, 用时\(milliseconds) ms",
            station: request.station
        ) { json in
            members(&json)
            json.member("values", values.count)
            json.member("complete", isComplete)
            if let stations = result.outcome?.stations, request.station == global {
                json.beginArray("stations")
                for station in stations { json.value(station.value) }
                json.endArray()
            }
            if lost > 0 { json.member("lost", lost) }
            if !refusing.isEmpty {
                json.beginArray("refusedBy")
                for station in refusing { json.value(station.value) }
                json.endArray()
            }
        }
        if !refusing.isEmpty {
            let names = refusing.map { "\($0)" }.joined(separator: ", ")
            shot.fail(shot.words("refused by station \(names)", "公共地址\(names) 拒绝"))
        }
        if !silent.isEmpty {
            let names = silent.map { "\($0)" }.joined(separator: ", ")
            shot.fail(
                shot.words(
                    "station \(names) sent values, and neither confirmed nor terminated",
                    "公共地址\(names) 上送了数据, 但未确认也未终止"))
        }
        if lost > 0 {
            shot.fail(shot.words("\(lost) values more came than are kept", "另有\(lost)个值未保留"))
        }
        if !isComplete, !values.isEmpty {
            shot.fail(
                shot.words(
                    "incomplete: \(values.count) values came", "数据不完整: 收到\(values.count)个值"))
        }
        return isComplete && result.isDone
    }

    private var global: CommonAddress { shot.options.link.profile.globalCommonAddress }

    /// Stations of all that were asked together that have sent values and have not answered.
    private func silentStations(
        _ outcome: RequestOutcome?, _ values: [PointUpdate]
    ) -> [CommonAddress] {
        // One answer for all is enough for some outstations.
        guard let outcome, !outcome.stations.contains(global) else { return [] }
        return Set(values.map(\.station)).subtracting(outcome.stations)
            .subtracting(outcome.refusingStations).sorted()
    }
}
