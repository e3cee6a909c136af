import IEC104Codec
import IEC104Inspect

/// `iec104 decode`: shows what hex dumps, logs and captures say.
enum DecodeCommand: Command {
    static let syntax = CommandSyntax(
        name: "decode",
        summary: "decodes hex dumps, log lines and captures of IEC 104",
        operands: "[FILE ...]",
        operandHelp: """
            FILE is a text with hexadecimal digits (hex dump, log, C array, xxd, hexdump -C), a
            capture (pcap, pcapng) or a binary stream of octets; what it is, is found out. Without
            a file, or with '-', standard input is read.
            """,
        options: [
            .init("--input", "KIND", "Reads all files as hex, pcap or binary."),
            .init(
                "--format", "FORMAT",
                "text (default): a line for each APDU, object and TCP event;\n"
                    + "json: one object a line for each APDU."),
            .init("--explain", nil, "Explains every octet and bit field on a line of its own."),
            .init(
                "--summary", nil,
                "Counts by connection, type and cause, and tells what is wrong,\n"
                    + "instead of showing each APDU."),
            .init(
                "--k", "N",
                "What --summary measures against: most unacknowledged I APDUs, default 12;"),
            .init("--w", "N", "acknowledged after so many, default 8;"),
            .init("--t1", "SECONDS", "time to wait for an answer of the link, default 15;"),
            .init("--t2", "SECONDS", "time to acknowledge, default 10;"),
            .init("--t3", "SECONDS", "idle time before a test, default 20."),
            LanguageOption.option,
            .init(
                "--only", "WHAT",
                "Shows a part. WHAT is problems, or KEY=VALUE[,VALUE...] with KEY type\n"
                    + "(M_SP_NA_1 or 1), cause, ca, ioa (single numbers or ranges 1000-2000) or\n"
                    + "format (I, S, U). Several --only must all hold."),
            .init(
                "--port", "PORT[,PORT]",
                "Looks at these TCP ports of a capture only. Default: 2404, and\n"
                    + "connections on other ports whose first octets are IEC 104."),
        ] + ProfileOptions.sizes + [ProfileOptions.privateTypes, ColorOption.option],
        notes: """
            Examples:
              echo '68 04 07 00 00 00' | iec104 decode
              iec104 decode --lang zh --explain device.log
              iec104 decode --format json capture.pcapng | jq 'select(.causeId == 3)'
              iec104 decode --summary capture.pcap
              iec104 decode --only type=M_ME_NC_1 --only ioa=4001-4010 capture.pcap
              iec104 decode --private '140:value=float32,state=uint8,cp56' capture.pcap

            Exit codes: 0 all was read, 1 something could not be read (it is named, the rest is
            shown) or the command was interrupted, 2 wrong usage.
            """)

    private enum Format: String, CaseIterable {
        case text, json
    }

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        let options = try DecodeOptions(arguments)
        let format = try arguments.choice("--format", Format.self) ?? .text
        if arguments.has("--summary") {
            guard format == .text, !arguments.has("--explain") else {
                throw UsageError("--summary goes neither with --explain nor with --format json.")
            }
            guard options.filter.showsAll else {
                throw UsageError("--summary looks at whole conversations: leave out --only.")
            }
            return DecodeRun(
                options,
                SummaryPrinter(
                    language: options.language, parameters: options.parameters,
                    profile: options.profile)
            ).run()
        }
        if arguments.has("--explain") {
            guard format == .text else {
                throw UsageError("--explain does not go with --format json.")
            }
            return DecodeRun(
                options,
                ExplanationPrinter(
                    language: options.language, isColored: options.isColored,
                    profile: options.profile)
            ).run()
        }
        switch format {
        case .json: return DecodeRun(options, JSONPrinter(profile: options.profile)).run()
        case .text:
            return DecodeRun(
                options,
                TextPrinter(
                    language: options.language, isColored: options.isColored,
                    profile: options.profile)
            ).run()
        }
    }
}
