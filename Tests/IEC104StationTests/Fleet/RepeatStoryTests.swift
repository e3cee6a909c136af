import IEC104Station
import Testing

/// T-19, with all sorts of outstations: those that send again what was not acknowledged, and those
/// that lose it.
@Suite("The filter of repeats and all sorts of outstations")
struct RepeatStoryTests {
    @Test(
        "whatever an outstation sends again, each point shows what it would show without the filter",
        arguments: RepeatStory.Memory.allCases, [1, 100, 1000] as [Int64])
    func states(_ memory: RepeatStory.Memory, _ tick: Int64) {
        var dropped: UInt64 = 0
        for seed in 0..<100 as Range<UInt64> {
            var story = RepeatStory(memory, tick: tick, seed: seed)
            for _ in 0..<4 {
                story.run(steps: 150)
                if story.shown != story.wired {
                    Issue.record("seed \(seed): \(story.shown), not \(story.wired)")
                    return
                }
            }
            dropped += story.filter.dropped
        }
        #expect(dropped > 0 || memory == .none)
    }

    @Test(
        "of one that sends again, no event is missed, and none with a time is shown twice")
    func once() {
        for seed in 0..<300 as Range<UInt64> {
            var story = RepeatStory(.whole, tick: 1, seed: seed)
            story.run(steps: 600)
            if Set(story.counts.keys) != Set(0..<story.made)
                || story.order != story.order.sorted() || !story.repeatedTags.isEmpty
            {
                Issue.record("seed \(seed): \(story.order), twice \(story.repeatedTags)")
                return
            }
        }
    }

    @Test("with a clock of ten milliseconds, hardly any is shown twice")
    func coarse() {
        var (twice, made) = (0, 0)
        for seed in 0..<100 as Range<UInt64> {
            var story = RepeatStory(.whole, tick: 10, seed: seed)
            story.run(steps: 1500)
            twice += story.repeatedTags.count
            made += story.made
        }
        #expect(twice < made / 1000, "\(twice) of \(made)")
    }
}
