import IEC104

/// The options of an outstation about redundancy groups.
struct RedundancyOptions {
    let groups: [RedundancyGroup]
    let secondStart: OutstationSettings.SecondStart
    let dampsFights: Bool

    private enum Policy: String, CaseIterable {
        case closeOld = "close-old"
        case stopOld = "stop-old"
        case refuse

        var setting: OutstationSettings.SecondStart {
            switch self {
            case .closeOld: .closeOld
            case .stopOld: .stopOld
            case .refuse: .refuse
            }
        }
    }

    static let options: [CommandSyntax.Option] = [
        .init(
            "--group", "NAME=MEMBER,...",
            "A redundancy group: masters that share one event buffer, one of them started at\n"
                + "a time. A member is an address or a prefix of clients (10.0.0.7, 10.1.0.0/16,\n"
                + "fd00::/8), port:N (who connects to that port) or local:ADDRESS (who connects\n"
                + "to that address here). May be given several times; the first group that has a\n"
                + "master counts. Without one, every host gets everything."),
        .init(
            "--second-start", "POLICY",
            "What STARTDT does while another connection of the group is started: close-old\n"
                + "(default) takes over and closes the other one, stop-old takes over and leaves\n"
                + "it connected, refuse closes the new one."),
        .init(
            "--damp-fights", nil,
            "While two masters of a group displace each other again and again, the one that\n"
                + "is started stays so: a second STARTDT is refused."),
    ]

    /// - Throws: everything that is wrong, a line each.
    init(_ arguments: ParsedArguments) throws(UsageError) {
        var findings = UsageFindings()
        var groups: [RedundancyGroup] = []
        for text in arguments.all("--group") {
            guard let group = Self.group(text, &findings) else { continue }
            if let place = groups.firstIndex(where: { $0.name == group.name }) {
                groups[place].members += group.members
            } else {
                groups.append(group)
            }
        }
        let policy = findings.collect { () throws(UsageError) in
            try arguments.choice("--second-start", Policy.self)
        }
        for name in ["--second-start", "--damp-fights"]
        where arguments.has(name) && !arguments.has("--group") {
            findings.add("\(name) is about redundancy groups: give them with --group.")
        }
        if arguments.has("--damp-fights"), policy == .refuse {
            findings.add("--damp-fights: with --second-start refuse there are no fights.")
        }
        try findings.check()
        if let problem = RedundancyGroup.problem(in: groups) {
            throw UsageError("--group: \(problem).")
        }
        self.groups = groups
        secondStart = policy?.setting ?? .closeOld
        dampsFights = arguments.has("--damp-fights")
    }

    private static func group(
        _ text: String, _ findings: inout UsageFindings
    ) -> RedundancyGroup? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            findings.add(
                "--group '\(text)' is not NAME=MEMBER,...: write it as in "
                    + "--group control=10.0.0.7,10.0.0.8 or --group test=port:2405.")
            return nil
        }
        var members: [RedundancyGroup.Member] = []
        for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            do {
                members.append(try member(part))
            } catch {
                findings.add("--group '\(parts[0])': \(error.message).")
            }
        }
        return RedundancyGroup(String(parts[0]), members)
    }

    /// Which connections are meant: an address or a prefix of clients, `port:N`, `local:ADDRESS`.
    static func member(
        _ text: Substring
    ) throws(UsageError) -> RedundancyGroup.Member {
        if text.hasPrefix("port:") {
            let digits = text.dropFirst(5)
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let port = UInt16(digits), port > 0
            else { throw UsageError("'\(text)': a port is a number from 1 to 65535") }
            return .port(port)
        }
        do throws(AddressPrefixError) {
            return text.hasPrefix("local:")
                ? .listener(try AddressPrefix(String(text.dropFirst(6))))
                : .client(try AddressPrefix(String(text)))
        } catch {
            throw UsageError("\(error)")
        }
    }
}
