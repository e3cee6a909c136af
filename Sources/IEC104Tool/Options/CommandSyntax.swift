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

extension String {
    /// Without the spaces at its end.
    fileprivate var trimmed: String { lastIndex { $0 != " " }.map { String(self[...$0]) } ?? "" }
}
