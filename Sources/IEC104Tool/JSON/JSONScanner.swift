/// Takes a JSON text (RFC 8259) apart, one token after the other, and says where it stands.
///
/// A string that has escapes is written back in place: what it says is never longer than how it was
/// written.
struct JSONScanner {
    /// The text; what stands before `position` may have been rewritten.
    private(set) var text: [UInt8]
    private var position: Int
    /// Where the token that was read last begins.
    private(set) var start = 0
    private var containers: [Container] = []
    private var expected = Expected.value

    /// Most objects and arrays within each other.
    static let mostDepth = 32

    enum Token: Hashable {
        case beginObject, endObject, beginArray, endArray
        /// The name of a member, its octets.
        case key(Range<Int>)
        case string(Range<Int>)
        /// As it is written.
        case number(Range<Int>)
        case bool(Bool)
        case null
        /// The text is at its end.
        case end
    }

    /// What is wrong, and where.
    struct Fault: Error {
        let offset: Int
        let words: Words
    }

    private enum Container { case object, array }
    private enum Expected {
        case value, valueOrEnd, keyOrEnd, key, commaOrEnd, end
    }

    /// - Parameter text: in UTF-8, with or without a byte order mark.
    init(_ text: [UInt8]) {
        self.text = text
        position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Whether a text is JSON: its first octet besides blanks is a brace.
    static func looksLikeJSON(_ text: [UInt8]) -> Bool {
        let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return text[start...].first { !isBlank($0) } == UInt8(ascii: "{")
    }

    /// What a token says.
    func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

    mutating func next() throws(Fault) -> Token {
        if expected == .commaOrEnd {
            skipBlanks()
            if let octet, octet == UInt8(ascii: ",") {
                position += 1
                expected = containers.last == .object ? .key : .value
            }
        }
        skipBlanks()
        start = position
        guard let octet else {
            guard expected == .end else { throw fault(Self.early) }
            return .end
        }
        switch octet {
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return try end(octet)
        case _ where expected == .end: throw fault(Self.textBehind)
        case _ where expected == .commaOrEnd: throw fault(Self.noComma)
        case UInt8(ascii: "\"") where expected == .key || expected == .keyOrEnd:
            let key = try readString()
            skipBlanks()
            guard self.octet == UInt8(ascii: ":") else { throw fault(Self.noColon) }
            position += 1
            expected = .value
            return .key(key)
        case _ where expected == .key || expected == .keyOrEnd: throw fault(Self.noKey)
        case UInt8(ascii: "{"): return try begin(.object)
        case UInt8(ascii: "["): return try begin(.array)
        default:
            let token = try readScalar(octet)
            ended()
            return token
        }
    }

    // MARK: Structure

    private mutating func begin(_ container: Container) throws(Fault) -> Token {
        guard containers.count < Self.mostDepth else { throw fault(Self.tooDeep) }
        position += 1
        containers.append(container)
        expected = container == .object ? .keyOrEnd : .valueOrEnd
        return container == .object ? .beginObject : .beginArray
    }

    private mutating func end(_ octet: UInt8) throws(Fault) -> Token {
        let container: Container = octet == UInt8(ascii: "}") ? .object : .array
        let isAllowed =
            expected == .commaOrEnd || expected == (container == .object ? .keyOrEnd : .valueOrEnd)
        guard isAllowed, containers.last == container else {
            throw fault(Self.wrongEnd(String(UnicodeScalar(octet))))
        }
        position += 1
        containers.removeLast()
        ended()
        return container == .object ? .endObject : .endArray
    }

    private mutating func ended() { expected = containers.isEmpty ? .end : .commaOrEnd }

    // MARK: Scalars

    private mutating func readScalar(_ octet: UInt8) throws(Fault) -> Token {
        switch octet {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try readNumber())
        default: break
        }
        for (word, token) in [("true", Token.bool(true)), ("false", .bool(false)), ("null", .null)]
        where text[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return token
        }
        throw fault(Self.noValue)
    }

