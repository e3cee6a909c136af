import IEC104
import IEC104Inspect

/// The outstations that a command line names: hosts, or the file of a fleet.
struct MasterTargets: Sendable {
    var fleet = FleetSettings()
    var targets: [MasterTarget]
    /// The file of the fleet, which may be read again.
    var config: String?

    static let options: [CommandSyntax.Option] =
        [
            .init(
                "--config", "FILE",
                "The outstations, in JSON, instead of HOST: names, redundancy groups, schedules, "
                    + "points, allowed commands; see Docs/Guides/FleetFile.md. It is read again at "
                    + "SIGHUP (kill -HUP): only what has changed connects anew."),
            .init(
                "--check", nil,
                "Reads FILE of --config and its point lists, connects to nobody, prints a line for "
                    + "each outstation, and what is odd as warnings, and ends: code 0, or 2 with "
                    + "all that is wrong."),
        ].under("Many outstations") + hostOptions.under("What is done with each HOST")

    /// What says how hosts are worked with; a file says it for itself.
    private static let hostOptions: [CommandSyntax.Option] = [
        .init(
            "--interrogate-every", "TIME",
            "Interrogates after each start of a link, and then so often, such as 30s, 15min or 1h; "
                + "1s at least; default: never again."),
        .init(
            "--counters-every", "TIME",
            "Reads the counters (counter interrogation) after each start, and then so often; 1s at "
                + "least."),
        .init(
            "--clock-every", "TIME",
            "Sets the clock to the time of --zone after each start, and then so often, such as 12h; "
                + "1s at least; default: no clock is set."),
        .init(
            "--redundant", nil,
            "All HOSTs are one outstation, a redundancy group: all are connected, one\n"
                + "is started; the next one when it ends, with --drop-repeats."),
        .init(
            "--drop-repeats", nil,
            "Leaves out events that come again after a lost connection, as their acknowledgement "
                + "had not been read, and counts them; without, all that comes is shown."),
        .init(
            "--points", "FILE",
            "A point list (CSV or JSON) with names, units, scales and limits; without\n"
                + "--station its stations are interrogated."),
    ]

    /// Those of a command line; `nil` when a file that it names is wrong, which is told on standard
    /// error.
    ///
    /// - Throws: everything that is wrong with the command line, a line each.
    static func read(
        _ arguments: ParsedArguments, _ options: StationOptions, zone: ZoneRule?
    ) throws(UsageError) -> MasterTargets? {
        guard let path = arguments.last("--config") else {
            return try hosts(arguments, options, zone)
        }
        var findings = UsageFindings()
        if !arguments.operands.isEmpty {
            findings.add(
                "--config names the outstations: leave out HOST, or --config.",
                "子站由 --config 给出: 请去掉 HOST 或 --config。")
        }
        let others = hostOptions + LinkOptions.options + [ProfileOptions.privateTypes]
        let given = (others.map(\.name) + ["--station", "--interrogate", "--zone", "--allow"])
            .filter(arguments.has)
        if !given.isEmpty {
            let names = given.joined(separator: ", ")
            findings.add(
                "--config says how each outstation is worked with: write there what \(names) "
                    + (given.count == 1 ? "says." : "say."),
                "各子站的设置写在 --config 的文件中: 请把 \(names) 写入该文件。")
        }
        if arguments.has("--check"), arguments.has("--once") {
            findings.add(
                "--check connects to nobody: leave out --once.", "--check 不连接子站: 请去掉 --once。")
        }
        try findings.check()
        do throws(FleetFileError) {
            let file = try FleetFile.load(path)
            if let warnings = file.warnings {
                Standard.error.write(warnings.description(in: options.language) + "\n")
            }
            return MasterTargets(fleet: file.settings, targets: file.targets, config: path)
        } catch {
            if let unreadable = error.unreadable { throw UsageError(unreadable) }
            Standard.error.write(error.description(in: options.language) + "\n")
            return nil
        }
    }

    /// Reads the file of the fleet again; `nil` when there is none. It throws all that is wrong.
    func reread() -> (@Sendable () throws(UsageError) -> FleetFile)? {
        guard let path = config else { return nil }
        return { () throws(UsageError) -> FleetFile in
            // A pipe would be waited for, and no later signal be heard.
            do throws(FleetFileError) {
                return try FleetFile.load(path, mayWait: false)
            } catch {
                throw UsageError(error.description(in: .english), error.description(in: .chinese))
            }
        }
    }
}
