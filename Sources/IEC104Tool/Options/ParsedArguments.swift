/// The arguments of a subcommand, sorted into options and operands.
struct ParsedArguments {
    private(set) var operands: [String] = []
    private(set) var wantsHelp = false
    private var values: [String: [String]] = [:]

    /// Sorts `arguments`: `--name value`, `--name=value`, flags, operands; all behind `--` are
    /// operands.
    init(_ arguments: [String], _ syntax: CommandSyntax) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                return
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                operands.append(argument)
                continue
            }
            if argument == "--help" || argument == "-h" {
                wantsHelp = true
                continue
            }
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = syntax.options.first(where: { $0.name == name }) else {
                let hint = Self.hint(name, syntax)
                throw UsageError(
                    "there is no option '\(name)'." + hint.english,
                    "没有选项 '\(name)'。" + hint.chinese)
            }
            guard let placeholder = option.value else {
                guard parts.count == 1 else {
                    throw UsageError("\(name) takes no value.", "\(name) 不带值。")
                }
                values[name, default: []].append("")
                continue
            }
            if parts.count == 2 {
                values[name, default: []].append(String(parts[1]))
            } else if let value = rest.popFirst() {
                values[name, default: []].append(value)
            } else {
                throw UsageError(
                    "\(name) needs a value: \(name) \(placeholder).",
                    "\(name) 缺少值: \(name) \(placeholder)。")
            }
        }
    }

    private static func hint(_ name: String, _ syntax: CommandSyntax) -> Words {
        let near = syntax.options.map { ($0.name, $0.name.distance(to: name)) }
            .min { $0.1 < $1.1 }
        guard let near, near.1 <= max(1, name.utf8.count / 4) else { return Words("", "") }
        return Words(" Did you mean \(near.0)?", "是 \(near.0) 吗?")
    }

    /// Whether a flag is there.
    func has(_ name: String) -> Bool { values[name] != nil }
    /// All values of an option, in their order.
    func all(_ name: String) -> [String] { values[name] ?? [] }
    /// The last value of an option.
    func last(_ name: String) -> String? { values[name]?.last }

    /// The last value of an option as one of the cases of `Choice`.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _: Choice.Type
    ) throws(UsageError) -> Choice? {
        guard let value = last(name) else { return nil }
        return try Self.choice(value, of: name, Choice.self)
    }

    /// A value of an option as one of the cases of `Choice`.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: String, of name: String, _: Choice.Type
    ) throws(UsageError) -> Choice {
        if let choice = Choice(rawValue: value) { return choice }
        let choices = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
        throw UsageError(
            "\(name) '\(shortened(value))' is not one of: \(choices).",
            "\(name) '\(shortened(value))' 不是以下之一: \(choices)。")
    }

    /// The last value of an option as a number within `range`.
    func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let value = last(name) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw UsageError(
                "\(name) '\(shortened(value))' is not a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound).",
                "\(name) '\(shortened(value))' 不是 \(range.lowerBound) 至 "
                    + "\(range.upperBound) 的整数。")
        }
        return number
    }
}
