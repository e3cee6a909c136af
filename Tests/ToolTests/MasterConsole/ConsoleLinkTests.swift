import IEC104
import IEC104Inspect
import Testing

@testable import IEC104Tool

@Suite("Switch-over at the console of a master")
struct ConsoleLinkTests {
    @Test("data transfer is moved to the link that is told, counted from 1")
    func switchOver() throws {
        let bench = try ConsoleBench()
        #expect(
            try bench.line("switch-over 2").hasPrefix(
                "north: link 2 (10.0.0.8:2404) is started after "))
        #expect(try bench.line("switch-over 2").hasSuffix("is started already"))
        #expect(try bench.line("switch-over").hasPrefix("error: "))
        #expect(try bench.line("switch-over 3").contains("from 1 to 2"))
        #expect(bench.stations.script.withLock { $0.switched } == [1, nil])
    }

    @Test("a switch-over that fails says why; an RTU that is no longer wanted ends the wait")
    func failedSwitchOver() throws {
        let bench = try ConsoleBench()
        bench.stations.script.withLock {
            $0.startsNext = { _ in nil }
            $0.isOff = true
        }
        let answer = try bench.line("switch-over 2")
        #expect(answer.hasPrefix("error: north: no link is started yet"))
        #expect(answer.contains("10.0.0.8:2404: refused"))
    }

    @Test("rtus shows how far each clock is off, and drifts")
    func clocks() throws {
        for (isJSON, language, text) in [
            (false, Language.english, "+1.250 s, -12.5 ppm"), (false, .chinese, "时钟偏差"),
            (true, .english, #""clock":{"offsetMs":1250,"driftPpm":-12.5}"#),
        ] {
            let bench = try ConsoleBench {
                $0.isJSON = isJSON
                $0.language = language
            }
            bench.stations.script.withLock {
                $0.clock.offset = 1250
                $0.clock.drift = -12.5
            }
            #expect(try bench.line("rtus").contains(text))
        }
    }
}
