/// Times as people write them: `500ms`, `60s`, `5min`, `2h`, `1d`; a number alone is seconds.
enum DurationText {
    /// A leap year.
    static let longest: Int64 = 366 * 86_400_000

    private static let units: [(name: String, milliseconds: Double)] = [
        // Longer names first: `ms` ends as `s` does.
        ("毫秒", 1), ("秒", 1000), ("分钟", 60_000), ("分", 60_000), ("小时", 3_600_000),
        ("天", 86_400_000), ("ms", 1), ("min", 60_000), ("sec", 1000), ("s", 1000),
        ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// As it is read, in the largest unit that needs no parts: `90s`, `2h`.
    static func text(_ milliseconds: Int64) -> String {
        let units: [(String, Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000),
        ]
        if milliseconds == 0 { return "0" }
        let unit = units.first { milliseconds % $0.1 == 0 }
        return unit.map { "\(milliseconds / $0.1)\($0.0)" } ?? "\(milliseconds)ms"
    }

    /// Milliseconds, negative ones too; `nil` for what is no time, is longer than `longest`, or has
    /// parts of a millisecond.
    static func milliseconds(_ text: String, comma: Bool = false) -> Int64? {
        let word = text.lowercased()
        var number = word
        var scale = 1000.0
        if let unit = units.first(where: { word.hasSuffix($0.name) }) {
            number = String(word.dropLast(unit.name.count))
            scale = unit.milliseconds
        }
        while number.last == " " { number.removeLast() }
        guard let value = CellText.decimal(Array(number.utf8).span, comma: comma) else {
            return nil
        }
        let milliseconds = value * scale
        let rounded = milliseconds.rounded()
        guard abs(rounded) <= Double(longest), abs(milliseconds - rounded) < 1e-6 else {
            return nil
        }
        return Int64(rounded)
    }
}
