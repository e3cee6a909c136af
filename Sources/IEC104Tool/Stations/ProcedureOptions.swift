import IEC104

/// The options that say how the outstation of the command line answers commands and requests.
enum ProcedureOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--pulse-short", "MS",
            "The length of a short pulse (QU 1), 1 to 3600000 ms; default 500."),
        .init("--pulse-long", "MS", "The length of a long pulse (QU 2); default 2000."),
        .init(
            "--act-term", "WHEN",
            "When commands are ended with act term: after (default) their execution, which\n"
                + "is the pulse; at-once; or never."),
        .init(
            "--return-cause", "N",
            "The cause of states that a command has changed: 11 (default) or 3."),
        .init(
            "--select-timeout", "SECONDS", "How long a selection lasts, 1 to 3600; default 10."),
        .init(
            "--command-delay", "SECONDS",
            "How old or new the time tag of a command may be, 1 to 172800; default 10."),
        .init(
            "--counter-mode", "MODE",
            "A: frozen here, reported at once; B: frozen here, reported when asked; C (default):\n"
                + "frozen by the master, reported when asked; D: frozen by the master, reported at\n"
                + "once. A and B need --freeze-every, and refuse a freeze of the master."),
        .init(
            "--freeze-every", "SECONDS",
            "Freezes all counters at the multiples of this time on the clock of the station,\n"
                + "1 to 172800; 900 is each quarter of an hour."),
        .init("--freeze-reset", nil, "These freezes let the counters begin at zero again."),
        .init(
            "--parameters", "WHICH",
            "Which parameters of measured values interrogations report: loaded (default), those\n"
                + "that a master has loaded; all; none; refuse: none, and none can be loaded."),
        .init(
            "--clock", "TIME",
            "What time tags are in: utc (default), local, +08:00, a zone such as Europe/Berlin,\n"
                + "or a rule such as CET-1CEST,M3.5.0,M10.5.0/3; zones and rules set SU in summer."),
        .init(
            "--clock-for", "MEMBER,...=TIME",
            "What the times of some connections are in, both ways, when that is not --clock.\n"
                + "Members are those of --group (10.0.0.7, 10.1.0.0/16, port:N, local:ADDRESS);\n"
                + "may be given several times, the first one that has a connection counts."),
        .init(
            "--clock-drift", "PPM",
            "How much too fast the clock of the station runs, -100000 to 100000; default 0."),
        .init(
            "--invalid-until-sync", nil,
            "Time tags are invalid (IV) until the first clock synchronization."),
        .init(
            "--sync-validity", "SECONDS",
            "They are invalid again so long after it, 1 to 172800; default: never."),
        .init("--refuse-clock", nil, "Refuses clock synchronizations."),
        .init(
            "--tagged-counters", nil, "Reports counters with the time of their freeze (M_IT_TB_1)."),
    ]

    private enum Termination: String, CaseIterable {
        case after
        case atOnce = "at-once"
        case never
    }

    private enum CounterMode: String, CaseIterable {
        case a = "A"
        case b = "B"
        case c = "C"
        case d = "D"
    }

    private enum Parameters: String, CaseIterable {
        case loaded, all, none, refuse
    }

    private static func applyParameters(
        _ arguments: ParsedArguments, to settings: inout OutstationSettings,
        _ findings: inout UsageFindings
    ) {
        let which = findings.collect { () throws(UsageError) in
            try arguments.choice("--parameters", Parameters.self)
        }
        switch which {
        case nil, .loaded: break
        case .all: settings.reportedParameters = .all
        case .none?: settings.reportedParameters = .never
        case .refuse:
            settings.reportedParameters = .never
            settings.acceptsParameters = false
        }
    }

    private static func applyCounters(
        _ arguments: ParsedArguments, to settings: inout OutstationSettings,
        _ findings: inout UsageFindings
    ) {
        let period = findings.collect { () throws(UsageError) in
            try arguments.number("--freeze-every", in: 1...172_800)
        }
        let mode = findings.collect { () throws(UsageError) in
            try arguments.choice("--counter-mode", CounterMode.self)
        }
        if let period {
            settings.counterSchedule = CounterSchedule(
                every: .seconds(period), resets: arguments.has("--freeze-reset"))
        } else if arguments.has("--freeze-reset") {
            findings.add("--freeze-reset needs --freeze-every SECONDS.")
        }
        if let mode {
            settings.frozenCounters = mode == .a || mode == .d ? .spontaneously : .whenAsked
            settings.acceptsFreeze = mode == .c || mode == .d
            if !settings.acceptsFreeze, !arguments.has("--freeze-every") {
                findings.add("--counter-mode \(mode.rawValue) needs --freeze-every SECONDS.")
            }
        }
        settings.timeTaggedCounters = arguments.has("--tagged-counters")
    }

    /// Sets what the arguments say.
    ///
    /// - Throws: everything that is wrong, a line each.
    static func apply(
        _ arguments: ParsedArguments, to settings: inout OutstationSettings
    ) throws(UsageError) {
        var findings = UsageFindings()
        func number(
            _ name: String, _ range: ClosedRange<Int>, _ findings: inout UsageFindings
        ) -> Int? {
            findings.collect { () throws(UsageError) in try arguments.number(name, in: range) }
        }
        if let time = number("--pulse-short", 1...3_600_000, &findings) {
            settings.shortPulse = .milliseconds(time)
        }
        if let time = number("--pulse-long", 1...3_600_000, &findings) {
            settings.longPulse = .milliseconds(time)
        }
        let termination = findings.collect { () throws(UsageError) in
            try arguments.choice("--act-term", Termination.self)
        }
        switch termination {
        case .after, nil: break
        case .atOnce: settings.termination = .atOnce
        case .never: settings.termination = .never
        }
        if let cause = number("--return-cause", 3...11, &findings) {
            if cause != 3, cause != 11 {
                findings.add("--return-cause '\(cause)' is not one of: 3, 11.")
            }
            settings.returnsInformation = cause == 11
        }
        if let time = number("--select-timeout", 1...3600, &findings) {
            settings.selectTimeout = .seconds(time)
        }
        if let time = number("--command-delay", 1...172_800, &findings) {
            settings.commandDelay = .seconds(time)
        }
        applyCounters(arguments, to: &settings, &findings)
        applyParameters(arguments, to: &settings, &findings)
        ClockOptions.apply(arguments, to: &settings, &findings)
        try findings.check()
    }
}
