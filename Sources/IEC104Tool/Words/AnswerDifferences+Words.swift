import IEC104
import IEC104Inspect

extension AnswerDifferences {
    /// The stable name, and the words, of each.
    private static let rows: [(difference: AnswerDifferences, name: String, chinese: String)] = [
        (.value, "value", "值或限定词不同"), (.select, "select", "S/E 不同"),
        (.test, "test", "试验位 T 不同"), (.timeTag, "time-tag", "时标不同"),
        (.acknowledgement, "acknowledgement", "先于对命令帧的确认到达"),
        (.order, "order", "激活终止先于激活确认"), (.cause, "cause", "传送原因不同"),
        (.type, "type", "类型标识不同"), (.object, "object", "信息体地址不同"),
        (.originator, "originator", "源发地址不同"), (.other, "other", "此前有一个不符的答复"),
    ]

    /// The stable names in machine-readable output.
    var names: [String] { Self.rows.filter { contains($0.difference) }.map(\.name) }

    /// A few words for each.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return Self.rows.filter { contains($0.difference) }.map(\.chinese).joined(separator: "、")
    }

    func append(to json: inout JSONWriter) {
        guard !isEmpty else { return }
        json.beginArray("differences")
        for name in names { json.value(name) }
        json.endArray()
    }
}

extension RequestOutcome {
    /// What came: the confirmation, the termination.
    var words: Words {
        switch (isConfirmed, isTerminated) {
        case (true, true): Words("confirmed and terminated", "已确认并终止")
        case (true, false): Words("confirmed", "已确认")
        case (false, _): Words("terminated without a confirmation", "已终止, 但未收到激活确认")
        }
    }

    /// What is odd about the answers; empty when nothing is.
    func notes(in language: Language) -> String {
        let isChinese = language == .chinese
        var notes: [String] = []
        if isTerminationNegative {
            notes.append(
                isChinese
                    ? "终止帧 P/N = 1, 数据不完整" : "terminated with P/N = 1: not all has come")
        }
        if !differences.isEmpty {
            notes.append(
                (isChinese ? "答复有差异: " : "answered with ")
                    + differences.description(in: language))
        }
        return notes.map { "; " + $0 }.joined()
    }

    /// The value that a station has taken in place of the one that was sent; `nil`: it took that.
    var otherValue: String? {
        differences.contains(.value) ? object?.information.commandText ?? "" : nil
    }
}

extension OtherAnswer {
    /// What came, and in what it differs.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return (header.cause.isNegative ? "否定的" : "")
            + "\(header.cause.cause.chineseName) <\(header.type.rawValue)> 信息体地址\(object.address), "
            + differences.description(in: .chinese)
            + (object.information == .empty ? "" : " (\(object.information.answerText))")
    }
}
