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
    /// What a command takes and does: its help is made of it, and its words are counted by it.
    struct Row {
        let name: String
        let arguments: String
        let words: ClosedRange<Int>
        let help: Words
    }

    static let rows: [Row] = [
        row(
            "list", "[FILTER]", 0...100,
            "points and commands, those whose address, type or name has FILTER",
            "列出点和命令"),
        row("get", "POINT", 1...1, "the value of a point", "显示点的值"),
        row(
            "set", "POINT VALUE [QUALITY]", 2...5,
            "sets a point; an event when it changes; with force always, suppress never; with\n"
                + "local as somebody at the station does (cause 12)",
            "设置点的值; 末尾 force 必产生事件, suppress 不产生; local 为当地操作 (原因12)"),
        row(
            "toggle", "POINT [local]", 1...2, "the other state of a point of two states",
            "点的状态取反; local 为当地操作"),
        row("quality", "POINT QUALITY", 2...2, "sets the quality: good, IV, IV|NT...", "设置品质"),
        row(
            "burst", "N [MS]", 1...2, "N changes of states, spread over MS milliseconds",
            "MS毫秒内产生N个变位"),
        row("instance", "[N]", 0...1, "for which of several outstations commands are", "选择子站"),
        row("clients", "", 0...0, "the connections", "列出连接"),
        row("kick", "N | PREFIX | all", 1...1, "closes connections", "关闭连接"),
        row("events", "", 0...0, "what waits in the event buffers", "事件缓冲区"),
        row("stats", "", 0...0, "what was received, sent, refused", "统计"),
        row("faults", "", 0...0, "the faults that were injected", "已注入的故障"),
        row("inject", "FAULT", 1...100, "does something wrong; 'help inject' shows what", "注入故障"),
        row("clear", "N | all", 1...1, "ends a fault, or all", "清除故障"),
        row("trace", "on | off", 1...1, "shows every APDU, or no more", "显示或不显示APDU"),
        row("help", "[COMMAND]", 0...1, "this, or more about a command", "帮助"),
        row(
            "quit", "", 0...0, "ends the outstation; exit and Ctrl-D do too", "结束; exit 或 Ctrl-D 亦可"
        ),
    ]

    private static func row(
        _ name: String, _ arguments: String, _ words: ClosedRange<Int>, _ english: String,
        _ chinese: String
    ) -> Row {
        Row(name: name, arguments: arguments, words: words, help: Words(english, chinese))
    }

    /// Reads a line; `nil` when there is nothing in it or it is a comment.
    ///
    /// - Throws: what is wrong and what to write.
    init?(_ line: String) throws(Words) {
        let words = try Self.words(line)
        guard let name = words.first, !name.hasPrefix("#") else { return nil }
        guard let row = Self.rows.first(where: { $0.name == (name == "exit" ? "quit" : name) })
        else { throw Self.unknown(name) }
        let arguments = Array(words.dropFirst())
        guard row.words.contains(arguments.count) else {
            let usage = row.arguments.isEmpty ? name : "\(name) \(row.arguments)"
            throw Words(
                arguments.count < row.words.lowerBound
                    ? "something is missing: \(usage)" : "that is too much: \(usage)",
                arguments.count < row.words.lowerBound ? "缺少参数: \(usage)" : "参数过多: \(usage)")
        }
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
                    try Self.number(word, 1...Instances.most, "instance")
                })
        case "clients": self = .clients
        case "kick": self = .kick(try Self.target(arguments[0]))
        case "events": self = .events
        case "stats": self = .stats
        case "faults": self = .faults
        case "inject": self = .inject(try Self.fault(arguments.joined(separator: " ")))
        case "clear":
            self = .clear(
                arguments[0] == "all" ? nil : try Self.number(arguments[0], 1...Int.max, "clear"))
        case "trace":
            guard ["on", "off"].contains(arguments[0]) else {
                throw Words(
                    "'\(shortened(arguments[0]))': write trace on or trace off",
                    "'\(shortened(arguments[0]))': 请写 trace on 或 trace off")
            }
            self = .trace(arguments[0] == "on")
        case "quit", "exit": self = .quit
        default: self = .help(arguments.first)
        }
    }

    private static func unknown(_ name: String) -> Words {
        let near = rows.map { ($0.name, $0.name.distance(to: String(name.prefix(40)))) }
            .min { $0.1 < $1.1 }
        let hint = near.flatMap { $0.1 <= 2 ? $0.0 : nil }
        let shown = shortened(name)
        return Words(
            "there is no command '\(shown)'" + (hint.map { ": did you mean \($0)?" } ?? ".")
                + " 'help' shows all.",
            "没有命令 '\(shown)'" + (hint.map { ": 是 \($0) 吗?" } ?? "。") + " help 显示全部。")
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
            events: try number(words[0], 1...mostEvents, "burst"),
            milliseconds: words.count > 1 ? try number(words[1], 0...longestBurst, "burst") : 0)
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

    private static func number(
        _ word: String, _ range: ClosedRange<Int>, _ command: String
    ) throws(Words) -> Int {
        guard let number = Int(word), range.contains(number) else {
            let most = range.upperBound == Int.max ? "" : " to \(range.upperBound)"
            let limit = range.upperBound == Int.max ? "" : "至\(range.upperBound)"
            throw Words(
                "\(command): '\(shortened(word))' is no whole number from \(range.lowerBound)\(most)",
                "\(command): '\(shortened(word))' 不是\(range.lowerBound)\(limit)的整数")
        }
        return number
    }

    /// The words of a line: between spaces, or in quotes.
    static func words(_ line: String) throws(Words) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if quote != nil { throw Words("a quote is not closed", "引号没有结束") }
        if let done = word { words.append(done) }
        return words
    }
}
