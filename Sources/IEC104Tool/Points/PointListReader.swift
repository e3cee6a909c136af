import IEC104Codec

/// Reads a point list, line by line.
struct PointListReader {
    var scanner: CSVScanner
    private(set) var header = PointListHeader()
    var problems: PointListProblems
    var points: [PointRow] = []
    /// What few points have, by their places.
    var pointExtras: [Int: PointExtras] = [:]
    var commands: [CommandRow] = []
    /// What the commands drive, a word for each of them.
    var targets: [TextSlice] = []
    /// Names and addresses of rows that could not be read: a command that refers to one is not
    /// wrong for that.
    var broken: Set<String> = []

    var simulation = SimulationRows()

    /// Different periods in milliseconds: a table holds some only.
    var periods: Set<UInt32> = []

    /// Of a list in JSON: the line of the file for each line of the text.
    private var lines: [Int] = []

    let file: String
    let stations: ClosedRange<Int64>
    let addresses: ClosedRange<Int64>
    /// The type of the last row, which is mostly that of the next.
    private var lastType: (cell: [UInt8], type: PointType)?

    var text: [UInt8] { scanner.text }
    /// The line of the file in which the record begins.
    var recordLine: Int {
        let line = scanner.recordLine
        return lines.isEmpty ? line : lines[min(line, lines.count) - 1]
    }
    var decimalComma: Bool { scanner.separator == UInt8(ascii: ";") }

    init(_ text: [UInt8], file: String, profile: Profile, limit: Int) {
        scanner = CSVScanner(text)
        problems = PointListProblems(limit: limit)
        self.file = file
        stations = 1...Int64(profile.globalCommonAddress.value) - 1
        addresses = 1...Int64(profile.largestObjectAddress)
    }

    mutating func read() {
        guard text.count <= PointList.mostOctets else {
            problems.add(
                line: nil,
                Words("more than 1 GiB: split the list", "文件超过1 GiB:请拆分点表"))
            return
        }
        if let (line, words) = TextEncodingCheck.problem(text.span, file: file) {
            problems.add(line: line, words)
            return
        }
        if JSONScanner.looksLikeJSON(text) {
            let json = PointListJSON(text, &problems)
            guard problems.count == 0 else { return }
            (scanner, lines) = (CSVScanner(json.csv), json.lines)
        } else {
            scanner.separator = PointListHeader.separator(of: text)
        }
        do throws(CSVScanner.Fault) {
            guard let titles = try PointListHeader.next(&scanner) else {
                problems.add(line: nil, Self.empty)
                return
            }
            header = PointListHeader(titles, line: recordLine, &problems)
        } catch {
            problems.add(line: recordLine, column: title(error.cell), error.words)
        }
        guard problems.count == 0 else { return }
        readRows()
        checkDuplicates()
        connectCommands()
        connectFollowers()
    }

    private static let empty = Words(
        "the list is empty: write a header 'station,address,type,name,value' and a line for each "
            + "point, such as '1,1001,M_SP_TB_1,Breaker Q1,off'",
        "点表为空:请写表头'站址,地址,类型,名称,值',然后每点一行,例如'1,1001,M_SP_TB_1,1号断路器,分'")

    private mutating func readRows() {
        while true {
            do throws(CSVScanner.Fault) {
                switch try scanner.next() {
                case .end:
                    if points.isEmpty, commands.isEmpty, problems.count == 0 {
                        problems.add(line: nil, Self.empty)
                    }
                    return
                case .nothing: continue
                case .cells: break
                }
            } catch {
                problems.add(line: recordLine, column: title(error.cell), error.words)
                continue
            }
            guard points.count + commands.count < PointList.mostRows else {
                problems.add(
                    line: recordLine,
                    Words(
                        "more than \(PointList.mostRows) points: split the list",
                        "超过\(PointList.mostRows)个点:请拆分点表"))
                return
            }
            readRow()
        }
    }

    // MARK: A row

    private mutating func readRow() {
        checkCellCount()
        let number = address(.station, in: stations)
        let address = address(.address, in: addresses)
        let type = type()
        guard let number, let address, let type else {
            remember(number, address)
            return
        }
        let station = CommonAddress(UInt16(truncatingIfNeeded: number))
        let object = ObjectAddress(UInt32(truncatingIfNeeded: address))
        if type.isCommand {
            readCommand(station, object, type)
        } else {
            readPoint(station, object, type)
        }
    }

    private mutating func remember(_ station: Int64?, _ address: Int64?) {
        guard broken.count < 10_000 else { return }
        broken.insert(scanner.string(cell(.name)))
        if let station, let address { broken.insert("\(station)/\(address)") }
    }

