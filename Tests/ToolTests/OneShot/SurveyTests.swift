import IEC104Inspect
import Testing

@testable import IEC104
@testable import IEC104Tool

/// What `iec104 discover` finds odd of what outstations send.
@Suite("What looks odd to discover")
struct SurveyTests {
    /// 2023-11-14 22:13:20 UTC.
    private static let now: Int64 = 1_700_000_000_000

    /// What a survey has seen of these ASDUs.
    private func survey(_ asdus: [[UInt8]]) -> Survey {
        let survey = Survey(.standard)
        let address = SocketAddress.loopback(port: 2404)
        for (number, asdu) in asdus.enumerated() {
            let apdu: [UInt8] =
                [0x68, UInt8(4 + asdu.count), UInt8(number & 0x7F) << 1, 0, 0, 0] + asdu
            survey.note(
                TraceEvent(
                    link: 1, peer: address, local: address, time: Self.now, kind: .received(apdu)))
        }
        return survey
    }

    /// A single point with a time tag that is so many milliseconds off.
    private static func tagged(_ offset: Int64, invalid: Bool = false) -> [UInt8] {
        let calendar = CalendarTime(millisecondsSince1970: now + offset)
        let tag = CP56Time2a(calendar, isInvalid: invalid)?.rawValue ?? 0
        return [30, 1, 3, 0, 1, 0, 9, 0, 0, 1] + (0..<7).map { UInt8(tag >> (8 * $0) & 0xFF) }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var code: String
        var words: String
        var asdus: [[UInt8]]
        var testDescription: String { words }
        init(_ code: String, _ words: String, _ asdus: [UInt8]...) {
            (self.code, self.words, self.asdus) = (code, words, asdus)
        }
    }

    private static let single: [UInt8] = [1, 1, 20, 0, 1, 0, 9, 0, 0, 1]

    static let rows: [Row] = [
        Row(
            "type", "station 1, object 9: both M_SP_NA_1 and M_ME_NC_1", single,
            [13, 1, 3, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]),
        Row("repeated", "station 1, object 9: sent more than once", single, single),
        Row("quality", "object 9: IV", [1, 1, 20, 0, 1, 0, 9, 0, 0, 0x81]),
        Row("quality", "object 9: OV", [13, 1, 20, 0, 1, 0, 9, 0, 0, 0, 0, 0x80, 0x3F, 1]),
        Row("quality", "object 9: SB", [3, 1, 20, 0, 1, 0, 9, 0, 0, 0x22]),
        Row("state", "object 9: indeterminate", [3, 1, 20, 0, 1, 0, 9, 0, 0, 3]),
        Row("state", "object 9: intermediate", [3, 1, 20, 0, 1, 0, 9, 0, 0, 0]),
        Row("number", "object 9: nan", [13, 1, 20, 0, 1, 0, 9, 0, 0, 0, 0, 0xC0, 0x7F, 0]),
        Row("number", "object 9: inf", [13, 1, 20, 0, 1, 0, 9, 0, 0, 0, 0, 0x80, 0x7F, 0]),
        Row("object-address", "object address not allowed", [1, 1, 3, 0, 1, 0, 0, 0, 0, 1]),
        Row("test", "station 1 sends data with T = 1", [1, 1, 0x83, 0, 1, 0, 9, 0, 0, 1]),
        Row(
            "impossible-time", "M_SP_TB_1: impossible time",
            [30, 1, 3, 0, 1, 0, 9, 0, 0, 1, 0xFF, 0xFF, 0x3F, 0x1F, 0xE0, 0x0F, 0x7F]),
        Row("time", "the time is invalid (IV)", tagged(0, invalid: true)),
        Row("clock", "the time is 7200 s off: local time?", tagged(7_200_000)),
        Row("clock", "the time is -7000 s off: a clock that is off", tagged(-7_000_000)),
        Row("cause-not-allowed", "station 1", [1, 1, 6, 0, 1, 0, 9, 0, 0, 1]),
        Row("unknown-type", "station 1, type 200", [200, 1, 3, 0, 1, 0, 9, 0, 0, 1]),
        Row("unreadable", "do --cot-size, --ca-size and --ioa-size fit?", single + [0]),
        Row("unreadable", "an ASDU cannot be read", [1, 1]),
    ]

    @Test("T-23, T-24: each odd thing is told once, with its place", arguments: rows)
    func odd(_ row: Row) {
        let survey = survey(row.asdus)
        let codes = survey.odd.map { "\($0.code): \($0.text)" }
        #expect(survey.odd.count == 1, "\(codes)")
        #expect(survey.odd.first?.code == row.code)
        #expect(survey.odd.first?.text.contains(row.words) == true, "\(codes)")
    }

    @Test("of an address with two types the first is listed; what is sound is not odd")
    func list() {
        let sound = survey([Self.single, Self.tagged(500), Self.tagged(-59_000)])
        #expect(sound.odd.isEmpty && sound.stations == [1])
        let survey = survey(Self.rows[0].asdus)
        let list = String(decoding: survey.twin.list(heading: []), as: UTF8.self)
        #expect(list.contains("1,9,M_SP_NA_1,") && !list.contains("M_ME_NC_1"))
    }

    @Test("so many different ones are told, and that there are more")
    func limit() {
        let survey = Survey(.standard)
        for number in 0..<1000 { survey.add("a", "b\(number)") }
        #expect(survey.odd.count == 201 && survey.odd.last?.code == "more")
        survey.add("a", "b7")
        #expect(survey.odd[7].text == "b7 (2 times)")
    }
}
