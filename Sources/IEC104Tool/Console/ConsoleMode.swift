/// Where the console of a running station reads from.
enum ConsoleMode: Sendable {
    /// Nowhere.
    case off
    /// Lines are edited.
    case terminal
    /// Lines of a pipe or a file.
    case lines

    static let option = CommandSyntax.Option(
        "--console", nil,
        "Takes commands from standard input, a line each, while it runs: 'help' shows\n"
            + "them. On a terminal that is so without this option.")

    init(_ arguments: ParsedArguments) {
        self = Terminal.isInFront ? .terminal : arguments.has("--console") ? .lines : .off
    }
}