    private mutating func checkCellCount() {
        let titles = header.titles.count
        guard scanner.cells.count > titles else { return }
        guard scanner.cells[titles...].contains(where: { !$0.isEmpty }) else { return }
        problems.add(
            line: recordLine,
            Words(
                "the line has \(scanner.cells.count) cells, the header \(titles): put a cell that "
                    + "has the separator within it in quotes, \"like, this\"",
                "该行有\(scanner.cells.count)个单元格,表头只有\(titles)列:含分隔符的单元格请加引号,\"例如,这样\""))
    }

    private mutating func address(_ column: PointColumn, in range: ClosedRange<Int64>) -> Int64? {
        let cell = cell(column)
        if let number = CellText.whole(text.span.extracting(cell)), range.contains(number) {
            return number
        }
        problem(column, addressWords(column, scanner.string(cell), range))
        return nil
    }

    private func addressWords(
        _ column: PointColumn, _ text: String, _ range: ClosedRange<Int64>
    ) -> Words {
        let bounds = "\(range.lowerBound) to \(range.upperBound)"
        let chineseBounds = "\(range.lowerBound)至\(range.upperBound)"
        guard !text.isEmpty else {
            return Words(
                "the cell is empty: write the \(column.name), \(bounds)",
                "单元格为空:请写\(column.chineseName),\(chineseBounds)")
        }
        let octets = Array(text.utf8)
        guard let number = CellText.whole(octets.span) else {
            let hint = CellText.numberHint(text)
            return Words(
                "'\(shortened(text))' is no \(column.name): write a number from \(bounds), such "
                    + "as 1001, or 3E9H in hexadecimal" + hint.english,
                "'\(shortened(text))'不是\(column.chineseName):请写\(chineseBounds)的数,"
                    + "例如1001,十六进制写作3E9H" + hint.chinese)
        }
        let isAll = column == .station && number == range.upperBound + 1
        return Words(
            "\(column.name) \(number) is outside \(bounds)"
                + (isAll ? ": it stands for all stations" : sizeHint(column, number).english),
            "\(column.chineseName)\(number)超出范围\(chineseBounds)"
                + (isAll ? ":它表示所有站" : sizeHint(column, number).chinese))
    }

    /// Whether a larger field would do.
    private func sizeHint(_ column: PointColumn, _ number: Int64) -> Words {
        let (option, largest): (String, Int64) =
            column == .station ? ("--ca-size 2", 65534) : ("--ioa-size 3", 0xFF_FFFF)
        return (1...largest).contains(number)
            ? Words("; with \(option) it would fit", ";使用\(option)可以容纳") : Words("", "")
    }

    private mutating func type() -> PointType? {
        let cell = cell(.type)
        if let lastType, lastType.cell.elementsEqual(text[cell]) { return lastType.type }
        let name = scanner.string(cell)
        guard let type = PointType(name) else {
            problem(.type, problems.isFull ? Self.emptyType : refusal(of: name))
            return nil
        }
        lastType = (Array(text[cell]), type)
        return type
    }

    private func refusal(of name: String) -> Words {
        name.isEmpty ? Self.emptyType : PointType.refusal(shortened(name))
    }

    private static let emptyType = Words(
        "the cell is empty: write the type, such as M_SP_TB_1 or C_DC_NA_1",
        "单元格为空:请写类型,例如M_SP_TB_1或C_DC_NA_1")

    // MARK: Cells

    /// The cell of a column; empty when there is none, or when it says that there is nothing.
    func cell(_ column: PointColumn) -> Range<Int> {
        guard let place = header.place(of: column), place < scanner.cells.count else {
            return 0..<0
        }
        let cell = scanner.cells[place]
        guard column != .name, (1...3).contains(cell.count) else { return cell }
        let first = text[cell.lowerBound]
        let isNothing =
            cell.count == 1
            ? first == UInt8(ascii: "-") || first == UInt8(ascii: "/")
            // En and em dash.
            : first == 0xE2 && text[cell.lowerBound + 1] == 0x80
        return isNothing ? 0..<0 : cell
    }

    func title(_ place: Int) -> PointListError.Problem.Column {
        .init(
            number: lines.isEmpty ? place + 1 : 0,
            header: place < header.titles.count ? shortened(header.titles[place]) : "")
    }

    mutating func problem(_ column: PointColumn, _ words: Words) {
        problems.add(
            line: recordLine, column: header.place(of: column).map(title), words)
    }
}
