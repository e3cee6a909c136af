import IEC104
import IEC104Inspect

/// The options that say what moves an outstation without a master.
enum MotionOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--simulate", nil,
            "Moves the values as in a substation at work. Points whose list says how they\n"
                + "move do so always."),
        .init(
            "--seed", "N",
            "Another course of the simulation; default 1. Of a scenario too, in place of\nits own."),
        .init(
            "--scenario", "FILE",
            "Plays what FILE (JSON) says: changes, bursts, dropped connections,\n"
                + "restarts, clock jumps; see Docs/Guides/Scenario.md."),
    ]

    /// What moves; `nil` when the scenario is wrong, which is told on standard error.
    static func motion(
        _ arguments: ParsedArguments, _ points: LoadedPoints, _ twin: TwinOptions?,
        _ language: Language
    ) throws(UsageError) -> MotionPlan? {
        let seed = try arguments.number("--seed", in: 0...Int.max).map { UInt64($0) }
        let simulator = Simulator(
            points.list, points.table, series: points.series, seed: seed ?? 1,
            movesAll: arguments.has("--simulate"))
        let replay = twin.map {
            TwinReplay($0.twin, points.table, speed: $0.speed, loops: $0.loops)
        }
        guard let path = arguments.last("--scenario") else {
            return MotionPlan(simulator: simulator, replay: replay)
        }
        let text: [UInt8]
        do throws(FileError) {
            text = try InputFile.contents(of: path, limit: Scenario.mostOctets)
        } catch {
            throw UsageError("--scenario '\(path)'", error.reason)
        }
        do throws(JSONFileError) {
            var scenario = try ScenarioReader.read(text, file: path, PointDirectory(points.list))
            if let seed { scenario.seed = seed }
            return MotionPlan(simulator: simulator, scenario: scenario, replay: replay)
        } catch {
            Standard.error.write(error.description(in: language) + "\n")
            return nil
        }
    }
}
