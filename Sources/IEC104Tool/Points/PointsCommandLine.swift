import IEC104
import IEC104Inspect

/// `iec104 points`: makes, checks and converts point lists.
enum PointsCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "points",
        summary: "makes, checks and converts point lists",
        operands: "check FILE ... | new | convert IN OUT | from CAPTURE",
        operandHelp: """
            check FILE ...     tells all that is wrong with lists, CSV or JSON
            new                prints a list to begin with, with comments
            convert IN OUT     writes a list as OUT says by its name, .csv or .json; OUT '-' is
                               standard output, and the form that IN has not
            from CAPTURE       prints the points of an outstation in a capture (pcap, pcapng)
            A file '-' is standard input.
            """,
        options: [TwinOptions.rtu] + ProfileOptions.sizes + [LanguageOption.option],
        notes: """
            Docs/Guides/PointList.md explains the lists.

            Examples:
              iec104 points new > station.csv
              iec104 points check station.csv
              iec104 points convert station.csv station.json
              iec104 points from capture.pcap > twin.csv

            Exit codes: 0 done, 1 a list is wrong or a file could not be read or written, 2 wrong
            usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        let language = try LanguageOption.language(arguments)
        var findings = UsageFindings()
        let profile = ProfileOptions.profile(arguments, &findings)
        try findings.check()
        let files = Array(arguments.operands.dropFirst())
        switch arguments.operands.first {
        case "check":
            guard !files.isEmpty else { throw UsageError("check FILE: which file?") }
            var code = ExitCode.done
            for file in files where check(file, profile, language) != .done { code = .failed }
            return code
        case "new":
            guard files.isEmpty else {
                throw UsageError("new prints the list: 'iec104 points new > \(files[0])'.")
            }
            return Standard.output.show(PointListTemplate.text(in: language))
        case "convert":
            guard files.count == 2 else {
                throw UsageError("convert IN OUT: two files, such as 'station.csv station.json'.")
            }
            return try convert(files[0], files[1], profile, language)
        case "from":
            guard files.count == 1 else {
                throw UsageError("from CAPTURE: one file, such as 'capture.pcap'.")
            }
            let (twin, _) = try TwinOptions.twin(files[0], arguments, profile, language)
            return Standard.output.show(
                String(decoding: twin.list(from: files[0]), as: UTF8.self))
        case let word?:
            throw UsageError("'\(word)' is none of: check, new, convert, from.")
        case nil:
            throw UsageError("write one of: check FILE, new, convert IN OUT, from CAPTURE.")
        }
    }

    // MARK: What they do

    private static func check(
        _ file: String, _ profile: Profile, _ language: Language
    ) -> ExitCode {
        guard let text = contents(of: file) else { return .failed }
        do throws(PointListErrors) {
            let points = try LoadedPoints(text, name: file, profile: profile)
            if let advice = points.advice(in: language) { Standard.error.write(advice + "\n") }
            return Standard.output.show(summary(points, language) + "\n")
        } catch {
            Standard.error.write(error.description(in: language) + "\n")
            return .failed
        }
    }

    private static func summary(_ points: LoadedPoints, _ language: Language) -> String {
        let list = points.list
        let stations = Set(list.points.map(\.station) + list.commands.map(\.station)).count
        return language == .chinese
            ? "\(points.name): \(list.points.count)个点, \(list.commands.count)个命令, "
                + "\(stations)个站址, \(list.simulated.count)个点自行变化"
            : "\(points.name): \(list.points.count) points, \(list.commands.count) commands, "
                + "stations: \(stations), points that move: \(list.simulated.count)"
    }

    private static func convert(
        _ file: String, _ target: String, _ profile: Profile, _ language: Language
    ) throws(UsageError) -> ExitCode {
        let name = target.lowercased()
        guard target == "-" || name.hasSuffix(".csv") || name.hasSuffix(".json") else {
            throw UsageError("'\(target)': a name that ends with .csv or .json, or '-'.")
        }
        guard let text = contents(of: file) else { return .failed }
        do throws(PointListError) {
            _ = try PointList(text, file: file, profile: profile)
        } catch {
            Standard.error.write(error.description(in: language) + "\n")
            return .failed
        }
        let isJSON = target == "-" ? !JSONScanner.looksLikeJSON(text) : name.hasSuffix(".json")
        let output =
            isJSON
            ? PointListConverter.json(text, language: language) : PointListConverter.csv(text)
        let written = String(decoding: output, as: UTF8.self)
        guard target != "-" else { return Standard.output.show(written) }
        do throws(FileError) {
            try OutputFile.write(written, to: target)
            return .done
        } catch {
            Standard.error.write("iec104 points: '\(target)': \(error)\n")
            return .failed
        }
    }

    private static func contents(of file: String) -> [UInt8]? {
        do throws(FileError) {
            return try InputFile.contents(of: file, limit: PointList.mostOctets)
        } catch {
            Standard.error.write("iec104 points: '\(file)': \(error.reason.english)\n")
            return nil
        }
    }
}
