import IEC104Net

extension Fault: CustomStringConvertible {
    /// As it is read, such as `delay-act-con 5000 times 3 peer 10.0.0.0/8`.
    public var description: String {
        let row = kind.row
        var words = [kind.rawValue]
        if kind == .garbage {
            words.append(octets.map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined())
        } else if !row.placeholder.isEmpty {
            words.append("\(argument)")
        }
        if after > 0 { words.append("after \(after)") }
        if times != row.times { words.append(times.map { "times \($0)" } ?? "always") }
        switch target {
        case .all: break
        case .peers(let prefix): words.append("peer \(prefix)")
        case .link(let number): words.append("link \(number)")
        }
        return words.joined(separator: " ")
    }

    /// Most octets of `garbage`.
    static let mostOctets = 4096
    /// The most APDUs of `after`, and strikes of `times`.
    static let most = 1_000_000_000

    /// Reads `KIND [NUMBER] [after N] [now | next | once | times N | always] [peer PREFIX | link N]`.
    ///
    /// - Throws: the first mistake, and what to write.
    public init(_ text: String) throws(FaultError) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let name = words.first else { throw FaultError(.noKind, "", 1) }
        guard let kind = FaultKind(rawValue: name) else { throw FaultError(.noKind, name, 1) }
        self.init(kind)
        var index = 1
        if index < words.count, !Self.keywords.contains(words[index]) {
            try read(argument: words[index])
            index += 1
        }
        while index < words.count {
            let keyword = words[index]
            index += 1
            switch keyword {
            case "now", "next", "once": times = 1
            case "always": times = nil
            case "after", "times", "peer", "link":
                let value = index < words.count ? words[index] : ""
                try read(keyword, value, place: index + 1)
                index += 1
            default: throw FaultError(.noKeyword, keyword, index)
            }
        }
    }

    private static let keywords: Set<String> = [
        "after", "now", "next", "once", "times", "always", "peer", "link",
    ]

    private mutating func read(argument text: String) throws(FaultError) {
        let row = kind.row
        if kind == .garbage {
            guard let read = Self.octets(text) else { throw FaultError(.noOctets, text, 2) }
            octets = read
            return
        }
        guard !row.placeholder.isEmpty else {
            throw FaultError(.noArgument(kind.rawValue), text, 2)
        }
        guard let read = Int(text), row.range.contains(read) else {
            throw FaultError(.noNumber(row.placeholder, row.range), text, 2)
        }
        argument = read
    }

    private mutating func read(
        _ keyword: String, _ value: String, place: Int
    ) throws(FaultError) {
        if keyword == "peer" {
            do {
                target = .peers(try AddressPrefix(value))
            } catch {
                throw FaultError(.noPrefix("\(error)"), value, place)
            }
            return
        }
        let least = keyword == "after" ? 0 : 1
        guard let read = Int(value), (least...Self.most).contains(read) else {
            throw FaultError(.noNumber(keyword, least...Self.most), value, place)
        }
        switch keyword {
        case "after": after = read
        case "times": times = read
        default: target = .link(read)
        }
    }

    /// Pairs of hexadecimal digits.
    private static func octets(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 2 == 0, !digits.isEmpty,
            digits.count <= 2 * mostOctets
        else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(truncatingIfNeeded: digits[$0] << 4 | digits[$0 + 1])
        }
    }
}

/// Why a text is no fault.
public struct FaultError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a mistake.
    public enum Code: Hashable, Sendable {
        /// The first word is no kind of fault.
        case noKind
        /// The kind takes no number.
        case noArgument(String)
        /// A number is missing, is none or is out of range.
        case noNumber(String, ClosedRange<Int>)
        /// The octets of `garbage` are no pairs of hexadecimal digits.
        case noOctets
        /// What stands behind `peer` is no prefix of addresses.
        case noPrefix(String)
        /// Not a word that may stand there.
        case noKeyword
    }

    /// The kind of the mistake.
    public let code: Code
    /// The word that is wrong; empty when it is missing.
    public let word: String
    /// Which word it is, counted from 1.
    public let place: Int

    init(_ code: Code, _ word: String, _ place: Int) {
        self.code = code
        self.word = word
        self.place = place
    }

    /// One sentence: what is wrong and what to write.
    public var description: String {
        let word = word.utf8.count <= 60 ? word : String(word.prefix(40)) + "..."
        let what = word.isEmpty ? "a word is missing at its end" : "word \(place), '\(word)'"
        return switch code {
        case .noKind:
            (word.isEmpty ? "there is no fault" : "'\(word)' is no kind of fault")
                + ": write one of "
                + FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
        case .noArgument(let kind):
            "\(what): \(kind) takes no number; behind it may stand after N, times N, always, "
                + "peer PREFIX or link N"
        case .noNumber(let name, let range):
            "\(what): \(name) is a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .noOctets: "\(what): write 1 to \(Fault.mostOctets) octets as hexadecimal, as 68FF"
        case .noPrefix(let reason): "\(what): \(reason)"
        case .noKeyword: "\(what): write after N, times N, once, always, peer PREFIX or link N"
        }
    }
}
