import Foundation
import IEC104
import Testing

@Suite("Docs/Troubleshooting.md")
struct TroubleshootingTests {
    private static let text = try? String(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Docs/Troubleshooting.md"), encoding: .utf8)

    @Test(
        "every reason that the program can give has its row",
        arguments: SessionError.Code.allCases.map(\.name) + RequestError.Code.allCases.map(\.name)
            + ConnectError.Code.allCases.map(\.name))
    func row(name: String) throws {
        let rows = try #require(Self.text).split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.contains { $0.contains("`\(name)`") })
    }
}
