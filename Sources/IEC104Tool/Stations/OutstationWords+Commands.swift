import IEC104
import IEC104Inspect

extension OutstationWords {
    /// The line of a command and what became of it: `connection 1: C_DC_NA_1 5001 of station 1, off:
    /// executed`. `nil` for a termination, which was told when it was accepted.
    func line(_ audit: AuditRecord) -> String? {
        let record = audit.record
        guard let row = Self.row(record) else { return nil }
        let time = Timestamp(milliseconds: audit.time)
        let value = record.object.information.commandText
        guard isJSON else {
            let place =
                isChinese
                ? "连接\(audit.connection): \(record.type) 公共地址\(record.station) 信息体地址\(record.object.address)"
                : "connection \(audit.connection): \(record.type) \(record.object.address) of station "
                    + "\(record.station)"
            let test = record.isTest ? " (T = 1)" : ""
            return timed(
                time, "\(place), \(value)\(test): \(isChinese ? row.chinese : row.english)")
        }
        return object(row.event, time) {
            $0.member("connection", audit.connection)
            $0.member("client", "\(audit.client)")
            $0.member("station", record.station.value)
            $0.member("object", record.object.address.value)
            $0.member("type", "\(record.type)")
            $0.member("action", record.action.name)
            $0.member("value", value)
            if case .refused(let reason) = record.result { $0.member("code", reason.code) }
            $0.member("message", row.english)
        }
    }

    private static func row(
        _ record: CommandRecord
    ) -> (event: String, english: String, chinese: String)? {
        switch record.result {
        case .accepted:
            switch record.action {
            case .select: ("command", "selected", "已选择")
            case .execute: ("command", "executed", "已执行")
            case .cancel: ("command", "cancelled", "已撤销")
            }
        case .refused(let reason):
            (
                "command-refused", "refused: \(reason.words)",
                "已拒绝: \(reason.words(in: .chinese))"
            )
        case .unknown(let cause):
            switch cause {
            case .unknownCommonAddress:
                ("command-unknown", "there is no such station (cause 46)", "公共地址不存在 (原因46)")
            case .unknownObjectAddress:
                ("command-unknown", "there is no such command (cause 47)", "信息体地址不存在 (原因47)")
            default:
                (
                    "command-unknown", "sent back with cause \(cause.rawValue)",
                    "以原因\(cause.rawValue)返回"
                )
            }
        case .timedOut:
            ("command-timed-out", "its execution took too long, and was given up", "执行超时, 已放弃")
        case .selectionEnded:
            ("selection-ended", "its selection has ended without an execution", "选择已失效, 未执行")
        case .terminated: nil
        }
    }
}
