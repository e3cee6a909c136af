import Foundation

/// The folder Tests/Golden: what the printers must print, to the octet.
enum GoldenFolder {
    private static let url = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden")

    /// The text of the file `name`.
    static func text(of name: String) throws -> String {
        try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
    }

    /// Where the file `name` is.
    static func path(of name: String) -> String { url.appendingPathComponent(name).path }
}
