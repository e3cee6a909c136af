import IEC104
import IEC104Inspect

/// The options of an outstation that say how it is operated and what goes wrong.
struct RuntimeOptions {
    let faults: [Fault]
    let console: ConsoleMode

    static let options: [CommandSyntax.Option] = [
        ConsoleMode.option,
        .init(
            "--fault", "FAULT",
            "Does something wrong, to test a master: 'no-testfr-con', 'delay-act-con 5000\n"
                + "times 3 peer 10.0.0.7'. May be given several times; --list-faults shows all."),
        .init("--faults", "FILE", "Faults of a file, one a line; '#' begins a comment."),
        .init("--list-faults", nil, "Shows the faults that there are, and ends."),
    ]

    /// - Throws: all that is wrong.
    init(_ arguments: ParsedArguments) throws(UsageError) {
        var findings = UsageFindings()
        var faults: [Fault] = []
        for text in arguments.all("--fault") {
            do throws(FaultError) {
                faults.append(try Fault(text))
            } catch {
                findings.add("--fault '\(shortened(text))': \(error)")
            }
        }
        for file in arguments.all("--faults") {
            faults += findings.collect { () throws(UsageError) in try FaultFile.read(file) } ?? []
        }
        if faults.count > FaultFile.most {
            findings.add("\(faults.count) faults are too many: \(FaultFile.most) at most.")
        }
        try findings.check()
        self.faults = faults
        console = ConsoleMode(arguments)
    }
}

/// A file of faults: one a line, as the console reads them; empty lines and `#` are left out.
enum FaultFile {
    /// Most faults at a time.
    static let most = 1000
    private static let mostOctets = 1 << 20

    /// - Throws: every mistake, with the line.
    static func read(_ path: String) throws(UsageError) -> [Fault] {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try InputFile.contents(of: path, limit: mostOctets)
        } catch {
            throw UsageError("--faults '\(path)'", error.reason)
        }
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw UsageError("--faults '\(path)': this is not UTF-8: save it as UTF-8.")
        }
        return try parse(text, name: path)
    }

    static func parse(_ text: String, name: String) throws(UsageError) -> [Fault] {
        var findings = UsageFindings()
        var faults: [Fault] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let text = line.prefix { $0 != "#" }.filter { $0 != "\u{FEFF}" }
            guard text.contains(where: { !$0.isWhitespace }) else { continue }
            do throws(FaultError) {
                faults.append(try Fault(String(text)))
            } catch {
                findings.add("\(name):\(index + 1): \(error)")
            }
        }
        try findings.check()
        return faults
    }

    /// The table of all faults.
    static func table(isChinese: Bool) -> String {
        var text =
            isChinese
            ? "故障: 名称 [数字] [after N] [once | times N | always] [peer 前缀 | link N]\n\n"
            : "A fault: KIND [NUMBER] [after N] [once | times N | always] [peer PREFIX | link N]\n\n"
        for row in FaultKind.rows {
            var name = row.kind.rawValue
            if !row.placeholder.isEmpty {
                name += row.kind == .garbage ? " [HEX]" : " [\(row.placeholder)]"
            }
            var help = isChinese ? row.chinese : row.help
            if !row.placeholder.isEmpty, row.kind != .garbage { help += "; \(row.standard)" }
            help += row.times == nil ? (isChinese ? " (一直)" : " (always)") : ""
            text += "  " + name.padded(to: 24) + help + "\n"
        }
        guard !isChinese else {
            return text + "\n  after N: 连接已传送N个APDU之后; times N: N次; peer, link: 仅这些主站或该连接\n"
        }
        text += """

              after N: when the connection has carried N APDUs, in both directions
              times N, once, always: how often, on all connections together
              peer PREFIX, link N: only connections of these masters, or one by its number

            """
        return text
    }
}
