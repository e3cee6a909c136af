/// A point list in JSON, `{"points": [{"station": 1, "address": 1001, ...}, ...]}`, made a CSV: what
/// a row says is then read by one reader.
///
/// A member of a row is what the cell of that column is; a string among the rows is a comment. A
/// member `columns` before the points may say which columns there are, in their order.
struct PointListJSON {
    /// The same list, separated by commas.
    private(set) var csv: [UInt8] = []
    /// The line of the JSON text for each line of the CSV.
    private(set) var lines: [Int] = [1]
    private(set) var titles: [String] = []

    private var scanner: JSONScanner
    private let places: TextPlaces
    private var rows: [UInt8] = []
    private var titlePlaces: [String: Int] = [:]
    /// The row that is read: a cell for each title.
    private var cells: [Cell] = []

    private struct Cell {
        var text: [UInt8] = []
        var isSet = false
    }

    /// - Throws: the first thing that is wrong with the text, and all that is with its members.
    init(_ text: [UInt8], _ problems: inout PointListProblems) {
        scanner = JSONScanner(text)
        places = TextPlaces(text)
        do throws(JSONScanner.Fault) {
            try read(&problems)
        } catch {
            let (line, column) = places.place(of: error.offset)
            problems.add(line: line, column: .init(number: column, header: ""), error.words)
        }
        for column in PointColumn.allCases where column.isNeeded {
            if !titles.contains(where: { PointColumn(header: $0) == column }) {
                titles.append(column.name)
            }
        }
        csv = CSVText.line(titles)
        csv += rows
    }

    private mutating func read(_ problems: inout PointListProblems) throws(JSONScanner.Fault) {
        guard case .beginObject = try scanner.next() else { throw fault(Self.noList) }
        var hasPoints = false
        while case .key(let range) = try scanner.next() {
            switch scanner.string(range) {
            case "columns" where !hasPoints && titles.isEmpty:
                guard case .beginArray = try scanner.next() else { throw fault(Self.noColumns) }
                while case let token = try scanner.next(), token != .endArray {
                    guard case .string(let title) = token else { throw fault(Self.noColumns) }
                    _ = try place(of: scanner.string(title))
                }
            case "points" where !hasPoints:
                hasPoints = true
                guard case .beginArray = try scanner.next() else { throw fault(Self.noList) }
                while try readRow(&problems) {}
            case let key: throw fault(Self.noMember(shortened(key)))
            }
        }
        guard hasPoints else { throw fault(Self.noList) }
        _ = try scanner.next()
    }

    /// Reads a row or a comment; `false` at the end.
    private mutating func readRow(
        _ problems: inout PointListProblems
    ) throws(JSONScanner.Fault) -> Bool {
        let token = try scanner.next()
        let line = places.place(of: scanner.start).line
        switch token {
        case .endArray: return false
        case .string(let range):
            lines.append(line)
            rows += "# ".utf8
            rows += scanner.text[range].map { $0 < 0x20 ? 0x20 : $0 }
            rows.append(UInt8(ascii: "\n"))
        case .beginObject:
            lines.append(line)
            for place in cells.indices { cells[place] = Cell() }
            while case .key(let range) = try scanner.next() {
                try readMember(range, line, &problems)
            }
            if cells.allSatisfy({ !$0.isSet }) { problems.add(line: line, Self.emptyRow) }
            appendRow()
        default: throw fault(Self.noRow)
        }
        return true
    }

    private mutating func readMember(
        _ key: Range<Int>, _ line: Int, _ problems: inout PointListProblems
    ) throws(JSONScanner.Fault) {
        let title = scanner.string(key)
        let place = try place(of: title)
        let column = PointListError.Problem.Column(number: 0, header: shortened(title))
        if cells[place].isSet {
            problems.add(
                line: line, column: column,
                Words("the member is there twice: remove one", "该成员出现两次:请删去一个"))
        }
        cells[place] = Cell(text: try readText(), isSet: true)
        if cells[place].text.count > CSVScanner.longestCell {
            cells[place].text = []
            problems.add(
                line: line, column: column,
                Words(
                    "the text has more than \(CSVScanner.longestCell) octets",
                    "文本超过\(CSVScanner.longestCell)字节"))
        }
    }

