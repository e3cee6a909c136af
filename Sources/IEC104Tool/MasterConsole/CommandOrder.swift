import IEC104

/// A command as a line of the console orders it.
struct CommandOrder: Hashable, Sendable {
    /// The point as it is written.
    var point: String
    /// The value as it is written.
    var value: String
    var mode = MasterCommand.Mode.direct
    var completion = MasterCommand.Completion.termination
    var isTest = false
    /// QU or QL as it is written.
    var qualifier: String?
    var isTimeTagged = false
    /// 45 to 51; `nil`: as the point sheet says.
    var type: TypeID?
    var repetitions = 1
    var pause = Duration.zero
    /// How long return information is waited for.
    var watch = Duration.zero
    /// The object that is driven.
    var returns: ObjectAddress?

    private static let modes: [String: MasterCommand.Mode] = [
        "direct": .direct, "select": .select, "execute": .execute, "sbo": .selectBeforeOperate,
        "cancel": .deactivate,
    ]
    private static let qualifiers = ["none", "short", "long", "persistent"]
    private static let types: [String: TypeID] = [
        "single": .C_SC_NA_1, "double": .C_DC_NA_1, "step": .C_RC_NA_1, "normalized": .C_SE_NA_1,
        "scaled": .C_SE_NB_1, "float": .C_SE_NC_1, "bits": .C_BO_NA_1,
    ]

    /// What may stand behind the value, for completion.
    static let words =
        modes.keys.sorted() + qualifiers
        + [
            "time-tag", "test", "no-termination", "repeat", "pause", "watch", "returns",
            "qualifier",
        ]
        + types.keys.sorted().map { "type=" + $0 }

    /// Reads what stands behind `command`: point, value, and how.
    ///
    /// - Throws: the first thing that is wrong, and what to write.
    init(_ words: [String]) throws(Words) {
        guard words.count >= 2 else {
            throw Words(
                "something is missing: command POINT VALUE", "缺少参数: command POINT VALUE")
        }
        point = words[0]
        value = words[1]
        var rest = words[2...]
        var modes: [String] = []
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? ""
            if parts.count == 1, let mode = Self.modes[name] {
                modes.append(name)
                self.mode = mode
            } else if parts.count == 1, Self.qualifiers.contains(name) {
                try set(qualifier: name)
            } else if parts.count == 1, name == "time-tag" {
                isTimeTagged = true
            } else if parts.count == 1, name == "test" {
                isTest = true
            } else if parts.count == 1, name == "no-termination" {
                completion = .confirmation
            } else {
                try set(name, (parts.count == 2 ? parts[1] : nil) ?? rest.popFirst(), word)
            }
        }
        guard modes.count <= 1 else {
            throw Words(
                modes.joined(separator: " and ") + ": give one of them",
                modes.joined(separator: "、") + ": 只能写一个")
        }
    }

    private mutating func set(qualifier text: String) throws(Words) {
        guard qualifier == nil else {
            throw Words("there is more than one qualifier", "限定词只能写一个")
        }
        qualifier = text
    }

    /// Sets what has a value of its own, as in `repeat 3` or `repeat=3`.
    private mutating func set(_ name: String, _ value: String?, _ word: String) throws(Words) {
        let value = value ?? ""
        switch name {
        case "type": try set(type: value)
        case "qualifier": try set(qualifier: value)
        case "repeat": repetitions = try ConsoleSyntax.number(value, 1...10_000, name)
        case "pause": pause = .milliseconds(try Self.milliseconds(value, name))
        case "watch": watch = .milliseconds(try Self.milliseconds(value, name))
        case "returns":
            returns = ObjectAddress(
                UInt32(clamping: try ConsoleSyntax.number(value, 1...0xFF_FFFF, name)))
        default:
            throw Words(
                "'\(shortened(word))' is none of " + Self.words.joined(separator: ", "),
                "'\(shortened(word))' 不是以下之一: " + Self.words.joined(separator: "、"))
        }
    }

    private mutating func set(type text: String) throws(Words) {
        guard
            let named = Self.types[text] ?? PointType(text).flatMap({ $0.isCommand ? $0.id : nil })
        else {
            throw Words(
                "'\(shortened(text))' is no type of a command: write a mnemonic such as C_SC_NA_1, "
                    + "its number, or " + Self.types.keys.sorted().joined(separator: ", "),
                "'\(shortened(text))' 不是命令类型: 请写 C_SC_NA_1 等类型标识、编号或 "
                    + Self.types.keys.sorted().joined(separator: "、"))
        }
        set(type: named)
    }

    /// The same with the type of the point list, when the line has none.
    func completed(_ type: TypeID?) -> CommandOrder {
        guard self.type == nil, let type else { return self }
        var order = self
        order.set(type: type)
        return order
    }

    /// Sets the type, of which 58 to 64 are 45 to 51 with a time tag.
    private mutating func set(type: TypeID) {
        guard (58...64).contains(type.rawValue) else {
            self.type = type
            return
        }
        self.type = TypeID(type.rawValue - 13)
        isTimeTagged = true
    }

    /// The time that a word says.
    static func milliseconds(_ text: String, _ name: String) throws(Words) -> Int64 {
        guard let milliseconds = DurationText.milliseconds(text),
            (0...86_400_000).contains(milliseconds)
        else {
            throw Words(
                "\(name): '\(shortened(text))' is not a time such as 500ms, 5s or 2min, a day at "
                    + "most",
                "\(name): '\(shortened(text))' 不是 500ms、5s、2min 这样的时间, 最长一天")
        }
        return milliseconds
    }
}
