import IEC104

/// A line of the console, as it was read.
enum ConsoleCommand: Hashable {
    case help(String?)
    case list(String)
    case get(String)
    case set(
        point: String, value: String, quality: String?, mode: EventMode = .detect,
        source: ChangeSource = .process)
    case toggle(String, ChangeSource = .process)
    case quality(point: String, quality: String)
    case burst(events: Int, milliseconds: Int)
    case instance(Int?)
    case clients
    case kick(Target)
    case events
    case stats
    case faults
    case inject(Fault)
    case clear(Int?)
    case trace(Bool)
    case quit

    /// Which connections.
    enum Target: Hashable {
        case all
        case link(Int)
        case peers(AddressPrefix)
    }

    /// Most events of one burst, and the longest one.
    static let mostEvents = 1_000_000
    static let longestBurst = 3_600_000
}

extension ConsoleCommand {
    private typealias Row = ConsoleSyntax.Row

    static let syntax = ConsoleSyntax(
        rows: [
            Row(
                "list", "[FILTER]", 0...100,
                "points and commands, those whose address, type or name has FILTER",
                "列出点和命令"),
            Row("get", "POINT", 1...1, "the value of a point", "显示点的值"),
            Row(
                "set", "POINT VALUE [QUALITY]", 2...5,
                "sets a point; an event when it changes; with force always, suppress never; with\n"
                    + "local as somebody at the station does (cause 12)",
                "设置点的值; 末尾 force 必产生事件, suppress 不产生; local 为当地操作 (原因12)"),
            Row(
                "toggle", "POINT [local]", 1...2, "the other state of a point of two states",
                "点的状态取反; local 为当地操作"),
            Row("quality", "POINT QUALITY", 2...2, "sets the quality: good, IV, IV|NT...", "设置品质"),
            Row(
                "burst", "N [MS]", 1...2, "N changes of states, spread over MS milliseconds",
                "MS毫秒内产生N个变位"),
            Row("instance", "[N]", 0...1, "for which of several outstations commands are", "选择子站"),
            Row("clients", "", 0...0, "the connections", "列出连接"),
            Row("kick", "N | PREFIX | all", 1...1, "closes connections", "关闭连接"),
            Row("events", "", 0...0, "what waits in the event buffers", "事件缓冲区"),
            Row("stats", "", 0...0, "what was received, sent, refused", "统计"),
            Row("faults", "", 0...0, "the faults that were injected", "已注入的故障"),
            Row(
                "inject", "FAULT", 1...100, "does something wrong; 'help inject' shows what", "注入故障"
            ),
            Row("clear", "N | all", 1...1, "ends a fault, or all", "清除故障"),
            Row("trace", "on | off", 1...1, "shows every APDU, or no more", "显示或不显示APDU"),
            Row("help", "[COMMAND]", 0...1, "this, or more about a command", "帮助"),
            Row(
                "quit", "", 0...0, "ends the outstation; exit and Ctrl-D do too",
                "结束; exit 或 Ctrl-D 亦可"
            ),
        ],
        footer: Words(
            "POINT is an address (4001), station/address (2/4001) or a \"name\".",
            "POINT: 地址 (4001)、站址/地址 (2/4001) 或 \"名称\"。"))

    /// Reads a line; `nil` when there is nothing in it or it is a comment.
    ///
    /// - Throws: what is wrong and what to write.
    init?(_ line: String) throws(Words) {
        guard let (name, arguments, _) = try Self.syntax.read(line) else { return nil }
        switch name {
        case "list": self = .list(arguments.joined(separator: " "))
        case "get": self = .get(arguments[0])
        case "set":
            self = try Self.set(arguments)
        case "toggle": self = try Self.toggle(arguments)
        case "quality": self = .quality(point: arguments[0], quality: arguments[1])
        case "burst": self = try Self.burst(arguments)
        case "instance":
            self = .instance(
                try arguments.first.map { word throws(Words) in
                    try ConsoleSyntax.number(word, 1...Instances.most, "instance")
                })
        case "clients": self = .clients
        case "kick": self = .kick(try Self.target(arguments[0]))
        case "events": self = .events
        case "stats": self = .stats
        case "faults": self = .faults
        case "inject": self = .inject(try Self.fault(arguments.joined(separator: " ")))
        case "clear":
            self = .clear(
                arguments[0] == "all"
                    ? nil : try ConsoleSyntax.number(arguments[0], 1...Int.max, "clear"))
        case "trace":
            guard ["on", "off"].contains(arguments[0]) else {
                throw Words(
                    "'\(shortened(arguments[0]))': write trace on or trace off",
                    "'\(shortened(arguments[0]))': 请写 trace on 或 trace off")
            }
            self = .trace(arguments[0] == "on")
        case "quit": self = .quit
        default: self = .help(arguments.first)
        }
    }

    private static func set(_ words: [String]) throws(Words) -> ConsoleCommand {
        var rest = words.dropFirst(2)
        var mode: EventMode?
        var source: ChangeSource?
        while let word = rest.last {
            if mode == nil, let name = EventMode(name: word) {
                mode = name
            } else if source == nil, word == local {
                source = .local
            } else {
                break
            }
            rest.removeLast()
        }
        guard rest.count < 2 else {
            throw Words(
                "'\(shortened(rest.last ?? ""))' is none of force, suppress, detect, local",
                "'\(shortened(rest.last ?? ""))' 不是 force、suppress、detect、local")
        }
        return .set(
            point: words[0], value: words[1], quality: rest.first, mode: mode ?? .detect,
            source: source ?? .process)
    }

    /// What stands behind a change that somebody at the station has made.
    private static let local = "local"

    private static func toggle(_ words: [String]) throws(Words) -> ConsoleCommand {
        guard words.count == 1 || words[1] == local else {
            throw Words(
                "'\(shortened(words[1]))': write nothing or local",
                "'\(shortened(words[1]))': 请写 local")
        }
        return .toggle(words[0], words.count == 1 ? .process : .local)
    }

    private static func burst(_ words: [String]) throws(Words) -> ConsoleCommand {
        .burst(
            events: try ConsoleSyntax.number(words[0], 1...mostEvents, "burst"),
            milliseconds: words.count > 1
                ? try ConsoleSyntax.number(words[1], 0...longestBurst, "burst") : 0)
    }

    private static func target(_ word: String) throws(Words) -> Target {
        if word == "all" { return .all }
        if let number = Int(word), number > 0 { return .link(number) }
        do throws(AddressPrefixError) {
            return .peers(try AddressPrefix(word))
        } catch {
            throw Words(
                "'\(shortened(word))' is no number of a connection, no address and not all",
                "'\(shortened(word))' 不是连接号、地址或 all")
        }
    }

    private static func fault(_ text: String) throws(Words) -> Fault {
        do throws(FaultError) {
            return try Fault(text)
        } catch {
            throw Words("\(error)", "\(error)")
        }
    }
}
