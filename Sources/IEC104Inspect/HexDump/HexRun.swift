/// Groups of hex digits that stand together in a line, with nothing but separators between them.
struct HexRun {
    /// How the octets are written.
    enum Form: UInt8 {
        /// `68 04`, `6804`, `68-04`.
        case bare
        /// `0x68`, `$68` or `68h`.
        case prefixed
        /// `\x68\x04` outside quotes.
        case escaped
        /// A string with escapes, as `b'h\x04'`.
        case literal
    }

    /// Where its octets begin and end among those of the line.
    var start: Int
    var end: Int
    /// Where it begins and ends in the line.
    var textStart: Int
    var textEnd: Int
    var form: Form
    /// How many groups it has, and whether each of them is one octet.
    var tokens = 0
    var isPairs = true
    /// How many groups of one octet stand at its end.
    var pairs = 0
    /// The first character behind its first group.
    var separator: UInt8 = 0
    /// The last character before it that is no blank, 0 at the start of the line.
    var before: UInt8 = 0
    /// A direction mark or a time stands directly before it.
    var isAfterMark = false
    /// The last direction mark before it.
    var direction: Direction?
    /// How many times stand before it.
    var times = 0
    /// A word follows, with only blanks between.
    var isBeforeWord = false
    /// A closing brace or bracket follows.
    var isClosed = false
    /// The first thing that is wrong in it, where it stands, and the octets before it.
    var problem: HexProblem?
    var problemPlace = TextPlace(line: 0, column: 0)
    var problemOctet = 0

    var count: Int { end - start }
}
