import Glibc
import IEC104
import IEC104Inspect

extension JournalFault {
    /// One sentence: what, on what, why, what to do.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        switch operation {
        case .lock: return "此日志目录正被另一进程使用, 请停止该进程, 或为每个子站指定单独的目录"
        case .understand: return "日志文件'\(file)'由其他版本写入, 请使用该版本, 或移走该文件"
        case .keepUp: return "日志所在磁盘无响应, 或跟不上事件的速度"
        default:
            let subject = file.isEmpty ? "" : "'\(file)'"
            let text = "无法\(Self.words[operation] ?? "使用日志")\(subject)"
            guard let systemError else { return text }
            let row = Self.reasons.first { $0.number == number }
            return "\(text): \(row.map { "\($0.text) (errno \(number))" } ?? systemError.reason)"
        }
    }

    private static let words: [Operation: String] = [
        .open: "打开日志目录", .list: "列出日志目录", .read: "读取日志", .create: "建立日志文件",
        .write: "写入日志", .sync: "同步日志到磁盘", .remove: "删除日志文件",
    ]

    private static let reasons: [(number: Int32, text: String)] = [
        (ENOSPC, "磁盘已满, 请腾出空间或减小日志上限"), (EDQUOT, "配额已用完, 请腾出空间"),
        (EROFS, "文件系统为只读, 请检查磁盘"), (EACCES, "没有写入该目录的权限"),
        (EPERM, "没有写入该目录的权限"), (EIO, "磁盘故障, 请查看系统日志"),
        (ENOENT, "目录或文件已被删除, 请重新建立目录"), (ENOTDIR, "这不是目录"),
    ]
}

extension JournalMismatch {
    /// One sentence: what is wrong, and what to do.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return "'\(directory)'中的日志属于另一点表: \(values)个值和\(events)个事件的点不在本点表中。请使用原点表, "
            + "另选目录, 或舍弃它们 (--journal-drop)"
    }
}