    private mutating func readNumber() throws(Fault) -> Range<Int> {
        func skipDigits() throws(Fault) {
            let first = position
            while let octet, Self.isDigit(octet) { position += 1 }
            if position == first { throw fault(Self.badNumber) }
        }
        if octet == UInt8(ascii: "-") { position += 1 }
        let isZero = octet == UInt8(ascii: "0")
        let first = position
        try skipDigits()
        if isZero, position > first + 1 { throw fault(Self.badNumber) }
        if octet == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if let octet, octet | 0x20 == UInt8(ascii: "e") {
            position += 1
            if self.octet == UInt8(ascii: "+") || self.octet == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return start..<position
    }

    private mutating func readString() throws(Fault) -> Range<Int> {
        position += 1
        let first = position
        var end = first
        while let octet {
            switch octet {
            case UInt8(ascii: "\""):
                position += 1
                return first..<end
            case UInt8(ascii: "\\"):
                for octet in try readEscape() {
                    text[end] = octet
                    end += 1
                }
                continue
            case 0..<0x20: throw fault(Self.controlCharacter)
            default: break
            }
            if end != position { text[end] = octet }
            end += 1
            position += 1
        }
        throw fault(Self.openString)
    }

    /// The octets that an escape stands for; they are not more than its own.
    private mutating func readEscape() throws(Fault) -> [UInt8] {
        let escape = position
        position += 1
        guard let octet else { throw fault(Self.openString) }
        position += 1
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [octet]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): break
        default: throw Fault(offset: escape, words: Self.badEscape)
        }
        guard var value = hex() else { throw Fault(offset: escape, words: Self.badEscape) }
        if value & 0xFC00 == 0xD800, text[position...].starts(with: [0x5C, 0x75]) {
            position += 2
            guard let low = hex(), low & 0xFC00 == 0xDC00 else {
                throw Fault(offset: escape, words: Self.halfCharacter)
            }
            value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw Fault(offset: escape, words: Self.halfCharacter)
        }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hex() -> UInt32? {
        guard position + 4 <= text.count else { return nil }
        let digits = text[position..<position + 4]
        guard digits.allSatisfy({ Self.isDigit($0) || (0x61...0x66).contains($0 | 0x20) }) else {
            return nil
        }
        position += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    // MARK: Octets

    private var octet: UInt8? { position < text.count ? text[position] : nil }

    private static func isBlank(_ octet: UInt8) -> Bool {
        octet == 0x20 || octet == 0x0A || octet == 0x0D || octet == 0x09
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    private mutating func skipBlanks() {
        while let octet, Self.isBlank(octet) { position += 1 }
    }

    private func fault(_ words: Words) -> Fault { Fault(offset: position, words: words) }
}

// MARK: What can be wrong
extension JSONScanner {
    private static let early = Words(
        "the text ends too early: a bracket or a value is missing", "文本过早结束:缺少括号或值")
    private static let textBehind = Words(
        "text stands behind the closing brace: remove it", "结束括号之后还有文字:请删去")
    private static let noComma = Words(
        "a comma or a closing bracket is missing here", "此处缺少逗号或结束括号")
    private static let noColon = Words(
        "a ':' is missing behind the name of the member", "成员名之后缺少':'")
    private static let noKey = Words(
        "here stands the name of a member, in double quotes", "此处须为双引号中的成员名")
    private static let noValue = Words(
        "this is no value of JSON: write texts in double quotes, and no comma behind the last value",
        "不是JSON值:文本请加双引号,最后一个值之后不加逗号")
    private static let badNumber = Words(
        "this is no number of JSON: write it as -12.5 or 1e6, or in double quotes",
        "不是JSON数:请写作-12.5或1e6,或加双引号")
    private static let openString = Words(
        "the double quote of this text does not close", "文本的双引号没有结束")
    private static let controlCharacter = Words(
        "a text has a line end or a tab within: write \\n or \\t, or close the double quote",
        "文本中有换行或制表符:请写\\n或\\t,或补上双引号")
    private static let badEscape = Words(
        "this escape is none of JSON: write a backslash twice, \\\\", "不是JSON转义:反斜杠请写两次\\\\")
    private static let halfCharacter = Words(
        "this escape is half of a character: one from D800 to DBFF and one from DC00 to DFFF stand "
            + "together, as \\uD83D\\uDE00", "此转义只是半个字符:须成对书写,例如\\uD83D\\uDE00")
    private static let tooDeep = Words(
        "more than \(mostDepth) brackets within each other", "括号嵌套超过\(mostDepth)层")
    private static func wrongEnd(_ bracket: String) -> Words {
        Words(
            "'\(bracket)' closes nothing here: is a value missing, or is a comma too many?",
            "此处的'\(bracket)'没有对应的括号:是否缺少值或多了逗号?")
    }
}
