import IEC104
import IEC104Inspect

/// What `iec104 master` tells of a connection, on standard error: a line with the time for each turn
/// and each failure. Values go to standard output.
struct MasterLog: Sendable {
    /// The outstation.
    let name: String
    let language: Language
    /// Where it is told while the whole terminal is a view.
    var screen: (@Sendable (String) -> Void)?
    private var isChinese: Bool { language == .chinese }

    /// Tells what is wrong, of what a master that asks once notices.
    func tell(_ notice: MasterNotice) {
        switch notice {
        case .requestEnded(let request, _, let result): _ = tell(request, result)
        case .malformed(let error): tell(error)
        case .started, .initialized, .stopped, .ended, .unexpected: break
        }
    }

    /// Tells what has happened to an outstation; of failed attempts what `verdict` says.
    func tell(
        _ event: FleetEvent.Kind, _ endpoints: [RTUEndpoint],
        _ verdict: AttemptLog.Verdict = .full, after streak: AttemptLog.Streak? = nil
    ) {
        let link = event.link.map { place(of: $0, endpoints) } ?? (english: "", chinese: "")
        switch event {
        case .connected:
            // A single link tells when it has started.
            if endpoints.count > 1 {
                say("\(link.english)connected, on standby", "\(link.chinese)已连接, 备用")
            }
        case .started:
            let (english, chinese) = streak.map(Self.past) ?? ("", "")
            say(
                "\(link.english)connected, data transfer started\(english)",
                "\(link.chinese)已连接, 数据传输已启动\(chinese)")
        case .stopped:
            guard !Signals.wantsStop else { return }
            say("\(link.english)data transfer stopped", "\(link.chinese)数据传输已停止")
        case .switchedOver(let from, _):
            let old = place(of: from, endpoints)
            say(
                "\(link.english)switched over from \(old.english.dropLast(2))",
                "\(link.chinese)由\(old.chinese.dropLast(2))切换")
        case .notConnected(_, let failure, let pause?):
            tell(.failure(failure), pause, link, verdict)
        case .ended(_, let disconnection, let pause?):
            tell(.end(disconnection), pause, link, verdict)
        case .initialized(let station, _):
            say("station \(station) has initialized", "公共地址\(station) 初始化结束")
        case .requestEnded(let request, _, let result): _ = tell(request, result)
        case .malformed(let error): tell(error)
        case .repeatsDropped(let count):
            say(
                "\(count) event\(count == 1 ? "" : "s") came again and \(count == 1 ? "is" : "are") not shown twice",
                "\(count)个事件重复上送, 不再显示")
        case .time(let finding):
            say(finding.description(in: .english), finding.description(in: .chinese))
        case .unexpected(let asdu):
            // Answers to others, and those that come late, are daily business.
            guard asdu.reason == .type || asdu.reason == .cause else { return }
            say("received \(asdu)", "收到未处理的ASDU: \(asdu.description(in: .chinese))")
        // What is odd about a clock is a finding.
        case .clock, .added, .removed, .notConnected, .ended: break
        }
    }

    /// Tells why there is no connection, as far as that is news.
    private func tell(
        _ problem: LinkProblem, _ pause: Duration, _ link: (english: String, chinese: String),
        _ verdict: AttemptLog.Verdict
    ) {
        switch verdict {
        case .nothing: break
        case .full:
            say(
                link.english + problem.description(in: .english)
                    + ". Next attempt in \(pause.rounded) s",
                link.chinese + problem.description(in: .chinese) + "。\(pause.rounded)秒后重试")
        case .still(let attempts, let milliseconds):
            let time = LiveText.age(milliseconds)
            say(
                link.english + "still no connection: " + problem.summary(in: .english)
                    + " (\(attempts) attempts in \(time)). Next attempt in \(pause.rounded) s",
                link.chinese + "仍未连接: " + problem.summary(in: .chinese)
                    + " (\(time)内尝试\(attempts)次)。\(pause.rounded)秒后重试")
        }
    }

    /// What had failed before a link came back.
    private static func past(_ streak: AttemptLog.Streak) -> (String, String) {
        guard streak.attempts > 1 else { return ("", "") }
        let time = LiveText.age(streak.milliseconds)
        return (
            ", after \(streak.attempts) failed attempts in \(time)",
            ", 此前\(time)内失败\(streak.attempts)次"
        )
    }

    /// A link of several by its place.
    private func place(
        of link: Int, _ endpoints: [RTUEndpoint]
    ) -> (english: String, chinese: String) {
        guard endpoints.count > 1, endpoints.indices.contains(link) else { return ("", "") }
        let endpoint = endpoints[link]
        return ("link \(endpoint): ", "链路\(endpoint): ")
    }

    private func tell(_ error: DecodeError) {
        say(
            "received an ASDU that cannot be read: \(error). Do --cot-size, --ca-size and "
                + "--ioa-size fit the outstation? --trace shows which would",
            "收到无法解析的ASDU: \(error.description(in: .chinese))。请核对 --cot-size、--ca-size、--ioa-size; --trace 会提示合适的长度"
        )
    }

    /// Tells what is wrong with the result of a request; `false` when something is.
    func tell(
        _ request: MasterRequest, _ result: Result<RequestOutcome, RequestError>
    ) -> Bool {
        switch result {
        case .success(let outcome):
            if outcome.isTerminationNegative {
                say(
                    "\(request): terminated with P/N = 1: not all has come",
                    "\(request.description(in: .chinese)): 终止帧 P/N = 1, 数据不完整")
            }
            guard !outcome.refusingStations.isEmpty else { return outcome.isComplete }
            let names = outcome.refusingStations.map { "\($0)" }.joined(separator: ", ")
            say("\(request) was refused by station \(names)", "公共地址\(names) 拒绝了召唤")
        case .failure(let error):
            // It ended with the connection, which is told.
            guard ![.linkLost, .linkStopped, .notSent].contains(error.code) else { return false }
            if Signals.wantsStop, error.code == .cancelled { return false }
            say(error.description(in: .english), error.description(in: .chinese))
        }
        return false
    }

    /// Tells why the work has failed.
    func tell(failure error: any Error) {
        guard !Signals.wantsStop else { return say("interrupted", "已中断") }
        say(ErrorWords.text(error, in: .english), ErrorWords.text(error, in: .chinese))
    }

    private func say(_ english: String, _ chinese: String) {
        if let screen { return screen(isChinese ? chinese : english) }
        Standard.error.write(
            Timestamp.now.text + "  \(name): " + (isChinese ? chinese : english) + "\n")
    }
}
