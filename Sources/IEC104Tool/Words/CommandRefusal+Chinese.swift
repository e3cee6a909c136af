import IEC104
import IEC104Inspect

extension CommandRefusal {
    /// A few words.
    func words(in language: Language) -> String { language == .chinese ? chinese : words }

    private var chinese: String {
        switch self {
        case .timeTagMissing: "命令没有时标"
        case .timeTagInvalid: "命令的时标无效"
        case .timeTagOff(let milliseconds) where milliseconds < 0:
            "命令的时标超前\(milliseconds.magnitude) ms"
        case .timeTagOff(let milliseconds): "命令的时标滞后\(milliseconds) ms"
        case .stateNotPermitted: "命令状态不允许"
        case .outOfRange: "设定值超出限值"
        case .interlocked: "联锁条件不满足"
        case .busy: "该对象的上一个命令尚未结束"
        case .notSelectable: "该对象为直控,不接受选择"
        case .notSelected: "该对象未被选择"
        case .selectedByAnother: "该对象已被另一主站选择"
        case .differsFromSelection: "执行命令与选择命令不一致"
        case .nothingToDeactivate: "没有可撤销的选择或命令"
        case .tooMany: "等待的命令过多"
        case .readOnly: "只读,不允许任何更改"
        case .notPermitted: "该客户端无权控制该对象"
        case .tooFast: "命令过于频繁"
        case .byApplication: "应用程序拒绝"
        case .unanswered: "应用程序未及时应答"
        }
    }

    /// A stable name for programs.
    var code: String {
        switch self {
        case .timeTagMissing: "time-tag-missing"
        case .timeTagInvalid: "time-tag-invalid"
        case .timeTagOff: "time-tag-off"
        case .stateNotPermitted: "state-not-permitted"
        case .outOfRange: "out-of-range"
        case .interlocked: "interlocked"
        case .busy: "busy"
        case .notSelectable: "not-selectable"
        case .notSelected: "not-selected"
        case .selectedByAnother: "selected-by-another"
        case .differsFromSelection: "differs-from-selection"
        case .nothingToDeactivate: "nothing-to-deactivate"
        case .tooMany: "too-many"
        case .readOnly: "read-only"
        case .notPermitted: "not-permitted"
        case .tooFast: "too-fast"
        case .byApplication: "by-application"
        case .unanswered: "unanswered"
        }
    }
}

extension InterlockError {
    /// One sentence: where, why, how to mend it.
    func description(in language: Language) -> String {
        guard language == .chinese, let words = Self.words.first(where: { $0.code == code })?.text
        else { return description }
        return "第\(column)个字符: \(words)"
    }

    private static let words: [(code: Code, text: String)] = [
        (.missing, "此处缺少内容;请写比较式,如 1001=合"),
        (.operand, "此处不是点;请写信息体地址、公共地址/信息体地址或 命令"),
        (.address, "地址超出范围;请写信息体地址1...16777215,公共地址1...65534"),
        (.literal, "此处不是值;请写数值、合、分、intermediate 或 indeterminate"),
        (.bracket, "此括号没有配对;请在其末尾写 )"),
        (.extra, "此处不应有此内容;请用 & 或 | 连接比较式"),
        (.tooLong, "超过1000个字符;请缩短"),
        (.tooDeep, "括号或 ! 嵌套超过32层;请简化"),
    ]
}
