/// What is wrong with a JSON file, as it is found, and the scalars that such files have.
struct JSONFindings {
    /// How many there are.
    private(set) var count = 0
    private var kept: [Finding] = []
    /// What is odd, and wrong only perhaps.
    private var warnings: [Finding] = []
    private var warningCount = 0
    private let limit: Int

    private typealias Finding = (offset: Int, path: String, words: Words)

    /// - Parameter limit: how many are told at most.
    init(limit: Int = 100) { self.limit = max(limit, 1) }

    mutating func add(_ offset: Int, _ path: String, _ words: @autoclosure () -> Words) {
        count += 1
        if kept.count < limit { kept.append((offset, path, words())) }
    }

    /// Adds what is odd, and no error.
    mutating func warn(_ offset: Int, _ path: String, _ words: @autoclosure () -> Words) {
        warningCount += 1
        guard warnings.count < limit else { return }
        let words = words()
        let marked = Words("warning: " + words.english, "警告:" + words.chinese)
        warnings.append((offset, path, marked))
    }

    /// All that is wrong, with its places in the text; `nil` when nothing is.
    func error(file: String, _ text: [UInt8]) -> JSONFileError? {
        Self.report(kept, count, file, text)
    }

    /// All that is odd; `nil` when nothing is.
    func warnings(file: String, _ text: [UInt8]) -> JSONFileError? {
        Self.report(warnings, warningCount, file, text)
    }

    private static func report(
        _ kept: [Finding], _ count: Int, _ file: String, _ text: [UInt8]
    ) -> JSONFileError? {
        guard count > 0 else { return nil }
        let places = TextPlaces(text)
        let sorted = kept.enumerated().sorted {
            ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
        }
        let problems = sorted.map(\.element).map { problem in
            let (line, column) = places.place(of: problem.offset)
            return JSONFileError.Problem(
                line: line, column: column, path: problem.path, words: problem.words)
        }
        return JSONFileError(file: file, problems: problems, more: count - problems.count)
    }

    // MARK: Scalars

    mutating func whole(_ value: JSONValue, _ path: String, _ range: ClosedRange<Int64>) -> Int64? {
        number(value, path, range, Words("a whole number", "整数"))
    }

    mutating func number(
        _ value: JSONValue, _ path: String, _ range: ClosedRange<Double>
    ) -> Double? {
        number(value, path, range, Words("a number", "数"))
    }

    private mutating func number<Number: LosslessStringConvertible & Comparable>(
        _ value: JSONValue, _ path: String, _ range: ClosedRange<Number>, _ kind: Words
    ) -> Number? {
        if case .number(let text) = value.content, let number = Number(text), range.contains(number)
        {
            return number
        }
        let (least, most) = (range.lowerBound, range.upperBound)
        add(
            value.offset, path,
            Words(
                "write \(kind.english) from \(least) to \(most)",
                "请写\(least)至\(most)的\(kind.chinese)"))
        return nil
    }

    mutating func flag(_ value: JSONValue, _ path: String) -> Bool? {
        if case .bool(let flag) = value.content { return flag }
        add(value.offset, path, Words("write true or false", "请写true或false"))
        return nil
    }

    /// A time in milliseconds.
    mutating func time(_ value: JSONValue, _ path: String, _ range: ClosedRange<Int64>) -> Int64? {
        if let text = value.text, let time = DurationText.milliseconds(text), range.contains(time) {
            if case .string = value.content, time != 0, text.last?.isNumber == true {
                warn(
                    value.offset, path,
                    Words(
                        "'\(shortened(text))' has no unit and is taken as seconds: write "
                            + "\"\(DurationText.text(time))\"",
                        "'\(shortened(text))'没有单位,按秒处理:请写\"\(DurationText.text(time))\""))
            }
            return time
        }
        let least = DurationText.text(range.lowerBound)
        let most = DurationText.text(range.upperBound)
        add(
            value.offset, path,
            Words(
                "write a time from \(least) to \(most), such as \"500ms\", \"2.5s\", \"5min\", or "
                    + "seconds as a number, in whole milliseconds",
                "请写\(least)至\(most)的时间,例如\"500ms\"、\"2.5s\"、\"5min\",或秒数,毫秒须为整数"))
        return nil
    }

    /// A member that is not known.
    mutating func unknown(_ value: JSONValue, _ path: String, _ known: [String]) {
        let key = path.split(separator: ".").last.map(String.init) ?? path
        let near = known.map { ($0, $0.distance(to: shortened(key))) }.min { $0.1 < $1.1 }
        let hint = near.flatMap { $0.1 <= 2 ? $0.0 : nil }
        add(
            value.offset, shortened(path),
            Words(
                hint.map { "there is no such member; did you mean '\($0)'?" }
                    ?? "there is no such member: there are \(known.joined(separator: ", "))",
                hint.map { "没有此成员;是否为'\($0)'?" }
                    ?? "没有此成员:可用\(known.joined(separator: "、"))"))
    }
}
