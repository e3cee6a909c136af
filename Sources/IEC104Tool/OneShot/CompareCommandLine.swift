import IEC104
import IEC104Inspect

/// `iec104 compare`: what differs between two outstations, lists or snapshots.
enum CompareCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "compare",
        summary: "shows what differs between outstations, point lists and snapshots",
        operands: "A B",
        operandHelp: """
            A and B are each an outstation (HOST[:PORT]), a point list (CSV or JSON), or a snapshot
            ('iec104 interrogate --format json > snapshot').
            """,
        options: [
            .init(
                "--station", "CA[,CA...]",
                "The common addresses that outstations are asked for, 1 to 65535; default:\n"
                    + "the stations of the file, or 65535 when both are outstations. May be given "
                    + "several times."),
            .init("--tolerance", "X", "How far numbers may be apart, 0 or more; default 0."),
            .init(
                "--check", "WHAT",
                "points, types, values, quality: several with commas; default all."),
            .init("--no-counters", nil, "Leaves counters out, and does not ask for them."),
            .init("--junit", "FILE", "Writes the result as JUnit XML: a test case for each point."),
        ] + OneShot.shared,
        notes: """
            Types differ when the kinds of information do: a list says M_SP_TB_1 of a point that an
            interrogation reports as M_SP_NA_1. What has no name here that is a file is an
            outstation; write ./NAME for a file.

            Examples:
              iec104 compare old-rtu new-rtu --station 3,4 --tolerance 0.5
              iec104 compare rtu7 rtu7.csv --check points,types
              iec104 compare before after --format json --junit acceptance.xml

            Exit codes: 0 no difference; 1 differences, or one of them could not be read; 2 wrong
            usage.
            """)

    enum Check: String, CaseIterable, Sendable {
        case points, types, values, quality
    }

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let options = findings.collect { () throws(UsageError) in try StationOptions(arguments) }
        let stations = findings.stations(arguments, options?.link.profile ?? .standard)
        let seconds = findings.number(arguments, "--timeout", in: 1...3600)
        let tolerance = findings.tolerance(arguments)
        var checks: Set<Check> = []
        for word in arguments.last("--check").map({ $0.split(separator: ",") }) ?? [] {
            let check = findings.collect { () throws(UsageError) in
                try ParsedArguments.choice(String(word), of: "--check", Check.self)
            }
            if let check { checks.insert(check) }
        }
        if arguments.operands.count != 2 {
            findings.add("give two to compare: A and B.", "请给出要比较的两个: A 和 B。")
        }
        var sources: [Source] = []
        for text in arguments.operands.prefix(2) {
            let source = findings.collect { () throws(UsageError) in
                try Source(text, profile: options?.link.profile ?? .standard)
            }
            if let source { sources.append(source) }
        }
        try findings.check()
        guard let options, sources.count == 2 else { return .usage }
        let work = CompareWork(
            options: options, sources: sources,
            stations: stations,
            timeout: seconds.map { .seconds($0) }, tolerance: tolerance,
            checks: checks.isEmpty ? Set(Check.allCases) : checks,
            hasCounters: !arguments.has("--no-counters"), junit: arguments.last("--junit"))
        return work.run()
    }

    /// What is said where all stations together are not answered.
    static let hint = Words(
        "not every outstation answers for all its stations together (65535): give --station CA, "
            + "several with commas; 'iec104 discover' finds them",
        "并非每个子站都响应全部站地址(65535):请用--station CA指定,多个以逗号分隔;"
            + "可用'iec104 discover'查找")

    /// One of the two.
    enum Source: Sendable {
        case outstation(HostPort)
        case file(PointImage)

        init(_ text: String, profile: Profile) throws(UsageError) {
            guard
                OutputFile.exists(text) || text.contains("/") || text.hasSuffix(".csv")
                    || text.hasSuffix(".json")
            else {
                self = .outstation(try HostPort(text))
                return
            }
            let octets = try LoadedPoints.contents(of: text, "")
            do throws(Words) {
                self = .file(try PointImage(octets, file: text, profile: profile))
            } catch {
                throw UsageError(error)
            }
        }
    }
}
