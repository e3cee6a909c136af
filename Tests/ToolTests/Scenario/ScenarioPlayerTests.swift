import IEC104
import Testing

@testable import IEC104Tool

@Suite("Playing scenarios, in virtual time", .timeLimit(.minutes(10)))
struct ScenarioPlayerTests {
    private static func player(_ text: String) throws -> ScenarioPlayer {
        ScenarioPlayer(try ScenarioReaderTests.read(text))
    }

    /// Each event with the time of the advance that gave it.
    private static func events(
        _ player: ScenarioPlayer, step: Int64, until end: Int64
    ) -> [(time: Int64, event: ScenarioEvent)] {
        var player = player
        var events: [(Int64, ScenarioEvent)] = []
        for time in stride(from: Int64(0), through: end, by: Int64.Stride(step)) {
            events += player.advance(to: time).map { (time, $0) }
        }
        return events
    }

    private static let storm = """
        {"seed": 3, "loop": 2, "length": "10s", "steps": [
          {"at": "5s", "burst": 100, "within": "1s", "points": ["1001", "Voltage", "Breaker"]},
          {"at": "1s", "toggle": "Alarm", "every": "2s", "times": 3},
          {"at": "5s", "drop": "all"}
        ]}
        """

    @Test("Steps happen at their times, repeat, and begin again with the next turn")
    func times() throws {
        let events = Self.events(try Self.player(Self.storm), step: 10, until: 30_000)
        let toggles = events.filter { if case .toggle = $0.event { true } else { false } }
        #expect(toggles.map(\.time) == [1000, 3000, 5000, 11_000, 13_000, 15_000])
        let bursts = events.filter { if case .disturb = $0.event { true } else { false } }
        #expect(bursts.count == 200 && bursts[0].time == 5000 && bursts[99].time == 5990)
        #expect(bursts[1].time == 5010 && bursts[100].time == 15_000)
        let drops = events.filter { $0.event == .drop(.all) }
        #expect(drops.map(\.time) == [5000, 15_000])
        // The points of a burst come in turn.
        #expect(bursts.prefix(4).map { $0.event.point?.index } == [0, 3, 1, 0])
    }

    @Test("Each step that begins is told, with its turn; of quick repetitions the first")
    func told() throws {
        let player = try Self.player(
            """
            {"loop": 2, "length": "10s", "steps": [
              {"at": 0, "toggle": "Alarm", "every": "1s", "times": 2},
              {"at": "5s", "burst": 3, "within": "1s", "points": ["1001", "Voltage"]},
              {"at": "6s", "set": "Alarm", "value": "on", "every": "10ms", "times": 9}
            ]}
            """)
        let told = Self.events(player, step: 10, until: 30_000).compactMap { time, event in
            if case .begin(let step, let turn) = event { "\(time) \(step) \(turn)" } else { nil }
        }
        #expect(
            told == [
                "0 0 0", "1000 0 0", "5000 1 0", "6000 2 0",
                "10000 0 1", "11000 0 1", "15000 1 1", "16000 2 1",
            ])
        #expect(
            player.scenario.steps.map(\.text) == [
                "toggle Alarm", "burst 3 points 1001, Voltage within 1s", "set Alarm value on",
            ])
    }

    @Test("Events do not depend on how time is cut into steps, and are the same each time")
    func deterministic() throws {
        let player = try Self.player(Self.storm)
        let events = Self.events(player, step: 1, until: 30_000).map(\.event)
        #expect(Self.events(player, step: 1000, until: 30_000).map(\.event) == events)
        #expect(Self.events(player, step: 30_000, until: 30_000).map(\.event) == events)
        let other = try Self.player(Self.storm.replacing("\"seed\": 3", with: "\"seed\": 4"))
        #expect(Self.events(other, step: 1000, until: 30_000).map(\.event) != events)
    }

    @Test("The deadline is that of the next event; at the end there is none")
    func deadlines() throws {
        var player = try Self.player(Self.storm)
        #expect(player.deadline == 1000)
        _ = player.advance(to: 1000)
        #expect(player.deadline == 3000)
        _ = player.advance(to: 16_000)
        let rest = player.advance(to: .max)
        #expect(player.deadline == nil && rest.isEmpty)
    }

    @Test("A scenario without end gives its events in portions, and ends with time")
    func endless() throws {
        var player = try Self.player(
            #"{"loop": true, "length": "10ms", "steps": [{"at": 0, "toggle": "Alarm"}]}"#)
        var count = 0
        for _ in 0..<10 { count += player.advance(to: .max).count }
        #expect(count == 10 * ScenarioPlayer.mostEvents && player.deadline != nil)
    }

    @Test("What events make of values")
    func values() throws {
        let point = PointID(index: 0)
        let on = Information.singlePoint(SIQ(true, quality: .blocked))
        #expect(ScenarioEvent.toggle(point).information(after: on)?.valueText == "off")
        #expect(ScenarioEvent.toggle(point).information(after: on)?.quality == .blocked)
        #expect(
            ScenarioEvent.quality(point, .invalid).information(after: on)
                == .singlePoint(SIQ(true, quality: .invalid)))
        #expect(ScenarioEvent.disturb(point, 5).information(after: on)?.valueText == "off")
        for number in [0, 5, UInt64.max] {
            let voltage = ScenarioEvent.disturb(point, number)
                .information(after: .shortFloat(R32(100), []))
            #expect((90...110).contains(voltage?.number ?? 0))
            let full = ScenarioEvent.disturb(point, number).information(after: .scaled(.max, []))
            #expect(full?.kind == .scaled)
        }
        #expect(ScenarioEvent.drop(.all).information(after: on) == nil)
    }
}
