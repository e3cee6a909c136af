import IEC104Inspect

/// The option `--lang`, and what the locale says without it.
enum LanguageOption {
    static let option = CommandSyntax.Option(
        "--lang", "en|zh", "The language of text; default from LC_ALL, LC_MESSAGES, LANG.")

    static func language(_ arguments: ParsedArguments) throws(UsageError) -> Language {
        try arguments.choice("--lang", Language.self) ?? localeLanguage
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
