/// Receives each item of a text with its octets, which are valid during the call only.
public typealias HexItemHandler = (borrowing HexItem, Span<UInt8>) -> Void

/// One thing that the hex-dump reader found in a text: where it stands, what the line says of it.
public struct HexItem: Hashable, Sendable {
    /// What the octets of an item are.
    public enum Kind: Hashable, Sendable {
        /// The octets begin with 0x68 where an APDU must begin: one whole APDU, one that the text
        /// cuts short, or one with a length octet outside 4...253.
        case apdu
        /// Octets that belong to no APDU, with no APDU behind them.
        case fragment
        /// Octets that belong to no APDU and stand before the next one, such as a frame's headers.
        case skipped
        /// The text looks like hex but is broken at the item's line and column; the octets are
        /// those around the broken place that belong to no other item.
        case problem(HexProblem)
    }

    /// What the octets are.
    public var kind: Kind
    /// The line of the first octet (of a problem: of the broken place), from 1.
    public var line: Int
    /// The column of the first octet (of a problem: of the broken place) in characters, from 1.
    public var column: Int
    /// When the text says that the octets were seen.
    public var timestamp: Timestamp?
    /// Which way the text says that the octets went.
    public var direction: Direction?

    /// An item of `kind` at a place in the text.
    public init(
        kind: Kind, line: Int, column: Int, timestamp: Timestamp? = nil,
        direction: Direction? = nil
    ) {
        self.kind = kind
        self.line = line
        self.column = column
        self.timestamp = timestamp
        self.direction = direction
    }
}

/// What a line or its header says of the octets it carries.
struct HexMarks: Hashable {
    var timestamp: Timestamp?
    var direction: Direction?

    var isEmpty: Bool { timestamp == nil && direction == nil }
}

/// A place in the text in one word: 36 bits of line number, 28 bits of column.
struct TextPlace: Hashable {
    var bits: UInt64

    static let greatestLine = 1 << 36 - 1
    /// Leaves room for a whole piece of a line behind it.
    static let greatestColumn = 0x0FFF_0000 as Int

    init(line: Int, column: Int) {
        let line = UInt64(min(max(line, 0), Self.greatestLine))
        bits = line << 28 | UInt64(min(max(column, 0), Self.greatestColumn))
    }

    @inline(__always)
    func advanced(by columns: Int) -> TextPlace {
        var place = self
        place.bits &+= UInt64(truncatingIfNeeded: columns)
        return place
    }

    var line: Int { Int(truncatingIfNeeded: bits >> 28) }
    var column: Int { Int(truncatingIfNeeded: bits & 0x0FFF_FFFF) }
}
