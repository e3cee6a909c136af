import IEC104
import IEC104Inspect

// What the console asks RTUs, commands apart.
extension MasterConsole {
    /// Asks once; what is under way when the connection breaks ends with it, and is told.
    func ask(
        _ request: MasterRequest, _ rtu: ConsoleRTU, inTurn: Bool = false
    ) async -> ShotResult {
        switch await stations?.ask(request, of: rtu.name, inTurn: inTurn) {
        case .success(let outcome)?: .done(outcome)
        case .failure(let error)?: .failed(error)
        case nil: .failed(RequestError(.notSent, request))
        }
    }

    /// Adds what became of something that changes an outstation.
    func tell(
        _ changed: Changed, _ command: String, _ rtu: ConsoleRTU, _ station: CommonAddress,
        _ done: Words, to answer: inout ConsoleAnswer,
        members: @escaping @Sendable (inout JSONWriter) -> Void = { _ in }
    ) {
        tell(changed.result, command, rtu, station, done, to: &answer) { json in
            members(&json)
            if !changed.isLogged { json.member("audited", false) }
        }
        guard !changed.isLogged else { return }
        answer.lines.append(
            "\(rtu.name): "
                + say(
                    "what became of it could not be written into the audit log", "结果未能写入审计日志"))
    }

    /// Adds what became of a request.
    func tell(
        _ result: ShotResult, _ command: String, _ rtu: ConsoleRTU, _ station: CommonAddress,
        _ done: Words, to answer: inout ConsoleAnswer,
        members: @escaping @Sendable (inout JSONWriter) -> Void = { _ in }
    ) {
        let notes = result.outcome?.notes(in: settings.language) ?? ""
        let text =
            result.isDone ? answers.text(done) + notes : result.text(in: settings.language)
        answer.lines.append("\(rtu.name): \(text)")
        let refusing = result.outcome?.refusingStations ?? []
        if !refusing.isEmpty {
            let names = refusing.map { "\($0)" }.joined(separator: ", ")
            answer.lines.append(
                "\(rtu.name): " + say("refused by station \(names)", "公共地址\(names) 拒绝"))
        }
        answer.results.append(Self.result(result, command, rtu, station, members))
    }

    /// What programs are told of a request.
    static func result(
        _ result: ShotResult, _ command: String, _ rtu: ConsoleRTU, _ station: CommonAddress,
        _ members: @escaping @Sendable (inout JSONWriter) -> Void
    ) -> ConsoleResult {
        { json in
            json.member("rtu", rtu.name)
            json.member("command", command)
            json.member("station", station.value)
            members(&json)
            json.member("result", result.name)
            result.append(to: &json)
        }
    }

    // MARK: Reading

    func reading(_ point: ConsolePoint) -> ConsoleJob {
        let request = MasterRequest.read(station: point.station, point.address)
        return ConsoleJob([.init(rtu: point.rtu, request: request)]) { [self] in
            let result = await ask(request, point.rtu)
            if let outcome = result.outcome, let object = outcome.object, let type = outcome.type {
                return answer(
                    point, object, type: type,
                    cause: CauseOfTransmission(
                        .request, isTest: outcome.differences.contains(.test)),
                    received: WallClock.now)
            }
            var answer = ConsoleAnswer([])
            tell(result, "read", point.rtu, point.station, Words("", ""), to: &answer)
            return answer
        }
    }

    /// The stations that a line asks: the one that it names, or those of the RTU.
    func stations(
        _ word: String?, _ rtu: ConsoleRTU
    ) throws(Words) -> [CommonAddress] {
        if let word { return [try station(word, of: rtu)] }
        return rtu.target.stations.isEmpty ? [rtu.global] : rtu.target.stations
    }

