import Foundation
import Testing

@Suite("Docs/FieldNotes.md")
struct FieldNotesTests {
    static let path = "Docs/FieldNotes.md"

    /// `Target.Suite/test`, as `swift test --filter` takes it.
    @Test("each test that it names is there")
    func tests() throws {
        let document = try Repository.text(Self.path)
        let names = document.matches(of: /`(\w+)\.(\w+)\/(\w+)`/)
        #expect(names.count > 100)
        var sources: [Substring: [String]] = [:]
        for (name, target, suite, test) in names.map(\.output) {
            if sources[target] == nil {
                sources[target] = try Repository.swiftFiles("Tests/\(target)").map(Repository.text)
            }
            let isThere = (sources[target] ?? []).contains {
                ($0.contains("struct \(suite) ") || $0.contains("extension \(suite) "))
                    && $0.contains("@Test") && $0.contains("func \(test)(")
            }
            #expect(isThere, "\(name)")
        }
    }

    /// `folder/program.py function`, below Tests.
    @Test("each check of a program that it names is there")
    func checks() throws {
        let document = try Repository.text(Self.path)
        let names = document.matches(of: /`([\w\/]+\.py) (\w+)`/)
        #expect(names.count > 5)
        for (name, program, check) in names.map(\.output) {
            let source = try Repository.text("Tests/\(program)")
            #expect(source.contains("def \(check)("), "\(name)")
        }
    }

    /// So that a run of the tests tells which numbers hold for a master.
    @Test("each number has tests of a master that bear it, but for TLS and captures")
    func masterNames() throws {
        let rows = try Repository.text(Self.path).split(separator: "\n").filter {
            $0.hasPrefix("| T-")
        }
        var sources: [Substring: [String]] = [:]
        for row in rows {
            let cells = row.split(separator: "|").map { $0.drop { $0 == " " } }
            let number = try #require(cells.first?.prefix { $0 != " " })
            let names = try #require(cells.last).matches(of: /`(\w+)\.(\w+)\/(\w+)`/)
            #expect(names.isEmpty == (number == "T-25"), "\(number)")
            for (name, target, suite, test) in names.map(\.output) {
                if sources[target] == nil {
                    sources[target] = try Repository.swiftFiles("Tests/\(target)").map(
                        Repository.text)
                }
                let source = (sources[target] ?? []).first {
                    $0.contains("struct \(suite) ") && $0.contains("func \(test)(")
                }
                let before = source?.components(separatedBy: "func \(test)(").first ?? ""
                let title = before.components(separatedBy: "@Test(").last ?? ""
                let numbers = title.matches(of: /T-\d+/).map(\.output)
                #expect(numbers.contains(number), "\(number): \(name)")
            }
        }
    }

    @Test("each number from T-1 to T-26 has its row, but that of TLS")
    func numbers() throws {
        let rows = try Repository.text(Self.path).split(separator: "\n").compactMap {
            $0.firstMatch(of: /^\| T-(\d+) \|/).flatMap { Int($0.output.1) }
        }
        #expect(rows == (1...26).filter { $0 != 22 })
    }
}
