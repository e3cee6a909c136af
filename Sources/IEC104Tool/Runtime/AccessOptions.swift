import IEC104

extension ConnectionRefusal {
    /// Why, in a few words.
    var words: Words {
        switch self {
        case .tooMany: Words("there are as many connections as allowed", "连接数已达上限")
        case .tooManyOfHost:
            Words("its address has as many connections as allowed", "该地址的连接数已达上限")
        case .notAllowed: Words("its address is not allowed (--allow)", "该地址不在允许范围内 (--allow)")
        }
    }
}

/// The options of an outstation that say who may do what.
enum AccessOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--allow", "PREFIX,...",
            "Only these clients may connect, such as 10.0.0.0/8,::1; default all. May be\n"
                + "given several times."),
        .init("--connections-per-host", "N", "The most connections of one address at a time."),
        .init(
            "--read-only", nil,
            "Refuses all that changes the station: commands, parameters, resets, freezes of\n"
                + "counters, clock synchronizations, files that masters write or delete."),
        .init(
            "--command-allow", "RULE",
            "Who may command what: PREFIX=CA/IOA-IOA, 10.0.0.7=2/*, 10.0.0.7=*. What no\n"
                + "rule allows is refused; for clients that no rule names, all that --read-only\n"
                + "refuses. May be given several times."),
        .init(
            "--command-rate", "N[/BURST]",
            "The most commands a second of each client address, on all its connections together,\n"
                + "and at once (default N)."),
        .init(
            "--audit", "FILE", "Appends every command and what became of it, a JSON object a line."),
    ]

    /// - Throws: all that is wrong.
    static func rules(_ arguments: ParsedArguments) throws(UsageError) -> AccessRules {
        var findings = UsageFindings()
        var rules = AccessRules()
        for text in arguments.all("--allow") {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                do throws(AddressPrefixError) {
                    rules.clients.append(try AddressPrefix(String(part)))
                } catch {
                    findings.add("--allow: \(error).")
                }
            }
        }
        for text in arguments.all("--command-allow") {
            do throws(CommandRuleError) {
                rules.commands.append(try CommandRule(text))
            } catch {
                findings.add("--command-allow: \(error).")
            }
        }
        rules.connectionsPerHost = findings.collect { () throws(UsageError) -> Int? in
            try arguments.number("--connections-per-host", in: 1...1_000_000)
        }
        rules.isReadOnly = arguments.has("--read-only")
        rules.commandRate = findings.collect { () throws(UsageError) -> CommandRights.Rate? in
            try arguments.last("--command-rate").map(rate)
        }
        try findings.check()
        return rules
    }

    private static func rate(_ text: String) throws(UsageError) -> CommandRights.Rate {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let perSecond = Double(first),
            (0.001...1_000_000).contains(perSecond),
            let burst = parts.count == 2 ? Int(parts[1]) : Int(perSecond.rounded(.up)),
            (1...1_000_000).contains(burst)
        else {
            throw UsageError(
                "--command-rate '\(shortened(text))': write commands a second, 0.001 to 1000000, "
                    + "and how many at once behind '/', as in 2/10.")
        }
        return CommandRights.Rate(perSecond: perSecond, burst: burst)
    }
}
