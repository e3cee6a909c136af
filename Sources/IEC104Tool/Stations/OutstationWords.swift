import IEC104
import IEC104Inspect

/// What an outstation of the command line tells beside the APDUs: a line for each turn of a
/// connection. In JSON only APDUs are shown.
struct OutstationWords: Sendable {
    let language: Language
    let isJSON: Bool

    func listening(_ address: SocketAddress, _ points: PointTable) -> String? {
        guard !isJSON else { return nil }
        return language == .chinese
            ? "正在监听 \(address): \(points.count)个点, \(points.commandCount)个命令"
            : "listening on \(address): \(points.count) points, \(points.commandCount) commands"
    }

    func line(_ event: TraceEvent) -> String? {
        guard !isJSON else { return nil }
        let isChinese = language == .chinese
        let (link, peer) = (event.link, event.peer)
        switch event.kind {
        case .opened:
            return isChinese ? "连接\(link): \(peer) 已连接" : "connection \(link): \(peer) is connected"
        case .started:
            return isChinese ? "连接\(link): 数据传输已启动" : "connection \(link): data transfer started"
        case .stopped:
            return isChinese ? "连接\(link): 数据传输已停止" : "connection \(link): data transfer stopped"
        case .malformed(let error):
            return isChinese
                ? "连接\(link): 收到无法解析的ASDU: \(error)"
                : "connection \(link): received an ASDU that cannot be read: \(error)"
        case .closed(let end):
            return isChinese ? "连接\(link): 已关闭: \(end)" : "connection \(link): closed: \(end)"
        case .sent, .received: return nil
        }
    }
}
