/// The first line of a point list: which cell is which column.
struct PointListHeader {
    /// The headers as they are written.
    private(set) var titles: [String] = []
    /// Headers that are no column of ours.
    private(set) var ignored: [String] = []
    /// For each column, which cell it is; -1 for none.
    private var places = [Int](repeating: -1, count: PointColumn.allCases.count)

    /// The cell of a column.
    func place(of column: PointColumn) -> Int? {
        let place = places[Int(column.rawValue)]
        return place < 0 ? nil : place
    }

    /// The separator of a list: the one with which its header has most columns that we know.
    static func separator(of text: [UInt8]) -> UInt8 {
        var best = (separator: UInt8(ascii: ","), known: 0)
        let beginning = Array(text.prefix(64 * 1024))
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            var scanner = CSVScanner(beginning)
            scanner.separator = separator
            guard let titles = try? next(&scanner) else { continue }
            let known = titles.count { PointColumn(header: $0) != nil }
            if known > best.known { best = (separator, known) }
        }
        return best.separator
    }

    /// The cells of the header; `nil` when there is none.
    ///
    /// - Throws: what is wrong with its line.
    static func next(_ scanner: inout CSVScanner) throws(CSVScanner.Fault) -> [String]? {
        while true {
            switch try scanner.next() {
            case .end: return nil
            case .nothing: continue
            case .cells:
                let titles = scanner.cells.map { scanner.string($0) }
                // Excel understands such a line in front, and people write it for that.
                if titles.first?.lowercased().hasPrefix("sep=") == true { continue }
                return titles
            }
        }
    }

    init() {}

    /// - Parameter problems: where what is wrong is told.
    init(_ titles: [String], line: Int, _ problems: inout PointListProblems) {
        self.titles = titles
        guard titles.contains(where: { PointColumn(header: $0) != nil }) else {
            problems.add(line: line, Self.missingHeader(titles))
            return
        }
        for (index, title) in titles.enumerated() where !title.isEmpty {
            let place = PointListError.Problem.Column(number: index + 1, header: shortened(title))
            guard let column = PointColumn(header: title) else {
                if let near = PointColumn.nearest(to: title) {
                    problems.add(
                        line: line, column: place,
                        Words(
                            "there is no such column; did you mean '\(near)'? A column of your own "
                                + "needs another name, such as 'remark'",
                            "没有此列;是否为'\(near)'?自用列请改用别的名称,例如'备注'"))
                } else {
                    ignored.append(title)
                }
                continue
            }
            if column == .remark { continue }
            if let words = column.unitProblem(in: title) {
                problems.add(line: line, column: place, words)
            }
            if let first = self.place(of: column) {
                problems.add(
                    line: line, column: place,
                    Words(
                        "column \(first + 1) '\(shortened(titles[first]))' is the \(column.name) "
                            + "already: remove one of the two, or call it 'remark'",
                        "第\(first + 1)列'\(shortened(titles[first]))'已是\(column.chineseName):请删去其一,或改名为备注"
                    ))
                continue
            }
            places[Int(column.rawValue)] = index
        }
        let missing = PointColumn.allCases.filter { $0.isNeeded && self.place(of: $0) == nil }
        guard !missing.isEmpty else { return }
        let names = missing.map(\.name).joined(separator: ", ")
        let chinese = missing.map(\.chineseName).joined(separator: "、")
        problems.add(
            line: line,
            Words(
                "the header lacks: \(names). Every list has station, address, type, name and value "
                    + "(in Chinese 站址, 地址, 类型, 名称, 值)",
                "表头缺少:\(chinese)。点表必须有站址、地址、类型、名称、值各列"))
    }

    private static func missingHeader(_ titles: [String]) -> Words {
        let first = shortened(titles.first ?? "")
        if titles.contains(where: { $0.contains("，") || $0.contains("；") }) {
            return Words(
                "the separators are Chinese commas (，): write ',' ';' or a tab between the cells",
                "分隔符是中文逗号(，):单元格之间请用英文逗号、分号或制表符")
        }
        return Words(
            "'\(first)...' is no header: the first line names the columns, as in "
                + "'station,address,type,name,value' or '站址,地址,类型,名称,值'",
            "'\(first)...'不是表头:第一行须为列名,例如'站址,地址,类型,名称,值'或"
                + "'station,address,type,name,value'")
    }
}

/// A text for a message: not too long, on one line.
func shortened(_ text: String) -> String {
    var letters = ""
    for (count, letter) in text.unicodeScalars.enumerated() {
        if count >= 40 { return letters + "..." }
        letters.unicodeScalars.append(letter.value < 0x20 || letter.value == 0x7F ? " " : letter)
    }
    return letters
}
