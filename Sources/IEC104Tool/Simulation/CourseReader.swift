import IEC104Codec

/// Reads what the column `simulate` says of a point of some type.
struct CourseReader {
    let type: PointType
    let decimalComma: Bool

    /// A course as it is read: files and points are not found yet.
    struct Reading {
        var course: Course
        /// The file of a series.
        var file: String?
        /// The point to follow.
        var source: String?
    }

    /// All that is wrong with a cell.
    struct Problems: Error {
        var all: [Words] = []
    }

    func read(_ text: String) throws(Problems) -> Reading {
        var problems = Problems()
        let words = Self.words(text)
        guard let first = words.first, let syntax = CourseSyntax[first] else {
            problems.all.append(Self.unknown(words.first ?? ""))
            throw problems
        }
        guard syntax.serves(type.kind) else {
            problems.all.append(notForKind(syntax))
            throw problems
        }
        var source: String?
        var written: [CourseSyntax.Key: String] = [:]
        for word in words.dropFirst() {
            guard let equals = word.firstIndex(of: "=") else {
                if syntax.function == .follow, source == nil {
                    source = Self.unquoted(word[...])
                } else {
                    problems.all.append(Self.noParameter(word, syntax))
                }
                continue
            }
            let name = String(word[..<equals])
            guard let key = CourseSyntax.Key(name), syntax.parameter(key) != nil else {
                problems.all.append(Self.noParameter(name, syntax))
                continue
            }
            if written[key] != nil { problems.all.append(Self.twice(name)) }
            written[key] = Self.unquoted(word[word.index(after: equals)...])
        }
        for parameter in syntax.parameters where written[parameter.key] == nil {
            if parameter.isNeeded {
                problems.all.append(Self.missing(parameter.key, syntax))
            } else {
                written[parameter.key] = parameter.absent
            }
        }
        if syntax.function == .follow, (source ?? "").isEmpty {
            problems.all.append(Self.noSource(syntax))
        }
        let course = course(syntax, written, &problems)
        guard problems.all.isEmpty, let course else { throw problems }
        return Reading(course: course, file: written[.file], source: source)
    }

    private func course(
        _ syntax: CourseSyntax, _ written: [CourseSyntax.Key: String], _ problems: inout Problems
    ) -> Course? {
        func number(_ key: CourseSyntax.Key, _ problems: inout Problems) -> Double? {
            guard let text = written[key] else { return nil }
            do throws(Words) {
                return try self.number(key, text)
            } catch {
                problems.all.append(error)
                return nil
            }
        }
        var numbers: [CourseSyntax.Key: Double] = [:]
        for parameter in syntax.parameters where parameter.key != .file {
            numbers[parameter.key] = number(parameter.key, &problems)
        }
        func value(_ key: CourseSyntax.Key) -> Double { numbers[key] ?? 0 }
        let period = Int64(value(.period))
        switch syntax.function {
        case .constant: return .constant(numbers[.value])
        case .ramp:
            return .ramp(
                from: value(.from), to: value(.to), period: period, phase: value(.phase))
        case .sine:
            return .sine(
                amplitude: value(.amplitude), period: period, phase: value(.phase),
                offset: numbers[.offset])
        case .square:
            let states = states
            if states == nil, numbers[.low] == nil || numbers[.high] == nil {
                for key in [CourseSyntax.Key.low, .high] where written[key] == nil {
                    problems.all.append(Self.missing(key, syntax))
                }
            }
            return .square(
                low: numbers[.low] ?? states?.off ?? 0, high: numbers[.high] ?? states?.on ?? 0,
                period: period, duty: value(.duty), phase: value(.phase))
        case .walk:
            guard value(.min) <= value(.max) else {
                problems.all.append(
                    Words("'min' is greater than 'max': swap them", "最小大于最大:请对调"))
                return nil
            }
            return .walk(step: value(.step), range: value(.min)...value(.max), period: period)
        case .noise: return .noise(amplitude: value(.amplitude), period: period)
        case .random: return .random(chance: value(.chance), period: period)
        case .counter: return .counter(step: value(.step), period: period)
        case .series:
            return .series(
                file: 0, loops: value(.loop) != 0, isStraight: value(.interpolate) != 0)
        case .follow:
            return .follow(
                factor: value(.factor), offset: value(.offset), delay: Int64(value(.delay)))
        }
    }

    /// Off and on of a point that has a state.
    private var states: (off: Double, on: Double)? {
        switch type.kind {
        case .singlePoint: (0, 1)
        case .doublePoint, .protectionEvent: (1, 2)
        default: nil
        }
    }

    // MARK: Values of parameters

