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
    /// The audit log could not be written, and so it was not sent.
    case notAudited

    /// Whether it was done as it was asked.
    var isDone: Bool { outcome.map { $0.otherValue == nil } ?? false }

    var outcome: RequestOutcome? {
        if case .done(let outcome) = self { outcome } else { nil }
    }

    /// How many objects came for it.
    var objects: Int {
        switch self {
        case .done(let outcome): outcome.objects
        case .failed(let error): error.objects
        case .noConnection, .declined, .notAllowed, .notAudited: 0
        }
    }

    /// The stable name in machine-readable output.
    var name: String {
        switch self {
        case .done: isDone ? "accepted" : "other-value"
        case .failed(let error) where error.code.isRefusal: "refused"
        case .failed(let error): wasInterrupted ? "interrupted" : error.code.name
        case .noConnection: wasInterrupted ? "interrupted" : "no-connection"
        case .declined: "declined"
        case .notAllowed: "not-allowed"
        case .notAudited: "not-audited"
        }
    }

    private var wasInterrupted: Bool {
        guard Signals.wantsStop else { return false }
        return switch self {
        case .failed(let error): error.code == .cancelled
        case .noConnection: true
        case .done, .declined, .notAllowed, .notAudited: false
        }
    }

    /// Why it was not done, for readers.
    func text(in language: Language) -> String {
        let isChinese = language == .chinese
        switch self {
        case .done(let outcome):
            guard let value = outcome.otherValue else { return words(isChinese) }
            return isChinese
                ? "已确认, 但子站采用了另一个值: \(value)"
                : "confirmed with another value, which the station took: \(value)"
        case .failed(let error):
            return words(isChinese) + ": " + error.description(in: language)
        case .noConnection(let error):
            guard !wasInterrupted else { return words(isChinese) }
            return words(isChinese) + ": " + ErrorWords.text(error, in: language)
        case .declined:
            return isChinese ? "未发送: 未得到确认" : "not sent: it was not confirmed at the terminal"
        case .notAllowed: return isChinese ? "未发送: 没有规则允许" : "not sent: no rule allows it"
        case .notAudited:
            return isChinese
                ? "未发送: 审计日志无法写入" : "not sent: the audit log cannot be written"
        }
    }

    private func words(_ isChinese: Bool) -> String {
        guard isChinese else { return name.replacing("-", with: " ") }
        return switch name {
        case "accepted": "已完成"
        case "refused": "被拒绝"
        case "answered-otherwise": "答复与请求不符"
        case "terminated-negatively": "已确认, 终止帧 P/N = 1"
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
            if !outcome.isConfirmed { json.member("confirmed", false) }
            if outcome.isTerminationNegative { json.member("terminationNegative", true) }
            outcome.differences.append(to: &json)
            if let value = outcome.otherValue { json.member("answer", value) }
            json.member("message", outcome.words.english + outcome.notes(in: .english))
        case .failed(let error):
            json.member("code", error.code.name)
            if let cause = error.cause {
                json.member("causeId", cause.rawValue)
                json.member("cause", cause.description)
            }
            json.member("mayHaveActed", error.mayHaveActed)
            if let other = error.other {
                other.differences.append(to: &json)
                json.member("answer", other.object.information.answerText)
            }
            json.member("message", "\(error)")
        case .noConnection(let error):
            if let failure = error as? ConnectionFailure { json.member("code", failure.name) }
            json.member("message", "\(error)")
        case .declined: json.member("message", "it was not confirmed at the terminal")
        case .notAllowed: json.member("message", "no rule allows it")
        case .notAudited: json.member("message", "the audit log cannot be written")
        }
    }
}

extension RequestError {
    /// Not terminated, or not confirmed, where it was given up as its time was over and not as
    /// somebody asked to stop.
    var told: RequestError {
        guard code == .cancelled || code == .timedOut, step != .waiting, !Signals.wantsStop else {
            return self
        }
        var error = self
        error.code = step == .termination ? .notTerminated : .notConfirmed
        return error
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
