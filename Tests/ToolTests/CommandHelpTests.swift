import Testing

@testable import IEC104Tool

/// What the help of every command owes its readers, whichever commands there are.
@Suite("The help of each command", .timeLimit(.minutes(10)))
struct CommandHelpTests {
    /// The names of all commands, to find their syntax by: tests run apart from each other.
    static let names = Main.commands.map { $0.syntax.name }

    private func syntax(_ name: String) throws -> CommandSyntax {
        try #require(Main.commands.first { $0.syntax.name == name }).syntax
    }

    @Test("it goes to standard output with code 0, by each way to ask", arguments: names)
    func printed(_ name: String) throws {
        let help = try syntax(name).help
        for arguments in [[name, "--help"], ["help", name], [name, "-h", "operand"]] {
            let run = try Tool.run(arguments)
            #expect(run.status == 0 && run.error.isEmpty && run.output == help, "\(arguments)")
        }
        let general = try Tool.run(["--help"])
        #expect(general.lines.contains { $0.hasPrefix("  \(name) ") })
    }

    @Test("it has each option that the command takes, once, and no other one", arguments: names)
    func options(_ name: String) throws {
        let syntax = try syntax(name)
        let shown = syntax.help.split(separator: "\n").filter { $0.hasPrefix("  --") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(shown == syntax.options.map(\.name) + ["--help"])
        #expect(Set(shown).count == shown.count)
        for option in syntax.options {
            #expect(!option.help.isEmpty && option.name.hasPrefix("--"), "\(option.name)")
            // What the help shows is taken, with a value where it shows one.
            let words = [option.name] + (option.value == nil ? [] : ["value"])
            let arguments = try ParsedArguments(words, syntax)
            #expect(arguments.has(option.name) && arguments.operands.isEmpty, "\(option.name)")
        }
    }

    /// The words of a line of the shell up to its first pipe or redirection; quotes hold together.
    private func words(_ line: Substring) -> [String] {
        var words = [""]
        var quote: Character?
        for character in line {
            switch character {
            case "'", "\"":
                quote = quote == nil ? character : quote == character ? nil : quote
            case "|" where quote == nil, ">" where quote == nil:
                return words.filter { !$0.isEmpty }
            case " " where quote == nil: words.append("")
            default: words[words.count - 1].append(character)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    @Test("it has examples that begin with the command and that it takes", arguments: names)
    func examples(_ name: String) throws {
        let syntax = try syntax(name)
        let lines = syntax.help.split(separator: "\n")
        let place = try #require(lines.firstIndex { $0 == "Examples:" || $0 == "Example:" })
        let examples = lines[(place + 1)...].prefix { $0.hasPrefix("  ") }
        #expect(examples.contains { $0.hasPrefix("  iec104 \(name) ") })
        #expect(
            !examples.isEmpty && lines[place] == (examples.count == 1 ? "Example:" : "Examples:"))
        for example in examples {
            let calls = example.split(separator: "iec104 ", omittingEmptySubsequences: false)
            for call in calls.dropFirst() {
                let all = words(call)
                // A path may end with the name of the program.
                guard let other = all.first, Self.names.contains(other) else { continue }
                #expect(throws: Never.self, "\(example)") {
                    try ParsedArguments(Array(all.dropFirst()), try self.syntax(other))
                }
            }
        }
    }

    @Test("it tells the exit codes 0, 1 and 2, last and in this order", arguments: names)
    func exitCodes(_ name: String) throws {
        let help = try syntax(name).help
        let parts = help.split(separator: "Exit codes: ", omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        let codes = try #require(parts.last).split(whereSeparator: \.isWhitespace)
            .filter { $0.count == 1 && $0.allSatisfy(\.isNumber) }.map { String($0) }
        #expect(codes == ["0", "1", "2"], "\(parts.last ?? "")")
        #expect(help.hasSuffix(".\n"))
    }
}
