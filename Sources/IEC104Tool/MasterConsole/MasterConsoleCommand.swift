import IEC104

/// What a line of the console of a master says.
enum MasterConsoleCommand: Hashable {
    case help(String?)
    case rtus(String)
    case links(String)
    case why(String)
    case stats(String)
    case list(String)
    case get(String)
    /// Of no points: what is watched.
    case watch([String])
    /// Of no points: all of them.
    case unwatch([String])
    case read(String)
    case interrogate([String])
    case counters([String], QCC.Freeze)
    case clock([String])
    case test([String])
    case reset([String])
    case switchOver([String])
    case wait([String])
    case command(CommandOrder)
    case trace(Bool)
    case quit

    private typealias Row = ConsoleSyntax.Row

    /// Shows the frames of a line, and sends nothing.
    static let dryRun = "--dry-run"

    static let syntax = ConsoleSyntax(
        rows: [
            Row("rtus", "[PATTERN]", 0...20, "the RTUs: state, link, objects, age", "各子站的状态"),
            Row(
                "links", "[PATTERN]", 0...20,
                "every link: state, window, why it ended last, next attempt", "各链路的状态"),
            Row("why", "RTU", 1...20, "why its links ended, with the last APDUs", "断开原因和最后的报文"),
            Row("stats", "[PATTERN]", 0...20, "what was sent, received, asked, lost", "统计"),
            Row(
                "list", "[PATTERN]", 0...100,
                "points and commands, those whose address, type or name has PATTERN", "列出点和命令"),
            Row("get", "POINT", 1...1, "its last value, quality, both times, cause", "显示点的最后值"),
            Row(
                "watch", "[POINT ... | all | none]", 0...100,
                "shows values of these points only as they come; alone: what is watched",
                "只显示这些点的值; 无参数时列出"),
            Row(
                "unwatch", "[POINT ...]", 0...100,
                "no longer these; alone: shows values as at first",
                "不再只显示; 无参数时恢复全部"),
            Row("read", "POINT", 1...1, "asks for its value (C_RD_NA_1)", "读命令", flags: [dryRun]),
            Row(
                "interrogate", "[RTU | PATTERN*] [CA] [GROUP]", 0...3,
                "general interrogation, or that of group 1 to 16; with * of all RTUs of that\n"
                    + "name, so many at a time as the fleet lets",
                "总召唤或第1至16组召唤; 名称中可用 * 召唤多个子站, 同时进行的数目不超过上限", flags: [dryRun]),
            Row(
                "counters", "[RTU] [CA] [GROUP] [freeze|freeze-reset|reset]", 0...4,
                "counter interrogation, or what is done to the counters", "计数量召唤、冻结或复位",
                flags: [dryRun]),
            Row(
                "clock", "[RTU] [CA]", 0...2, "sets the clock, shows how far it was off",
                "对时, 显示偏差", flags: [dryRun]),
            Row(
                "test", "[RTU] [CA]", 0...2, "the way to the application and back", "测试命令",
                flags: [dryRun]),
            Row(
                "reset", "[RTU] CA [process | events | QRP]", 1...3,
                "resets the process, or the buffer of events", "复位进程或事件缓冲区", flags: [dryRun]),
            Row(
                "switch-over", "[RTU] [LINK]", 0...2,
                "moves data transfer to another link of the RTU", "切换到另一链路", flags: [dryRun]),
            Row(
                "command", "POINT VALUE [HOW ...]", 2...30,
                "operates an output; HOW is direct, select, execute, sbo or cancel; short,\n"
                    + "long, persistent or qualifier N; type=single|double|step|normalized|scaled|\n"
                    + "float|bits; time-tag; test; no-termination; repeat N; pause TIME;\n"
                    + "watch TIME; returns ADDRESS",
                "遥控或设定; HOW: direct 直接, select 选择, execute 执行, sbo 选择后执行, cancel 撤销;\n"
                    + "short、long、persistent 或 qualifier N; type=类型; time-tag 带时标; test;\n"
                    + "no-termination; repeat N 次; pause 间隔; watch 等待返送; returns 地址",
                flags: [dryRun]),
            Row(
                "wait", "[RTU] [TIME]", 0...2,
                "until data transfer is started, of all RTUs or one; 30s at most", "等待数据传输启动, 最长30s"
            ),
            Row("trace", "on | off", 1...1, "shows every APDU, or no more", "显示或不显示APDU"),
            Row("help", "[COMMAND]", 0...1, "this, or more about a command", "帮助"),
            Row(
                "quit", "", 0...0, "ends the master; exit and Ctrl-D do too", "结束; exit 或 Ctrl-D 亦可"
            ),
        ],
        footer: Words(
            "POINT is CA/ADDRESS (1/4001), RTU:CA/ADDRESS, or a \"name\" of the point list, also "
                + "as RTU:\"name\".\nWith one RTU and one station ADDRESS is enough, and RTU and CA "
                + "may be left out.\n--dry-run in a line that asks or changes something shows its "
                + "frames and sends nothing.",
            "POINT: 公共地址/地址 (1/4001)、RTU:公共地址/地址 或点表中的 \"名称\"。\n"
                + "只有一个子站和一个公共地址时可只写地址, RTU 和 CA 可省略。\n"
                + "行中写 --dry-run: 只显示要发送的报文, 不发送。"))

    fileprivate init(_ name: String, _ words: [String]) throws(Words) {
        switch name {
        case "rtus": self = .rtus(words.joined(separator: " "))
        case "links": self = .links(words.joined(separator: " "))
        case "why": self = .why(words.joined(separator: " "))
        case "stats": self = .stats(words.joined(separator: " "))
        case "list": self = .list(words.joined(separator: " "))
        case "get": self = .get(words[0])
        case "watch": self = .watch(words)
        case "unwatch": self = .unwatch(words)
        case "read": self = .read(words[0])
        case "interrogate": self = .interrogate(words)
        case "counters": self = Self.counters(words)
        case "clock": self = .clock(words)
        case "test": self = .test(words)
        case "reset": self = .reset(words)
        case "switch-over": self = .switchOver(words)
        case "wait": self = .wait(words)
        case "command": self = .command(try CommandOrder(words))
        case "trace":
            guard ["on", "off"].contains(words[0]) else {
                throw Words(
                    "'\(shortened(words[0]))': write trace on or trace off",
                    "'\(shortened(words[0]))': 请写 trace on 或 trace off")
            }
            self = .trace(words[0] == "on")
        case "quit": self = .quit
        default: self = .help(words.first)
        }
    }

    private static let freezes: [String: QCC.Freeze] = [
        "read": .read, "freeze": .freeze, "freeze-reset": .freezeAndReset, "reset": .reset,
    ]

    private static func counters(_ words: [String]) -> MasterConsoleCommand {
        guard let last = words.last, let freeze = freezes[last] else {
            return .counters(words, .read)
        }
        return .counters(words.dropLast(), freeze)
    }
}

/// A line of the console of a master, as it was read.
struct MasterConsoleLine: Hashable {
    let command: MasterConsoleCommand
    /// Whether its frames are shown only.
    let isDryRun: Bool

    /// Reads a line; `nil` when there is nothing in it or it is a comment.
    ///
    /// - Throws: what is wrong and what to write.
    init?(_ line: String) throws(Words) {
        guard let (name, words, flags) = try MasterConsoleCommand.syntax.read(line) else {
            return nil
        }
        command = try MasterConsoleCommand(name, words)
        isDryRun = flags.contains(MasterConsoleCommand.dryRun)
    }
}
