import IEC104
import IEC104Inspect

/// What an outstation of the command line tells beside APDUs: a line for each turn of a connection
/// and for each command, with the time; in JSON an object each.
struct OutstationWords: Sendable {
    let language: Language
    let isJSON: Bool
    var isChinese: Bool { language == .chinese }

    init(language: Language, isJSON: Bool) {
        self.language = language
        self.isJSON = isJSON
    }

    /// The lines that tell where outstations listen: one for all when there are many.
    func listening(
        _ addresses: [SocketAddress], _ points: PointTable, _ instances: Instances
    ) -> [String] {
        guard instances.count > 1, let first = addresses.first, let last = addresses.last else {
            return addresses.map { listening($0, points) }
        }
        guard isJSON else {
            // Ports that the system chose are no range.
            let isRange = zip(addresses, addresses.dropFirst()).allSatisfy {
                $0.host != $1.host || $0.port < $1.port
            }
            let (english, chinese) =
                isRange
                ? ("\(first) to \(last)", "\(first) 至 \(last)")
                : (
                    "\(first) and \(addresses.count - 1) other ports (--port-file has them)",
                    "\(first) 等\(addresses.count)个端口 (见 --port-file)"
                )
            return [
                isChinese
                    ? "正在监听 \(chinese): \(instances.count)个子站, "
                        + "各\(points.count)个点, \(points.commandCount)个命令"
                    : "listening on \(english): \(instances.count) outstations, each with "
                        + "\(points.count) points, \(points.commandCount) commands"
            ]
        }
        return [
            object("listening", nil) {
                $0.member("address", "\(first)")
                $0.member("last", "\(last)")
                $0.member("instances", instances.count)
                $0.member("points", points.count)
                $0.member("commands", points.commandCount)
            }
        ]
    }

    func listening(_ address: SocketAddress, _ points: PointTable) -> String {
        guard isJSON else {
            return isChinese
                ? "正在监听 \(address): \(points.count)个点, \(points.commandCount)个命令"
                : "listening on \(address): \(points.count) points, \(points.commandCount) commands"
        }
        return object("listening", nil) {
            $0.member("address", "\(address)")
            $0.member("points", points.count)
            $0.member("commands", points.commandCount)
        }
    }

    /// The line of a turn of a connection; `nil` for APDUs.
    func line(_ event: TraceEvent) -> String? {
        switch event.kind {
        case .sent, .received: return nil
        case .opened:
            return line(event, "connected", "\(event.peer) is connected", "\(event.peer) 已连接")
        case .started: return line(event, "started", "data transfer started", "数据传输已启动")
        case .stopped: return line(event, "stopped", "data transfer stopped", "数据传输已停止")
        case .malformed(let error):
            return line(
                event, "malformed", "received an ASDU that cannot be read: \(error)",
                "收到无法解析的ASDU: \(error.description(in: .chinese))", code: error.code.name)
        case .injected(let strike):
            return line(
                event, "injected",
                "injected fault \(strike.number) (\(strike.fault)): \(strike.what)",
                "注入故障\(strike.number) (\(strike.fault)): \(strike.fault.kind.row.chinese)",
                code: strike.fault.kind.rawValue)
        case .closed(let end):
            return line(
                event, "closed", "closed: \(end)", "已关闭: \(end.description(in: language))",
                code: end.reason.code.name)
        }
    }

