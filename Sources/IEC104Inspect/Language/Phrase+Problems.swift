import IEC104Codec

extension Phrase {
    /// A problem in a sentence: what, where, what was expected and found.
    static func problem(_ problem: DecodeError) -> Phrase {
        var chinese = "\(summary(problem.code)),偏移\(problem.offset)"
        if let expected = problem.expected { chinese += ",应为\(problem.written(expected))" }
        if let found = problem.found { chinese += ",实为\(problem.written(found))" }
        return Phrase(problem.description, chinese)
    }

    private static func summary(_ code: DecodeError.Code) -> String {
        chineseProblems.first { $0.code == code }?.text ?? code.summary
    }

    private static let chineseProblems: [(code: DecodeError.Code, text: String)] = [
        (.badStart, "无启动字符68"),
        (.lengthOutOfRange, "长度字节不在4...253内"),
        (.apduTruncated, "APDU短于其长度字节"),
        (.lengthMismatch, "S帧或U帧的长度字节不是4"),
        (.unknownFunction, "U帧的功能不是恰好一个"),
        (.controlReservedBits, "控制域的保留位不为0"),
        (.asduMissing, "I帧没有ASDU"),
        (.asduHeaderTruncated, "ASDU头不完整"),
        (.unknownType, "未知的类型标识"),
        (.countZero, "信息对象数目为0"),
        (.sequenceNotAllowed, "此类型不允许SQ=1"),
        (.objectCount, "此类型只允许一个信息对象"),
        (.objectsTruncated, "ASDU在最后一个信息对象之前结束"),
        (.trailingOctets, "信息对象之后有多余的字节"),
        (.addressOverflow, "信息对象地址超出最大值"),
        (.causeUnknown, "未定义的传送原因"),
        (.causeNotAllowed, "此类型不允许该传送原因"),
        (.commonAddress, "公共地址不允许"),
        (.objectAddress, "信息对象地址不允许"),
        (.reservedBits, "保留位不为0"),
        (.reservedValue, "标准保留的值"),
        (.commandState, "命令状态0或3不允许"),
        (.impossibleTime, "不存在的时间"),
        (.testPattern, "固定测试字不是55AA"),
    ]

    /// Whether every problem has its words, so that a new one cannot be forgotten.
    static var problemsWithoutWords: [DecodeError.Code] {
        DecodeError.Code.allCases.filter { code in
            !chineseProblems.contains { $0.code == code }
        }
    }
}

extension DecodeError {
    /// One sentence in `language`.
    public func description(in language: Language) -> String { Phrase.problem(self)[language] }
}
