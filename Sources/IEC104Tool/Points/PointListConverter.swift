import IEC104Inspect

/// Writes a point list in the other of its two forms, without loss: cells that our reader does not
/// use and comments too. Cells that are empty and blank lines are left out.
enum PointListConverter {
    /// A list that is right as JSON; a list in JSON is read and written again.
    ///
    /// - Parameter language: of the names of our columns.
    static func json(_ text: [UInt8], language: Language) -> [UInt8] {
        var writer = JSONRows(language)
        read(text, comment: { writer.comment($0) }, header: { writer.header($0) }) {
            writer.row($0)
        }
        return writer.finish()
    }

    /// A list that is right as CSV, with commas and decimal points.
    static func csv(_ text: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        var width = 0
        read(
            text,
            comment: {
                lines += "# ".utf8
                lines += $0
                lines.append(UInt8(ascii: "\n"))
            },
            header: {
                width = $0.count
                lines += CSVText.line($0)
            },
            row: { cells in
                for place in 0..<width {
                    if place > 0 { lines.append(UInt8(ascii: ",")) }
                    if place < cells.count { CSVText.append(cells[place], to: &lines) }
                }
                lines.append(UInt8(ascii: "\n"))
            })
        return lines
    }

    // MARK: Reading

    /// Gives comments, the titles and the rows as they stand in a list.
    private static func read(
        _ text: [UInt8], comment: (ArraySlice<UInt8>) -> Void, header: ([String]) -> Void,
        row: ([ArraySlice<UInt8>]) -> Void
    ) {
        var scanner: CSVScanner
        if JSONScanner.looksLikeJSON(text) {
            var problems = PointListProblems(limit: 1)
            scanner = CSVScanner(PointListJSON(text, &problems).csv)
        } else {
            scanner = CSVScanner(text)
            scanner.separator = PointListHeader.separator(of: text)
        }
        var titles: [String] = []
        var columns: [PointColumn?] = []
        while true {
            let start = scanner.position
            guard let record = try? scanner.next() else { continue }
            switch record {
            case .end: return
            case .nothing:
                if let words = self.comment(scanner.text[start..<scanner.position]) {
                    comment(words)
                }
            case .cells where titles.isEmpty:
                let cells = scanner.cells.map { scanner.string($0) }
                if cells.first?.lowercased().hasPrefix("sep=") == true { continue }
                titles = cells
                columns = cells.map { PointColumn(header: $0) }
                header(titles)
            case .cells:
                let comma = scanner.separator == UInt8(ascii: ";")
                let cells = scanner.cells.enumerated().map { place, range in
                    place < columns.count
                        ? plain(scanner.text[range], columns[place], comma: comma)
                        : scanner.text[range]
                }
                row(cells)
            }
        }
    }

    /// What stands behind the `#` of a line.
    private static func comment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var words = line.drop { $0 == 0x20 || $0 == 0x09 }
        guard words.first == UInt8(ascii: "#") else { return nil }
        words = words.dropFirst().drop { $0 == 0x20 }
        while let last = words.last, last <= 0x20 { words.removeLast() }
        return words
    }

    /// A cell with a decimal point for its decimal comma.
    private static func plain(
        _ cell: ArraySlice<UInt8>, _ column: PointColumn?, comma: Bool
    ) -> ArraySlice<UInt8> {
        guard comma, let column, cell.contains(UInt8(ascii: ",")) else { return cell }
        switch column {
        case .name, .unit, .remark, .quality, .group, .command: return cell
        case .simulate: return ArraySlice(withPoints(Array(cell)))
        default:
            let octets = Array(cell)
            guard CellText.decimal(octets.span, comma: true) != nil else { return cell }
            return ArraySlice(withPoints(octets))
        }
    }

    /// A comma between two digits becomes a point.
    private static func withPoints(_ cell: [UInt8]) -> [UInt8] {
        var cell = cell
        func isDigit(_ index: Int) -> Bool {
            cell.indices.contains(index) && (0x30...0x39).contains(cell[index])
        }
        for index in cell.indices where cell[index] == UInt8(ascii: ",") {
            if isDigit(index + 1) { cell[index] = UInt8(ascii: ".") }
        }
        return cell
    }
}

/// Writes the rows of a list in JSON, a line each.
private struct JSONRows {
    private var rows: [UInt8] = []
    private var isFirst = true
    private var keys: [String] = []
    private let language: Language

    init(_ language: Language) { self.language = language }

    mutating func header(_ titles: [String]) {
        keys = titles.map { title in
            guard let column = PointColumn(header: title), column != .remark else { return title }
            return language == .chinese ? column.chineseName : column.name
        }
    }

    mutating func comment(_ words: ArraySlice<UInt8>) {
        add { $0.value(String(decoding: words, as: UTF8.self)) }
    }

    mutating func row(_ cells: [ArraySlice<UInt8>]) {
        add { [keys] json in
            json.beginObject()
            for (place, cell) in cells.enumerated() where place < keys.count && !cell.isEmpty {
                guard !keys[place].isEmpty else { continue }
                json.key(keys[place])
                if Self.isNumber(cell) {
                    json.value(number: cell)
                } else {
                    json.value(String(decoding: cell, as: UTF8.self))
                }
            }
            json.endObject()
        }
    }

    private mutating func add(_ write: (inout JSONWriter) -> Void) {
        rows += (isFirst ? "\n  " : ",\n  ").utf8
        isFirst = false
        var json = JSONWriter()
        write(&json)
        rows += json.text.octets
    }

    /// Whether JSON has a number that is written so: it is read as the same text.
    private static func isNumber(_ cell: ArraySlice<UInt8>) -> Bool {
        guard cell.count <= 20, let first = cell.first,
            first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
        else { return false }
        var scanner = JSONScanner(Array(cell))
        guard case .number? = try? scanner.next() else { return false }
        return (try? scanner.next()) == .end
    }

    func finish() -> [UInt8] {
        var json = JSONWriter()
        json.beginArray()
        for key in keys where !key.isEmpty { json.value(key) }
        json.endArray()
        return Array("{\"columns\": ".utf8) + json.text.octets + Array(",\n\"points\": [".utf8)
            + rows + Array("\n]}\n".utf8)
    }
}
