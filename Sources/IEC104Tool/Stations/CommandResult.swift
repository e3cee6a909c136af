import IEC104
import IEC104Inspect

/// What became of a command of the command line.
enum CommandResult {
    case accepted(RequestOutcome)
    case failed(RequestError)
    case noConnection(any Error)

    var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }

    /// The stable name in machine-readable output.
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .failed(let error) where error.code.isRefusal: "refused"
        case .failed(let error) where error.code.isTimeout: "no-answer"
        case .failed: wasInterrupted ? "interrupted" : "failed"
        case .noConnection: wasInterrupted ? "interrupted" : "no-connection"
        }
    }

    private var wasInterrupted: Bool {
        guard Signals.wantsStop else { return false }
        return switch self {
        case .failed(let error): error.code == .cancelled
        case .noConnection: true
        case .accepted: false
        }
    }

    /// For readers.
    func text(_ command: MasterCommand, _ language: Language) -> String {
        let isChinese = language == .chinese
        switch self {
        case .accepted(let outcome):
            let milliseconds = (outcome.duration / .milliseconds(1)).oneDigit
            let (type, address) = (command.type.rawValue, command.object.address)
            return isChinese
                ? (outcome.isTerminated ? "已执行" : "已接受")
                    + ": 类型\(type) 公共地址\(command.station) 信息体地址\(address): "
                    + (outcome.isTerminated ? "已确认并终止" : "已确认") + ", 用时\(milliseconds) ms"
                : "accepted: type \(type), object \(address) of station \(command.station): "
                    + (outcome.isTerminated ? "confirmed and terminated" : "confirmed")
                    + " after \(milliseconds) ms"
        case .failed(let error):
            return words(isChinese) + ": " + error.description(in: language)
        case .noConnection(let error):
            guard !wasInterrupted else { return words(isChinese) }
            return words(isChinese) + ": " + ErrorWords.text(error, in: language)
        }
    }

    private func words(_ isChinese: Bool) -> String {
        guard isChinese else { return name.replacing("-", with: " ") }
        return switch name {
        case "refused": "被拒绝"
        case "no-answer": "无应答"
        case "no-connection": "无连接"
        case "interrupted": "已中断"
        default: "失败"
        }
    }

    /// The members that depend on the result.
    func append(to json: inout JSONWriter) {
        switch self {
        case .accepted(let outcome):
            json.member("terminated", outcome.isTerminated)
            json.key("milliseconds")
            json.value(outcome.duration / .milliseconds(1))
            json.member(
                "message", outcome.isTerminated ? "confirmed and terminated" : "confirmed")
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
        }
    }
}

extension Double {
    /// With one digit behind the point.
    var oneDigit: String {
        let tenths = Int64((self * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
