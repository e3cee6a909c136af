/// Rows of cells that are printed one below the other, each column as wide as its widest cell.
package struct TextTable {
    /// On which side of its column a cell stands.
    package enum Alignment {
        case left, right
    }

    private let alignments: [Alignment]
    private var rows: [[String]] = []
    private let indent: Int

    package init(indent: Int, _ alignments: [Alignment]) {
        self.indent = indent
        self.alignments = alignments
    }

    var isEmpty: Bool { rows.isEmpty }

    package mutating func append(_ cells: [String]) { rows.append(cells) }

    /// Prints the rows; columns without any text are left out.
    func write(to text: inout OctetText) {
        for line in lines {
            text.append(line)
            text.append(UInt8(ascii: "\n"))
        }
    }

    /// The rows as lines; columns without any text are left out.
    package var lines: [String] {
        let widths = alignments.indices.map { column in
            rows.reduce(0) { max($0, Self.cell($1, column).columns) }
        }
        let shown = widths.indices.filter { widths[$0] > 0 }
        return rows.map { row in
            var line = String(repeating: " ", count: indent)
            var owed = ""
            for column in shown {
                let cell = Self.cell(row, column)
                let space = String(repeating: " ", count: widths[column] - cell.columns)
                if alignments[column] == .right { owed += space }
                if !cell.isEmpty {
                    line += owed + cell
                    owed = ""
                }
                // Spaces wait until something follows them.
                owed += (alignments[column] == .left ? space : "") + "  "
            }
            return line
        }
    }

    private static func cell(_ row: [String], _ column: Int) -> String {
        column < row.count ? row[column] : ""
    }
}
