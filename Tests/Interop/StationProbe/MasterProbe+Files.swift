import IEC104

/// Files of station 1: `directory OBJECT`, `fetch OBJECT NOF`, `log OBJECT NOF START STOP` (the
/// octets of CP56Time2a), `write OBJECT NOF OCTETS`, `delete OBJECT NOF`.
extension MasterProbe {
    static func transfer(
        _ master: Master, _ id: Int, _ verb: String, _ words: inout Words
    ) async throws {
        let object = ObjectAddress(UInt32(clamping: words.number()))
        if verb == "directory" {
            let entries = try await master.directory(object)
            Output.print([
                ("id", id), ("result", "done"),
                ("files", entries.map { "\($0.file.number):\($0.length)" }.joined(separator: " ")),
            ])
            return
        }
        let file = FileName(UInt16(clamping: words.number()), object: object)
        var octets: [UInt8] = []
        switch verb {
        case "fetch": octets = try await master.fetch(file)
        case "log":
            let range = LogRange(words.time(), words.time())
            octets = try await master.fetch(file, range: range)
        case "write": try await master.write(words.octets(), to: file)
        default: try await master.delete(file)
        }
        Output.print([("id", id), ("result", "done"), ("octets", Octets.text(octets))])
    }
}

extension Words {
    fileprivate mutating func time() -> CP56Time2a {
        CP56Time2a(rawValue: octets().prefix(7).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
}
