// A gateway: what an outstation reports goes out as JSON lines, and lines such as "5001 on" come in as
// commands. Gateway HOST PORT connects again when the connection is lost; ends with its input.
import IEC104

@main
enum Gateway {
    static func main() async throws {
        let arguments = CommandLine.arguments + ["", ""]
        // Asked after each start, so that nothing that was missed stays old.
        let settings = MasterSettings(startRequests: [.interrogation(station: 1, .station)])
        var configuration = MasterConfiguration()
        configuration.settings = settings
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        configuration.observer = { if case .started = $0 { start.finish() } }
        let master = try Master(
            arguments[1], port: UInt16(arguments[2]) ?? 2404, configuration: configuration)
        let updates = await master.updates()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await master.run { failure, _ in print(json([("error", "\(failure)")])) }
            }
            group.addTask(executorPreference: master.loop) {
                for await update in updates { print(json(members(update, settings))) }
            }
            for await _ in started {}
            while let line = readLine() { print(json(await operate(line, master))) }
            group.cancelAll()
        }
    }

    static func members(_ update: PointUpdate, _ settings: MasterSettings) -> [(String, String)] {
        [
            ("station", "\(update.station)"), ("address", "\(update.object.address)"),
            ("value", update.object.information.number.map { "\($0)" } ?? ""),
            ("quality", "\(update.object.information.quality)"),
            ("cause", "\(update.cause.cause)"),
            ("time", "\(update.time(settings) ?? update.received)"),
        ]
    }

    /// Selects an output and operates it; what became of it.
    static func operate(_ line: String, _ master: Master) async -> [(String, String)] {
        let words = line.split(separator: " ")
        guard words.count == 2, let address = UInt32(words[0]), ["on", "off"].contains(words[1])
        else { return [("command", line), ("error", "write an address and on or off")] }
        do {
            let selection = try await master.select(
                .C_DC_NA_1, at: ObjectAddress(address), .doubleCommand(DCO(words[1] == "on")))
            let result = try await selection.execute().isTerminated ? "terminated" : "confirmed"
            return [("command", line), ("result", result)]
        } catch {
            return [("command", line), ("error", "\(error)")]
        }
    }

    static func json(_ members: [(String, String)]) -> String {
        func plain(_ text: String) -> String { text.filter { $0 >= " " && !"\"\\".contains($0) } }
        return "{" + members.map { "\"\($0)\":\"\(plain($1))\"" }.joined(separator: ",") + "}"
    }
}
