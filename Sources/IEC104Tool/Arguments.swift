import IEC104Inspect

/// What a subcommand takes: its help is made of it, and its arguments are checked against it.
struct CommandSyntax {
    let name: String
    let summary: String
    /// What stands behind the options, such as `[FILE ...]`.
    let operands: String
    /// What the operands are; empty when there are none.
    let operandHelp: String
    let options: [Option]
    /// Examples and whatever else the help tells at its end.
    let notes: String

    struct Option {
        let name: String
        /// The name of the value, such as `FILE`; `nil` for a flag.
        let value: String?
        let help: String
        /// Under which heading the help shows it; empty: among the first ones.
        var heading = ""

        init(_ name: String, _ value: String? = nil, _ help: String) {
            self.name = name
            self.value = value
            self.help = help
        }
    }

    var help: String {
        var text = "iec104 \(name): \(summary)\n\n"
        text += "Usage: iec104 \(name) [OPTION ...]\(operands.isEmpty ? "" : " ")\(operands)\n"
        if !operandHelp.isEmpty { text += "\n\(operandHelp)\n" }
        text += "\nOptions:\n"
        var heading = ""
        var last = Option("--help", nil, "Shows this text.")
        last.heading = options.last?.heading ?? ""
        for option in options + [last] {
            if option.heading != heading {
                heading = option.heading
                text += "\n\(heading):\n"
            }
            text += option.lines
        }
        return text + "\n" + notes + "\n"
    }
}

extension CommandSyntax.Option {
    /// Its lines in the help: what it says stands beside it, in lines of less than 100 columns.
    fileprivate var lines: String {
        let left = name + (value.map { " " + $0 } ?? "")
        let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let texts = LiveText.wrapped(words, 70).map { $0.trimmed }
        // A long name has a line of its own.
        let isLong = left.count > 25
        let beside = isLong ? [""] + texts : texts
        return beside.enumerated().map { place, text in
            let begin = "  " + (place == 0 ? left : "").padded(to: 26) + text
            return begin.trimmed + "\n"
        }.joined()
    }
}

extension [CommandSyntax.Option] {
    /// These options under a heading of the help.
    func under(_ heading: String) -> Self {
        map {
            var option = $0
            option.heading = heading
            return option
        }
    }
}

/// A wrong command line, in words that say how to mend it.
struct UsageError: Error {
    let message: String
    /// The same in Chinese, where it is not made of the table of such texts.
    let chinese: String?

    init(_ message: String, chinese: String? = nil) {
        self.message = message
        self.chinese = chinese
    }
}

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
                throw UsageError("there is no option '\(name)'.\(Self.hint(name, syntax))")
            }
            guard let placeholder = option.value else {
                guard parts.count == 1 else { throw UsageError("\(name) takes no value.") }
                values[name, default: []].append("")
                continue
            }
            if parts.count == 2 {
                values[name, default: []].append(String(parts[1]))
            } else if let value = rest.popFirst() {
                values[name, default: []].append(value)
            } else {
                throw UsageError("\(name) needs a value: \(name) \(placeholder).")
            }
        }
    }

    private static func hint(_ name: String, _ syntax: CommandSyntax) -> String {
        let near = syntax.options.map { ($0.name, $0.name.distance(to: name)) }
            .min { $0.1 < $1.1 }
        guard let near, near.1 <= max(1, name.utf8.count / 4) else { return "" }
        return " Did you mean \(near.0)?"
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
        guard let choice = Choice(rawValue: value) else {
            let choices = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
            throw UsageError("\(name) '\(value)' is not one of: \(choices).")
        }
        return choice
    }

    /// The last value of an option as a number within `range`.
    func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let value = last(name) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw UsageError(
                "\(name) '\(value)' is not a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound).")
        }
        return number
    }
}

extension String {
    /// Without the spaces at its end.
    fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }

    /// How many letters must be changed, added or left out to make `other` of it.
    func distance(to other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, letter) in self.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let changed = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(changed, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
