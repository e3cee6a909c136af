import Foundation
import Testing

/// A call that is added to the master is cancelled by the tests, too.
@Suite("The calls of a master that can be cancelled")
struct SweptCallTests {
    @Test("each that waits is swept behind every turn")
    func swept() throws {
        let folders = ["Sources/IEC104/Master", "Sources/IEC104/Files"]
        let sources = try folders.flatMap { try Repository.swiftFiles($0) }
            .map { try Repository.text($0) }
            .filter { $0.contains("actor Master ") || $0.contains("extension Master ") }
        let selection = try Repository.text("Sources/IEC104/Master/Selection.swift")
        var names: Set<Substring> = []
        for source in sources + [selection] {
            for call in source.matches(of: /public (?:consuming )?func (\w+)\(([^{]*)\{/)
            where call.output.2.contains(" async") {
                names.insert(call.output.1)
            }
        }
        #expect(names.isSuperset(of: ["connect", "interrogate", "execute", "fetch", "request"]))
        let tests = try ["Support/MasterCall.swift", "Master/TurnCancellationTests.swift"]
            .map { try Repository.text("Tests/IEC104Tests/" + $0) }.joined()
        for name in names { #expect(tests.contains(".\(name)("), "\(name)") }
    }
}
