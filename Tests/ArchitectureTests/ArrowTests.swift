import Foundation
import Testing

/// The arrows of Docs/Architecture.md: who may import whom.
@Suite("Arrows between the targets")
struct ArrowTests {
    /// What each target may import; targets that are not here may import anything.
    static let allowed: [(target: String, imports: Set<String>)] = [
        ("IEC104Codec", []),
        ("IEC104Session", ["IEC104Codec"]),
        ("IEC104Station", ["IEC104Codec", "IEC104Session"]),
        ("IEC104Inspect", ["IEC104Codec"]),
        ("IEC104Net", ["CIEC104System", "Glibc", "Synchronization"]),
        (
            "IEC104", ["IEC104Codec", "IEC104Session", "IEC104Station", "IEC104Net", "Glibc"]
        ),
        ("IEC104Tool", ["IEC104", "IEC104Codec", "IEC104Inspect", "Glibc", "Synchronization"]),
    ]

    @Test("a target imports only what it may", arguments: allowed.map(\.target))
    func imports(target: String) throws {
        let allowed = try #require(Self.allowed.first { $0.target == target }).imports
        let files = try Repository.swiftFiles("Sources/" + target)
        #expect(!files.isEmpty)
        for file in files {
            for line in try Repository.text(file).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 2,
                    !line.hasPrefix("//"), words.count > place + 1
                else { continue }
                let module = String(words[place + 1])
                #expect(allowed.contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test("every folder of Sources has its row in the table of arrows")
    func complete() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "Sources").path)
        // The C target is a header of system calls, without Swift.
        #expect(Set(folders) == Set(Self.allowed.map(\.target) + ["CIEC104System"]))
    }
}
