import IEC104
import IEC104Inspect

/// The options that all station commands have: the link, what is shown and how.
struct StationOptions {
    enum Format: String, CaseIterable {
        case text, json
    }

    var link: LinkOptions
    let language: Language
    let format: Format
    let isColored: Bool
    let traces: Bool
    /// Whether APDUs may be shown later.
    var mayTrace = false
    /// Microseconds.
    let spin: Int

    static let trace = CommandSyntax.Option(
        "--trace", nil, "Shows every APDU as it passes, as 'iec104 decode' does.")
    static let format = CommandSyntax.Option(
        "--format", "FORMAT", "text (default) or json: one object a line.")

    /// The options that come last in the help of each command.
    static let shared: [CommandSyntax.Option] =
        (LinkOptions.options + [ProfileOptions.privateTypes, StationRun.spinOption])
        .under("The link")
        + [LanguageOption.option, ColorOption.option].under("Language and color")

    /// - Parameter format: where the command has formats of its own.
    init(_ arguments: ParsedArguments, format: Format? = nil) throws(UsageError) {
        link = try LinkOptions(arguments)
        language = try LanguageOption.language(arguments)
        if let format {
            self.format = format
        } else {
            self.format = try arguments.choice("--format", Format.self) ?? .text
        }
        isColored = try ColorOption.isColored(arguments)
        traces = arguments.has("--trace")
        spin = try arguments.number("--spin", in: 0...1_000_000) ?? 0
    }

    /// What shows APDUs, when they are to be shown.
    var textPrinter: TextPrinter? {
        (traces || mayTrace) && format == .text
            ? TextPrinter(language: language, isColored: isColored, profile: link.profile) : nil
    }

    /// What shows APDUs, when they are to be shown.
    var jsonPrinter: JSONPrinter? {
        (traces || mayTrace) && format == .json ? JSONPrinter(profile: link.profile) : nil
    }
}