    func interrogation(_ words: [String]) throws(Words) -> ConsoleJob {
        if let pattern = words.first, pattern.contains("*"), rtu(named: pattern) == nil {
            return try interrogations(pattern, Array(words.dropFirst()))
        }
        let (rtu, words) = try rtu(words)
        try atMost(2, words)
        let stations = try stations(words.first, rtu)
        let qualifier = try qualifier(words)
        let asked = stations.map {
            ConsoleJob.Asked(rtu: rtu, request: .interrogation(station: $0, qualifier))
        }
        return ConsoleJob(asked) { [self] in
            var answer = ConsoleAnswer([])
            for station in stations {
                let result = await ask(.interrogation(station: station, qualifier), rtu)
                tell(
                    result, "interrogate", rtu, station, Self.objects(result, station), to: &answer
                ) { json in
                    json.member("qoi", qualifier.rawValue)
                    json.member("values", result.objects)
                    json.member("complete", result.outcome?.isComplete == true)
                }
            }
            return answer
        }
    }

    /// The group of interrogations that a line asks for.
    func qualifier(_ words: [String]) throws(Words) -> QOI {
        let group = try words.dropFirst().first.map { word throws(Words) in
            try ConsoleSyntax.number(word, 1...16, "interrogate")
        }
        return group.flatMap { QOI(group: UInt8($0)) } ?? .station
    }

    private static func objects(_ result: ShotResult, _ station: CommonAddress) -> Words {
        let count = result.outcome?.objects ?? 0
        let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
        return Words(
            "\(count) values of station \(station): terminated after \(milliseconds) ms",
            "公共地址\(station): \(count)个值, 已终止, 用时\(milliseconds) ms")
    }

    func counters(_ words: [String], _ freeze: QCC.Freeze) throws(Words) -> ConsoleJob {
        let (rtu, words) = try rtu(words)
        try atMost(2, words)
        let stations = try stations(words.first, rtu)
        let group = try words.dropFirst().first.map { word throws(Words) in
            UInt8(clamping: try ConsoleSyntax.number(word, 1...4, "counters"))
        }
        let qualifier = QCC(request: group ?? 5, freeze: freeze)
        let requests = stations.map { MasterRequest.counterInterrogation(station: $0, qualifier) }
        let work = { @Sendable [self] in
            var answer = ConsoleAnswer([])
            for request in requests where !Task.isCancelled {
                let changed =
                    freeze == .read
                    ? Changed(result: await ask(request, rtu)) : await change(request, rtu)
                let result = changed.result
                let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
                let done = CountersCommandLine.words(freeze)
                tell(
                    changed, "counters", rtu, request.station,
                    freeze == .read
                        ? Self.objects(result, request.station)
                        : Words(
                            "\(done.english): confirmed after \(milliseconds) ms",
                            "\(done.chinese): 已确认, 用时\(milliseconds) ms"), to: &answer
                ) { json in
                    json.member("rqt", qualifier.request)
                    json.member("frz", freeze.rawValue)
                }
            }
            return answer
        }
        guard freeze == .read else { return job(requests, rtu, work) }
        return ConsoleJob(requests.map { .init(rtu: rtu, request: $0) }, work)
    }

    // MARK: What all have

    func atMost(_ count: Int, _ words: [String]) throws(Words) {
        guard words.count > count else { return }
        throw Words(
            "'\(shortened(words[count]))' is too much", "'\(shortened(words[count]))' 是多余的")
    }

    /// Something that changes an outstation, for which somebody is asked.
    func job(
        _ requests: [MasterRequest], _ rtu: ConsoleRTU,
        _ work: @escaping @Sendable () async -> ConsoleAnswer
    ) -> ConsoleJob {
        let texts = requests.map { $0.description(in: settings.language) }
        return ConsoleJob(
            requests.map { .init(rtu: rtu, request: $0) },
            order: "\(rtu.name) (\(rtu.hosts)): " + texts.joined(separator: ", "),
            decline: { [self] refusal in
                for request in requests { _ = log(request, rtu, refusal.result(of: request)) }
            }, work)
    }
}
