import IEC104Inspect

/// The `iec104` command: finds the subcommand and ends with its exit code.
@main
enum Main {
    static let version = "0.1.0"

    static func main() {
        Signals.install()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code = run(arguments)
        Standard.exit(code)
    }

    static var commands: [any Command.Type] {
        [
            DemoCommandLine.self, OutstationCommandLine.self, MasterCommandLine.self,
            CommandCommandLine.self, InterrogateCommandLine.self, CountersCommandLine.self,
            ReadCommandLine.self, ClockCommandLine.self, TestCommandLine.self,
            ResetCommandLine.self, ParameterCommandLine.self, FilesCommandLine.self,
            ExpectCommandLine.self, CompareCommandLine.self, DiscoverCommandLine.self,
            PointsCommandLine.self, JournalCommandLine.self, DecodeCommand.self,
        ]
    }

    private static func run(_ arguments: [String]) -> ExitCode {
        guard let name = arguments.first else {
            Standard.error.write(help)
            return .usage
        }
        if ["-h", "--help", "help"].contains(name) {
            let command = commands.first { $0.syntax.name == arguments.dropFirst().first }
            return Standard.output.show(command?.syntax.help ?? help)
        }
        if ["-V", "--version"].contains(name) {
            return Standard.output.show("iec104 \(version)\n")
        }
        guard let command = commands.first(where: { $0.syntax.name == name }) else {
            Standard.error.write(
                "iec104: there is no command '\(name)'. Commands: "
                    + commands.map { $0.syntax.name }.joined(separator: ", ")
                    + ". 'iec104 --help' shows more.\n")
            return .usage
        }
        do throws(UsageError) {
            let parsed = try ParsedArguments(Array(arguments.dropFirst()), command.syntax)
            if parsed.wantsHelp {
                return Standard.output.show(command.syntax.help)
            }
            return try command.run(parsed)
        } catch {
            let language = LanguageOption.language(of: arguments)
            let hint =
                language == .chinese
                ? "用法见 'iec104 \(name) --help'。" : "'iec104 \(name) --help' shows how to use it."
            Standard.error.write("iec104 \(name): \(error.text(in: language))\n\(hint)\n")
            return .usage
        }
    }

    private static var help: String {
        var text = """
            iec104 \(version): IEC 60870-5-104 telecontrol on the command line

            Usage: iec104 COMMAND [OPTION ...]

            Commands:

            """
        for command in commands {
            text += "  " + command.syntax.name.padded(to: 13) + command.syntax.summary + "\n"
        }
        text += """

            'iec104 COMMAND --help' explains a command.

            Exit codes: 0 done, 1 the work failed or was interrupted, 2 wrong usage.

            """
        return text
    }
}

/// How a process of the command ends.
enum ExitCode: Int32 {
    /// The work is done.
    case done = 0
    /// The work failed or was interrupted.
    case failed = 1
    /// The command line is wrong.
    case usage = 2
}

/// A subcommand.
protocol Command {
    static var syntax: CommandSyntax { get }
    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode
}
