import IEC104Codec
import IEC104TestKit
import Testing

@Suite("time tags")
struct TimeTagTests {
    /// The tag of an object of type 30 whose time has these octets.
    private static func cp56(_ octets: [UInt8]) throws -> CP56Time2a {
        let asdu = try ASDU([30, 1, 3, 0, 1, 0, 1, 0, 0, 1] + octets)
        guard case .cp56(let time) = asdu.objects[0].timeTag else {
            return CP56Time2a(rawValue: 0)
        }
        return time
    }

    @Test("each field of a CP56Time2a stands where the standard puts it")
    func fields() throws {
        // 2023-09-03 08:25:11.123, a Sunday.
        let time = try Self.cp56([0x73, 0x2B, 0x19, 0x08, 0xE3, 0x09, 0x17])
        #expect(time.milliseconds == 11_123)
        #expect(time.minute == 25)
        #expect(time.hour == 8)
        #expect(time.day == 3)
        #expect(time.dayOfWeek == 7)
        #expect(time.month == 9)
        #expect(time.yearOfCentury == 23)
        #expect(time.year == 2023)
        #expect(!time.isInvalid && !time.isSubstituted && !time.isSummerTime)
        #expect(time.millisecondsSince1970 == 1_693_729_511_123)
    }

    @Test("each bit of a CP56Time2a belongs to one field, or is reserved")
    func bits() throws {
        let zero = try Self.cp56([0, 0, 0, 0, 0, 0, 0])
        for bit in 0..<56 {
            var octets = [UInt8](repeating: 0, count: 7)
            octets[bit / 8] = 1 << UInt8(bit % 8)
            let time = try Self.cp56(octets)
            let changed: [Int: Bool] = [
                0: time.milliseconds != zero.milliseconds, 1: time.minute != 0,
                2: time.isSubstituted, 3: time.isInvalid, 4: time.hour != 0,
                5: time.isSummerTime, 6: time.day != 0, 7: time.dayOfWeek != 0,
                8: time.month != 0, 9: time.yearOfCentury != 0,
            ]
            let field: Int? =
                switch bit {
                case 0...15: 0
                case 16...21: 1
                case 22: 2
                case 23: 3
                case 24...28: 4
                case 31: 5
                case 32...36: 6
                case 37...39: 7
                case 40...43: 8
                case 48...54: 9
                default: nil
                }
            for (key, isChanged) in changed { #expect(isChanged == (key == field), "bit \(bit)") }
            #expect(time.rawValue == 1 << UInt64(bit))
        }
    }

    @Test("two-digit years 0...69 are 2000...2069, 70...99 are 1970...1999, above is impossible")
    func years() throws {
        for number in UInt8(0)...127 {
            let time = try Self.cp56([0, 0, 0, 0, 1, 1, number])
            #expect(time.yearOfCentury == number)
            if number < 100 {
                #expect(time.year == (number < 70 ? 2000 : 1900) + Int(number))
                #expect(time.calendarTime?.year == time.year)
            } else {
                #expect(!time.isPossible)
            }
        }
    }

    @Test("each day from 1970 to 2069 becomes a tag and comes back, and none outside")
    func days() throws {
        var milliseconds: Int64 = 0
        // 36525 days, and a time of day that moves on by a prime.
        for day in 0..<36_525 {
            milliseconds = Int64(day) * 86_400_000 + Int64(day) * 7919 % 86_400_000
            let tag = try #require(CP56Time2a(millisecondsSince1970: milliseconds))
            if tag.millisecondsSince1970 != milliseconds || !tag.isPossible
                || Int(tag.dayOfWeek) != (day + 3) % 7 + 1
            {
                Issue.record("day \(day)")
            }
        }
        #expect(CP56Time2a(millisecondsSince1970: 36_525 * 86_400_000 - 1) != nil)
        #expect(CP56Time2a(millisecondsSince1970: 36_525 * 86_400_000) == nil)
        #expect(CP56Time2a(millisecondsSince1970: -1) == nil)
        #expect(CP56Time2a(millisecondsSince1970: .max) == nil)
        #expect(CP56Time2a(millisecondsSince1970: .min) == nil)
    }

    @Test("a tag is written with the octets of the standard")
    func written() throws {
        let time = try #require(
            CalendarTime(
                year: 2023, month: 9, day: 3, hour: 8, minute: 25, second: 11, millisecond: 123))
        let plain = try #require(CP56Time2a(time))
        #expect(try Self.octets(plain) == [0x73, 0x2B, 0x19, 0x08, 0xE3, 0x09, 0x17])
        let all = try #require(
            CP56Time2a(
                time, isSummerTime: true, isInvalid: true, isSubstituted: true,
                withDayOfWeek: false))
        #expect(try Self.octets(all) == [0x73, 0x2B, 0xD9, 0x88, 0x03, 0x09, 0x17])
    }

    private static func octets(_ time: CP56Time2a) throws -> [UInt8] {
        let object = InformationObject(
            1, .singlePoint(SIQ(true)), timeTag: .cp56(time))
        let asdu = ASDU(
            .M_SP_TB_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
            objects: [object])
        return Array(try asdu.encoded().suffix(7))
    }

    @Test("a tag holds 56 bits, whatever it is made from")
    func width() {
        #expect(CP56Time2a(rawValue: .max).rawValue == 0xFF_FFFF_FFFF_FFFF)
        #expect(CP24Time2a(rawValue: .max).rawValue == 0xFF_FFFF)
    }

    @Test("each field of a CP24Time2a stands where the standard puts it")
    func cp24() throws {
        for bit in 0..<24 {
            let time = CP24Time2a(rawValue: 1 << UInt32(bit))
            #expect((time.milliseconds != 0) == (bit < 16))
            #expect((time.minute != 0) == (16...21).contains(bit))
            #expect(time.isSubstituted == (bit == 22))
            #expect(time.isInvalid == (bit == 23))
        }
        let time = try #require(
            CP24Time2a(minute: 59, milliseconds: 59_999, isInvalid: true, isSubstituted: true))
        #expect(time.rawValue == 0xFB_EA5F)
        #expect(time.isPossible)
        #expect(CP24Time2a(minute: 60, milliseconds: 0) == nil)
        #expect(CP24Time2a(minute: 0, milliseconds: 60_000) == nil)
        for minute in UInt32(0)...63 {
            for milliseconds: UInt32 in [0, 59_999, 60_000, 65_535] {
                let time = CP24Time2a(rawValue: minute << 16 | milliseconds)
                #expect(time.isPossible == (minute < 60 && milliseconds < 60_000))
            }
        }
    }

    @Test("a CP16Time2a is possible up to 59999 ms")
    func cp16() {
        for milliseconds in UInt16.min...UInt16.max {
            let time = CP16Time2a(rawValue: milliseconds)
            if time.isPossible != (milliseconds < 60_000) || time.milliseconds != milliseconds {
                Issue.record("\(milliseconds)")
            }
        }
        #expect(CP16Time2a(integerLiteral: 5).rawValue == 5)
    }

    @Test("the three kinds of tags have 0, 3 and 7 octets")
    func kinds() {
        #expect(TimeTag.Kind.allCases.map(\.size) == [0, 3, 7])
        #expect(TimeTag.none.kind == .none)
        #expect(TimeTag.cp24(CP24Time2a(rawValue: 0)).kind == .cp24)
        #expect(TimeTag.cp56(CP56Time2a(rawValue: 0)).kind == .cp56)
    }
}
