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

    /// Reads a text.
    ///
    /// - Throws: the first thing that is wrong.
    init(_ text: [UInt8]) throws(JSONScanner.Fault) {
        var scanner = JSONScanner(text)
        self = try Self.value(try scanner.next(), &scanner)
        _ = try scanner.next()
    }

    private init(_ content: Content, _ offset: Int) {
        self.content = content
        self.offset = offset
    }

    /// The value that begins with `token`. Goes no deeper than the scanner allows.
    private static func value(
        _ token: JSONScanner.Token, _ scanner: inout JSONScanner
    ) throws(JSONScanner.Fault) -> JSONValue {
        let offset = scanner.start
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
                members.append(Member(key: key, value: try value(try scanner.next(), &scanner)))
            }
            return JSONValue(.object(members), offset)
        case .beginArray:
            var values: [JSONValue] = []
            while true {
                let next = try scanner.next()
                if next == .endArray { return JSONValue(.array(values), offset) }
                values.append(try value(next, &scanner))
            }
        case .string(let range): return JSONValue(.string(scanner.string(range)), offset)
        case .number(let range): return JSONValue(.number(scanner.string(range)), offset)
        case .bool(let flag): return JSONValue(.bool(flag), offset)
        // The scanner gives no ends where a value is expected.
        case .null, .endObject, .endArray, .key, .end: return JSONValue(.null, offset)
        }
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
    private let lineStarts: [Int]

    init(_ text: [UInt8]) {
        var starts = [0]
        for index in text.indices where text[index] == 0x0A { starts.append(index + 1) }
        lineStarts = starts
    }

    /// From 1 on; columns count octets.
    func place(of offset: Int) -> (line: Int, column: Int) {
        var (low, high) = (0, lineStarts.count)
        while low < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return (low, offset - (low > 0 ? lineStarts[low - 1] : 0) + 1)
    }
}
