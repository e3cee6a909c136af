import IEC104
import IEC104Inspect

/// What became of a one shot command.
enum ShotResult {
    case done(RequestOutcome)
    case failed(RequestError)
    case noConnection(any Error)
    /// The user said no when asked.
    case declined
    /// No rule allows it.
    case notAllowed

    var isDone: Bool {
        if case .done = self { true } else { false }
    }

    var outcome: RequestOutcome? {
        if case .done(let outcome) = self { outcome } else { nil }
    }

    /// The stable name in machine-readable output.
    var name: String {
        switch self {
        case .done: "accepted"
        case .failed(let error) where error.code.isRefusal: "refused"
        case .failed(let error): wasInterrupted ? "interrupted" : error.code.name
        case .noConnection: wasInterrupted ? "interrupted" : "no-connection"
        case .declined: "declined"
        case .notAllowed: "not-allowed"
        }
    }

    private var wasInterrupted: Bool {
        guard Signals.wantsStop else { return false }
        return switch self {
        case .failed(let error): error.code == .cancelled
        case .noConnection: true
        case .done, .declined, .notAllowed: false
        }
    }

    /// Why it was not done, for readers.
    func text(in language: Language) -> String {
        let isChinese = language == .chinese
        switch self {
        case .done: return words(isChinese)
        case .failed(let error):
            return words(isChinese) + ": " + error.description(in: language)
        case .noConnection(let error):
            guard !wasInterrupted else { return words(isChinese) }
            return words(isChinese) + ": " + ErrorWords.text(error, in: language)
        case .declined:
            return isChinese ? "未发送: 未得到确认" : "not sent: it was not confirmed at the terminal"
        case .notAllowed: return isChinese ? "未发送: 没有规则允许" : "not sent: no rule allows it"
        }
    }

    private func words(_ isChinese: Bool) -> String {
        guard isChinese else { return name.replacing("-", with: " ") }
        return switch name {
        case "accepted": "已完成"
        case "refused": "被拒绝"
        case "not-confirmed": "未得到确认"
        case "not-terminated": "已确认, 未终止"
        case "no-value": "无应答"
        case "not-sent": "未发送"
        case "no-connection": "无连接"
        case "interrupted": "已中断"
        default: "失败"
        }
    }

    /// The members that depend on the result.
    func append(to json: inout JSONWriter) {
        switch self {
        case .done(let outcome):
            json.member("terminated", outcome.isTerminated)
            json.key("milliseconds")
            json.value(outcome.duration / .milliseconds(1))
            json.member("message", outcome.words.english)
        case .failed(let error):
            json.member("code", error.code.name)
            if let cause = error.cause {
                json.member("causeId", cause.rawValue)
                json.member("cause", cause.description)
            }
            json.member("mayHaveActed", error.mayHaveActed)
            json.member("message", "\(error)")
        case .noConnection(let error):
            if let failure = error as? ConnectionFailure { json.member("code", failure.name) }
            json.member("message", "\(error)")
        case .declined: json.member("message", "it was not confirmed at the terminal")
        case .notAllowed: json.member("message", "no rule allows it")
        }
    }
}

extension Double {
    /// With one digit behind the point.
    var oneDigit: String {
        guard isFinite, abs(self) < 1e15 else { return "\(self)" }
        let tenths = Int64((self * 10).rounded())
        return (tenths < 0 ? "-" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}

extension RequestOutcome {
    /// What came: the confirmation, the termination, and what is odd about them.
    var words: Words {
        let (english, chinese) =
            switch (isConfirmed, isTerminated) {
            case (true, true): ("confirmed and terminated", "已确认并终止")
            case (true, false): ("confirmed", "已确认")
            case (false, _): ("terminated without a confirmation", "已终止, 但未收到激活确认")
            }
        guard isTerminationNegative else { return Words(english, chinese) }
        return Words(english + " with P/N = 1", chinese + " (终止帧 P/N = 1)")
    }
}
