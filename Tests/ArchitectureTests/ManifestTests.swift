import Foundation
import Testing

@Suite("The manifest and the top level")
struct ManifestTests {
    @Test("the package has no dependency")
    func noDependency() throws {
        let manifest = try Repository.text("Package.swift")
        #expect(!manifest.contains(".package("))
        #expect(!manifest.contains(".product("))
        #expect(!manifest.contains("binaryTarget"))
    }

    @Test("no two target names differ by case only")
    func targetNames() throws {
        let manifest = try Repository.text("Package.swift")
        let targets = try #require(manifest.range(of: "    targets: ["))
        let pattern = try Regex(#"name: "(\w+)""#, as: (Substring, Substring).self)
        let names = manifest[targets.upperBound...].matches(of: pattern).map { String($0.output.1) }
        #expect(names.count > 5)
        #expect(Set(names.map { $0.lowercased() }).count == names.count)
    }

    @Test("the top level holds what it should and nothing else")
    func topLevel() throws {
        let entries = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
        let visible = Set(entries.filter { !$0.hasPrefix(".") })
        #expect(
            visible.subtracting(["Package.resolved"]) == [
                "Package.swift", "Sources", "Tests", "Examples", "Docs", "README.md", "LICENSE",
            ])
    }

    @Test("nothing that was built is kept")
    func kept() throws {
        let (text, code) = try Repository.run("git", ["-C", Repository.root.path, "ls-files"])
        // An archive of the sources has no list of what is kept.
        guard code == 0 else { return }
        let tops = Set(text.split(separator: "\n").compactMap { $0.split(separator: "/").first })
        let hidden = tops.filter { $0.hasPrefix(".") }
        #expect(
            hidden.subtracting([
                ".ci", ".editorconfig", ".github", ".gitignore", ".swift-format",
            ]).isEmpty)
    }

    @Test("an example has at most 60 lines")
    func examples() throws {
        let files = try Repository.swiftFiles("Examples")
        #expect(!files.isEmpty)
        for file in files {
            let lines = try Repository.text(file).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 61, "\(file) has \(lines.count) lines")
        }
    }
}
