import IEC104
import Testing

@testable import IEC104Tool

@Suite("The options of a link")
struct LinkOptionsTests {
    private static func read(_ line: String) throws(UsageError) -> LinkOptions {
        let syntax = CommandSyntax(
            name: "test", summary: "", operands: "", operandHelp: "", options: LinkOptions.options,
            notes: "")
        return try LinkOptions(
            ParsedArguments(line.split(separator: " ").map(String.init), syntax))
    }

    private static func refusal(_ line: String) -> String? {
        do throws(UsageError) {
            _ = try read(line)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("without options all is as the standard has it")
    func defaults() throws {
        let options = try Self.read("")
        #expect(options.parameters == SessionParameters() && options.originator == 0)
        #expect(options.profile.description == Profile.standard.description)
        #expect(options.advice.isEmpty)
    }

    @Test("every option is taken")
    func all() throws {
        let options = try Self.read(
            "--k 24 --w=16 --t0 10 --t1 20 --t2 5 --t3 172800 --originator 255 --ca-size 1 "
                + "--ioa-size 2 --t3-both --quirk first-number-1 --quirk data-confirms-start")
        #expect(
            options.parameters
                == SessionParameters(
                    k: 24, w: 16, t0: .seconds(10), t1: .seconds(20), t2: .seconds(5),
                    t3: .seconds(172_800), sendingRestartsT3: true,
                    quirks: [.firstNumberOne, .dataConfirmsStart]))
        #expect(options.originator == 255)
        #expect(options.profile.commonAddressSize == 1 && options.profile.objectAddressSize == 2)
    }

    @Test("a default that nobody asked for does not stand against a value that is given")
    func dependentDefaults() throws {
        #expect(try Self.read("--k 6").parameters.w == 4)
        #expect(try Self.read("--k 1").parameters.w == 1)
        #expect(try Self.read("--t1 9").parameters.t2 == .seconds(6))
        #expect(try Self.read("--t1 12").parameters.t2 == .seconds(10))
    }

    @Test(
        "what cannot be is told with what can be",
        arguments: [
            ("--k 0", "--k '0' is not a whole number from 1 to 32767."),
            (
                "--quirk all",
                "--quirk 'all' is not one of: first-number-1, data-confirms-start, "
                    + "any-apdu-answers-test."
            ),
            ("--t1 256", "--t1 '256' is not a whole number from 1 to 255."),
            ("--t3 172801", "--t3 '172801' is not a whole number from 1 to 172800."),
            ("--originator 256", "--originator '256' is not a whole number from 0 to 255."),
            ("--k 4 --w 8", "--w: w is 8 and k 4: w may not be more than k"),
            ("--w 13", "--w: w is 13 and k 12"),
            ("--t2 15", "--t2: t2 is 15.0 seconds and t1 15.0 seconds: t2 must be less"),
            ("--t1 1", "--t2: t2 is 10.0 seconds and t1 1.0 seconds"),
            ("--cot-size 1 --originator 3", "--originator 3 needs a cause of transmission of 2"),
            ("--ioa-size 4", "--ioa-size '4' is not a whole number from 1 to 3."),
        ])
    func wrong(_ line: String, _ words: String) throws {
        let message = try #require(Self.refusal(line))
        #expect(message.contains(words), "\(message)")
    }

    @Test("everything that is wrong is told at once")
    func allAtOnce() throws {
        let message = try #require(Self.refusal("--k x --t1 0 --t3 0 --originator -1 --ca-size 3"))
        for name in ["--k", "--t1", "--t3", "--originator", "--ca-size"] {
            #expect(message.contains("\(name) '"), "\(message)")
        }
    }

    @Test("what works and is unwise is advice")
    func advice() throws {
        let options = try Self.read("--k 12 --w 12")
        #expect(options.advice == ["--w: w is 12, more than two thirds of k, which is 12."])
    }
}
