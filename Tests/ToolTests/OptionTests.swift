import Foundation
import IEC104TestKit
import Testing

@Suite("The options of iec104 decode", .timeLimit(.minutes(10)))
struct OptionTests {
    private static let start = "68 04 07 00 00 00\n"
    private static let point = "68 0E 02 00 00 00 01 01 03 00 01 00 07 00 00 81\n"

    @Test("--input reads the input as what it is told")
    func input() throws {
        let octets: [UInt8] = [0x68, 0x04, 0x07, 0x00, 0x00, 0x00]
        #expect(try Tool.run(["decode"], octets: octets).output.contains("STARTDT act"))
        let binary = try Tool.run(["decode", "--input", "binary"], octets: octets)
        #expect(binary.status == 0 && binary.output.contains("STARTDT act"))
        let hex = try Tool.run(["decode", "--input=hex"], input: Self.start)
        #expect(hex.status == 0 && hex.output.contains("STARTDT act"))
        let pcap = try Tool.run(["decode", "--input", "pcap"], input: Self.start)
        #expect(pcap.status == 1 && pcap.output.contains("does not begin a pcap"))
    }

    @Test("--format json prints an object a line, with exactly the keys that apply")
    func json() throws {
        let run = try Tool.run(["decode", "--format", "json"], input: Self.start + Self.point)
        #expect(run.status == 0)
        let second =
            #"{"n":2,"bytes":"680e0200000001010300010007000081","format":"I","ns":1,"nr":0,"#
            + #""typeId":1,"type":"M_SP_NA_1","sq":false,"count":1,"causeId":3,"#
            + #""cause":"spontaneous","negative":false,"test":false,"originator":0,"#
            + #""commonAddress":1,"objects":[{"address":7,"value":true,"quality":["IV"]}]}"#
        #expect(run.lines.count == 2)
        #expect(
            run.lines.first
                == #"{"n":1,"bytes":"680407000000","format":"U","function":"STARTDT act"}"#)
        #expect(run.lines.last.map(String.init) == second)
    }

    @Test("--format text is the default")
    func text() throws {
        let explicit = try Tool.run(["decode", "--format", "text"], input: Self.point)
        #expect(explicit.output == (try Tool.run(["decode"], input: Self.point).output))
        #expect(explicit.output.contains("7           on, invalid"))
    }

