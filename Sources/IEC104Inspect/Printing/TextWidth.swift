// How many columns of a terminal a text takes.
extension Character {
    /// Columns of a terminal: two for those of East Asia and for emoji, none for marks that stand
    /// above or below another character, one for all others.
    package var columns: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        if scalar.value < 0x300 { return 1 }
        if Self.wide.contains(where: { $0.contains(scalar.value) }) { return 2 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x3029, 0x302E...0x303E, 0x3041...0x3098, 0x309B...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// Columns of a terminal that the text takes.
    package var columns: Int {
        // Nearly all of it: an octet is a column.
        utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns }
    }

    /// The text with spaces behind it up to `columns` of a terminal, one at least.
    package func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(columns - self.columns, 1))
    }
}

extension OctetText {
    /// Columns of a terminal that the text from `start` on takes; it has no colors.
    func columns(from start: Int) -> Int {
        let text = octets[start...]
        // Nearly all of it: an octet is a column.
        return text.allSatisfy { $0 < 0x80 }
            ? text.count : String(decoding: text, as: UTF8.self).columns
    }

    /// Spaces behind what takes `width` columns, up to `column` of them; one at least.
    mutating func pad(_ width: Int, to column: Int) {
        for _ in 0..<max(column - width, 1) { append(UInt8(ascii: " ")) }
    }
}
