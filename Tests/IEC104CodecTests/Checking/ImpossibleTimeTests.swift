import IEC104Codec
import Testing

@Suite("times that are reported")
struct ImpossibleTimeTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var octets: [UInt8]
        init(_ name: String, _ octets: [UInt8]) {
            testDescription = name
            self.octets = octets
        }
    }

    /// Times as on the wire: milliseconds, minute, hour, day, month, year.
    static let impossible = [
        Sample("60000 ms", [0x60, 0xEA, 0, 0, 1, 1, 23]),
        Sample("minute 60", [0, 0, 60, 0, 1, 1, 23]),
        Sample("minute 63", [0, 0, 63, 0, 1, 1, 23]),
        Sample("hour 24", [0, 0, 0, 24, 1, 1, 23]),
        Sample("hour 31", [0, 0, 0, 31, 1, 1, 23]),
        Sample("day 0", [0, 0, 0, 0, 0, 1, 23]),
        Sample("31 April", [0, 0, 0, 0, 31, 4, 23]),
        Sample("29 February 2023", [0, 0, 0, 0, 29, 2, 23]),
        Sample("30 February 2024", [0, 0, 0, 0, 30, 2, 24]),
        Sample("month 0", [0, 0, 0, 0, 1, 0, 23]),
        Sample("month 13", [0, 0, 0, 0, 1, 13, 23]),
        Sample("month 15", [0, 0, 0, 0, 1, 15, 23]),
        Sample("year 100", [0, 0, 0, 0, 1, 1, 100]),
        Sample("year 127", [0, 0, 0, 0, 1, 1, 127]),
        Sample("all zero", [0, 0, 0, 0, 0, 0, 0]),
    ]

    @Test(
        "a CP56Time2a that no calendar has is reported where it stands, unless its IV is set",
        arguments: impossible)
    func cp56(sample: Sample) throws {
        let error = DecodeError(.impossibleTime, at: 10)
        #expect(ProblemFinder.problems(30, [1] + sample.octets) == [error])
        var invalid = sample.octets
        invalid[2] |= 0x80
        #expect(ProblemFinder.problems(30, [1] + invalid) == [])
        // Kept as raw fields, never another time.
        let read = try ASDU([30, 1, 3, 0, 1, 0, 1, 0, 0, 1] + sample.octets)
        guard case .cp56(let time) = read.objects[0].timeTag else {
            Issue.record("no CP56Time2a")
            return
        }
        #expect(!time.isPossible)
        #expect(time.calendarTime == nil)
        #expect(time.millisecondsSince1970 == nil)
        #expect(Array(try read.encoded().suffix(7)) == sample.octets)
    }

    @Test("a possible time with SU, RES1 and a day of the week is not reported")
    func possible() {
        #expect(ProblemFinder.problems(30, [1, 0x5F, 0xEA, 0x7B, 0x97, 0xFF, 12, 23]) == [])
        #expect(ProblemFinder.problems(30, [1, 0, 0, 0, 0, 29, 2, 24]) == [])
    }

    @Test("every minute and the milliseconds around 60000 of a CP24Time2a")
    func cp24() {
        for minute in UInt8(0)...63 {
            for (milliseconds, isPossible) in [
                (0, true), (59999, true), (60000, false), (65535, false),
            ] {
                for flags: UInt8 in [0, 0x40, 0x80, 0xC0] {
                    let octets = [
                        UInt8(milliseconds & 0xFF), UInt8(milliseconds >> 8), minute | flags,
                    ]
                    let isRight = flags & 0x80 != 0 || isPossible && minute < 60
                    #expect(
                        ProblemFinder.problems(2, [1] + octets)
                            == (isRight ? [] : [DecodeError(.impossibleTime, at: 10)]))
                }
            }
        }
    }

    @Test("elapsed times above 59999 ms are reported at their octets")
    func elapsed() {
        let time24: [UInt8] = [0, 0, 0]
        for (milliseconds, isRight) in [(0, true), (59999, true), (60000, false), (65535, false)] {
            let octets = [UInt8(milliseconds & 0xFF), UInt8(milliseconds >> 8)]
            func error(_ offset: Int) -> [DecodeError] {
                isRight ? [] : [DecodeError(.impossibleTime, at: offset, found: milliseconds)]
            }
            #expect(ProblemFinder.problems(17, [1] + octets + time24) == error(10))
            #expect(ProblemFinder.problems(18, [1, 0] + octets + time24) == error(11))
            #expect(ProblemFinder.problems(19, [1, 0] + octets + time24) == error(11))
            #expect(ProblemFinder.problems(106, address: 0, octets) == error(9))
        }
    }
}
