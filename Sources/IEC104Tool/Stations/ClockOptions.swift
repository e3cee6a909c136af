import IEC104

/// What the command line says about the clock of the outstation.
enum ClockOptions {
    static func apply(
        _ arguments: ParsedArguments, to settings: inout OutstationSettings,
        _ findings: inout UsageFindings
    ) {
        if let clock = arguments.last("--clock") {
            settings.zone = findings.collect { () throws(UsageError) in try zone(clock) }
        }
        let drift = findings.collect { () throws(UsageError) in
            try arguments.number("--clock-drift", in: -100_000...100_000)
        }
        settings.clockDrift = Double(drift ?? 0)
        let validity = findings.collect { () throws(UsageError) in
            try arguments.number("--sync-validity", in: 1...172_800)
        }
        settings.synchronizationValidity = validity.map { .seconds($0) }
        settings.invalidUntilSynchronized = arguments.has("--invalid-until-sync")
        if validity != nil, !settings.invalidUntilSynchronized {
            findings.add("--sync-validity needs --invalid-until-sync.")
        }
        settings.acceptsClock = !arguments.has("--refuse-clock")
    }

    /// What `--clock-for` says.
    ///
    /// - Throws: everything that is wrong, a line each.
    static func linkClocks(_ arguments: ParsedArguments) throws(UsageError) -> [LinkClock] {
        var findings = UsageFindings()
        var clocks: [LinkClock] = []
        for text in arguments.all("--clock-for") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                findings.add(
                    "--clock-for '\(text)' is not MEMBER,...=TIME: write it as in "
                        + "--clock-for 10.0.0.7,port:2405=Europe/Berlin.")
                continue
            }
            var clock = LinkClock(.utc, for: [])
            for part in parts[0].split(separator: ",", omittingEmptySubsequences: false) {
                do throws(UsageError) {
                    clock.members.append(try RedundancyOptions.member(part))
                } catch {
                    findings.add("--clock-for '\(text)': \(error.message).")
                }
            }
            let time = String(parts[1])
            let found = findings.collect { () throws(UsageError) -> ZoneRule in
                let zone = try Self.zone(time, option: "--clock-for")
                return zone ?? .utc
            }
            clock.zone = found ?? .utc
            clocks.append(clock)
        }
        try findings.check()
        return clocks
    }

    /// `nil` is a clock that masters set, whatever zone they send; it begins with UTC.
    static func zone(
        _ text: String, option: String = "--clock"
    ) throws(UsageError) -> ZoneRule? {
        switch text {
        case "utc", "UTC": return nil
        case "local": return try file("/etc/localtime", text, option)
        default: break
        }
        if let first = text.first, "+-".contains(first) {
            guard let minutes = minutes(text) else {
                throw UsageError(
                    "\(option) '\(text)': write hours and minutes from -15:00 to +15:00, such as "
                        + "+08:00.",
                    "\(option) '\(text)': 请写 -15:00 至 +15:00 的时和分, 如 +08:00。")
            }
            return ZoneRule(minutes: minutes)
        }
        // A rule has a comma, a quoted name or a number behind its first letters; a zone has a slash.
        if text.contains(",") || text.contains("<") || text.contains(where: \.isNumber),
            !text.hasPrefix("Etc/")
        {
            do throws(ZoneRuleError) {
                return try ZoneRule(posix: text)
            } catch {
                throw UsageError("\(option) '\(text)': \(error).")
            }
        }
        let letters = text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0))
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard letters, !text.isEmpty, parts.allSatisfy({ !$0.isEmpty }), text.count <= 100 else {
            throw UsageError(
                "\(option) '\(text)': write utc, local, +08:00, a zone such as Europe/Berlin, or a "
                    + "rule such as CET-1CEST,M3.5.0,M10.5.0/3.",
                "\(option) '\(text)': 请写 utc、local、+08:00、Asia/Shanghai 这样的时区或 POSIX 规则。")
        }
        return try file("/usr/share/zoneinfo/" + text, text, option)
    }

    private static func minutes(_ text: String) -> Int? {
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.count == 2 }),
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
            let hours = Int(parts[0]), let minutes = parts.count == 2 ? Int(parts[1]) : 0,
            minutes < 60, hours * 60 + minutes <= 900
        else { return nil }
        return (text.first == "-" ? -1 : 1) * (hours * 60 + minutes)
    }

    /// The rule in the last line of a file of the zone database (RFC 9636).
    private static func file(
        _ path: String, _ text: String, _ option: String
    ) throws(UsageError) -> ZoneRule {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try InputFile.contents(of: path, limit: 1 << 20)
        } catch {
            throw UsageError(
                "\(option) '\(text)': the zone cannot be read from \(path): "
                    + "\(error.reason.english); write a rule such as CET-1CEST,M3.5.0,M10.5.0/3, "
                    + "or an offset such as +08:00.",
                "\(option) '\(text)': 无法从 \(path) 读取时区: \(error.reason.chinese); "
                    + "请写 POSIX 规则或 +08:00 这样的偏移。")
        }
        guard let line = footer(of: octets) else {
            throw UsageError(
                "\(option) '\(text)': \(path) is no file of a zone, or has no rule for the time to "
                    + "come: write a rule such as CET-1CEST,M3.5.0,M10.5.0/3.",
                "\(option) '\(text)': \(path) 不是时区文件, 或没有今后的规则: 请写 POSIX 规则。")
        }
        do throws(ZoneRuleError) {
            return try ZoneRule(posix: line)
        } catch {
            throw UsageError("\(option) '\(text)': the rule in \(path): \(error).")
        }
    }

    /// What stands between the last two line feeds of a version 2 file.
    static func footer(of octets: [UInt8]) -> String? {
        guard octets.starts(with: "TZif".utf8), octets.count > 44, octets[4] >= UInt8(ascii: "2"),
            octets.last == UInt8(ascii: "\n"),
            let start = octets.dropLast().lastIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        let line = octets[(start + 1)..<(octets.count - 1)]
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
