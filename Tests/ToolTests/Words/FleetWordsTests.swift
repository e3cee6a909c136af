import IEC104
import IEC104Inspect
import Testing

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
}
