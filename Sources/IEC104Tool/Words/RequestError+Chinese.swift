import IEC104
import IEC104Inspect

extension RequestError {
    /// One sentence: what was asked, what happened, what to check.
    func description(in language: Language) -> String {
        guard language == .chinese, let row = Self.rows[code.name] else { return description }
        var text = "\(request.description(in: .chinese)): \(row.summary)"
        if let cause { text += ",传送原因\(cause.rawValue) (\(cause.chineseName))" }
        if let station, station != request.station { text += ",答复的子站公共地址\(station)" }
        if step != .waiting { text += ",当时等待\(step.description(in: .chinese))" }
        if let other { text += ",收到的答复: " + other.description(in: .chinese) }
        if objects > 0 { text += ",此前已收到\(objects)个对象" }
        if let linkEnd { text += ",链路结束原因: \(linkEnd.description(in: .chinese))" }
        if let encoding { text += ",\(encoding.description(in: .chinese))" }
        if mayHaveActed { text += ",子站仍可能已经执行" }
        return text + ";" + row.advice
    }

    private static let rows: [ChineseRow] = [
        .init(
            "refused", "子站否定确认 (P/N=1)",
            "请查看子站日志,该命令可能需要先选择、被闭锁或已被其他主站选择"),
        .init("unknown-type", "子站不认识此类型标识", "请改用子站互操作表中的类型标识"),
        .init(
            "unknown-cause", "子站不认识此传送原因",
            "子站对此类型标识不支持这一操作,请查看其互操作表"),
        .init(
            "unknown-station", "没有此公共地址的子站",
            "请检查公共地址,以及公共地址的字节数是否与约定一致"),
        .init("unknown-object", "子站没有此信息体地址", "请对照子站的点表检查信息体地址"),
        .init(
            "answered-otherwise", "子站的答复与请求不符", "请先读取当前状态,再查看子站日志"),
        .init(
            "terminated-negatively", "已确认,但终止帧 P/N = 1,未按要求执行",
            "请先读取当前状态,再查看子站日志"),
        .init("not-confirmed", "未按时收到确认", "请检查公共地址和源发地址,再查看子站日志"),
        .init(
            "not-terminated", "已确认,但未按时收到激活终止",
            "子站不发激活终止时,请以激活确认为结束,否则请延长等待时间"),
        .init("no-value", "未按时收到该值", "请检查子站是否答复C_RD_NA_1,以及信息体地址"),
        .init("timed-out", "未在给定的时间内完成", "请延长时间,此后到达的答复将被丢弃"),
        .init(
            "not-sent", "未发送", "数据传输未启动或对侧不确认I帧,请在链路启动后重发"),
        .init("link-lost", "完成之前连接已断开", "请查明断开的原因,先读取当前状态再重发"),
        .init("link-stopped", "完成之前数据传输已停止", "请启动数据传输,先读取当前状态再重发"),
        .init("cancelled", "已被放弃", "请注意,此后到达的答复将被丢弃"),
        .init("busy", "同一信息体地址的另一命令正在进行或尚未答复", "请等待其结果"),
        .init("deactivated", "已被停止激活 (撤销)", "无需处理"),
        .init("too-many", "等待的请求过多", "请等待其结果,或提高上限"),
        .init(
            "invalid", "无法写成ASDU", "请给出该类型标识所带的信息,地址不得超出其字段"),
    ]
}

extension RequestError.Step {
    /// What is awaited, in a few words.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return switch self {
        case .waiting: "发送"
        case .confirmation: "答复"
        case .selection: "选择的确认"
        case .execution: "执行的确认"
        case .termination: "激活终止"
        case .deactivation: "停止激活的确认"
        }
    }
}

extension EncodeError {
    /// One sentence: what is wrong with the value.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        let text =
            switch code {
            case .noObjects: "没有可写的信息对象"
            case .tooLong: "信息对象超出一个ASDU的长度"
            case .unknownType: "配置中没有此类型标识"
            case .wrongInformation: "信息对象与类型标识不符"
            case .sequenceNotAllowed: "此类型标识不允许SQ=1"
            case .addressesNotConsecutive: "SQ=1要求信息体地址连续"
            case .addressTooLarge: "地址超出其字段"
            case .fieldOutOfRange: "专用类型的字段超出范围"
            }
        guard let object else { return text }
        return "\(text) (第\(object + 1)个信息对象)"
    }
}
