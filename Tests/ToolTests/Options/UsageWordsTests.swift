import IEC104Inspect
import Testing

@testable import IEC104Tool

@Suite("What is wrong with a command line, in both languages")
struct UsageWordsTests {
    private static func refusal(_ line: String) throws -> UsageError? {
        let words = line.split(separator: " ").map(String.init)
        let command = try #require(Main.commands.first { $0.syntax.name == words.first })
        do throws(UsageError) {
            let arguments = try ParsedArguments(Array(words.dropFirst()), command.syntax)
            _ = try command.run(arguments)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "what the options of a master and of the commands that ask once do not allow",
        arguments: [
            "master", "master h --nope", "master h --interogate", "master h --once=1",
            "master h --station", "master h --k 0", "master h --format xml",
            "master h --station 0", "master h --interrogate-every x", "master h h",
            "master h --redundant", "master h --check", "master h --config x",
            "master h --once --interrogate-every 1h", "master h --rotate x --output y",
            "master h --rotate 1h", "master h --keep 3", "master h --metrics-every 3",
            "master h --live --once", "master h --console --once --dry-run",
            "master h --console --format csv", "master h --format csv --trace",
            "master h --zone x!y", "master h --zone +8", "master h --zone No/Where",
            "master h --allow x", "master h --private 7", "master h --cot-size 1 --originator 3",
            "master http://h", "master h:0", "master [::1", "master 1.2.3", "master 1.2.3.999",
            "master 1.2.3.04", "master a/b", "master a_b!", "master 2404", "master [x]:2404",
            "master h：1", "master --config x --interrogate", "master --config x --check --once",
            "command h", "command h --address 1", "command h --address 1 --single on --double on",
            "command h --address 1 --single maybe", "command h --address 1 --bits 1 --qualifier 2",
            "command h --address 1 --single on --select --cancel", "command a b",
            "command h --address 1 --single on --time x",
            "command h --address 1 --single on --pause 1s",
            "interrogate", "interrogate h --group 99", "counters h --no-read", "read h",
            "read h --address x", "clock h --sync --for 3s", "reset h --events --qrp 3",
            "parameter h", "parameter h --address 1 --threshold x",
            "parameter h --address 1 --threshold 1 --kind 3", "files h", "files h get",
            "files h ls --output x", "files h log 1", "files h get 1 --from x",
            "expect h", "expect h --address 1 --value x!", "expect h --address 1 --tolerance 2",
            "expect h --address 1 --cause x", "expect h --address 1 --type x",
            "expect h --address 1 --quality x", "compare a", "compare a b --check x",
            "compare a b --station 0,x", "clock h --audit /dev/null",
            "counters h --audit /dev/null",
            "files h fetch", "files h get x", "files h put x", "files h get 1 --audit /dev/null",
            "expect h --address 1 --no-event --test", "master h --quirk x",
            "master h --output /none/x", "master h --metrics /dev/null/x", "outstation --nope",
            "reset h --audit /none/x",
        ])
    func chinese(line: String) throws {
        let error = try #require(try Self.refusal(line))
        let (english, chinese) = (error.text(in: .english), error.text(in: .chinese))
        #expect(english == error.message)
        let (before, after) = (english.split(separator: "\n"), chinese.split(separator: "\n"))
        #expect(before.count == after.count)
        for (english, chinese) in zip(before, after) {
            #expect(english != chinese, "\(english)")
            #expect(chinese.contains { $0.columns == 2 } && !chinese.contains("#"), "\(chinese)")
        }
    }

    @Test("what is quoted stands in the Chinese text, too")
    func quotes() throws {
        let error = try #require(try Self.refusal("master h --k 0 --w x"))
        #expect(
            error.text(in: .chinese)
                == "--k '0' 不是 1 至 32767 的整数。\n  --w 'x' 不是 1 至 32767 的整数。")
        #expect(LanguageOption.language(of: ["master", "--lang", "zh", "--nope"]) == .chinese)
        #expect(LanguageOption.language(of: ["master", "--lang=zh"]) == .chinese)
        #expect(LanguageOption.language(of: ["--lang=en", "--lang"]) == .english)
    }

    @Test("all that is wrong with the options of an outstation is told at once")
    func outstation() throws {
        let line = "outstation --listen [x] --clock x!y --connections 0 --group x --events y"
        let lines = try #require(try Self.refusal(line)).message.split(separator: "\n")
        #expect(lines.count == 5)
        for name in ["'[x]'", "--clock", "--connections", "--group", "--events"] {
            #expect(lines.contains { $0.contains(name) }, "\(name)")
        }
    }

    @Test("every line of every help has less than 100 columns")
    func help() {
        for command in Main.commands {
            for line in command.syntax.help.split(separator: "\n") {
                #expect(String(line).columns < 100, "\(command.syntax.name): \(line)")
            }
        }
    }
}
