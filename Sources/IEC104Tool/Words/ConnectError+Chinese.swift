import IEC104
import IEC104Inspect

extension ConnectError {
    /// One sentence: what, where, why, what to check.
    func description(in language: Language) -> String {
        guard language == .chinese, let row = Self.rows[code.name] else { return description }
        var text = "无法连接 \(HostPort(host, port)): \(row.summary)"
        if !detail.isEmpty { text += ",\(Self.chinese(detail: detail))" }
        if !attempts.isEmpty {
            text += " [已尝试 " + attempts.map(Self.chinese(attempt:)).joined(separator: ", ") + "]"
        }
        return text + ";" + row.advice
    }

    /// What happened, in a few words.
    func summary(in language: Language) -> String {
        language == .chinese ? Self.chineseSummary(code.name) ?? code.name : summary
    }

    /// What a code means, in a few words.
    static func chineseSummary(_ name: String) -> String? { rows[name]?.summary }

    private static let rows: [ChineseRow] = [
        .init("not-resolved", "主机名没有地址", "请检查拼写和域名服务器,或直接给出IP地址"),
        .init(
            "refused", "没有程序监听此端口",
            "请检查子站是否运行,地址和端口是否正确,子站是否接受本主站"),
        .init("unreachable", "网络不可达", "请检查地址、网线、路由和网关"),
        .init(
            "timed-out", "在t0内无应答",
            "请检查对侧机器是否开机,防火墙是否丢弃报文,t0是否足够长"),
        .init("cancelled", "已放弃连接", "无需处理"),
        .init("failed", "系统调用失败", "请按系统给出的原因检查本机"),
    ]

    /// What the resolver and the system say.
    private static func chinese(detail: String) -> String {
        let source = "the resolver says: "
        let isResolver = detail.hasPrefix(source)
        let words = isResolver ? String(detail.dropFirst(source.count)) : detail
        let known = details.first { $0.english == words }?.chinese
        return (isResolver ? "域名解析: " : "") + (known.map { "\($0) (\(words))" } ?? words)
    }

    private static let details: [(english: String, chinese: String)] = [
        ("the resolver did not answer", "域名解析在t0内无应答"),
        ("the loop was shut down", "事件循环已关闭"),
        ("no IPv4 or IPv6 address", "没有IPv4或IPv6地址"),
        ("Name or service not known", "主机名未知"),
        ("No address associated with hostname", "主机名没有对应的地址"),
        ("Temporary failure in name resolution", "域名解析暂时失败"),
        ("Non-recoverable failure in name resolution", "域名解析失败"),
    ]

    /// `127.0.0.1:2404: Connection refused` with the words of the system in Chinese.
    private static func chinese(attempt: String) -> String {
        let separator = ": "
        guard let range = attempt.ranges(of: separator).last else { return attempt }
        return attempt[..<range.upperBound]
            + SystemError.chinese(reason: String(attempt[range.upperBound...]))
    }
}
