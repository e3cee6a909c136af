import Foundation
import IEC104Codec
import Testing

@Suite("Docs/Coverage.md")
struct CoverageTests {
    static let path = "Docs/Coverage.md"

    /// With UPDATE_COVERAGE=1 in the environment the document is written instead.
    @Test("the coverage document is what the type table says")
    func current() throws {
        let document = CoverageDocument.text
        if ProcessInfo.processInfo.environment["UPDATE_COVERAGE"] == "1" {
            try document.write(
                to: Repository.root.appending(path: Self.path), atomically: true, encoding: .utf8)
        }
        let current = try Repository.text(Self.path)
        #expect(
            current == document,
            "out of date: UPDATE_COVERAGE=1 swift test --filter CoverageTests writes it")
    }
}

/// The coverage document, made of the type table.
enum CoverageDocument {
    static var text: String {
        var text = """
            # Coverage

            Every type identification that the codec reads and writes, made of the type table in
            `Sources/IEC104Codec/Types` (`UPDATE_COVERAGE=1 swift test --filter CoverageTests` writes
            this page). Other numbers are kept as raw octets; private types (136...255) are added as
            rows of a `Profile`.

            - *size*: octets of the elements and the time tag, without the object address.
            - *SQ*: whether SQ = 1 is allowed. *N*: whether several objects are.
            - *control*, *monitor*: the causes of transmission allowed in each direction.
            - *clause*: of IEC 60870-5-101, unless it names another standard.
            - All types are read and written by the codec, and shown by `iec104 decode` in text, JSON
              and explanation. Types 81-95 are named, and their octets kept raw.


            """
        text += "| " + columns.joined(separator: " | ") + " |\n"
        text += String(repeating: "|---", count: columns.count) + "|\n"
        for row in Profile.standard.types.rows { text += line(row) }
        text += "\n## Problems\n\n"
        text +=
            "What strict reading refuses and lenient reading lists, by the code in JSON output.\n"
        text += "*structural*: octets could not be read as what they should be.\n\n"
        text += "| code | meaning | structural |\n|---|---|---|\n"
        for code in DecodeError.Code.allCases {
            text += "| `\(code.name)` | \(code.summary) | \(code.isStructural ? "yes" : "no") |\n"
        }
        return text
    }

    private static let columns = [
        "id", "type", "name", "中文", "类别", "elements", "time", "size", "SQ", "N", "control",
        "monitor", "clause",
    ]

    private static func line(_ row: TypeDescriptor) -> String {
        let elements = row.information.elements.map(\.name).joined(separator: " ")
        let special =
            row.information == .raw ? "raw" : row.information == .fileSegment ? " segment" : ""
        let time =
            switch row.timeTag {
            case .none: "-"
            case .cp24: "CP24Time2a"
            case .cp56: "CP56Time2a"
            }
        let cells = [
            "\(row.id.rawValue)", row.mnemonic, row.name, row.chineseName,
            row.category.map { "\($0.chineseName) \($0.rawValue)" } ?? "", elements + special, time,
            row.size.map(String.init) ?? "varies", row.allowsSequence ? "yes" : "no",
            row.allowsSeveralObjects ? "many" : "1", causes(row.controlCauses),
            causes(row.monitorCauses), row.clause,
        ]
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    /// `3 5 20-36`.
    private static func causes(_ set: CauseSet) -> String {
        var parts: [String] = []
        var number: UInt8 = 0
        while number < 64 {
            guard set.contains(Cause(number)) else {
                number += 1
                continue
            }
            let first = number
            while number < 64, set.contains(Cause(number)) { number += 1 }
            parts.append(number - first == 1 ? "\(first)" : "\(first)-\(number - 1)")
        }
        return parts.joined(separator: " ")
    }
}
