// The library's stations on a string, for the checks against other stacks: reads what to do from
// standard input, a line each, and prints what became of it, a JSON object a line. ASDUs are given
// and shown as octets, so that what they mean is for the other side to say.
//
//     StationProbe master HOST PORT      StationProbe outstation
import IEC104
import Synchronization

@main
enum Probe {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "master" where arguments.count == 3:
            try await MasterProbe(host: arguments[1], port: UInt16(arguments[2]) ?? 0).run()
        case "outstation" where arguments.count == 1:
            try await OutstationProbe().run()
        default:
            Output.print([("error", "StationProbe master HOST PORT, or StationProbe outstation")])
        }
    }
}

/// A line of the input: words between blanks.
struct Words {
    private var words: [Substring]

    init(_ line: String) { words = line.split(separator: " ") }

    mutating func next() -> String { words.isEmpty ? "" : String(words.removeFirst()) }
    mutating func number() -> Int { Int(next()) ?? 0 }
    mutating func station() -> CommonAddress { CommonAddress(UInt16(clamping: number())) }
    mutating func octets() -> [UInt8] { Octets.read(next()) }
    mutating func asdu() throws(DecodeError) -> ASDU { try ASDU(octets()) }
}

enum Octets {
    static func read(_ text: String) -> [UInt8] {
        var octets: [UInt8] = []
        var digits = text[...]
        while digits.count > 1 {
            octets.append(UInt8(digits.prefix(2), radix: 16) ?? 0)
            digits = digits.dropFirst(2)
        }
        return octets
    }

    static func text(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Prints a JSON object a line, whole lines whoever prints.
enum Output {
    private static let gate = Mutex(())

    static func print(_ members: [(String, any CustomStringConvertible)]) {
        let text = members.map { name, value in
            value is Int || value is Bool
                ? "\"\(name)\":\(value)" : "\"\(name)\":\"\(escaped("\(value)"))\""
        }
        gate.withLock { _ in
            writeOutput("{" + text.joined(separator: ",") + "}\n")
        }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            if letter == "\"" || letter == "\\" { result.append("\\") }
            result.append(letter == "\n" ? " " : letter)
        }
    }
}
