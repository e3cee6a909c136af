import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

/// What the journal promises: an event arrives at least once, or is counted; what is safe stays.
@Suite("A journal on a disk that loses and tears what was not synced")
struct JournalStormTests {
    static let policies: [JournalSettings.Synchronization] = [
        .each, .every(.milliseconds(20)), .none,
    ]

    @Test("lives and deaths in any order", arguments: policies, 0..<16)
    func storm(_ policy: JournalSettings.Synchronization, _ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var story = try JournalStory(
            .test(policy, limit: seed % 2 == 0 ? 65536 : 1 << 20), seed: seed)
        for life in 0..<8 {
            if Int.random(in: 0..<3, using: &random) != 0 {
                story.probe.disk.stop =
                    story.probe.disk.operations + Int.random(in: 1...60, using: &random)
            }
            let length = Int.random(in: 0...(life == 3 ? 1500 : 400), using: &random)
            for _ in 0..<length where !story.probe.disk.isStopped { story.act() }
            try story.die(Bool.random(using: &random) ? .kill : .powerLoss)
        }
        story.end()
        #expect(story.faults.isEmpty)
    }

    @Test("a death at every operation of the disk", arguments: policies)
    func everyOperation(_ policy: JournalSettings.Synchronization) throws {
        var operations = 0
        var reached = 0
        repeat {
            operations += 1
            for death in JournalStory.Death.allCases {
                var story = try JournalStory(.test(policy, limit: 65536), seed: 7)
                story.probe.disk.stop = story.probe.disk.operations + operations
                for _ in 0..<700 where !story.probe.disk.isStopped { story.act() }
                reached = story.probe.disk.isStopped ? operations : reached
                try story.die(death)
                for _ in 0..<50 { story.act() }
                story.end()
                #expect(story.faults.isEmpty, "operation \(operations), \(death)")
            }
        } while reached == operations
        #expect(reached > 50)
    }
}
