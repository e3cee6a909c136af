import Foundation

/// The folder Tests/Vectors.
public enum VectorFolder {
    /// The names of all its files of vectors, in alphabetical order.
    public static let files: [String] = {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return found.filter { $0.hasSuffix(".vectors") }.sorted()
    }()

    /// The vectors of the file `name`.
    ///
    /// - Throws: when it cannot be read, or is no file of vectors.
    public static func vectors(of name: String) throws -> [TestVector] {
        let text = try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
        return try TestVector.read(text, file: name)
    }

    private static let url = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Vectors")
}
