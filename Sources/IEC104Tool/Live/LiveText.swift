import IEC104Inspect

/// Text in columns of a terminal.
enum LiveText {
    /// `text` in exactly so many columns: cut with `…`, or with spaces behind it, or before it. What
    /// would move the cursor of the terminal becomes a dot.
    static func fit(_ text: String, _ columns: Int, isRight: Bool = false) -> String {
        let columns = max(columns, 0)
        // Nearly all of it: an octet is a column.
        if text.utf8.count <= columns, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            let space = String(repeating: " ", count: columns - text.utf8.count)
            return isRight ? space + text : text + space
        }
        var shown = ""
        var used = 0
        var isCut = false
        for character in text {
            let character = isControl(character) ? "·" : character
            let width = character.columns
            if used + width > columns {
                isCut = true
                break
            }
            shown.append(character)
            used += width
        }
        if isCut, columns > 0 {
            while used > columns - 1, let last = shown.popLast() { used -= last.columns }
            shown += "…"
            used += 1
        }
        let space = String(repeating: " ", count: columns - used)
        return isRight ? space + shown : shown + space
    }

    /// `text` in lines of so many columns at most, broken behind a space where there is one.
    static func wrapped(_ text: String, _ columns: Int) -> [String] {
        var lines: [String] = []
        var line: [Character] = []
        var used = 0
        for character in text {
            let width = character.columns
            if used + width > columns, !line.isEmpty {
                let space = line.lastIndex(of: " ").map { $0 + 1 } ?? line.count
                lines.append(String(line[..<space]))
                line.removeFirst(space)
                used = line.reduce(0) { $0 + $1.columns }
            }
            line.append(character)
            used += width
        }
        return lines + [String(line)]
    }

    static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.value < 0x20 || $0.isControl }
    }

    private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A spark line: the last values between their least and their greatest.
    static func spark(_ values: some Collection<Double>, _ columns: Int) -> String {
        let shown = values.suffix(max(columns, 0)).filter(\.isFinite)
        guard let least = shown.min(), let greatest = shown.max() else { return "" }
        let range = greatest - least
        return String(
            shown.map { value in
                guard range > 0, range.isFinite else { return steps[3] }
                let place = Int((value - least) / range * Double(steps.count - 1) + 0.5)
                return steps[min(max(place, 0), steps.count - 1)]
            })
    }

    /// `3 s`, `2 min`, `5 h`, `4 d`.
    static func age(_ milliseconds: Int64) -> String {
        let seconds = max(milliseconds, 0) / 1000
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7200 { return "\(seconds / 60) min" }
        if seconds < 172_800 { return "\(seconds / 3600) h" }
        return "\(seconds / 86_400) d"
    }
}
