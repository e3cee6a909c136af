import IEC104
import IEC104Inspect

/// The console of a running outstation: takes lines, does what they say, answers each in one go.
///
/// Sendable, as it is used on the thread of the loop only.
final class Console: LineConsole, @unchecked Sendable {
    private let outstations: [Outstation]
    /// The place of the one that commands are for.
    private var current = 0
    let directory: PointDirectory
    private let answers: ConsoleAnswers
    /// Shows APDUs, or no more.
    private let trace: (Bool) -> Void
    private var bursts: [Int: Burst] = [:]

    /// Most points that one answer lists.
    static let mostPoints = 200

    init(
        _ outstations: [Outstation], _ directory: PointDirectory, _ answers: ConsoleAnswers,
        trace: @escaping (Bool) -> Void
    ) {
        self.outstations = outstations
        self.directory = directory
        self.answers = answers
        self.trace = trace
    }

    var isChinese: Bool { answers.isChinese }

    func completion(of begun: String) -> Completion {
        .first(begun, ConsoleCommand.syntax.names)
    }

    /// Does what a line says, and writes the answer. An error ends nothing.
    func run(_ line: String, waits: Bool) async {
        do throws(Words) {
            guard let command = try ConsoleCommand(line) else { return }
            answers.answer(line, ConsoleAnswer(try perform(command)))
        } catch {
            answers.refuse(line, error)
        }
    }

    func refuseLongLine(_ octets: [UInt8]) { answers.refuseLongLine(octets) }

    private func perform(_ command: ConsoleCommand) throws(Words) -> [String] {
        switch command {
        case .help(let name): return try help(name)
        case .list(let filter): return list(filter)
        case .get(let point): return [describe(try directory.find(point))]
        case .set(let point, let value, let quality, let mode, let source):
            return [try set(directory.find(point), value, quality, mode, source)]
        case .toggle(let point, let source): return [try toggle(directory.find(point), source)]
        case .quality(let point, let quality):
            return [try change(directory.find(point), quality)]
        case .burst(let events, let milliseconds):
            let burst = bursts[current] ?? Burst(outstation, directory)
            bursts[current] = burst
            try burst.start(events, milliseconds: milliseconds)
            return [
                say(
                    "\(events) changes within \(milliseconds) ms",
                    "\(milliseconds) ms内产生\(events)个变位")
            ]
        case .instance(let number): return [try use(number)]
        case .clients: return clients()
        case .kick(let target): return [try kick(target)]
        case .events: return events()
        case .stats: return statistics()
        case .faults: return faults()
        case .inject(let fault):
            guard let number = outstation.assumeIsolated({ $0.inject(fault) }) else {
                throw Words("there are too many faults: clear some", "故障过多, 请先清除")
            }
            return [say("fault \(number): \(fault)", "故障\(number): \(fault)")]
        case .clear(let number): return [try clear(number)]
        case .trace(let isOn):
            trace(isOn)
            return [say("trace \(isOn ? "on" : "off")", isOn ? "显示APDU" : "不显示APDU")]
        case .quit:
            Signals.requestStop()
            return [say("ending", "正在结束")]
        }
    }

    /// The outstation that commands are for.
    var outstation: Outstation { outstations[min(current, outstations.count - 1)] }

    private func use(_ number: Int?) throws(Words) -> String {
        if let number {
            guard outstations.indices.contains(number - 1) else {
                throw Words(
                    "there are outstations 1 to \(outstations.count)",
                    "子站编号为1至\(outstations.count)")
            }
            current = number - 1
        }
        return say(
            "outstation \(current + 1) of \(outstations.count)",
            "子站\(current + 1), 共\(outstations.count)个")
    }

    // MARK: Answers

    func say(_ english: String, _ chinese: String) -> String { answers.say(english, chinese) }

    private func help(_ name: String?) throws(Words) -> [String] {
        if name == "inject" {
            return FaultFile.table(isChinese: isChinese).split(separator: "\n").map(String.init)
        }
        return try ConsoleCommand.syntax.help(name, isChinese: isChinese)
    }
}

extension Console {
    // MARK: Connections

