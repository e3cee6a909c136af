import Foundation
import Testing

@Suite("What the library drags in")
struct PurityTests {
    /// DecodeHexDump uses the library alone, so what it is linked with is what the library needs.
    @Test("a program that uses the library alone links no Foundation")
    func noFoundation() throws {
        let program = try #require(Self.product("DecodeHexDump"))
        let octets = try Data(contentsOf: program)
        #expect(octets.range(of: Data("libswiftCore".utf8)) != nil, "not linked dynamically?")
        for library in ["libFoundation", "lib_Foundation", "libdispatch"] {
            #expect(octets.range(of: Data(library.utf8)) == nil, "it links \(library)")
        }
    }

    @Test("the codec compiles in Embedded Swift mode")
    func embedded() throws {
        let output = FileManager.default.temporaryDirectory
            .appending(path: "codec-\(UUID().uuidString).o")
        defer { try? FileManager.default.removeItem(at: output) }
        let sources = try Repository.swiftFiles("Sources/IEC104Codec")
            .map { Repository.root.appending(path: $0).path }
        let (text, code) = try Repository.run(
            "swiftc",
            [
                "-enable-experimental-feature", "Embedded", "-enable-experimental-feature",
                "Lifetimes", "-swift-version", "6", "-wmo", "-parse-as-library", "-package-name",
                "iec104", "-module-name", "IEC104Codec", "-c", "-o", output.path,
            ] + sources)
        #expect(code == 0, "\(text)")
    }

    /// A program that was built with the tests.
    private static func product(_ name: String) -> URL? {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<6 {
            let file = folder.appending(path: name)
            if FileManager.default.isExecutableFile(atPath: file.path) { return file }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
