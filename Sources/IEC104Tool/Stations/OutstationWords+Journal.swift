import IEC104
import IEC104Inspect

extension OutstationWords {
    /// The lines of what was found in the journal at the start.
    func lines(_ report: JournalReport, at time: Timestamp) -> [String] {
        guard !isJSON else { return [json(report, at: time)] }
        var lines: [(english: String, chinese: String)] = []
        let ending = Self.endings[report.ending] ?? ("", "")
        if report.ending == .none {
            lines.append(("journal: \(ending.english)", "日志: \(ending.chinese)"))
        } else {
            lines.append(
                (
                    "journal: \(ending.english); \(report.points) values and \(report.events) "
                        + "events are back (groups: \(report.groups))",
                    "日志: \(ending.chinese); 已恢复\(report.points)个值和\(report.events)个事件"
                        + " (组数: \(report.groups))"
                ))
        }
        if report.parameters + report.clocks > 0 {
            lines.append(
                (
                    "journal: parameters of \(report.parameters) points and \(report.clocks) "
                        + "clocks are back",
                    "日志: 已恢复\(report.parameters)个点的参数和\(report.clocks)个时钟"
                ))
        }
        for damage in report.damages {
            let kind = damage.isTail ? ("a torn end", "尾部不完整") : ("damaged", "损坏")
            lines.append(
                (
                    "journal: \(damage.file): \(kind.0): \(damage.count) octets from octet "
                        + "\(damage.offset) on are left out",
                    "日志: \(damage.file): \(kind.1): 自偏移\(damage.offset)起的\(damage.count)字节被舍弃"
                ))
        }
        for row in counts(report) where row.count > 0 {
            lines.append(
                ("journal: \(row.count) \(row.english)", "日志: \(row.count)\(row.chinese)"))
        }
        return lines.map { timed(time, isChinese ? $0.chinese : $0.english) }
    }

    /// The line of what the disk of the journal does; `nil` for other notices.
    func journalLine(_ notice: OutstationNotice, at time: Timestamp) -> String? {
        switch notice {
        case .journalFailed(let fault):
            line(
                time, "journal-failed",
                "journal: \(fault); the station goes on from memory, and tries again",
                "日志: \(fault.description(in: .chinese)); 子站继续在内存中运行, 并将重试",
                code: fault.operation.rawValue)
        case .journalRestored:
            line(
                time, "journal-restored", "journal: the disk works again, and has everything",
                "日志: 磁盘已恢复, 全部内容已写入")
        case .journalFull(let count):
            line(
                time, "journal-full",
                "journal: the \(count) oldest events find no room, and are in memory only",
                "日志: 最早的\(count)个事件放不下, 仅保存在内存中")
        default: nil
        }
    }

    private static let endings: [JournalReport.Ending: (english: String, chinese: String)] = [
        .none: ("begun", "新建"), .clean: ("the station ended in order", "上次正常结束"),
        .process: ("the process was killed or crashed", "上次进程异常终止"),
        .machine: ("the machine was started anew", "上次之后机器重新启动过"),
        .unknown: (
            "its beginning is damaged: how the station ended is not known", "文件开头损坏, 上次如何结束不明"
        ),
    ]

    private func counts(
        _ report: JournalReport
    ) -> [(name: StaticString, count: UInt64, english: String, chinese: String)] {
        [
            ("missing", report.missingEvents, "events are missing", "个事件缺失"),
            (
                "possiblyMissing", report.possiblyMissingEvents,
                "events at most were made and had not reached the disk", "个事件 (至多) 未及写入磁盘"
            ),
            ("omitted", report.omittedEvents, "events had found no room", "个事件因空间不足未写入"),
            (
                "foreignPoints", UInt64(report.foreignPoints),
                "values are of points that the list does not have", "个值的点不在点表中"
            ),
            (
                "foreignEvents", UInt64(report.foreignEvents),
                "events are of points that the list does not have, and are not sent",
                "个事件的点不在点表中, 不再上送"
            ),
            (
                "unknown", UInt64(report.unknownRecords + report.foreignGroups),
                "records are of a kind that this version does not know", "条记录为本版本未知"
            ),
        ]
    }

    private func json(_ report: JournalReport, at time: Timestamp) -> String {
        object("journal", time) {
            $0.member("ending", "\(report.ending)")
            $0.member("values", report.points)
            $0.member("events", report.events)
            $0.member("parameters", report.parameters)
            $0.member("clocks", report.clocks)
            $0.member("groups", report.groups)
            $0.member("octets", report.octets)
            $0.member("damagedOctets", report.damagedOctets)
            for row in counts(report) { $0.member(row.name, row.count) }
            $0.beginArray("damages")
            for damage in report.damages {
                $0.beginObject()
                $0.member("file", damage.file)
                $0.member("offset", damage.offset)
                $0.member("count", damage.count)
                $0.member("tail", damage.isTail)
                $0.endObject()
            }
            $0.endArray()
        }
    }
}