    fileprivate func clients() -> [String] {
        let links = outstation.assumeIsolated { $0.links }
        guard !links.isEmpty else { return [say("no connections", "没有连接")] }
        return links.map { link in
            let counts = link.statistics
            return "\(link.number)".padded(to: 6) + "\(link.peer)".padded(to: 24)
                + "\(link.phase)".padded(to: 10) + (link.redundancyGroup.map { $0 + " " } ?? "")
                + say(
                    "sent I \(counts.informationSent) S \(counts.supervisorySent) U "
                        + "\(counts.unnumberedSent), received I \(counts.informationReceived) S "
                        + "\(counts.supervisoryReceived) U \(counts.unnumberedReceived), "
                        + "unacknowledged \(link.unacknowledged), unsent octets \(link.unsent)",
                    "发送 I \(counts.informationSent) S \(counts.supervisorySent) U "
                        + "\(counts.unnumberedSent), 接收 I \(counts.informationReceived) S "
                        + "\(counts.supervisoryReceived) U \(counts.unnumberedReceived), "
                        + "未确认 \(link.unacknowledged), 未发送字节 \(link.unsent)")
        }
    }

    fileprivate func kick(_ target: ConsoleCommand.Target) throws(Words) -> String {
        let closed = outstation.assumeIsolated { outstation in
            let chosen = outstation.links.filter {
                switch target {
                case .all: true
                case .link(let number): $0.number == number
                case .peers(let prefix): prefix.contains($0.peer)
                }
            }
            for link in chosen { outstation.closeLink(link.number) }
            return chosen.count
        }
        guard closed > 0 else { throw Words("there is no such connection", "没有该连接") }
        return say("\(closed) closed", "已关闭\(closed)个连接")
    }

    // MARK: Figures

    fileprivate func events() -> [String] {
        outstation.assumeIsolated { $0.eventGroups }.map { group in
            let owner = group.owner.map { "\($0)" } ?? say("(no master yet)", "(尚无主站)")
            return owner.padded(to: 24)
                + say(
                    "waiting \(group.waiting), unconfirmed \(group.unconfirmed), lost \(group.lost)",
                    "等待 \(group.waiting), 未确认 \(group.unconfirmed), 丢失 \(group.lost)")
                + (group.isActive ? say(", active", ", 使用中") : "")
        }
    }

    fileprivate func statistics() -> [String] {
        let (counts, connections, links) = outstation.assumeIsolated {
            ($0.statistics, $0.connectionCounts, $0.links.count)
        }
        let rows: [(english: String, chinese: String, count: UInt64)] = [
            ("connections", "连接", UInt64(links)), ("accepted", "已接受的连接", connections.accepted),
            ("refused connections", "已拒绝的连接", connections.refused),
            ("ASDUs received", "收到的ASDU", counts.received),
            ("ASDUs sent", "发出的ASDU", counts.sent), ("malformed", "格式错误", counts.malformed),
            ("mirrored", "镜像返回", counts.mirrored), ("refused requests", "已拒绝的请求", counts.refused),
            ("interrogations", "召唤", counts.interrogations),
            ("commands executed", "已执行的命令", counts.commandsExecuted),
            ("events", "事件", counts.events), ("events lost", "丢失的事件", counts.eventsLost),
            ("answers dropped", "丢弃的应答", counts.answersDropped),
        ]
        return rows.map { row in
            isChinese
                ? "\(row.chinese): \(row.count)" : row.english.padded(to: 22) + "\(row.count)"
        }
    }

    // MARK: Faults

    fileprivate func faults() -> [String] {
        let faults = outstation.assumeIsolated { $0.faults }
        guard !faults.isEmpty else { return [say("no faults", "没有故障")] }
        return faults.map {
            "\($0.number)".padded(to: 6) + "\($0.fault)".padded(to: 36)
                + say("struck \($0.strikes) times", "已发生\($0.strikes)次")
                + ($0.isOver ? say(", over", ", 已结束") : "")
        }
    }

    fileprivate func clear(_ number: Int?) throws(Words) -> String {
        guard let number else {
            outstation.assumeIsolated { $0.removeFaults() }
            return say("no faults", "没有故障")
        }
        guard outstation.assumeIsolated({ $0.removeFault(number) }) else {
            throw Words("there is no fault \(number)", "没有故障\(number)")
        }
        return say("fault \(number) is over", "故障\(number)已清除")
    }
}
