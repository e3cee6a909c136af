import IEC104
import IEC104Inspect

/// What the command line of a master says about where its values go and how they are written.
struct MasterOutput: Sendable {
    enum Format: String, CaseIterable {
        case text, json, csv, influx
    }

    let format: Format
    let path: String?
    let rotation: Rotation?
    let drops: Bool
    let recording: String?
    let metrics: String?
    /// Seconds.
    let metricsPeriod: Int
    let isLive: Bool
    let zone: ZoneRule?

    static let options: [CommandSyntax.Option] =
        [
            .init(
                "--format", "FORMAT",
                "text (default); json: one object a line; csv: a row a value;\n"
                    + "influx: InfluxDB line protocol."),
            .init("--output", "FILE", "Appends the values to FILE instead of standard output."),
            .init(
                "--rotate", "WHEN",
                "Puts FILE aside as FILE.1 and begins a new one: at a size (100MB),\n"
                    + "after a time (15min, 1h), hourly or daily (UTC)."),
            .init("--keep", "N", "Keeps N files that were put aside, 1 to 9999; default 10."),
            .init(
                "--drop", nil,
                "When the reader of the output is too slow, keeps 16 MB for it, then loses the "
                    + "oldest lines and counts them; without, the outstations wait for it and "
                    + "nothing is lost."),
            .init(
                "--zone", "ZONE",
                "What the clocks of the HOSTs show: utc (default), local (the zone of this machine), "
                    + "+08:00, a zone such as Europe/Berlin, or a POSIX rule. --clock-every sets "
                    + "this time, and time tags are taken as such where they are reckoned with: "
                    + "times of influx, ages of events in figures and the live view, what is odd "
                    + "about a clock. Text, JSON and CSV show time tags as they were sent. RTUs "
                    + "that show the time of Beijing: --zone +08:00."),
            CaptureFile.option,
        ].under("Output") + ([LiveView.option] + MetricsFile.options).under("Seeing")

    init(_ arguments: ParsedArguments) throws(UsageError) {
        var findings = UsageFindings()
        let format = findings.collect { () throws(UsageError) in
            try arguments.choice("--format", Format.self)
        }
        self.format = format ?? .text
        path = arguments.last("--output")
        let kept = findings.collect { () throws(UsageError) in
            try arguments.number("--keep", in: 1...9999)
        }
        if let text = arguments.last("--rotate") {
            let rule = Rotation.rule(text)
            if rule == nil {
                findings.add(
                    "--rotate '\(text)': write a size such as 100MB, a time such as 1h (at least "
                        + "1s), hourly or daily.",
                    "--rotate '\(text)': 请写大小 (如 100MB)、时间 (如 1h, 至少1s)、hourly 或 daily。")
            }
            rotation = rule.map { Rotation(rule: $0, kept: kept ?? 10) }
            if path == nil { findings.needs("--rotate", "--output FILE") }
        } else {
            rotation = nil
            if kept != nil { findings.needs("--keep", "--rotate") }
        }
        drops = arguments.has("--drop")
        recording = arguments.last("--record")
        metrics = arguments.last("--metrics")
        let period = findings.collect { () throws(UsageError) in
            try arguments.number("--metrics-every", in: 1...86_400)
        }
        metricsPeriod = period ?? 10
        if period != nil, metrics == nil { findings.needs("--metrics-every", "--metrics FILE") }
        isLive = arguments.has("--live")
        if isLive, arguments.has("--once") || arguments.has("--trace") {
            findings.add(
                "--live shows what comes as it comes: leave out --once and --trace.",
                "--live 实时显示: 请去掉 --once 和 --trace。")
        }
        if isLive, !Terminal.isInFront {
            findings.add(
                "--live needs a terminal; for a file or a program use --format json, csv or influx.",
                "--live 需要终端; 供文件或程序使用请用 --format json、csv 或 influx。")
        }
        if isLive, Terminal.isInFront, Terminal.isDumb {
            findings.add(
                "--live needs a terminal that moves its cursor, and TERM says that this one does "
                    + "not: set TERM to what it is, such as xterm, or leave out --live.",
                "--live 需要能移动光标的终端, 而 TERM 表明此终端不能: 请正确设置 TERM (如 xterm), 或去掉 --live。")
        }
        zone = findings.collect { () throws(UsageError) in
            try arguments.last("--zone").flatMap { text throws(UsageError) in
                try ClockOptions.zone(text, option: "--zone")
            }
        }
        if arguments.has("--trace"), self.format == .csv || self.format == .influx {
            findings.add(
                "--trace shows APDUs as text or json; \(self.format.rawValue) has values.",
                "--trace 以 text 或 json 显示APDU; \(self.format.rawValue) 只有值。")
        }
        try findings.check()
    }

    /// - Throws: when two options name one file, which would be both or neither.
    func checkPaths(_ arguments: ParsedArguments) throws(UsageError) {
        let names = ["--output", "--record", "--metrics", "--audit"]
        var findings = UsageFindings()
        var known: [String: String] = [:]
        for name in ["--config", "--points"] + names {
            guard let path = arguments.last(name) else { continue }
            let place = OutputFile.place(path)
            if let other = known[place], names.contains(name), path != "/dev/null" {
                findings.add(
                    "\(other) and \(name) name one file, '\(path)': write two names.",
                    "\(other) 与 \(name) 是同一文件 '\(path)': 请写两个不同的名称。")
            }
            known[place] = name
        }
        try findings.check()
    }

    /// - Throws: when the figures could not be written.
    func checkMetrics() throws(UsageError) {
        guard let metrics else { return }
        do throws(FileError) {
            try OutputFile.checkReplacing(metrics)
        } catch {
            throw UsageError("--metrics '\(metrics)'", error.words)
        }
    }

    /// Where the values go.
    func sink() throws(UsageError) -> OutputSink {
        do throws(FileError) {
            return try OutputSink(
                path: path, rotation: rotation, header: format == .csv ? ValuePrinter.header : "",
                dropping: drops)
        } catch {
            throw UsageError("--output '\(path ?? "-")'", error.words)
        }
    }

    /// Whether values are shown by the live view only.
    var isHidden: Bool { isLive && path == nil }

    /// What writes the values.
    func printer(_ options: StationOptions) -> ValuePrinter {
        let kind: ValuePrinter.Format =
            switch format {
            case .text: .text
            case .json: .json
            case .csv: .csv
            case .influx: .influx
            }
        return ValuePrinter(
            format: kind, language: options.language,
            isColored: options.isColored && path == nil, profile: options.link.profile,
            wireTime: wireTime)
    }

    /// The times of time tags.
    var wireTime: WireTime { zone.map(WireTime.init) ?? .utc }
}

extension WireTime {
    /// Clocks that show the local time of a zone.
    init(_ zone: ZoneRule) {
        self.init(
            utc: { zone.utc(local: $0, isSummerTime: $1) },
            local: { $0 &+ Int64(zone.offset(at: $0).minutes) &* 60_000 })
    }
}
