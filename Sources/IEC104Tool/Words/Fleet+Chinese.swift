import IEC104
import IEC104Inspect

extension Disconnection {
    /// One sentence: what happened, the numbers and timers at that moment, what passed last.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        var text = "\(end.description(in: .chinese));连接持续\(duration.shortSeconds)秒,"
        text += "\(silence.shortSeconds)秒未收到报文 (t1 \(parameters.t1.shortSeconds)秒, "
        text += "t3 \(parameters.t3.shortSeconds)秒);发送未确认\(end.unconfirmed) (k = \(parameters.k)),"
        text += "接收未确认\(unacknowledgedReceived) (w = \(parameters.w))"
        if unsent > 0 { text += ";对侧未接收\(unsent)字节" }
        if looksLikeFight {
            text += ";连续\(shortTransfers)次启动后不久即断开:请检查同一冗余组中是否有另一主站也在运行"
        }
        let last = lastWords(in: .chinese).suffix(3)
        return last.isEmpty ? text : text + ";最后的报文: " + last.joined(separator: "; ")
    }
}

extension TimeFinding {
    /// One sentence.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        let place = address.map { "公共地址\(station) 点\($0)" } ?? "公共地址\(station)"
        let seconds = Duration.milliseconds(Int64(clamping: milliseconds.magnitude)).shortSeconds
        let direction = milliseconds < 0 ? "慢" : "快"
        return switch kind {
        case .clockOff: "\(place): 时钟\(direction)\(seconds)秒:请对时"
        case .localTime: "\(place): 发送当地时间,\(direction)\(seconds)秒:请统一为UTC"
        case .localTimeWithoutSummerTime:
            "\(place): 发送当地时间且无SU标志,\(direction)\(seconds)秒:请统一为UTC"
        case .olderThanLast: "\(place): 事件比该点上一事件早\(seconds)秒"
        case .impossible: "\(place): 发送了日历上没有的时间"
        case .invalid: "\(place): 时标带无效标志 (IV):请对时"
        }
    }
}
