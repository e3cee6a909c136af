import Foundation
import Testing

@Suite("iec104 journal", .timeLimit(.minutes(10)))
struct JournalCommandTests {
    @Test("check tells what is in a journal, whether it is sound, and leaves it as it is")
    func check() throws {
        let folder = try TemporaryFolder()
        let journal = folder.path("j")
        let station = try RunningTool(
            ["outstation", "--listen", "127.0.0.1:0", "--journal", journal])
        _ = try station.port()
        let running = try Tool.run(["journal", "check", journal])
        #expect(running.status == 0 && running.output.contains("an outstation uses it now"))
        _ = try station.interrupt()

        let names = try FileManager.default.contentsOfDirectory(atPath: journal).sorted()
        let name = try #require(names.first { $0.hasSuffix(".journal") })
        let file = URL(fileURLWithPath: journal).appendingPathComponent(name)
        let octets = try Data(contentsOf: file)
        let sound = try Tool.run(["journal", "check", journal])
        #expect(sound.status == 0 && sound.output.contains(": sound\n"), "\(sound.output)")
        #expect(sound.output.contains("ended in order") && sound.output.contains("values: 28"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: journal).sorted() == names)
        #expect(try Data(contentsOf: file) == octets)

        try octets.dropLast(3).write(to: file)
        let torn = try Tool.run(["journal", "check", journal, "--lang", "zh"])
        #expect(torn.status == 0 && torn.output.contains("尾部不完整"), "\(torn.output)")

        var damaged = octets
        damaged[40] ^= 1
        try damaged.write(to: file)
        let bad = try Tool.run(["journal", "check", "--format", "json", journal])
        #expect(bad.status == 1, "\(bad.output)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(bad.output.utf8)) as? [String: Any])
        #expect(object["verdict"] as? String == "damaged")
        #expect((object["files"] as? [Any])?.count == 1)
    }

    @Test("what is no journal ends with 1, wrong usage with 2")
    func usage() throws {
        let folder = try TemporaryFolder()
        let none = try Tool.run(["journal", "check", folder.path("none")])
        #expect(none.status == 1 && none.error.contains("none"))
        let empty = try Tool.run(["journal", "check", folder.url.path])
        #expect(empty.status == 1 && empty.output.contains("no journal"))
        for arguments in [["journal"], ["journal", "chekc", "x"], ["journal", "check"]] {
            let run = try Tool.run(arguments)
            #expect(run.status == 2 && run.error.contains("check DIR"))
        }
    }
}
