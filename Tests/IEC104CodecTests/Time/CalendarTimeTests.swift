import IEC104Codec
import Testing

@Suite("the calendar")
struct CalendarTimeTests {
    @Test("each day from 1970 to 2070 agrees with a walk day by day, in milliseconds and weekday")
    func walk() throws {
        var year = 1970
        var month = 1
        var day = 1
        var weekday = 4
        var milliseconds: Int64 = 0
        while year <= 2070 {
            let time = try #require(CalendarTime(year: year, month: month, day: day))
            if time.millisecondsSince1970 != milliseconds || time.dayOfWeek != weekday
                || CalendarTime(millisecondsSince1970: milliseconds) != time
            {
                Issue.record("\(year)-\(month)-\(day)")
            }
            let last = CalendarTime(millisecondsSince1970: milliseconds + 86_399_999)
            if last.day != day || last.hour != 23 || last.minute != 59 || last.second != 59
                || last.millisecond != 999
            {
                Issue.record("the end of \(year)-\(month)-\(day)")
            }
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if CalendarTime.days(inMonth: month, of: year) != lengths[month - 1] {
                Issue.record("the length of \(year)-\(month)")
            }
            milliseconds += 86_400_000
            weekday = weekday % 7 + 1
            day += 1
            if day > lengths[month - 1] {
                day = 1
                month += 1
            }
            if month > 12 {
                month = 1
                year += 1
            }
        }
    }

    @Test("days that everybody knows")
    func known() throws {
        let samples: [(Int, Int, Int, Int, Int64)] = [
            (1970, 1, 1, 4, 0), (2000, 2, 29, 2, 951_782_400_000),
            (2023, 9, 3, 7, 1_693_699_200_000), (2024, 2, 29, 4, 1_709_164_800_000),
            (1969, 12, 31, 3, -86_400_000), (1900, 3, 1, 4, -2_203_891_200_000),
            (1, 1, 1, 1, -62_135_596_800_000), (9999, 12, 31, 5, 253_402_214_400_000),
        ]
        for (year, month, day, weekday, milliseconds) in samples {
            let time = try #require(CalendarTime(year: year, month: month, day: day))
            #expect(time.dayOfWeek == weekday)
            #expect(time.millisecondsSince1970 == milliseconds)
            #expect(CalendarTime(millisecondsSince1970: milliseconds) == time)
        }
    }

    @Test("what no calendar and no clock has is nil")
    func impossible() {
        let wrong: [(Int, Int, Int, Int, Int, Int, Int)] = [
            (0, 1, 1, 0, 0, 0, 0), (10000, 1, 1, 0, 0, 0, 0), (2023, 0, 1, 0, 0, 0, 0),
            (2023, 13, 1, 0, 0, 0, 0), (2023, 1, 0, 0, 0, 0, 0), (2023, 1, 32, 0, 0, 0, 0),
            (2023, 2, 29, 0, 0, 0, 0), (1900, 2, 29, 0, 0, 0, 0), (2023, 4, 31, 0, 0, 0, 0),
            (2023, 1, 1, 24, 0, 0, 0), (2023, 1, 1, -1, 0, 0, 0), (2023, 1, 1, 0, 60, 0, 0),
            (2023, 1, 1, 0, 0, 60, 0), (2023, 1, 1, 0, 0, 0, 1000),
            (.max, .max, .max, .max, .max, .max, .max), (.min, .min, .min, .min, .min, .min, .min),
        ]
        for (year, month, day, hour, minute, second, millisecond) in wrong {
            let time = CalendarTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                millisecond: millisecond)
            #expect(time == nil)
        }
        #expect(CalendarTime.days(inMonth: 0, of: 2023) == 0)
        #expect(CalendarTime.days(inMonth: 13, of: 2023) == 0)
    }

    @Test("milliseconds outside the years 1...9999 are clamped to their ends")
    func clamped() {
        let first = CalendarTime(millisecondsSince1970: .min)
        #expect(first.year == 1 && first.month == 1 && first.day == 1 && first.millisecond == 0)
        let last = CalendarTime(millisecondsSince1970: .max)
        #expect(last.year == 9999 && last.month == 12 && last.day == 31)
        #expect(last.hour == 23 && last.second == 59 && last.millisecond == 999)
    }
}
