import IEC104

/// The options that say how the outstation of the command line answers interrogations, resets and
/// what cannot be read: masters and networks differ in what they bear.
enum AnswerOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--no-sequences", nil,
            "Answers interrogations without SQ = 1, as masters want that do not read it."),
        .init(
            "--events-per-asdu", "N",
            "Most events in one ASDU, 1 to 127; default 127: as many as fit."),
        .init(
            "--second-interrogation", "WHAT",
            "What an interrogation does while the same one runs: refuse (default) gets a negative\n"
                + "con, restart begins again."),
        .init(
            "--strict", nil,
            "An ASDU that cannot be read ends its connection; else it is counted and left alone."),
        .init("--refuse-reset", nil, "Refuses process resets (C_RP_NA_1)."),
        .init(
            "--largest-reading", "N",
            "After this reading counters begin at zero again, with CY; 1 to 2147483647 (default);\n"
                + "those of decimal counters end at 999999999."),
    ]

    private enum Second: String, CaseIterable {
        case refuse, restart
    }

    /// Sets what the arguments say.
    ///
    /// - Throws: everything that is wrong, a line each.
    static func apply(
        _ arguments: ParsedArguments, to configuration: inout OutstationConfiguration
    ) throws(UsageError) {
        var findings = UsageFindings()
        if arguments.has("--no-sequences") { configuration.settings.sequences = false }
        if arguments.has("--refuse-reset") { configuration.settings.acceptsReset = false }
        if arguments.has("--strict") { configuration.closesOnMalformed = true }
        let most = findings.collect { () throws(UsageError) in
            try arguments.number("--events-per-asdu", in: 1...127)
        }
        if let most { configuration.settings.maximumObjectsPerEventASDU = most }
        let largest = findings.collect { () throws(UsageError) in
            try arguments.number("--largest-reading", in: 1...Int(Int32.max))
        }
        if let largest { configuration.settings.largestReading = Int32(clamping: largest) }
        let second = findings.collect { () throws(UsageError) in
            try arguments.choice("--second-interrogation", Second.self)
        }
        if second == .restart { configuration.settings.repeatedInterrogation = .restart }
        try findings.check()
    }
}
