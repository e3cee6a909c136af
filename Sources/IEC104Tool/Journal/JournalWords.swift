import IEC104
import IEC104Inspect

/// What `iec104 journal check` says of a journal.
struct JournalWords {
    private let check: JournalCheck
    private let directory: String
    private let isInUse: Bool

    init(_ check: JournalCheck, _ directory: String, isInUse: Bool) {
        self.check = check
        self.directory = directory
        self.isInUse = isInUse
    }

    private var verdict: (code: String, words: Words) {
        if check.files.isEmpty { return ("none", Words("no journal", "没有日志")) }
        if check.isDamaged { return ("damaged", Words("damaged", "已损坏")) }
        let isTorn = check.files.contains { $0.isRead && !$0.damages.isEmpty }
        return isTorn
            ? ("torn", Words("sound, with a torn end", "完好, 尾部不完整"))
            : ("sound", Words("sound", "完好"))
    }

    private static let endings: [JournalReport.Ending: Words] = [
        .clean: Words("the station ended in order", "上次正常结束"),
        .process: Words("the process was killed or crashed, or still runs", "上次进程异常终止, 或仍在运行"),
        .machine: Words("the machine was started anew since", "此后机器重新启动过"),
    ]

    // MARK: Text

    func text(in language: Language) -> String {
        func pick(_ words: Words) -> String { words.text(in: language) }
        var lines = [
            "\(directory): \(pick(verdict.words))"
                + (isInUse ? pick(Words("; an outstation uses it now", "; 正被子站使用")) : "")
        ]
        lines += check.files.map { "  " + pick(self.file($0)) }
        for damage in check.files.flatMap(\.damages) {
            let kind =
                damage.isTail
                ? Words("a torn end", "尾部不完整") : Words("damaged", "损坏")
            lines.append(
                pick(
                    Words(
                        "  \(damage.file): \(kind.english): \(damage.count) octets from octet "
                            + "\(damage.offset) on",
                        "  \(damage.file): \(kind.chinese): 自偏移\(damage.offset)起\(damage.count)字节"))
            )
        }
        if let ending = Self.endings[check.report.ending] { lines.append("  " + pick(ending)) }
        guard !check.files.isEmpty else { return lines.joined(separator: "\n") + "\n" }
        lines.append(
            pick(
                Words(
                    "  values: \(check.values), of which counters with a frozen reading: "
                        + "\(check.frozenCounters); parameters of points: \(check.parameters); "
                        + "clocks: \(check.clocks)",
                    "  值: \(check.values), 其中带冻结读数的累计量: \(check.frozenCounters); "
                        + "有参数的点: \(check.parameters); 时钟: \(check.clocks)")))
        let times = check.eventTimes.map { ", \($0.first) ... \($0.last)" } ?? ""
        lines.append(
            pick(
                Words(
                    "  events that wait: \(check.events), the last one made is number "
                        + "\(check.lastEvent)\(times)",
                    "  待确认事件: \(check.events), 最后一个事件的编号: \(check.lastEvent)\(times)")))
        for group in check.groups {
            let owner = group.owner?.description
            lines.append(
                pick(
                    Words(
                        "  \(owner ?? "for the first master that comes"): \(group.waiting) wait, "
                            + "all up to number \(group.position) confirmed, \(group.lost) lost",
                        "  \(owner ?? "首个到来的主站"): 待确认\(group.waiting), "
                            + "已确认至编号\(group.position), 丢失\(group.lost)")))
        }
        for row in counts where row.count > 0 {
            lines.append("  " + pick(row.words) + ": \(row.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func file(_ file: JournalCheck.File) -> Words {
        let records = file.records.map { "\($0.kind) \($0.count)" }.joined(separator: ", ")
        let use =
            file.isRead
            ? Words("", "") : Words(", replaced by a newer one", ", 已被较新的文件取代")
        let start =
            file.isComplete
            ? Words("", "") : Words(", without its beginning", ", 开头不完整")
        return Words(
            "\(file.name): \(file.octets) octets, \(file.frames) frames (\(records))"
                + start.english + use.english,
            "\(file.name): \(file.octets)字节, \(file.frames)帧 (\(records))" + start.chinese
                + use.chinese)
    }

    private var counts: [(name: StaticString, count: UInt64, words: Words)] {
        [
            ("missing", check.report.missingEvents, Words("events missing", "缺失的事件")),
            (
                "possiblyMissing", check.report.possiblyMissingEvents,
                Words("events that may be missing, at most", "可能缺失的事件 (至多)")
            ),
            (
                "omitted", check.report.omittedEvents,
                Words("events that found no room", "因空间不足未写入的事件")
            ),
            (
                "unknown", UInt64(check.report.unknownRecords),
                Words("records of unknown kinds", "未知种类的记录")
            ),
        ]
    }

    // MARK: JSON

    var json: String {
        var json = JSONWriter()
        json.beginObject()
        json.member("journal", directory)
        json.member("verdict", verdict.code)
        json.member("inUse", isInUse)
        json.member("ending", "\(check.report.ending)")
        json.beginArray("files")
        for file in check.files {
            json.beginObject()
            json.member("name", file.name)
            json.member("octets", file.octets)
            json.member("frames", file.frames)
            json.member("complete", file.isComplete)
            json.member("read", file.isRead)
            json.key("records")
            json.beginObject()
            for record in file.records {
                json.key(record.kind)
                json.value(record.count)
            }
            json.endObject()
            json.beginArray("damages")
            for damage in file.damages {
                json.beginObject()
                json.member("offset", damage.offset)
                json.member("count", damage.count)
                json.member("tail", damage.isTail)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.member("values", check.values)
        json.member("frozenCounters", check.frozenCounters)
        json.member("parameters", check.parameters)
        json.member("clocks", check.clocks)
        json.member("events", check.events)
        json.member("lastEvent", check.lastEvent)
        json.beginArray("groups")
        for group in check.groups {
            json.beginObject()
            // Without an owner: for the first master that comes.
            if let owner = group.owner { json.member("owner", owner.description) }
            json.member("position", group.position)
            json.member("waiting", group.waiting)
            json.member("lost", group.lost)
            json.endObject()
        }
        json.endArray()
        for row in counts { json.member(row.name, row.count) }
        json.endObject()
        return json.text.string + "\n"
    }
}
