import IEC104Inspect
import Testing

@testable import IEC104
@testable import IEC104Station
@testable import IEC104Tool

@Suite("What a fleet tells")
struct FleetWordsTests {
    @Test(
        "each finding about times has a sentence in both languages",
        arguments: TimeFinding.Kind.allCases)
    func findings(_ kind: TimeFinding.Kind) {
        let finding = TimeFinding(kind: kind, milliseconds: -3_601_000, station: 7, address: 1001)
        let (english, chinese) = (
            finding.description(in: .english), finding.description(in: .chinese)
        )
        #expect(english.hasPrefix("station 7, object 1001: "))
        #expect(chinese.hasPrefix("公共地址7 点1001: "))
        if kind == .clockOff { #expect(english.contains("3601 s off (slow)")) }
    }

    private static let now: Int64 = 1_700_000_200_000

    private static func clock(
        _ offset: Int64?, _ drift: Double? = nil, set before: Int64?? = .none
    ) -> ClockStatus {
        var clock = ClockStatus()
        clock.offset = offset
        clock.drift = drift
        if let before {
            clock.lastSynchronization = now - 200_000
            clock.offsetAtSynchronization = before
        }
        return clock
    }

    @Test(
        "offset and drift of a clock have words, and the sign of the RTU's clock less the true time",
        arguments: [
            (clock(nil), "-", "-", "-"),
            (clock(1250, 12.46), "+1.250 s, +12.5 ppm", "+1.250 s, +12.5 ppm", "-"),
            (clock(-20, -0.04), "-0.020 s, +0.0 ppm", "-0.020 s, +0.0 ppm", "-"),
            (clock(-3_601_007, -5), "-3601.007 s, -5.0 ppm", "-3601.007 s, -5.0 ppm", "-"),
            (clock(0, set: .some(nil)), "+0.000 s", "+0.000 s", "3 min ago"),
            (clock(nil, set: 90_000), "-", "was +90.000 s", "3 min ago, it was off by +90.000 s"),
            (clock(.min), "-9223372036854775.808 s", "-9223372036854775.808 s", "-"),
        ])
    func clocks(_ clock: ClockStatus, _ offset: String, _ short: String, _ set: String) {
        #expect(clock.offsetText == offset)
        #expect(clock.shortText(in: .english) == short)
        #expect(clock.synchronizationText(in: .english, now: Self.now) == set)
        let chinese = clock.synchronizationText(in: .chinese, now: Self.now)
        #expect(chinese.contains("前") == (set != "-"))
    }

    @Test("programs are told of clocks, too")
    func clockLine() throws {
        let event = FleetEvent(
            rtu: "north", time: Self.now, kind: .clock(Self.clock(-1250, 12.46, set: 90_000)))
        let line = try #require(FleetEventLine.octets(event, endpoints: []))
        #expect(
            String(decoding: line, as: UTF8.self) == #"{"time":"2023-11-14T22:16:40.000Z","#
                + #""rtu":"north","event":"clock","offsetMs":-1250,"driftPpm":12.5,"#
                + #""lastSynchronization":"2023-11-14T22:13:20.000Z","#
                + #""offsetAtSynchronizationMs":90000}"# + "\n")
    }
}