    /// The line of what a master did to the station.
    func line(_ notice: OutstationNotice, at time: Timestamp) -> String? {
        switch notice {
        case .connectionRefused(let peer, let reason):
            return line(
                time, "refused", "\(peer) was turned away: \(reason.words.english)",
                "拒绝 \(peer): \(reason.words.chinese)", code: reason.rawValue)
        case .sweep(let peer, let addresses):
            let name = peer.map { "\($0)" } ?? "?"
            return line(
                time, "sweep",
                "\(name) has tried \(addresses) different addresses that do not exist: it looks for "
                    + "some, or its point list is another station's",
                "\(name) 尝试了\(addresses)个不存在的地址: 可能在扫描, 或点表不符")
        // The records of the audit tell more of them.
        case .commanded, .commandRefused: return nil
        case .parameter(let type, let station, let object, let isDeactivation):
            let verb = isDeactivation ? ("deactivated", "停用") : ("took over", "接受")
            return line(
                time, "parameter",
                "\(verb.0) type \(type.rawValue), object \(object.address) of station \(station): "
                    + "\(object.information)",
                "\(verb.1)参数: 公共地址\(station) 信息体地址\(object.address) "
                    + "类型\(type.rawValue): \(object.information)")
        case .clockSet(_, let moved):
            return line(
                time, "clock", "the clock was set, and moved by \(moved) ms", "时钟已同步, 调整\(moved) ms"
            )
        case .eventsLost(let count, let owner):
            let (name, chinese) = owner.map { ("\($0)", "\($0)") } ?? ("no master yet", "尚无主站")
            return line(
                time, "events-lost", "the event buffer is full (\(name)): \(count) events are lost",
                "事件缓冲区已满 (\(chinese)): 丢失\(count)个事件")
        case .fight(let group, let masters, let switches):
            let names = masters.map(\.description).joined(separator: ", ")
            return line(
                time, "fight",
                "the masters of group \(group) displace each other (\(names)): \(switches) "
                    + "switch-overs in a short time; is more than one the active one?",
                "冗余组\(group)的主站互相抢占 (\(names)): 短时间内切换\(switches)次, "
                    + "请检查是否有多个主站同时为主用")
        case .reset(let station, let qualifier):
            let (name, chinese) =
                station == .global
                ? ("all stations were", "所有站") : ("station \(station) was", "公共地址\(station)")
            return line(
                time, "reset", "\(name) reset, QRP \(qualifier.rawValue)",
                "\(chinese) 复位进程, QRP \(qualifier.rawValue)")
        case .file(let report): return line(time, "file", report.english, report.chinese)
        default: return journalLine(notice, at: time)
        }
    }

    private func line(
        _ event: TraceEvent, _ name: String, _ english: String, _ chinese: String,
        code: String? = nil
    ) -> String {
        guard isJSON else {
            return timed(
                event.timestamp,
                isChinese ? "连接\(event.link): \(chinese)" : "connection \(event.link): \(english)")
        }
        return object(name, event.timestamp) {
            $0.member("connection", event.link)
            $0.member("peer", "\(event.peer)")
            if let code { $0.member("code", code) }
            $0.member("message", english)
        }
    }

    func line(
        _ time: Timestamp, _ name: String, _ english: String, _ chinese: String,
        code: String? = nil
    ) -> String {
        guard isJSON else { return timed(time, isChinese ? chinese : english) }
        return object(name, time) {
            if let code { $0.member("code", code) }
            $0.member("message", english)
        }
    }

    func timed(_ time: Timestamp, _ text: String) -> String { time.text + "  " + text }

    func object(
        _ event: String, _ time: Timestamp?, _ members: (inout JSONWriter) -> Void
    ) -> String {
        var json = JSONWriter()
        json.beginObject()
        if let time { json.member("time", time.text) }
        json.member("event", event)
        members(&json)
        json.endObject()
        return json.text.string
    }
}

extension Timestamp {
    /// A time in milliseconds since 1970, UTC.
    init(milliseconds: Int64) {
        self.init(nanoseconds: milliseconds &* 1_000_000, scale: .utc, fractionDigits: 3)
    }

    /// Now, to the millisecond.
    static var now: Timestamp { Timestamp(milliseconds: WallClock.now) }

    /// Such as `2026-03-02 08:25:12.649Z`.
    var text: String {
        var text = OctetText()
        text.append(self, separator: UInt8(ascii: " "))
        return text.string
    }
}
