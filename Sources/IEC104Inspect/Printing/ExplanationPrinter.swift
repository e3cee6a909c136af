import IEC104Codec

/// Prints every octet or bit field of an APDU on its own line: offset, octets, bits, name, value,
/// meaning, clause.
public struct ExplanationPrinter: InspectionSink {
    private var printer: TextPrinter
    /// Reused, so that a row costs no memory of its own.
    private var line = Line()

    /// A printer for records read with `profile`.
    public init(
        language: Language = .english, isColored: Bool = false, profile: Profile = .standard
    ) {
        printer = TextPrinter(language: language, isColored: isColored, profile: profile)
    }

    /// What was printed since `removeAll`.
    public var text: OctetText { printer.text }

    /// Forgets what was printed.
    public mutating func removeAll() { printer.removeAll() }

    /// Explains an APDU.
    public mutating func receive(_ record: borrowing APDURecord) {
        printer.appendHead(record)
        let explanation = Explanation(
            record.reading, language: printer.language, profile: printer.profile)
        var object: Int?
        for row in explanation.rows {
            if row.object != object, let number = row.object {
                printer.colors.set(.cyan, in: &printer.text)
                printer.text.append(
                    Phrase("        object \(number + 1)\n", "        信息对象\(number + 1)\n")[
                        printer.language])
                printer.colors.reset(in: &printer.text)
            }
            object = row.object
            append(row)
        }
        printer.appendProblems(record)
    }

    /// Prints a TCP event.
    public mutating func receive(_ event: ConnectionEvent) { printer.receive(event) }

    /// Prints a notice.
    public mutating func receive(_ notice: Notice) { printer.receive(notice) }

    private mutating func append(_ row: ExplanationRow) {
        line.text.removeAll()
        line.text.append("        ")
        line.text.append(unsigned: UInt64(row.offset), width: 3)
        line.text.append("  ")
        line.text.append(
            hex: row.octets.span.extracting(first: 8), separator: UInt8(ascii: " "))
        if row.octets.count > 8 { line.text.append(" ...") }
        if let bits = row.bits {
            line.pad(to: 37)
            line.text.append(
                bits.count == 1 ? "b\(bits.lowerBound)" : "b\(bits.lowerBound)-\(bits.upperBound)")
        }
        line.pad(to: 45)
        line.text.append(row.name)
        line.pad(to: 70)
        line.text.append(row.value)
        line.pad(to: 82)
        line.text.append(row.meaning)
        if !row.clause.isEmpty {
            line.pad(to: 122)
            printer.colors.set(.dim, in: &line.text)
            line.text.append("(")
            line.text.append(row.clause)
            line.text.append(")")
            printer.colors.reset(in: &line.text)
        }
        line.text.append(UInt8(ascii: "\n"))
        printer.text.append(line.text)
    }
}

/// A line with columns, whose Chinese characters count two.
private struct Line {
    var text = OctetText()

    mutating func pad(to column: Int) {
        for _ in 0..<max(column - width, 1) { text.append(UInt8(ascii: " ")) }
    }

    /// Columns on a terminal: characters of three UTF-8 octets are wide in this text.
    private var width: Int {
        var width = 0
        for octet in text.octets {
            switch octet {
            case 0xE0...0xEF: width += 2
            case 0x80...0xBF: break
            default: width += 1
            }
        }
        return width
    }
}
