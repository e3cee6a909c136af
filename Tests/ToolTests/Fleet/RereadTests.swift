import Testing

/// `iec104 master --config` while its file changes.
@Suite("A fleet that is read again", .timeLimit(.minutes(10)))
struct RereadTests {
    private func rtu(_ name: String, _ port: String, _ more: String = "") -> String {
        "{\"name\":\"\(name)\",\"address\":\"127.0.0.1:\(port)\",\"start\":[\"interrogation\"]\(more)}"
    }

    private func fleet(_ rtus: String...) -> String {
        "{\"rtus\":[" + rtus.joined(separator: ",") + "]}"
    }

    /// Lines of JSON up to the one with all of these parts.
    private func lines(_ tool: RunningTool, to parts: String...) throws -> [String] {
        var lines: [String] = []
        while let line = tool.line(containing: "{") {
            lines.append(line)
            if parts.allSatisfy({ line.contains($0) }) { return lines }
        }
        throw Tool.NotBuilt(name: parts.joined(separator: ", "))
    }

    @Test("only what has changed connects anew; a file that is wrong changes nothing")
    func reread() throws {
        let outstations = try (0..<3).map { _ in
            try RunningTool(["outstation", "--listen", "127.0.0.1:0"])
        }
        let ports = try outstations.map { try $0.port() }
        let folder = try TemporaryFolder()
        let path = try folder.write(
            fleet(rtu("one", ports[0]), rtu("two", ports[1])), to: "fleet.json")
        let master = try RunningTool(["master", "--config", path, "--format", "json"])
        // Both are interrogated before anything changes.
        var waiting: Set = ["one", "two"]
        while !waiting.isEmpty {
            let line = try #require(master.line(containing: "\"event\":\"request-ended\""))
            waiting = waiting.filter { !line.contains("\"rtu\":\"\($0)\"") }
        }

        // One stays, two is asked with another originator, three is new.
        _ = try folder.write(
            fleet(
                rtu("one", ports[0]), rtu("two", ports[1], ",\"originator\":7"),
                rtu("three", ports[2])), to: "fleet.json")
        master.hangUp()
        let changed = try lines(
            master, to: "\"rtu\":\"three\"", "\"event\":\"request-ended\"")
        #expect(!changed.contains { $0.contains("\"one\"") && $0.contains("\"event\":\"ended\"") })
        #expect(changed.contains { $0.contains("\"two\"") && $0.contains("\"event\":\"ended\"") })

        // Nothing of a wrong file is taken; the next right one is.
        _ = try folder.write("{\"rtus\":[{\"name\":\"one\"}]}", to: "fleet.json")
        master.hangUp()
        let refused = try #require(master.line(containing: "\"event\":\"read-failed\""))
        #expect(refused.contains("rtus[0]"))
        // The default, oddly written.
        let odd = rtu("one", ports[0], ",\"links\":{\"t1\":\"15\"}")
        _ = try folder.write(fleet(odd), to: "fleet.json")
        master.hangUp()
        let taken = try lines(master, to: "\"event\":\"read-again\"")
        #expect(
            taken.last?.contains("\"added\":0,\"removed\":2,\"reconnected\":0,\"changed\":0")
                == true)
        #expect(!taken.contains { $0.contains("\"one\"") && $0.contains("\"event\":\"ended\"") })
        let end = try master.interrupt()
        #expect(end.status == 0 && end.error.contains("Nothing was changed"))
        #expect(end.error.contains("'15' has no unit"))
    }
}