    private func number(_ key: CourseSyntax.Key, _ text: String) throws(Words) -> Double {
        switch key {
        case .value, .from, .to, .low, .high, .min, .max:
            let reader = PointValueText(type: type, quality: [], decimalComma: decimalComma)
            do throws(Words) {
                guard !text.isEmpty else { throw Self.noNumber("", key) }
                return try reader.information(Array(text.utf8).span).number ?? 0
            } catch {
                throw Words("\(key.rawValue): " + error.english, "\(key.chinese):" + error.chinese)
            }
        case .period, .delay:
            let shortest: Int64 = key == .delay ? 0 : 10
            guard let time = DurationText.milliseconds(text, comma: decimalComma),
                (shortest...DurationText.longest).contains(time)
            else { throw Self.noDuration(text, key, shortest) }
            return Double(time)
        case .phase:
            guard let degrees = plain(text), (-360...360).contains(degrees) else {
                throw Words(
                    "'\(shortened(text))' is no phase: write degrees, -360 to 360, such as 120",
                    "'\(shortened(text))'不是相位:请写角度,-360至360,例如120")
            }
            return (degrees < 0 ? degrees + 360 : degrees) / 360
        case .duty, .chance:
            let isPercent = text.hasSuffix("%")
            guard let share = plain(isPercent ? String(text.dropLast()) : text),
                (0...(isPercent ? 100 : 1)).contains(share)
            else {
                throw Words(
                    "'\(shortened(text))' is no share: write 0% to 100%, or 0 to 1",
                    "'\(shortened(text))'不是比例:请写0%至100%,或0至1")
            }
            return isPercent ? share / 100 : share
        case .loop, .interpolate:
            switch CellText.mode(text) {
            case .selectBeforeOperate: return 1
            case .direct: return 0
            default:
                throw Words(
                    "'\(shortened(text))' for '\(key.rawValue)': write yes or no",
                    "'\(key.chinese)'的值'\(shortened(text))':请写是或否")
            }
        case .amplitude, .step, .offset, .factor:
            guard let number = plain(text) else { throw Self.noNumber(text, key) }
            return number
        case .file: return 0
        }
    }

    private func plain(_ text: String) -> Double? {
        guard let number = CellText.decimal(Array(text.utf8).span, comma: decimalComma),
            abs(number) <= Double(Float.greatestFiniteMagnitude)
        else { return nil }
        return number
    }

    // MARK: Words

    /// Separated by blanks, but for those in quotes.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for letter in text {
            if let open = quote {
                if letter == open { quote = nil }
            } else if letter == "'" || letter == "\"" {
                quote = letter
            } else if letter == " " || letter == "\t" || letter == "\u{3000}" {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            word.append(letter == "＝" && quote == nil ? "=" : letter)
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func unquoted(_ word: Substring) -> String {
        guard word.count >= 2, let first = word.first, first == word.last,
            first == "'" || first == "\""
        else { return String(word) }
        return String(word.dropFirst().dropLast())
    }
}

// MARK: What can be wrong
extension CourseReader {
    private static func unknown(_ word: String) -> Words {
        let all = CourseSyntax.all
        let near = all.map { ($0.name, $0.name.distance(to: shortened(word).lowercased())) }
            .min { $0.1 < $1.1 }
        let hint = near.flatMap { $0.1 <= 2 ? $0.0 : nil }
        let names = all.map(\.name).joined(separator: ", ")
        let chinese = all.map { $0.names[$0.names.count > 1 ? 1 : 0] }.joined(separator: "、")
        return Words(
            "'\(shortened(word))' is no way to move"
                + (hint.map { "; did you mean '\($0)'?" } ?? ": write one of \(names)")
                + ", such as 'sine amplitude=5 period=60s'",
            "'\(shortened(word))'不是模拟方式:请写\(chinese)或英文名,例如'sine amplitude=5 period=60s'")
    }

    private func notForKind(_ syntax: CourseSyntax) -> Words {
        let names = CourseSyntax.all.filter { $0.serves(type.kind) }.map(\.name)
            .joined(separator: ", ")
        return Words(
            "\(type.mnemonic) cannot move as '\(syntax.name)': it can as \(names)",
            "\(type.mnemonic)不能按'\(syntax.name)'变化:可用\(names)")
    }

    private static func noParameter(_ word: String, _ syntax: CourseSyntax) -> Words {
        let keys = syntax.parameters.map(\.key)
        let names = keys.map(\.rawValue).joined(separator: ", ")
        let chinese = keys.map(\.chinese).joined(separator: "、")
        return Words(
            "'\(shortened(word))' is nothing that '\(syntax.name)' has: it has \(names), as in "
                + "'\(syntax.example)'",
            "'\(syntax.name)'没有'\(shortened(word))':可用\(names)(\(chinese)),例如'\(syntax.example)'")
    }

    private static func missing(_ key: CourseSyntax.Key, _ syntax: CourseSyntax) -> Words {
        Words(
            "'\(syntax.name)' lacks '\(key.rawValue)': write it as in '\(syntax.example)'",
            "'\(syntax.name)'缺少'\(key.rawValue)'(\(key.chinese)):例如'\(syntax.example)'")
    }

    private static func noSource(_ syntax: CourseSyntax) -> Words {
        Words(
            "'follow' lacks the point: write its name (in quotes where it has blanks), address or "
                + "station/address, as in '\(syntax.example)'",
            "'follow'缺少所跟随的点:请写其名称(含空格时加引号)、地址或站址/地址,例如'\(syntax.example)'")
    }

    private static func twice(_ name: String) -> Words {
        Words(
            "'\(shortened(name))' is written twice: leave one out", "'\(shortened(name))'写了两次:请删去一个"
        )
    }

    private static func noNumber(_ text: String, _ key: CourseSyntax.Key) -> Words {
        Words(
            "'\(shortened(text))' for '\(key.rawValue)' is no number",
            "'\(key.chinese)'的值'\(shortened(text))'不是数")
    }

    private static func noDuration(
        _ text: String, _ key: CourseSyntax.Key, _ shortest: Int64
    ) -> Words {
        let least = shortest == 0 ? "0" : "10ms"
        return Words(
            "'\(shortened(text))' for '\(key.rawValue)' is no time: write \(least) to 366d, such as "
                + "500ms, 60s, 5min or 2h, in whole milliseconds",
            "'\(key.chinese)'的值'\(shortened(text))'不是时间:请写\(least)至366d,例如500ms、60s、5min、2h,毫秒须为整数")
    }
}
