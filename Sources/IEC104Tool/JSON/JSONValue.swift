/// A value of a JSON text, and where it stands.
struct JSONValue: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case object([Member])
        case array([JSONValue])
        case string(String)
        /// As it is written.
        case number(String)
        case bool(Bool)
        case null
    }

    struct Member: Hashable, Sendable {
        let key: String
        let value: JSONValue
    }

    let content: Content
    /// Its first octet.
    let offset: Int

    /// Most values of a text: each takes about 50 octets of memory, and its text.
    static let mostValues = 1_000_000

    /// Reads a text.
    ///
    /// - Parameter most: how many values it may have, those within others included.
    /// - Throws: the first thing that is wrong.
    init(_ text: [UInt8], most: Int = mostValues) throws(JSONScanner.Fault) {
        var scanner = JSONScanner(text)
        var room = most
        self = try Self.value(try scanner.next(), &scanner, &room)
        _ = try scanner.next()
    }

    private init(_ content: Content, _ offset: Int) {
        self.content = content
        self.offset = offset
    }

    /// The value that begins with `token`. Goes no deeper than the scanner allows.
    private static func value(
        _ token: JSONScanner.Token, _ scanner: inout JSONScanner, _ room: inout Int
    ) throws(JSONScanner.Fault) -> JSONValue {
        let offset = scanner.start
        guard room > 0 else {
            throw JSONScanner.Fault(
                offset: offset,
                words: Words(
                    "the text has more than \(mostValues) values, the most that are read",
                    "文本超过\(mostValues)个值"))
        }
        room -= 1
        switch token {
        case .beginObject:
            var members: [Member] = []
            var keys: Set<String> = []
            while case .key(let range) = try scanner.next() {
                let (key, place) = (scanner.string(range), scanner.start)
                guard keys.insert(key).inserted else {
                    throw JSONScanner.Fault(
                        offset: place,
                        words: Words(
                            "there are two members '\(shortened(key))': remove one",
                            "有两个成员'\(shortened(key))':请删去一个"))
                }
                members.append(
                    Member(key: key, value: try value(try scanner.next(), &scanner, &room)))
            }
            return JSONValue(.object(members), offset)
        case .beginArray:
            var values: [JSONValue] = []
            while true {
                let next = try scanner.next()
                if next == .endArray { return JSONValue(.array(values), offset) }
                values.append(try value(next, &scanner, &room))
            }
        case .string(let range): return JSONValue(.string(scanner.string(range)), offset)
        case .number(let range): return JSONValue(.number(scanner.string(range)), offset)
        case .bool(let flag): return JSONValue(.bool(flag), offset)
        // The scanner gives no ends where a value is expected.
        case .null, .endObject, .endArray, .key, .end: return JSONValue(.null, offset)
        }
    }

    /// How many values a list has; 1 for what is none.
    var count: Int {
        guard case .array(let values) = content else { return 1 }
        return values.count
    }

    /// The text of a string, a number or a flag; `nil` for all else.
    var text: String? {
        switch content {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

/// Lines and columns of offsets in a text.
struct TextPlaces: Sendable {
    private let text: [UInt8]
    /// Before each portion of the text: how many lines have ended, and where the last line begins.
    private let marks: [(lines: Int, start: Int)]
    /// A text of line ends alone takes no more memory than others.
    private static let portion = 256

    init(_ text: [UInt8]) {
        self.text = text
        var marks: [(Int, Int)] = []
        marks.reserveCapacity(text.count / Self.portion + 1)
        var (lines, start) = (0, 0)
        for index in 0...text.count {
            if index.isMultiple(of: Self.portion) { marks.append((lines, start)) }
            if index < text.count, text[index] == 0x0A { (lines, start) = (lines + 1, index + 1) }
        }
        self.marks = marks
    }

    /// From 1 on; columns count octets.
    func place(of offset: Int) -> (line: Int, column: Int) {
        let offset = max(offset, 0)
        let mark = min(offset / Self.portion, marks.count - 1)
        var (lines, start) = marks[mark]
        let end = min(offset, text.count)
        for index in min(mark * Self.portion, end)..<end where text[index] == 0x0A {
            (lines, start) = (lines + 1, index + 1)
        }
        return (lines + 1, offset - start + 1)
    }

    /// Where a line begins, counted from 1.
    static func start(ofLine line: Int, in text: [UInt8]) -> Int {
        var left = line - 1
        guard left > 0 else { return 0 }
        for index in text.indices where text[index] == 0x0A {
            left -= 1
            if left == 0 { return index + 1 }
        }
        return text.count
    }
}
