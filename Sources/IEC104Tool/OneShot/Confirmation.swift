import IEC104
import IEC104Inspect

/// The question before something is operated.
enum Confirmation {
    static let option = CommandSyntax.Option(
        "--yes", nil, "Does not ask; without a terminal it never asks.")

    /// Whether to go on: asked on a terminal, unless `--yes` is there.
    static func isGiven(
        _ arguments: ParsedArguments, _ question: String, _ language: Language
    ) -> Bool {
        guard !arguments.has("--yes"), Standard.input.isTerminal, Standard.error.isTerminal else {
            return true
        }
        Standard.error.write(question + (language == .chinese ? "? (是: y) " : "? [y/N] "))
        // Not `readLine`, which Ctrl-C does not end.
        var octets = [UInt8](repeating: 0, count: 256)
        let count = (try? InputFile("-").read(into: &octets)) ?? 0
        if count == 0 { Standard.error.write("\n") }
        let answer =
            String(decoding: octets.prefix(count), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).first ?? ""
        return ["y", "yes", "是"].contains(answer.lowercased())
    }
}
