import IEC104
import IEC104Inspect

/// `iec104 files`: lists, fetches, writes and deletes files of an outstation.
enum FilesCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "files",
        summary: "lists, fetches, writes and deletes files of an outstation",
        operands: "HOST[:PORT] ls|get|put|rm|log [NUMBER|FILE ...]",
        operandHelp: """
            ls [NUMBER ...]    lists the directory, or subdirectories by their numbers
            get NUMBER ...     fetches files by their numbers (NOF, 1 to 65535)
            put FILE ...       writes files; the number is that at the beginning of the name
            rm NUMBER ...      deletes files
            log NUMBER ...     fetches the part of logs that --from and --to say (query log)
            """,
        options: [
            OneShot.stationOption,
            .init(
                "--object", "IOA",
                "The object address of the files, 1 to 16777215; default 30000, and 0 with\n"
                    + "ls: the whole directory."),
            .init(
                "--output", "PATH",
                "Where get and log write: a folder, or a file when it is one file; - is\n"
                    + "standard output. Default: the number, such as 00007, in this folder."),
            .init("--number", "N", "The number of the one file that put writes."),
            .init(
                "--from", "TIME",
                "The first moment of log, such as 2026-03-02T08:00, on the outstation's clock."),
            .init("--to", "TIME", "The last moment of log."),
            .init(
                "--audit", "FILE",
                "Appends what put and rm do, and what became of it, as JSON lines; nothing is\n"
                    + "done when that cannot be written."),
        ] + OneShot.shared,
        notes: """
            A file is written under another name and renamed when all its checksums were right: who
            looks sees the old one or all of the new one. A section with a wrong checksum is sent
            again, up to three times. A transfer that breaks off begins again from the start: the
            protocol has no way to begin in the middle.

            Examples:
              iec104 files 127.0.0.1 ls
              iec104 files rtu7 get 7 8 9 --output records
              iec104 files rtu7 put 00012-settings.cfg
              iec104 files rtu7 log 20 --from 2026-03-02T08:00 --to 2026-03-02T09:00 --output -

            Exit codes: 0 all was done; 1 refused, no answer, no connection, or a file here that
            cannot be read or written; 2 wrong usage.
            """)

    enum Verb: String, CaseIterable {
        case ls, get, put, rm, log
    }

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let shot = OneShot(syntax.name, arguments, operands: .max, &findings)
        let largest = Int((shot?.options.link.profile ?? .standard).largestObjectAddress)
        let word = arguments.operands.dropFirst().first
        let verb = word.flatMap { Verb(rawValue: $0) }
        if verb == nil {
            findings.add(Self.noVerb(word))
        }
        let object = findings.number(arguments, "--object", in: 0...largest)
        let number = findings.number(arguments, "--number", in: 1...65_535)
        let range = findings.collect { () throws(UsageError) in try Self.range(arguments, verb) }
        let rest = Array(arguments.operands.dropFirst(2))
        var items: [FilesWork.Item] = []
        for text in rest {
            if let item = findings.item(text, verb, number) { items.append(item) }
        }
        if rest.isEmpty, let verb, verb != .ls {
            let name = verb == .put ? "FILE" : "NUMBER"
            findings.add("\(verb.rawValue): which \(name)?", "\(verb.rawValue): 哪个 \(name)?")
        }
        if verb == .ls, items.isEmpty { items = [.init(number: 0, path: nil)] }
        if number != nil, verb != .put || rest.count != 1 {
            findings.add(
                "--number goes with put and one file.", "--number 只用于 put 且只有一个文件。")
        }
        let output = arguments.last("--output")
        if output != nil, verb != .get, verb != .log {
            findings.add("--output goes with get and log.", "--output 只用于 get 和 log。")
        }
        if output == "-", rest.count > 1 {
            findings.add("--output -: one file only.", "--output -: 只能有一个文件。")
        }
        if verb != .ls, object == 0 {
            findings.add("--object 0 goes with ls only.", "--object 0 只用于 ls。")
        }
        if arguments.has("--audit"), verb != .put, verb != .rm {
            findings.add("--audit goes with put and rm.", "--audit 只用于 put 和 rm。")
        }
        try findings.check()
        guard let shot, let verb else { return .usage }
        let work = FilesWork(
            shot: shot, verb: verb, items: items, range: range, output: output,
            object: ObjectAddress(UInt32(clamping: object ?? (verb == .ls ? 0 : 30_000))))
        return shot.run { session in await work.run(session) }
    }

    private static func noVerb(_ word: String?) -> UsageError {
        guard let word else {
            return UsageError(
                "what is to be done? Give ls, get, put, rm or log behind the host.",
                "做什么? 请在主机之后写 ls、get、put、rm 或 log。")
        }
        return UsageError(
            "'\(shortened(word))' is not one of: ls, get, put, rm, log.",
            "'\(shortened(word))' 不是以下之一: ls、get、put、rm、log。")
    }

    private static func range(
        _ arguments: ParsedArguments, _ verb: Verb?
    ) throws(UsageError) -> LogRange? {
        var times: [CP56Time2a] = []
        for name in ["--from", "--to"] {
            guard let text = arguments.last(name) else {
                if verb == .log {
                    throw UsageError(
                        "log: give --from TIME and --to TIME.",
                        "log: 请给出 --from TIME 和 --to TIME。")
                }
                continue
            }
            guard verb == .log else {
                throw UsageError("\(name) goes with log only.", "\(name) 只用于 log。")
            }
            guard let time = CP56Time2a(text: text) else {
                throw UsageError(
                    "\(name) '\(shortened(text))' is not a time such as 2026-03-02T08:00.",
                    "\(name) '\(shortened(text))' 不是 2026-03-02T08:00 这样的时间。")
            }
            times.append(time)
        }
        guard times.count == 2 else { return nil }
        guard (times[0].millisecondsSince1970 ?? 0) <= (times[1].millisecondsSince1970 ?? 0) else {
            throw UsageError("--from is after --to.", "--from 晚于 --to。")
        }
        return LogRange(times[0], times[1])
    }
}

extension UsageFindings {
    /// A file of the command line.
    fileprivate mutating func item(
        _ text: String, _ verb: FilesCommandLine.Verb?, _ number: Int?
    ) -> FilesWork.Item? {
        guard verb == .put else {
            guard let number = UInt16(text), number > 0 else {
                add(
                    "'\(shortened(text))' is not the number of a file, 1 to 65535.",
                    "'\(shortened(text))' 不是文件编号, 1至65535。")
                return nil
            }
            return .init(number: number, path: nil)
        }
        if let number { return .init(number: UInt16(clamping: number), path: text) }
        let name = text.split(separator: "/").last ?? ""
        let digits = name.prefix { ("0"..."9").contains($0) }
        let next = name.dropFirst(digits.count).first
        guard let number = UInt16(digits), number > 0, next.map({ "-_. ".contains($0) }) ?? true
        else {
            add(
                "'\(shortened(text))' has no number from 1 to 65535 at the beginning of its name: "
                    + "give --number N.",
                "'\(shortened(text))' 的名称不以1至65535的编号开头: 请给出 --number N。")
            return nil
        }
        return .init(number: number, path: text)
    }
}
