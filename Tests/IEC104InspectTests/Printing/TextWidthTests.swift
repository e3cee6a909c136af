import IEC104Codec
import Testing

@testable import IEC104Inspect

@Suite("Columns of a terminal")
struct TextWidthTests {
    @Test(
        "wide characters take two columns, combining ones none",
        arguments: [
            ("", 0), ("abc", 3), ("220kV 甲线", 10), ("é", 1), ("e\u{301}", 1), ("\u{301}", 0),
            ("한국", 4), ("ｱ", 1), ("Ａ", 2), ("→", 1), ("…", 1), ("°C", 2), ("·", 1), ("😀", 2),
            ("\u{3099}", 0), ("\u{200B}", 0), ("。", 2),
        ])
    func columns(_ text: String, _ count: Int) {
        #expect(text.columns == count)
        #expect(text.padded(to: 12).columns == 12 && text.padded(to: 0).columns == count + 1)
    }

    @Test("rows of a table stand below each other, whatever their language")
    func table() {
        var table = TextTable(indent: 0, [.left, .right, .left])
        table.append(["北站 甲", "12", "x"])
        table.append(["north", "3", ""])
        #expect(table.lines == ["北站 甲  12  x", "north     3"])
    }

    @Test("the columns of values stand below each other, names and colors in them or not")
    func values() {
        var printer = ValuePrinter(format: .text, language: .chinese, isColored: true)
        let names = ["220kV 甲线断路器", "Q0", "e\u{301}"]
        var record = APDURecord()
        for (place, name) in names.enumerated() {
            let source = ValueSource(
                rtu: "n",
                labels: { _, _ in
                    PointLabel(name: name, unit: "kV", limit: place == 0 ? .high : nil)
                })
            let objects = [InformationObject(1, .scaled(7, []))]
            record.reading.take(
                ASDUHeader(
                    type: .M_ME_NB_1, count: 1, cause: CauseOfTransmission(.spontaneous),
                    commonAddress: 1), objects.span, of: [UInt8]().span)
            printer.receive(record, from: source)
        }
        let lines = printer.text.string.split(separator: "\n").map { line in
            var plain = String(line)
            while let start = plain.firstIndex(of: "\u{1B}"),
                let end = plain[start...].firstIndex(of: "m")
            {
                plain.removeSubrange(start...end)
            }
            return plain
        }
        let places = lines.map { line in
            line.firstRange(of: "突发").map { String(line[..<$0.lowerBound]).columns }
        }
        #expect(lines.count == 3 && places[0] != nil && Set(places).count == 1, "\(lines)")
    }
}
