import IEC104
import IEC104Inspect

extension LinkEnd {
    /// One sentence: what happened, the numbers at that moment, what to check.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        let advice = "请在对侧查找原因"
        return switch network {
        case nil: reason.description(in: .chinese)
        case .finished where reason.phase == .stopped && unconfirmed == 0:
            "对侧在状态\(reason.phase.description(in: .chinese))下正常关闭了连接;无需处理"
        case .finished: "对侧关闭了连接 (FIN),\(circumstances);\(advice)"
        case .reset: "对侧复位了连接 (RST),\(circumstances);\(advice)"
        case .failed(let error): "\(error.happening),\(circumstances);\(error.chineseAdvice)"
        }
    }

    private var circumstances: String {
        reason.circumstances + (unconfirmed > 0 ? " (可能未送达)" : "")
    }
}

extension ConnectionFailure {
    /// One sentence: what happened and what to check.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return switch self {
        case .notConnected(let error): error.description(in: .chinese)
        case .ended(let end): end.description(in: .chinese)
        case .alreadyConnected: "连接已存在;请先断开"
        case .cancelled: "连接建立之前已放弃;无需处理"
        }
    }
}
