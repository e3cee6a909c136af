import IEC104
import IEC104Inspect

/// What `iec104 master` tells of a connection, on standard error: a line with the time for each turn
/// and each failure. Values go to standard output.
struct MasterLog: Sendable {
    let endpoint: HostPort
    let language: Language
    /// Where it is told while the whole terminal is a view.
    var screen: (@Sendable (String) -> Void)?
    private var isChinese: Bool { language == .chinese }

    /// Tells a notice; with `once` only what is wrong.
    func tell(_ notice: MasterNotice, once: Bool) {
        switch notice {
        case .started:
            if !once { say("connected, data transfer started", "已连接, 数据传输已启动") }
        case .requestEnded(let request, _, let result): _ = tell(request, result)
        case .malformed(let error):
            say(
                "received an ASDU that cannot be read: \(error). Do --cot-size, --ca-size and "
                    + "--ioa-size fit the outstation? --trace shows which would",
                "收到无法解析的ASDU: \(error.description(in: .chinese))。请核对 --cot-size、--ca-size、--ioa-size; --trace 会提示合适的长度"
            )
        case .initialized(let station, _):
            if !once { say("station \(station) has initialized", "公共地址\(station) 初始化结束") }
        case .stopped, .ended, .unexpected: break
        }
    }

    /// Tells what is wrong with the result of a request; `false` when something is.
    func tell(
        _ request: MasterRequest, _ result: Result<RequestOutcome, RequestError>
    ) -> Bool {
        switch result {
        case .success(let outcome):
            guard !outcome.refusingStations.isEmpty else { return true }
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

    /// Tells why there is no connection, and when the next attempt is.
    func tell(_ failure: ConnectionFailure, pause: Duration) {
        say(
            failure.description(in: .english) + ". Next attempt in \(pause.rounded) s",
            failure.description(in: .chinese) + "。\(pause.rounded)秒后重试")
    }

    /// Tells why there is no connection, and what is odd about the times of an outstation.
    func tell(_ event: FleetEvent.Kind) {
        switch event {
        case .notConnected(_, let failure, let pause?): tell(failure, pause: pause)
        case .ended(_, let disconnection, let pause?):
            say(
                disconnection.description(in: .english) + ". Next attempt in \(pause.rounded) s",
                disconnection.description(in: .chinese) + "。\(pause.rounded)秒后重试")
        case .time(let finding):
            say(finding.description(in: .english), finding.description(in: .chinese))
        default: break
        }
    }

    /// Tells why the work has failed.
    func tell(failure error: any Error) {
        guard !Signals.wantsStop else { return say("interrupted", "已中断") }
        say(ErrorWords.text(error, in: .english), ErrorWords.text(error, in: .chinese))
    }

    private func say(_ english: String, _ chinese: String) {
        if let screen { return screen(isChinese ? chinese : english) }
        Standard.error.write(
            Timestamp.now.text + "  \(endpoint): " + (isChinese ? chinese : english) + "\n")
    }
}
