import IEC104
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
}
