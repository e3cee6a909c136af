import IEC104Inspect

/// The option `--lang`, and what the locale says without it.
enum LanguageOption {
    static let option = CommandSyntax.Option(
        "--lang", "en|zh",
        "The language of text, of errors too: English or Chinese; default as LC_ALL, LC_MESSAGES and "
            + "LANG say (zh_CN.UTF-8: Chinese, all others English).")

    static func language(_ arguments: ParsedArguments) throws(UsageError) -> Language {
        try arguments.choice("--lang", Language.self) ?? localeLanguage
    }

    /// The language that a command line asks for, as far as it can be read.
    static func language(of arguments: [String]) -> Language {
        var found: Language?
        for (place, argument) in arguments.enumerated() {
            if argument.hasPrefix("--lang=") {
                found = Language(rawValue: String(argument.dropFirst(7))) ?? found
            } else if argument == "--lang", arguments.indices.contains(place + 1) {
                found = Language(rawValue: arguments[place + 1]) ?? found
            }
        }
        return found ?? localeLanguage
    }

    /// The language of the first of the locale variables that is set, as POSIX orders them.
    private static var localeLanguage: Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let locale = Standard.environment(name), !locale.isEmpty {
                return Language(locale: locale)
            }
        }
        return .english
    }
}
