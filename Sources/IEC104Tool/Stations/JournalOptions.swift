import IEC104

/// The options of an outstation about its journal.
enum JournalOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--journal", "DIR",
            "Keeps events, who has got which, values and frozen counters in DIR, so that they\n"
                + "survive kill -9 and a loss of power; see Docs/Guides/Journal.md. DIR is for\n"
                + "this outstation alone, and is made when there is none."),
        .init(
            "--journal-sync", "WHEN",
            "When the journal is made safe from a loss of power: each (default; no event is\n"
                + "sent before it is safe), a time such as 200ms (1ms to 1h), or none (when the\n"
                + "system does it). A killed process loses nothing that was written."),
        .init(
            "--journal-limit", "SIZE",
            "The most room that the journal takes, such as 64M or 1G (K, M, G: 1024 times);\n"
                + "64K to 64G, default 256M."),
        .init(
            "--journal-drop", nil,
            "Drops what the journal has of points that the list no longer has; without, the\n"
                + "outstation does not start with another list."),
    ]

    /// The settings of the journal; `nil` without one.
    ///
    /// - Throws: everything that is wrong, a line each.
    static func settings(_ arguments: ParsedArguments) throws(UsageError) -> JournalSettings? {
        var findings = UsageFindings()
        guard let directory = arguments.last("--journal") else {
            for name in options.dropFirst().map(\.name) where arguments.has(name) {
                findings.add("\(name) is about the journal: give its directory with --journal.")
            }
            try findings.check()
            return nil
        }
        if directory.isEmpty { findings.add("--journal '': write the name of a directory.") }
        var settings = JournalSettings(directory: directory)
        settings.dropsForeignPoints = arguments.has("--journal-drop")
        if let text = arguments.last("--journal-sync") {
            if let synchronization = synchronization(text) {
                settings.synchronization = synchronization
            } else {
                findings.add(
                    "--journal-sync '\(text)' is not one of: each, none, a time from 1ms to 1h "
                        + "such as 200ms.")
            }
        }
        if let text = arguments.last("--journal-limit") {
            if let size = size(text), (64 << 10...64 << 30).contains(size) {
                settings.limit = size
            } else {
                findings.add(
                    "--journal-limit '\(text)' is no size from 64K to 64G such as 64M.")
            }
        }
        try findings.check()
        return settings
    }

    private static func synchronization(_ text: String) -> JournalSettings.Synchronization? {
        switch text {
        case "each": return .each
        case "none": return JournalSettings.Synchronization.none
        default:
            // A number alone could be seconds or milliseconds.
            guard text.last?.isLetter == true, let time = DurationText.milliseconds(text),
                (1...3_600_000).contains(time)
            else { return nil }
            return .every(.milliseconds(time))
        }
    }

    private static func size(_ text: String) -> Int? {
        let units: [(Character, Int)] = [("K", 10), ("M", 20), ("G", 30)]
        let unit = units.first { $0.0 == text.last.map { Character($0.uppercased()) } }
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number >= 0,
            number <= 64 << 30
        else { return nil }
        let product = number.multipliedReportingOverflow(by: 1 << (unit?.1 ?? 0))
        return product.overflow ? nil : product.partialValue
    }
}
