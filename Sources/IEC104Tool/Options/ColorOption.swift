/// The option `--color`, and what the output says without it.
enum ColorOption {
    static let option = CommandSyntax.Option(
        "--color", "WHEN",
        "auto (default: on a terminal, unless NO_COLOR is set),\nalways or never.")

    private enum When: String, CaseIterable {
        case auto, always, never
    }

    static func isColored(_ arguments: ParsedArguments) throws(UsageError) -> Bool {
        switch try arguments.choice("--color", When.self) ?? .auto {
        case .always: return true
        case .never: return false
        case .auto:
            let refuses = !(Standard.environment("NO_COLOR") ?? "").isEmpty
            return Standard.output.isTerminal && !refuses && !Terminal.isDumb
        }
    }
}
