/// What an outstation can be made to do wrong.
public enum FaultKind: String, Hashable, Sendable, CaseIterable {
    /// S APDUs are not sent; the N(R) of I APDUs still acknowledges.
    case withholdS = "withhold-s"
    /// N(R) stays what it was in all that is sent: nothing is acknowledged.
    case holdReceiveNumber = "hold-nr"
    /// N(S) of an I APDU is wrong.
    case wrongSendNumber = "wrong-ns"
    /// N(R) of an S or I APDU is wrong.
    case wrongReceiveNumber = "wrong-nr"
    /// An I APDU is sent twice with the same N(S).
    case repeatedAPDU = "repeat-apdu"
    /// STARTDT act is not answered, and does not start.
    case noStartConfirmation = "no-startdt-con"
    /// STOPDT act is not answered, and does not stop.
    case noStopConfirmation = "no-stopdt-con"
    /// TESTFR con is not sent.
    case noTestConfirmation = "no-testfr-con"
    /// A request is served late, in milliseconds.
    case delayedConfirmation = "delay-act-con"
    /// Act con and deact con are not sent; what follows them is.
    case lostConfirmation = "lose-act-con"
    /// A request is refused, and not served.
    case negativeConfirmation = "negative-act-con"
    /// Act term is not sent.
    case lostTermination = "lose-act-term"
    /// The rest of an interrogation is not sent, after a number of ASDUs.
    case cutInterrogation = "cut-gi"
    /// An ASDU of events is sent twice.
    case duplicatedEvent = "duplicate-event"
    /// The last octet of an ASDU of data is missing.
    case truncatedASDU = "truncate-asdu"
    /// An octet of a segment of a file is another one.
    case corruptedSegment = "corrupt-segment"
    /// An ASDU of a type is sent that nobody knows.
    case unknownType = "unknown-type"
    /// Half of an I APDU is sent, and then nothing more.
    case halfAPDU = "half-apdu"
    /// Octets are sent that are no APDU.
    case garbage = "garbage"
    /// Nothing more is sent, the connection stays.
    case silence = "silence"
    /// So many octets a second are read.
    case slowReading = "slow-read"
    /// So many octets a second are written.
    case slowWriting = "slow-write"
    /// The connection is broken (RST).
    case reset = "rst"
    /// The connection is closed (FIN).
    case finish = "fin"
}

extension FaultKind {
    /// What a kind takes and does: a row of the table that commands, help and checks are made of.
    public struct Row: Sendable {
        /// The kind.
        public let kind: FaultKind
        /// What stands behind the name, such as `MS`; empty when nothing does.
        public let placeholder: String
        /// The numbers that are allowed.
        public let range: ClosedRange<Int>
        /// The number when none is given.
        public let standard: Int
        /// How often it strikes when nothing else is said; `nil`: always.
        public let times: Int?
        /// Whether it strikes by itself, and not at something that is sent or received anyway.
        public let isAction: Bool
        /// What it does.
        public let help: String
        /// The same in Chinese.
        public let chinese: String
    }

    /// What this kind takes and does.
    public var row: Row { Self.table[self] ?? Self.rows[0] }

    /// All kinds, in the order in which they are best explained.
    public static let rows: [Row] = [
        make(.withholdS, nil, help: "S APDUs are not sent", chinese: "不发送S帧"),
        make(
            .holdReceiveNumber, nil, help: "N(R) stays what it was in all that is sent",
            chinese: "所有发送帧的N(R)保持不变"),
        make(
            .wrongSendNumber, 1, "N", -16384...16383, 1, help: "adds N to the N(S) of an I APDU",
            chinese: "I帧的N(S)加N"),
        make(
            .wrongReceiveNumber, 1, "N", -16384...16383, 100,
            help: "adds N to the N(R) of an S or I APDU", chinese: "S帧或I帧的N(R)加N"),
        make(
            .repeatedAPDU, 1, help: "sends an I APDU twice, with the same N(S)", chinese: "同一I帧发送两次"
        ),
        make(
            .noStartConfirmation, nil,
            help: "STARTDT act is not answered, and does not start", chinese: "不发送STARTDT确认"),
        make(
            .noStopConfirmation, nil,
            help: "STOPDT act is not answered, and does not stop", chinese: "不发送STOPDT确认"),
        make(.noTestConfirmation, nil, help: "TESTFR con is not sent", chinese: "不发送TESTFR确认"),
        make(
            .delayedConfirmation, nil, "MS", 0...86_400_000, 20_000,
            help: "serves a request MS milliseconds later: act con and all that follows",
            chinese: "请求延迟MS毫秒后处理"),
        make(
            .lostConfirmation, nil, help: "act con and deact con are not sent; the rest is",
            chinese: "不发送激活确认, 其余照常"),
        make(
            .negativeConfirmation, nil, help: "requests are refused and not served",
            chinese: "否定确认请求, 不执行"),
        make(.lostTermination, nil, help: "act term is not sent", chinese: "不发送激活终止"),
        make(
            .cutInterrogation, 1, "N", 0...1_000_000, 1,
            help: "after N ASDUs of an interrogation nothing more of it is sent",
            chinese: "总召唤发送N个ASDU后中断"),
        make(.duplicatedEvent, 1, help: "an ASDU of events is sent twice", chinese: "事件ASDU发送两次"),
        make(
            .truncatedASDU, 1, help: "the last octet of an ASDU of data is missing",
            chinese: "数据ASDU缺最后一个字节"),
        make(
            .corruptedSegment, 1,
            help: "an octet of a segment of a file is changed: the checksum is wrong",
            chinese: "文件段中一个字节被改: 校验和错误"),
        make(
            .unknownType, 1, "TYPE", 0...255, 250, action: true,
            help: "sends an ASDU of this type, cause 3, station 1, object 1", chinese: "发送该类型的ASDU"),
        make(
            .halfAPDU, 1, help: "sends half of an I APDU, and then nothing more",
            chinese: "只发送半个I帧, 之后不再发送"),
        make(
            .garbage, 1, "HEX", 0...0, 0, action: true,
            help: "sends these octets, such as 68FF; default 0F 1E 2D 3C", chinese: "发送这些字节"),
        make(
            .silence, nil, action: true, help: "sends nothing more, the connection stays",
            chinese: "不再发送, 连接保持"),
        make(
            .slowReading, nil, "OCTETS", 1...1_000_000_000, 10,
            help: "reads so many octets a second", chinese: "每秒只读取这么多字节"),
        make(
            .slowWriting, nil, "OCTETS", 1...1_000_000_000, 10,
            help: "writes so many octets a second", chinese: "每秒只发送这么多字节"),
        make(.reset, 1, action: true, help: "breaks the connection (RST)", chinese: "复位连接 (RST)"),
        make(.finish, 1, action: true, help: "closes the connection (FIN)", chinese: "关闭连接 (FIN)"),
    ]

    private static let table = Dictionary(rows.map { ($0.kind, $0) }) { first, _ in first }

    private static func make(
        _ kind: FaultKind, _ times: Int?, _ placeholder: String = "",
        _ range: ClosedRange<Int> = 0...0, _ standard: Int = 0, action isAction: Bool = false,
        help: String, chinese: String
    ) -> Row {
        Row(
            kind: kind, placeholder: placeholder, range: range, standard: standard, times: times,
            isAction: isAction, help: help, chinese: chinese)
    }
}