    @Test(
        "the language is that of --lang, or else of the locale",
        arguments: [
            (["--lang", "zh"], [:], true), (["--lang", "en"], ["LANG": "zh_CN.UTF-8"], false),
            ([], ["LANG": "zh_CN.UTF-8"], true), ([], ["LC_MESSAGES": "zh_CN.UTF-8"], true),
            ([], ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], false),
            ([], ["LC_ALL": "", "LANG": "zh_CN.UTF-8"], true),
            ([], ["LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"], false), ([], [:], false),
        ])
    func language(_ arguments: [String], _ environment: [String: String], _ isChinese: Bool) throws
    {
        let run = try Tool.run(
            ["decode"] + arguments, input: Self.point, environment: environment)
        #expect(run.output.contains("单点信息") == isChinese)
        #expect(run.output.contains("Single-point information") != isChinese)
        let json = try Tool.run(
            ["decode", "--format", "json"] + arguments, input: Self.point,
            environment: environment)
        #expect(json.output.contains("\"cause\":\"spontaneous\""), "JSON has one language")
    }

    @Test(
        "colors show on a terminal only, unless they are asked for",
        arguments: [
            ([], [:], false), (["--color", "always"], [:], true),
            (["--color", "never"], [:], false),
            (["--color", "auto"], [:], false), (["--color", "always"], ["NO_COLOR": "1"], true),
        ])
    func color(_ arguments: [String], _ environment: [String: String], _ isColored: Bool) throws {
        for more in [[], ["--explain"]] {
            let run = try Tool.run(
                ["decode"] + arguments + more, input: Self.point, environment: environment)
            #expect(run.output.contains("\u{1B}[") == isColored)
        }
    }

    @Test(
        "NO_COLOR is honored on a terminal",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func terminal() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.point, to: "point.log")
        for (variable, isColored) in [("A=1", true), ("NO_COLOR=1", false), ("NO_COLOR=", true)] {
            let run = try Tool.shell(
                "env \(variable) script -qec \"$IEC104 decode point.log\" /dev/null", in: folder)
            #expect(run.output.contains("on, invalid"))
            #expect(run.output.contains("\u{1B}[") == isColored, "\(variable)")
        }
    }

    @Test("--only shows a part, and several must all hold")
    func only() throws {
        let input = Self.start + Self.point
        let one = try Tool.run(["decode", "--only", "type=M_SP_NA_1"], input: input)
        #expect(one.status == 0 && one.lines.count == 2 && one.output.contains("     2  I"))
        let none = try Tool.run(
            ["decode", "--only", "type=1", "--only", "ioa=8"], input: input)
        #expect(none.status == 0 && none.output.isEmpty)
        #expect(none.error.contains("none of 2 records is what --only asks for"))
        let unreadable = try Tool.run(
            ["decode", "--only", "type=1"], input: input + "68 04 17 00 00 00\n")
        #expect(unreadable.status == 1, "what is left out counts all the same")
    }

    @Test("--port names ports, also several")
    func port() throws {
        let octets = Packets.capture(port: 19_998)
        #expect(try Tool.run(["decode"], octets: octets).output.contains("STARTDT act"))
        let named = try Tool.run(["decode", "--port", "2404,19998"], octets: octets)
        #expect(named.status == 0 && named.output.contains("STARTDT act"))
        #expect(try Tool.run(["decode", "--port", "2404"], octets: octets).status == 1)
        let twice = try Tool.run(["decode", "--port", "1", "--port=19998"], octets: octets)
        #expect(twice.status == 0)
    }

    @Test("the sizes of the fields are those of the options")
    func sizes() throws {
        let run = try Tool.run(
            ["decode", "--cot-size", "1", "--ca-size", "1", "--ioa-size", "2", "--format", "json"],
            input: "68 0B 00 00 00 00 01 01 03 09 07 01 01")
        #expect(run.status == 0)
        #expect(run.output.contains(#""commonAddress":9,"objects":[{"address":263,"value":true"#))
        #expect(!run.output.contains("originator"))
    }

    @Test("--private decodes a private type")
    func privateType() throws {
        let run = try Tool.run(
            [
                "decode", "--private", "140:power=float32,state=uint8,cp56", "--private",
                "141:a=quality",
            ],
            input:
                "68 19 00 00 00 00 8C 01 03 00 01 00 07 00 00 00 00 C0 3F 05 73 2B 19 08 E3 09 17")
        #expect(run.status == 0)
        #expect(run.output.contains("PRIVATE_140 <140>"))
        #expect(run.output.contains("power 1.5, state 5  2023-09-03 08:25:11.123"))
    }

    @Test("--summary counts instead of showing, with the parameters that are given")
    func summary() throws {
        let parameters = ["--k", "6", "--w", "4", "--t1", "20", "--t2", "12", "--t3=30"]
        for more in [[], parameters, ["--lang", "zh"]] {
            let run = try Tool.run(["decode", "--summary"] + more, octets: Packets.conversation)
            #expect(run.status == 0 && run.error.isEmpty)
            #expect(run.output.contains("C_IC_NA_1") && !run.output.contains("TCP SYN seq="))
        }
    }

    @Test("all behind -- is a file, and an option may be given as --name=value")
    func endOfOptions() throws {
        let run = try Tool.run(["decode", "--lang=zh", "--", "--explain"])
        #expect(run.status == 1)
        #expect(run.error.contains("'--explain': No such file or directory"))
    }
}
