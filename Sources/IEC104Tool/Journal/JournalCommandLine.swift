import IEC104
import IEC104Inspect

/// `iec104 journal`: looks at journals of outstations.
enum JournalCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "journal",
        summary: "looks at the journal of an outstation",
        operands: "check DIR ...",
        operandHelp: """
            check DIR ...      tells what is in the journals, and whether they are sound; changes
                               nothing, also while an outstation uses them
            """,
        options: [StationOptions.format, LanguageOption.option],
        notes: """
            A torn end, as a stop in the middle of a write leaves it, is told and no damage: the
            next start leaves it out. Docs/Guides/Journal.md explains journals.

            Examples:
              iec104 journal check /var/lib/rtu7
              iec104 journal check --format json /var/lib/rtu7

            Exit codes: 0 sound, 1 damaged, or it could not be read, 2 wrong usage.
            """)

    private enum Format: String, CaseIterable {
        case text, json
    }

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        let language = try LanguageOption.language(arguments)
        let format = try arguments.choice("--format", Format.self) ?? .text
        guard arguments.operands.first == "check" else {
            let word = arguments.operands.first.map { "'\($0)': " } ?? ""
            throw UsageError("\(word)write 'check DIR', the directory of a journal.")
        }
        let directories = arguments.operands.dropFirst()
        guard !directories.isEmpty else { throw UsageError("check DIR: which directory?") }
        var code = ExitCode.done
        for directory in directories {
            do throws(JournalFault) {
                let (check, isInUse) = try JournalCheck.directory(directory)
                let words = JournalWords(check, directory, isInUse: isInUse)
                let text = format == .json ? words.json : words.text(in: language)
                guard Standard.output.show(text) == .done else { return .failed }
                if check.isDamaged || check.files.isEmpty { code = .failed }
            } catch {
                Standard.error.write(
                    "iec104 journal: '\(directory)': \(error.description(in: language))\n")
                code = .failed
            }
        }
        return code
    }
}
