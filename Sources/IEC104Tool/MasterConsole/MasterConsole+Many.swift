import IEC104
import IEC104Inspect

// What the console asks of many RTUs at once.
extension MasterConsole {
    /// What became of the interrogations of one RTU.
    private struct Interrogated: Sendable {
        let place: Int
        var results: [(station: CommonAddress, result: ShotResult)] = []
    }

    /// Interrogates all RTUs that a pattern names, each when the limit of the fleet lets it.
    func interrogations(_ pattern: String, _ words: [String]) throws(Words) -> ConsoleJob {
        let asked = rtus.filter { Self.matches($0.name[...], pattern[...]) }
        guard !asked.isEmpty else {
            let hint = hint(
                pattern.filter { $0 != "*" }, among: rtus.map(\.name), otherwise: Words("", ""))
            throw Words(
                "no RTU is named '\(shortened(pattern))'" + hint.english,
                "没有名称为 '\(shortened(pattern))' 的子站" + hint.chinese)
        }
        try atMost(2, words)
        var orders: [[CommonAddress]] = []
        for rtu in asked { orders.append(try stations(words.first, rtu)) }
        let qualifier = try qualifier(words)
        var requests: [ConsoleJob.Asked] = []
        for (rtu, stations) in zip(asked, orders) {
            requests += stations.map {
                .init(rtu: rtu, request: .interrogation(station: $0, qualifier))
            }
        }
        return ConsoleJob(requests) { [self, orders] in
            let start = ContinuousClock.now
            var done = await withTaskGroup(of: Interrogated.self) { group in
                for (place, rtu) in asked.enumerated() {
                    let stations = orders[place]
                    group.addTask(executorPreference: loop) { [self] in
                        await interrogate(place, rtu, stations, qualifier)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            done.sort { $0.place < $1.place }
            return summary(done, asked, qualifier, start.duration(to: .now))
        }
    }

    private func interrogate(
        _ place: Int, _ rtu: ConsoleRTU, _ stations: [CommonAddress], _ qualifier: QOI
    ) async -> Interrogated {
        var done = Interrogated(place: place)
        // Who is not there does not keep others waiting.
        guard await self.stations?.status(of: rtu.name)?.state == .started else { return done }
        for station in stations {
            let request = MasterRequest.interrogation(station: station, qualifier)
            let result = await ask(request, rtu, inTurn: true)
            done.results.append((station, result))
            guard result.isDone else { break }
        }
        return done
    }

    /// A line for all, one for each that failed, and one that names those that are not there.
    private func summary(
        _ done: [Interrogated], _ asked: [ConsoleRTU], _ qualifier: QOI, _ time: Duration
    ) -> ConsoleAnswer {
        var answer = ConsoleAnswer([])
        var (good, values, more) = (0, 0, 0)
        var absent: [String] = []
        for one in done {
            let rtu = asked[one.place]
            var problem: String?
            if one.results.isEmpty {
                absent.append(rtu.name)
            } else if let failed = one.results.first(where: { !$0.result.isDone }) {
                problem = failed.result.text(in: settings.language)
            } else {
                good += 1
            }
            for (station, result) in one.results {
                values += result.outcome?.objects ?? 0
                answer.results.append(
                    Self.result(result, "interrogate", rtu, station) { json in
                        json.member("qoi", qualifier.rawValue)
                        if let outcome = result.outcome { json.member("values", outcome.objects) }
                    })
            }
            if one.results.isEmpty {
                answer.results.append { json in
                    json.member("rtu", rtu.name)
                    json.member("command", "interrogate")
                    json.member("result", "not-started")
                }
            }
            guard let problem else { continue }
            if answer.lines.count < Self.mostLines {
                answer.lines.append("\(rtu.name): \(problem)")
            } else {
                more += 1
            }
        }
        if more > 0 { answer.lines.append(say("and \(more) more", "还有\(more)个")) }
        if !absent.isEmpty {
            let names = absent.prefix(10).joined(separator: say(", ", "、"))
            let rest = absent.count > 10 ? say(" and \(absent.count - 10) more", " 等") : ""
            answer.lines.append(say("not started: ", "未启动: ") + names + rest)
        }
        let failed = done.count - good - absent.count
        answer.lines.insert(
            say(
                "\(good) of \(done.count) RTUs interrogated, \(failed) failed, \(absent.count) not "
                    + "started: \(values) values in \(time.rounded) s",
                "已召唤\(good)/\(done.count)个子站, 失败\(failed)个, 未启动\(absent.count)个: "
                    + "\(values)个值, 用时\(time.rounded)秒"), at: 0)
        return answer
    }

    /// Whether a name is what a pattern says, in which `*` stands for any text.
    static func matches(_ name: Substring, _ pattern: Substring) -> Bool {
        let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        var rest = Substring(name.lowercased())
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            return rest == pattern.lowercased()
        }
        guard rest.hasPrefix(first) else { return false }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
