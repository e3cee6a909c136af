import IEC104
import IEC104Inspect

extension SessionError {
    /// One sentence: what, the numbers, what to check.
    func description(in language: Language) -> String {
        guard language == .chinese, let row = Self.rows[code.name] else { return description }
        var text = row.summary
        if let offending { text += " (\(Self.number(offending, of: code)))" }
        text += "," + circumstances + ";" + row.advice
        guard let quirk else { return text }
        return text + ";若要容忍,请启用特例\(quirk)"
    }

    /// State and numbers at that moment, in Chinese.
    var circumstances: String {
        var text =
            "状态\(phase.description(in: .chinese)),V(S)=\(sendState),V(R)=\(receiveState),"
            + "Ack=\(acknowledgedState)"
        let unconfirmed = sendState.distance(from: acknowledgedState)
        if unconfirmed > 0 { text += ",本侧未确认的I帧\(unconfirmed)个" }
        return text
    }

    /// What the wrong number is, and the number.
    private static func number(_ number: Int32, of code: Code) -> String {
        switch code {
        case .sendNumber, .informationForbidden, .informationTimeout: return "N(S)=\(number)"
        case .receiveNumber, .supervisoryForbidden: return "N(R)=\(number)"
        case .badLength, .lengthMismatch: return "长度=\(number)"
        case .frameTimeout, .emptyInformation: return "\(number)字节"
        case .outputsNotTaken: return "\(number)个"
        case .ended, .lost, .displaced, .groupInUse: return "序号\(number)"
        default:
            let digits = String(number, radix: 16, uppercase: true)
            return "实为" + (digits.utf8.count == 1 ? "0" : "") + digits + "H"
        }
    }
}

extension SessionError.Code {
    /// A few words: what happened; in English the stable name.
    func description(in language: Language) -> String {
        guard language == .chinese, let row = SessionError.rows[name] else { return name }
        return row.summary
    }
}

extension SessionPhase {
    /// The name of the standard, in Chinese with what it means.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        let meaning =
            switch self {
            case .stopped: "数据传输未启动"
            case .pendingStarted: "等待STARTDT确认"
            case .started: "数据传输已启动"
            case .pendingUnconfirmedStopped: "正在停止,等待I帧被确认"
            case .pendingStopped: "等待STOPDT确认"
            case .closed: "已关闭"
            }
        return "\(description) (\(meaning))"
    }
}

extension SessionError {
    fileprivate static let rows: [ChineseRow] = [
        .init(
            "send-number", "收到的I帧的发送序号N(S)不等于V(R)",
            "请检查I帧是否丢失、重复或乱序,对侧在每次建立连接后是否从0开始计数,中间设备是否改动了数据"),
        .init(
            "receive-number", "收到的接收序号N(R)不在Ack...V(S)内",
            "对侧确认了从未发送的I帧或序号倒退,请检查其在每次建立连接后是否从0开始计数"),
        .init(
            "information-forbidden", "数据传输未启动时收到I帧",
            "请检查对侧是否在STARTDT确认之后才发I帧,并在STOPDT激活之后停发"),
        .init(
            "supervisory-forbidden", "数据传输未启动时收到S帧",
            "请检查对侧是否在STARTDT确认之前或STOPDT确认之后发了S帧"),
        .init(
            "start-received", "本侧为主站,却收到STARTDT激活",
            "只有主站可以启动数据传输,请检查两侧是否都配置成了主站"),
        .init(
            "stop-received", "本侧为主站,却收到STOPDT激活",
            "只有主站可以停止数据传输,请检查两侧是否都配置成了主站"),
        .init(
            "information-timeout", "I帧在t1内未被确认",
            "请检查线路是否正常,对侧的t2是否小于本侧的t1"),
        .init(
            "start-timeout", "STARTDT激活在t1内未得到确认",
            "请检查对侧是否为此连接和此冗余组提供服务"),
        .init(
            "stop-timeout", "STOPDT激活在t1内未得到确认",
            "请检查线路是否正常,对侧是否仍在等待其I帧被确认"),
        .init(
            "test-timeout", "TESTFR激活在t1内未得到确认",
            "请检查线路是否正常,对侧是否在任何状态下都答复TESTFR"),
        .init(
            "frame-timeout", "APDU的其余字节在t1内未到",
            "请检查对侧是否发送完整的APDU,其长度字节是否正确"),
        .init(
            "bad-start", "收到的启动字符不是68H",
            "请检查对侧在此端口是否使用IEC 104规约,两侧的TLS设置是否一致"),
        .init("bad-length", "收到的APDU长度不在4...253内", "请检查对侧的组帧"),
        .init("length-mismatch", "收到的S帧或U帧的长度不是4", "请检查对侧的组帧"),
        .init("unknown-function", "收到的U帧的功能不是恰好一个", "请检查对侧的控制域第一个字节"),
        .init("reserved-bits", "收到的控制域的保留位不为0", "请检查对侧的控制域"),
        .init("empty-information", "收到的I帧没有ASDU", "请检查对侧的组帧"),
        .init("malformed", "收到无法解析的帧", "请检查对侧的组帧"),
        .init("outputs-not-taken", "会话的输出未被取走", "这是本程序的缺陷,请报告"),
        .init("ended", "本侧结束了连接", "无需处理"),
        .init("lost", "连接被对侧或网络断开", "请在对侧查找原因"),
        .init(
            "displaced", "同一冗余组的另一连接已启动数据传输",
            "若为主备切换则正常;若反复发生,请检查是否有两个主站同时为主用"),
        .init(
            "group-in-use", "STARTDT激活被拒绝,同一冗余组的另一连接正在传输数据",
            "请先停止另一连接,或允许后启动者接管 (--second-start)"),
    ]
}
