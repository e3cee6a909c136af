import IEC104TestKit
import Testing

@Suite("Help and wrong usage", .timeLimit(.minutes(10)))
struct UsageTests {
    private static let options = [
        "--input", "--format", "--explain", "--summary", "--lang", "--only", "--port",
        "--cot-size", "--ca-size", "--ioa-size", "--private", "--color", "--help", "--k",
        "--w", "--t1", "--t2", "--t3",
    ]

    @Test("help names every option, has examples and tells the exit codes")
    func help() throws {
        for arguments in [["decode", "--help"], ["decode", "-h"], ["decode", "x", "--help"]] {
            let run = try Tool.run(arguments)
            #expect(run.status == 0 && run.error.isEmpty)
            for option in Self.options { #expect(run.output.contains("\n  \(option)")) }
            #expect(run.output.contains("Usage: iec104 decode [OPTION ...] [FILE ...]"))
            #expect(run.output.contains("echo '68 04 07 00 00 00' | iec104 decode"))
            #expect(run.output.contains("Exit codes: 0 "))
        }
    }

    @Test("every option that help names is one that is taken")
    func namedOptions() throws {
        let help = try Tool.run(["decode", "--help"])
        let named = help.lines.filter { $0.hasPrefix("  --") }.compactMap {
            $0.dropFirst(2).split(separator: " ").first.map(String.init)
        }
        #expect(named.sorted() == Self.options.sorted())
        for option in named where option != "--help" {
            let run = try Tool.run(["decode", option, "--help"])
            #expect(!run.error.contains("there is no option"), "\(option)")
        }
    }

    @Test("the examples of the help are decoded")
    func examples() throws {
        let folder = try TemporaryFolder()
        try folder.write("68 04 07 00 00 00\n", to: "device.log")
        try folder.write(Packets.conversation, to: "capture.pcap")
        try folder.write(Packets.conversation, to: "capture.pcapng")
        let help = try Tool.run(["decode", "--help"])
        let examples = help.lines.filter { $0.hasPrefix("  ") && $0.contains("iec104 decode") }
        #expect(examples.count >= 4)
        for example in examples {
            let line = example.split(separator: "| jq").first.map(String.init) ?? ""
            let run = try Tool.shell(
                line.replacing("iec104 decode", with: "\"$IEC104\" decode"), in: folder)
            #expect(run.status == 0, "\(line): \(run.error)")
        }
    }

    @Test("without a command the help goes to standard error; --help and --version to output")
    func general() throws {
        let bare = try Tool.run()
        #expect(bare.status == 2 && bare.output.isEmpty && bare.error.contains("Usage: iec104 "))
        let help = try Tool.run(["--help"])
        #expect(help.status == 0 && help.output == bare.error)
        #expect(help.output.contains("  decode "))
        let version = try Tool.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output.wholeMatch(of: /iec104 \d+\.\d+\.\d+\n/) != nil)
    }

    @Test(
        "wrong usage gives 2, nothing on output, and says how to mend it",
        arguments: [
            (
                ["dekode"],
                "there is no command 'dekode'. Commands: demo, outstation, master, command, "
            ),
            (["decode", "--explian"], "Did you mean --explain?"),
            (["decode", "--frobnicate"], "there is no option '--frobnicate'."),
            (["decode", "-x"], "there is no option '-x'."),
            (["decode", "--lang"], "--lang needs a value: --lang en|zh."),
            (["decode", "--lang", "fr"], "--lang 'fr' is not one of: en, zh."),
            (["decode", "--format", "xml"], "not one of: text, json"),
            (["decode", "--input", "pdf"], "not one of: hex, pcap, binary"),
            (["decode", "--color", "pink"], "not one of: auto, always, never"),
            (["decode", "--explain=yes"], "--explain takes no value."),
            (["decode", "--explain", "--format", "json"], "does not go with --format json"),
            (["decode", "--summary", "--explain"], "--summary goes neither"),
            (["decode", "--port", "0"], "'0' is not a port, 1 to 65535."),
            (["decode", "--port", "65536"], "is not a port"), (["decode", "--port", "x"], "'x'"),
            (["decode", "--port", ","], "--port needs a port"),
            (["decode", "--cot-size", "3"], "not a whole number from 1 to 2"),
            (["decode", "--ca-size", "0"], "not a whole number from 1 to 2"),
            (["decode", "--ioa-size", "four"], "not a whole number from 1 to 3"),
            (["decode", "--k", "0"], "not a whole number from 1 to 32767"),
            (["decode", "--t1", "256"], "not a whole number from 1 to 255"),
            (["decode", "--only", "colour=3"], "there is no 'colour'"),
            (["decode", "--only", "type=M_XX_NA_1"], "is no type; write M_SP_NA_1 or 1"),
            (["decode", "--only", "ioa=5-1"], "is no number or range up to 16777215"),
            (["decode", "--private", "140"], "write NUMBER:NAME=FORMAT"),
            (["decode", "--private", "45:a=uint8"], "type 45 is not private"),
            (["decode", "--private", "140:a=uint9"], "FORMAT one of: uint8"),
            (["decode", "--private", "140:cp56,a=uint8"], "the time tag stands at the end"),
            (["decode", "--private", "140:a=uint8,a=int8"], "there are two fields 'a'"),
            (["decode", "--private", "140:"], "140"),
            (["decode", "--private", "140:a=uint8", "--private", "140:b=int8"], "given twice"),
        ])
    func wrong(_ arguments: [String], _ words: String) throws {
        let run = try Tool.run(arguments, input: "68 04 07 00 00 00\n")
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.error.contains(words), "\(run.error)")
        #expect(run.error.contains("--help"), "\(run.error)")
    }
}
