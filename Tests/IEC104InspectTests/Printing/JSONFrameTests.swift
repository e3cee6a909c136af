import IEC104Codec
import IEC104TestKit
import Testing

@Suite("JSON of frames by an independent encoder")
struct JSONFrameTests {
    private static let lines: [Substring] =
        ((try? GoldenFolder.text(of: "frames.jsonl")) ?? "").split(separator: "\n")

    @Test("each frame gives exactly its keys and values")
    func frames() throws {
        #expect(Self.lines.count > 300)
        for line in Self.lines {
            let expected = try #require(JSONLine(line))
            let hex = try #require(expected.members["bytes"] as? String)
            let octets = try #require([UInt8](hex: hex))
            let found = try #require(JSONLine(of: octets)).without("n", "problems")
            let type = (expected.members["typeId"] as? Int).flatMap { UInt8(exactly: $0) }
            let row = type.flatMap { TypeTable.standard[TypeID($0)] }
            let elements = row?.information.elements.map(\.name) ?? []
            #expect(
                found.matches(expected, asFloat: elements.contains("R32")),
                "\(line)\n\(JSONLine.text(of: octets))")
        }
    }

    @Test("there is a frame of every type of the table")
    func complete() {
        let types = Set(
            Self.lines.compactMap { JSONLine($0)?.members["typeId"] as? Int })
        for row in TypeTable.standard.rows { #expect(types.contains(Int(row.id.rawValue))) }
    }
}
