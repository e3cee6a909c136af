/// Values at times, read from a CSV file: `time,value`, times in seconds or as `500ms`.
struct Series: Hashable, Sendable {
    /// Milliseconds from the start, rising.
    private(set) var times: [Int64] = []
    private(set) var values: [Double] = []
    /// How often it is to be looked at, so that no time is missed: one of `Course.steps`.
    private(set) var step = Course.steps[0]

    /// Most lines of a file.
    static let mostRows = 1_000_000
    /// Most octets of a file: 64 MiB.
    static let mostOctets = 64 << 20

    /// Reads a file.
    ///
    /// - Throws: all that is wrong with it.
    init(_ text: [UInt8], file: String, problems limit: Int = 100) throws(PointListError) {
        var problems = PointListProblems(limit: limit)
        if let (line, words) = TextEncodingCheck.problem(text.span, file: file) {
            problems.add(line: line, words)
        } else {
            read(text, &problems)
        }
        if times.isEmpty, problems.count == 0 { problems.add(line: nil, Self.empty) }
        if let error = problems.error(file: file) { throw error }
        step = Course.step(dividing: times)
    }

    private mutating func read(_ text: [UInt8], _ problems: inout PointListProblems) {
        var scanner = CSVScanner(text)
        scanner.separator = Self.separator(of: text)
        var isFirst = true
        while true {
            do throws(CSVScanner.Fault) {
                switch try scanner.next() {
                case .end: return
                case .nothing: continue
                case .cells: break
                }
            } catch {
                problems.add(
                    line: scanner.recordLine, column: Self.column(error.cell), error.words)
                continue
            }
            guard times.count < Self.mostRows else {
                problems.add(line: scanner.recordLine, Self.tooLong)
                return
            }
            readRow(scanner, isFirst, &problems)
            isFirst = false
        }
    }

    private mutating func readRow(
        _ scanner: CSVScanner, _ isFirst: Bool, _ problems: inout PointListProblems
    ) {
        let comma = scanner.separator == UInt8(ascii: ";")
        let cells = scanner.cells
        let time = cells.isEmpty ? "" : scanner.string(cells[0])
        let milliseconds = DurationText.milliseconds(time, comma: comma)
        let value =
            cells.count < 2
            ? nil : CellText.decimal(scanner.text.span.extracting(cells[1]), comma: comma)
        // A header.
        if isFirst, milliseconds == nil, value == nil { return }
        let line = scanner.recordLine
        guard let milliseconds, milliseconds >= 0 else {
            problems.add(
                line: line, column: Self.column(0),
                Words(
                    "'\(shortened(time))' is no time: write seconds from the start, such as 1.5, "
                        + "or 1500ms, in whole milliseconds",
                    "'\(shortened(time))'不是时间:请写从开始起的秒数,例如1.5,或1500ms,毫秒须为整数"))
            return
        }
        guard let value else {
            let word = cells.count < 2 ? "" : shortened(scanner.string(cells[1]))
            problems.add(
                line: line, column: Self.column(1),
                Words(
                    "'\(word)' is no number; write states as numbers, on is 1 of a single point "
                        + "and 2 of a double one", "'\(word)'不是数;状态请写数:单点合为1,双点合为2"))
            return
        }
        if let last = times.last, milliseconds <= last {
            problems.add(
                line: line, column: Self.column(0),
                Words(
                    "the time is not behind that of the line before: sort the lines by time",
                    "时间不大于上一行:请按时间排序"))
            return
        }
        times.append(milliseconds)
        values.append(value)
    }

    /// The separator of the first line that has one.
    private static func separator(of text: [UInt8]) -> UInt8 {
        let line = text.prefix(4096)
        for separator in [UInt8(ascii: "\t"), UInt8(ascii: ";")] where line.contains(separator) {
            return separator
        }
        return UInt8(ascii: ",")
    }

    private static func column(_ place: Int) -> PointListError.Problem.Column {
        .init(number: place + 1, header: place == 0 ? "time" : place == 1 ? "value" : "")
    }

    private static let empty = Words(
        "the series is empty: write a line for each time, such as '0,10.4'",
        "序列为空:请每个时刻写一行,例如'0,10.4'")
    private static let tooLong = Words(
        "more than \(mostRows) lines: use a shorter series", "超过\(mostRows)行:请使用较短的序列")

    /// The value at a time; `nil` before the first one.
    ///
    /// - Parameters:
    ///   - loops: whether it begins again behind its last time.
    ///   - isStraight: whether the values between two times lie on a straight line.
    func value(at time: Int64, loops: Bool, isStraight: Bool) -> Double? {
        guard let last = times.last else { return nil }
        let time = loops && last > 0 ? time % last : time
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        guard isStraight, low < times.count else { return values[low - 1] }
        let (from, to) = (times[low - 1], times[low])
        let part = Double(time - from) / Double(to - from)
        return values[low - 1] + (values[low] - values[low - 1]) * part
    }
}
