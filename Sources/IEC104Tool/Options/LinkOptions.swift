import IEC104

/// The options of a link: the parameters of IEC 60870-5-104, 9.6, the originator address and the
/// sizes of the fields.
struct LinkOptions {
    let parameters: SessionParameters
    /// What the controlling station calls itself; 0 when it does not say.
    let originator: UInt8
    var profile: Profile
    /// What works and is unwise, a sentence each.
    let advice: [String]

    static let options: [CommandSyntax.Option] =
        [
            .init(
                "--k", "N",
                "Most unacknowledged I APDUs sent, 1 to 32767; default 12.\nw goes down with it unless --w is given."
            ),
            .init("--w", "N", "Acknowledges after so many I APDUs received, 1 to k; default 8."),
            .init("--t0", "SECONDS", "Time to connect (masters), 1 to 255; default 30."),
            .init(
                "--t1", "SECONDS",
                "Time to wait for an acknowledgement, 1 to 255; default 15.\nt2 goes down with it unless --t2 is given."
            ),
            .init(
                "--t2", "SECONDS",
                "Time after which what was received is acknowledged, 1 to 255, less than t1; default 10."
            ),
            .init(
                "--t3", "SECONDS",
                "Idle time before a test of the link (TESTFR), 1 to 172800; default 20."),
            .init("--t3-both", nil, "APDUs that are sent restart t3 too."),
            .init(
                "--quirk", "NAME",
                "Lets the peer break a rule; may be given several times:\n"
                    + "first-number-1         its first N(S) may be 1\n"
                    + "data-confirms-start    data may come before STARTDT con, or without it\n"
                    + "any-apdu-answers-test  TESTFR con may be missing where another APDU comes"),
            .init("--originator", "N", "The originator address (masters), 0 to 255; default 0."),
        ] + ProfileOptions.sizes

    /// - Throws: everything that is wrong, a line each.
    init(_ arguments: ParsedArguments) throws(UsageError) {
        var findings = UsageFindings()
        func number(
            _ name: String, _ range: ClosedRange<Int>, _ findings: inout UsageFindings
        ) -> Int? {
            findings.collect { () throws(UsageError) in try arguments.number(name, in: range) }
        }
        var parameters = SessionParameters()
        let window = SessionParameters.windowRange
        let time = Self.seconds(SessionParameters.timeRange)
        let idle = Self.seconds(SessionParameters.idleRange)
        if let k = number("--k", window, &findings) { parameters.k = k }
        if let w = number("--w", window, &findings) { parameters.w = w }
        if let t0 = number("--t0", time, &findings) { parameters.t0 = .seconds(t0) }
        if let t1 = number("--t1", time, &findings) { parameters.t1 = .seconds(t1) }
        if let t2 = number("--t2", time, &findings) { parameters.t2 = .seconds(t2) }
        if let t3 = number("--t3", idle, &findings) { parameters.t3 = .seconds(t3) }
        // A smaller k alone takes the default w with it: nobody said that it stays.
        if arguments.has("--k"), !arguments.has("--w"), parameters.w > parameters.k {
            parameters.w = max(parameters.k * 2 / 3, 1)
        }
        if arguments.has("--t1"), !arguments.has("--t2"), parameters.t2 >= parameters.t1 {
            let t1 = Int(parameters.t1.components.seconds)
            if t1 > 1 { parameters.t2 = .seconds(max(t1 * 2 / 3, 1)) }
        }
        parameters.sendingRestartsT3 = arguments.has("--t3-both")
        for name in arguments.all("--quirk") {
            let quirk = findings.collect { () throws(UsageError) in
                try ParsedArguments.choice(name, of: "--quirk", PeerQuirk.self)
            }
            if let quirk { parameters.quirks.insert(quirk) }
        }
        let violations = parameters.findings
        for finding in violations where !finding.isAdvice {
            findings.add("--\(finding.parameter): \(finding.description).")
        }
        advice = violations.filter(\.isAdvice).map { "--\($0.parameter): \($0.description)." }
        let originator = number("--originator", 0...255, &findings)
        profile = ProfileOptions.profile(arguments, &findings)
        if let originator, originator > 0, profile.causeSize == 1 {
            findings.add(
                "--originator \(originator) needs a cause of transmission of 2 octets: leave out "
                    + "--cot-size 1 or --originator.",
                "--originator \(originator) 要求传送原因为2字节: 请去掉 --cot-size 1 或 --originator。")
        }
        try findings.check()
        self.parameters = parameters
        self.originator = UInt8(originator ?? 0)
    }

    private static func seconds(_ range: ClosedRange<Duration>) -> ClosedRange<Int> {
        Int(range.lowerBound.components.seconds)...Int(range.upperBound.components.seconds)
    }
}
