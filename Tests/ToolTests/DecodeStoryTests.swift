import Foundation
import IEC104TestKit
import Testing

@Suite("iec104 decode, as a new user tries it", .timeLimit(.minutes(10)))
struct DecodeStoryTests {
    private static let start = "68 04 07 00 00 00"

    @Test("a line pasted from a log is decoded")
    func logLine() throws {
        let run = try Tool.run(
            ["decode"],
            input: "2023-09-03 08:25:11,123 DEBUG conn-1 - >>> 68 0E 00 00 00 00 64 01 06 00 01 00 "
                + "00 00 00 14\n")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(
            run.output == """
                     1  2023-09-03 08:25:11.123  sent I N(S)=0 N(R)=0 C_IC_NA_1 <100> Interrogation \
                command; activation <6>; CA 1; N=1
                        0           QOI 20 station

                """)
    }

    @Test("a file is decoded, '-' is standard input, and several files have headings")
    func files() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("680407000000\n", to: "a.log")
        #expect(try Tool.run(["decode", file]).output == "     1  U STARTDT act\n")
        #expect(
            try Tool.run(["decode", "-"], input: Self.start).output == "     1  U STARTDT act\n")
        let both = try Tool.run(["decode", file, "-"], input: "68040B000000")
        #expect(both.status == 0)
        #expect(
            both.output
                == "==> \(file) <==\n     1  U STARTDT act\n==> - <==\n     1  U STARTDT con\n")
        let json = try Tool.run(["decode", "--format", "json", file, file])
        #expect(json.lines.count == 2, "no headings between lines of JSON")
    }

    @Test("a file that cannot be read is named, and the others are read")
    func missingFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("680407000000\n", to: "a.log")
        let run = try Tool.run(["decode", "/no/such/file", file])
        #expect(run.status == 1)
        #expect(run.error == "iec104 decode: '/no/such/file': No such file or directory\n")
        #expect(run.output.contains("STARTDT act"))
    }

    @Test("a directory is refused in words")
    func directory() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.run(["decode", folder.url.path])
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.error == "iec104 decode: '\(folder.url.path)': Is a directory\n")
    }

    @Test("a file without permission is refused in words", .disabled(if: geteuid() == 0))
    func permission() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("680407000000\n", to: "secret.log")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
        let run = try Tool.run(["decode", file])
        #expect(run.status == 1 && run.error.contains("Permission denied"))
    }

    @Test("an empty file and a text that is no dump say so")
    func nothing() throws {
        let empty = try Tool.run(["decode"])
        #expect(empty.status == 1 && empty.output.isEmpty)
        #expect(empty.error == "iec104 decode: standard input: empty, there is nothing to decode\n")
        let prose = try Tool.run(["decode"], input: "hello\nworld\n")
        #expect(prose.status == 1 && prose.output.isEmpty)
        #expect(prose.error.contains("read as text, lines: 2"))
        #expect(prose.error.contains("such as '68 04 07 00 00 00'"))
    }

    @Test("what cannot be read is named, the rest is read, and the exit code is 1")
    func partly() throws {
        let run = try Tool.run(["decode"], input: "68 04 17 00 00 00\n68 04 07 00 00 00\n")
        #expect(run.status == 1)
        #expect(run.output.contains("! U APDU without exactly one function at offset 2"))
        #expect(run.output.contains("2  U STARTDT act"))
    }

    @Test("what breaks a rule but can be read does not fail")
    func readable() throws {
        let run = try Tool.run(
            ["decode"], input: "68 0E 00 00 00 00 2E 01 06 00 01 00 71 17 00 03")
        #expect(run.status == 0)
        #expect(
            run.output.contains("! command state 0 or 3 is not permitted at offset 15, found 3"))
    }

    @Test("another protocol explains itself")
    func foreign() throws {
        let run = try Tool.run(
            ["decode"], input: "46 49 4E 53 00 00 00 0C 00 00 00 00 00 00 00 00 00 00 00 00")
        #expect(run.status == 1)
        #expect(
            run.output.contains(
                "! not IEC 104 but FINS/TCP, handshake: client asks for its node address"))
    }

    @Test("an explanation in Chinese")
    func chineseExplanation() throws {
        let run = try Tool.run(["decode", "--lang", "zh", "--explain"], input: Self.start)
        #expect(run.status == 0)
        #expect(run.output.contains("启动字符") && run.output.contains("启动数据传输 激活"))
        #expect(run.lines.count == 5)
    }

    @Test("a capture shows the whole life of the connection")
    func capture() throws {
        let run = try Tool.run(["decode"], octets: Packets.conversation)
        #expect(run.status == 0 && run.error.isEmpty)
        for words in [
            "connection 1: 10.0.0.1:50000 (controlling station) -> 10.0.0.2:2404",
            "TCP SYN seq=", "TCP SYN-ACK", "TCP ACK, connection established", "-> U STARTDT act",
            "<- U STARTDT con", "C_IC_NA_1 <100>", "TCP FIN", "TCP ACK, connection closed",
        ] {
            #expect(run.output.contains(words), "\(words)")
        }
        let broken = try Tool.run(["decode"], octets: Array(Packets.conversation.dropLast(5)))
        #expect(broken.status == 1)
        #expect(broken.output.contains("the file ends inside this record"))
    }

    @Test("a capture without IEC 104 says what to try")
    func otherPort() throws {
        let run = try Tool.run(["decode", "--port", "9"], octets: Packets.conversation)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.error.contains("no IEC 104 on port 9; without --port, all ports are looked at"))
    }

    @Test("with JSON, what is wrong with the text itself goes to standard error")
    func jsonNotices() throws {
        let run = try Tool.run(["decode", "--format", "json"], input: "68 04 07 00 00 0G 11\n")
        #expect(run.status == 1)
        #expect(run.error.hasPrefix("iec104 decode: standard input: line 1, column 16: not a hex"))
        #expect(run.lines.count == 1)
    }
}
