/// Takes a text with separated values apart (RFC 4180): one record after the other, each cell as a
/// range of the text.
///
/// A cell in quotes whose octets are not those in the file, because it has doubled quotes or line
/// ends, is written back in place: what it says is never longer than how it was written.
struct CSVScanner {
    /// The text; what stands before `position` may have been rewritten.
    private(set) var text: [UInt8]
    private(set) var position: Int
    /// The line that `position` stands in, from 1.
    private(set) var line = 1
    var separator = UInt8(ascii: ",")

    /// The cells of the record that was read last, without space around them.
    private(set) var cells: [Range<Int>] = []
    /// The line in which that record begins.
    private(set) var recordLine = 1

    /// A cell is a name or a number: where it is longer, a quote is missing.
    static let longestCell = 1000
    /// Most cells of a record.
    static let mostCells = 256
    private static let quote = UInt8(ascii: "\"")

    /// - Parameter text: in UTF-8, with or without a byte order mark.
    init(_ text: [UInt8]) {
        self.text = text
        position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// What is wrong with a record; its rest is skipped.
    struct Fault: Error {
        /// The cell, from 0.
        let cell: Int
        let words: Words
    }

    enum Record {
        case end, cells
        /// A line without anything, or one that begins with `#`.
        case nothing
    }

    /// Reads the next record into `cells`.
    mutating func next() throws(Fault) -> Record {
        cells.removeAll(keepingCapacity: true)
        recordLine = line
        skipBlanks()
        guard position < text.count else { return .end }
        if text[position] == UInt8(ascii: "#") {
            skipLine()
            return .nothing
        }
        while try readCell() {
            guard cells.count < Self.mostCells else {
                throw fault(at: place, Self.tooManyCells)
            }
        }
        return cells.allSatisfy(\.isEmpty) ? .nothing : .cells
    }

    /// The text of a cell.
    func string(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }

    /// Reads a cell and what ends it; whether another cell follows.
    private mutating func readCell() throws(Fault) -> Bool {
        skipBlanks()
        let start = place
        if position < text.count, text[position] == Self.quote {
            cells.append(trimmed(try readQuoted()))
        } else {
            while position < text.count, !endsCell(text[position]) { position += 1 }
            guard position - start.position <= Self.longestCell else {
                throw fault(at: start, Self.longCell)
            }
            cells.append(trimmed(start.position..<position))
        }
        guard position < text.count else { return false }
        if text[position] == separator {
            position += 1
            return true
        }
        endLine()
        return false
    }

    /// Reads a cell in quotes. Nothing is rewritten before it is known to be one: after a fault the
    /// lines that the quote took are read again.
    private mutating func readQuoted() throws(Fault) -> Range<Int> {
        let opening = place
        let start = position + 1
        var end = start
        var isPlain = true
        while end < text.count, end - start <= Self.longestCell {
            let octet = text[end]
            if octet == Self.quote {
                guard end + 1 < text.count, text[end + 1] == Self.quote else {
                    position = end + 1
                    skipBlanks()
                    guard position == text.count || endsCell(text[position]) else {
                        throw fault(at: opening, Self.textBehindQuote)
                    }
                    return isPlain ? start..<end : rewrite(start..<end)
                }
                isPlain = false
                end += 1
            } else if octet < 0x20 {
                isPlain = false
            }
            end += 1
        }
        throw fault(at: opening, Self.openQuote)
    }

    /// Doubled quotes become one, line ends and tabs a space: a name is one line, whatever its
    /// cell in the spreadsheet was.
    private mutating func rewrite(_ range: Range<Int>) -> Range<Int> {
        var end = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            var octet = text[index]
            if octet == Self.quote { index += 1 }
            if octet == 0x0A { line += 1 }
            if octet < 0x20 { octet = 0x20 }
            text[end] = octet
            end += 1
            index += 1
        }
        return range.lowerBound..<end
    }
}

// MARK: Places, blanks and lines
extension CSVScanner {
    private typealias Place = (position: Int, line: Int)
    private var place: Place { (position, line) }

    /// The line behind the one where the cell began is a record of its own.
    private mutating func fault(at start: Place, _ words: Words) -> Fault {
        (position, line) = start
        skipLine()
        return Fault(cell: cells.count, words: words)
    }

    private func endsCell(_ octet: UInt8) -> Bool {
        octet == separator || octet == 0x0A || octet == 0x0D
    }

    private mutating func skipLine() {
        while position < text.count, text[position] != 0x0A, text[position] != 0x0D {
            position += 1
        }
        endLine()
    }

    /// Steps over LF, CR LF or CR.
    private mutating func endLine() {
        guard position < text.count else { return }
        let isPair =
            text[position] == 0x0D && position + 1 < text.count && text[position + 1] == 0x0A
        position += isPair ? 2 : 1
        line += 1
    }

    private mutating func skipBlanks() {
        while position < text.count {
            let size = blank(at: position, before: text.count)
            if size == 0 { return }
            position += size
        }
    }

    /// How many octets of blank stand at `index`: space, tab, the no-break and the ideographic one.
    private func blank(at index: Int, before end: Int) -> Int {
        switch text[index] {
        case separator: 0
        case 0x20, 0x09: 1
        case 0xC2 where index + 1 < end && text[index + 1] == 0xA0: 2
        case 0xE3 where index + 2 < end && text[index + 1] == 0x80 && text[index + 2] == 0x80: 3
        default: 0
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            let size = blank(at: start, before: end)
            if size == 0 { break }
            start += size
        }
        while end > start {
            if text[end - 1] == 0x20 || text[end - 1] == 0x09 {
                end -= 1
            } else if end - start >= 2, blank(at: end - 2, before: end) == 2 {
                end -= 2
            } else if end - start >= 3, blank(at: end - 3, before: end) == 3 {
                end -= 3
            } else {
                break
            }
        }
        return start..<end
    }
}

// MARK: What can be wrong
extension CSVScanner {
    private static let openQuote = Words(
        "the quote that opens here does not close within \(longestCell) octets: put a '\"' at the "
            + "end of the cell, and write a quote that belongs to the text twice, \"\"",
        "此处的引号在\(longestCell)字节内没有结束:请在单元格末尾补上'\"',属于文本的引号写两次:\"\"")
    private static let textBehindQuote = Words(
        "text stands behind the closing quote: put the whole cell in quotes, and write a quote "
            + "that belongs to the text twice, \"\"",
        "结束引号后还有文字:请把整个单元格放在引号内,属于文本的引号写两次:\"\"")
    private static let longCell = Words(
        "the cell has more than \(longestCell) octets: is a separator or a line end missing?",
        "单元格超过\(longestCell)字节:是否缺少分隔符或换行?")
    private static let tooManyCells = Words(
        "the line has more than \(mostCells) cells: is this a point list?",
        "该行超过\(mostCells)个单元格:这是点表吗?")
}