    /// The place of a column, a new one if need be; a column of ours has one whatever it is called.
    private mutating func place(of title: String) throws(JSONScanner.Fault) -> Int {
        if let known = titlePlaces[title] { return known }
        guard !title.isEmpty, title.utf8.count <= CSVScanner.longestCell else {
            throw fault(Self.badTitle)
        }
        if let column = PointColumn(header: title), column != .remark,
            let known = titles.firstIndex(where: { PointColumn(header: $0) == column })
        {
            titlePlaces[title] = known
            return known
        }
        guard titles.count < CSVScanner.mostCells - PointColumn.allCases.count else {
            throw fault(Self.tooManyTitles)
        }
        titlePlaces[title] = titles.count
        titles.append(title)
        cells.append(Cell())
        return titles.count - 1
    }

    /// The text of a value; of an array its values with `|` between them.
    private mutating func readText() throws(JSONScanner.Fault) -> [UInt8] {
        switch try scanner.next() {
        case .string(let range), .number(let range): return Array(scanner.text[range])
        case .bool(let flag): return Array((flag ? "true" : "false").utf8)
        case .null: return []
        case .beginArray:
            var text: [UInt8] = []
            while true {
                switch try scanner.next() {
                case .endArray: return text
                case .string(let range), .number(let range):
                    if !text.isEmpty { text.append(UInt8(ascii: "|")) }
                    text += scanner.text[range]
                default: throw fault(Self.noText)
                }
            }
        default: throw fault(Self.noText)
        }
    }

    private mutating func appendRow() {
        for place in cells.indices {
            if place > 0 { rows.append(UInt8(ascii: ",")) }
            CSVText.append(cells[place].text, to: &rows)
        }
        rows.append(UInt8(ascii: "\n"))
    }

    private func fault(_ words: Words) -> JSONScanner.Fault {
        JSONScanner.Fault(offset: scanner.start, words: words)
    }
}

// MARK: What can be wrong
extension PointListJSON {
    private static let noList = Words(
        "this is no point list: write {\"points\": [{\"station\": 1, \"address\": 1001, \"type\": "
            + "\"M_SP_TB_1\", \"name\": \"Breaker\", \"value\": \"off\"}]}",
        "不是点表:请写{\"points\": [{\"station\": 1, \"address\": 1001, \"type\": "
            + "\"M_SP_TB_1\", \"name\": \"断路器\", \"value\": \"分\"}]}")
    private static func noMember(_ key: String) -> Words {
        Words(
            "'\(key)' is no member of a point list, or is there twice: it has 'points', and may "
                + "have 'columns' before it",
            "'\(key)'不是点表的成员或重复:点表有'points',其前可有'columns'")
    }
    private static let noColumns = Words(
        "'columns' is a list of names, such as [\"station\", \"address\"]",
        "'columns'是列名的列表,例如[\"station\", \"address\"]")
    private static let noRow = Words(
        "this is no row: write an object in braces for each point, or a string as a comment",
        "不是点:每个点请写大括号中的对象,注释写字符串")
    private static let emptyRow = Words(
        "the row is empty: write its members or remove it", "该行为空:请填写或删去")
    private static let noText = Words(
        "write a text, a number, or a list of them such as [1, 3]", "请写文本、数,或列表例如[1, 3]")
    private static let badTitle = Words("the name of the member is empty or too long", "成员名为空或过长")
    private static let tooManyTitles = Words(
        "the rows have more than 200 different members: is this a point list?",
        "不同的成员超过200个:这是点表吗?")
}

/// Writes lines of CSV.
enum CSVText {
    static func line(_ cells: [String]) -> [UInt8] {
        var line: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            append(Array(cell.utf8), to: &line)
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// In quotes where it would be read otherwise else. A line end becomes a space: a cell is one
    /// line.
    static func append(_ cell: some Collection<UInt8>, to text: inout [UInt8]) {
        let isSpecial =
            cell.first == UInt8(ascii: "#")
            || cell.contains {
                $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20
            }
        guard isSpecial else {
            text += cell
            return
        }
        text.append(UInt8(ascii: "\""))
        for octet in cell {
            if octet == UInt8(ascii: "\"") { text.append(octet) }
            text.append(octet < 0x20 ? 0x20 : octet)
        }
        text.append(UInt8(ascii: "\""))
    }
}
