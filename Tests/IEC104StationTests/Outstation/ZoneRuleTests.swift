import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("Rules of local time")
struct ZoneRuleTests {
    private static func time(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0
    ) throws -> Int64 {
        try #require(
            CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute)
        ).millisecondsSince1970
    }

    /// A rule, a time in UTC, minutes ahead and whether it is summer time; from the zone database.
    static let rows: [(String, (Int, Int, Int, Int, Int), Int, Bool)] = [
        ("CET-1CEST,M3.5.0,M10.5.0/3", (2026, 3, 29, 0, 59), 60, false),
        ("CET-1CEST,M3.5.0,M10.5.0/3", (2026, 3, 29, 1, 0), 120, true),
        ("CET-1CEST,M3.5.0,M10.5.0/3", (2026, 10, 25, 0, 59), 120, true),
        ("CET-1CEST,M3.5.0,M10.5.0/3", (2026, 10, 25, 1, 0), 60, false),
        ("EST5EDT,M3.2.0,M11.1.0", (2026, 3, 8, 6, 59), -300, false),
        ("EST5EDT,M3.2.0,M11.1.0", (2026, 3, 8, 7, 0), -240, true),
        ("EST5EDT,M3.2.0,M11.1.0", (2026, 11, 1, 6, 0), -300, false),
        // South of the equator.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", (2026, 1, 1, 0, 0), 660, true),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", (2026, 4, 4, 15, 59), 660, true),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", (2026, 4, 4, 16, 0), 600, false),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", (2026, 10, 3, 16, 0), 660, true),
        // Ireland: winter is the exception.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", (2026, 7, 1, 0, 0), 60, true),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", (2026, 1, 1, 0, 0), 0, false),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", (2026, 3, 29, 1, 0), 60, true),
        // Nuuk: a change on the day before.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", (2026, 3, 29, 0, 59), -120, false),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", (2026, 3, 29, 1, 0), -60, true),
        // Gaza: two days later.
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", (2026, 3, 27, 23, 59), 120, false),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", (2026, 3, 28, 0, 0), 180, true),
        // Days of the year, with and without 29 February.
        ("XXX0YYY,J60,J300", (2024, 3, 1, 1, 59), 0, false),
        ("XXX0YYY,J60,J300", (2024, 3, 1, 2, 0), 60, true),
        ("XXX0YYY,59,299", (2024, 2, 29, 2, 0), 60, true),
        ("XXX0YYY,59,299", (2023, 3, 1, 2, 0), 60, true),
        ("<+08>-8", (2026, 7, 1, 0, 0), 480, false), ("UTC0", (2026, 7, 1, 0, 0), 0, false),
        ("<+0545>-5:45", (2026, 7, 1, 0, 0), 345, false),
        ("LHST-10:30LHDT-11,M10.1.0,M4.1.0", (2026, 1, 1, 0, 0), 660, true),
    ]

    @Test("the offset and summer time of many zones, to the minute", arguments: rows)
    func offset(_ text: String, _ at: (Int, Int, Int, Int, Int), _ minutes: Int, _ isSummer: Bool)
        throws
    {
        let rule = try ZoneRule(posix: text)
        let found = rule.offset(at: try Self.time(at.0, at.1, at.2, at.3, at.4))
        #expect(found == (minutes, isSummer))
    }

    @Test("the European rule is the one of the zone database, each half hour of many years")
    func europe() throws {
        let (rule, other) = (
            ZoneRule.europe(minutes: 60), try ZoneRule(posix: "CET-1CEST,M3.5.0,M10.5.0/3")
        )
        var time = try Self.time(1971, 1, 1, 0)
        let end = try Self.time(2069, 1, 1, 0)
        while time < end {
            #expect(rule.offset(at: time) == other.offset(at: time))
            time += 86_400_000 / 2 + 1_800_000
        }
    }

    @Test("each local time leads back to its UTC with its SU, the doubled hour too")
    func backAndForth() throws {
        for text in Set(Self.rows.map(\.0)) {
            let rule = try ZoneRule(posix: text)
            var time = try Self.time(2026, 1, 1, 0)
            for _ in 0..<(366 * 48) {
                let (minutes, isSummer) = rule.offset(at: time)
                let local = time + Int64(minutes) * 60_000
                #expect(rule.utc(local: local, isSummerTime: isSummer) == time, "\(text) \(time)")
                time += 1_800_000
            }
        }
    }

    @Test("SU is looked at only in the hour that comes twice and in the one that does not come")
    func lenient() throws {
        let rule = ZoneRule.europe(minutes: 60)
        let summer = try Self.time(2026, 7, 1, 12)
        let winter = try Self.time(2026, 1, 1, 12)
        for isSummer in [true, false] {
            #expect(rule.utc(local: summer, isSummerTime: isSummer) == summer - 7_200_000)
            #expect(rule.utc(local: winter, isSummerTime: isSummer) == winter - 3_600_000)
        }
        let twice = try Self.time(2026, 10, 25, 2, 30)
        #expect(rule.utc(local: twice, isSummerTime: true) == twice - 7_200_000)
        #expect(rule.utc(local: twice, isSummerTime: false) == twice - 3_600_000)
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            ("", .name, 1), ("CE-1", .name, 1), ("<CET-1", .name, 7), ("C", .name, 1),
            ("CET", .number, 4), ("CET-25", .number, 5), ("CET-1:60", .number, 7),
            ("CET-1:00:01", .seconds, 12), ("CET-1CEST", .missingChange, 10),
            ("CET-1CEST,M3.5.0", .missingChange, 17), ("CET-1CEST,M13.5.0,M10.5.0", .number, 12),
            ("CET-1CEST,M3.6.0,M10.5.0", .number, 14), ("CET-1CEST,M3.5.7,M10.5.0", .number, 16),
            ("CET-1CEST,J366,M10.5.0", .number, 12), ("CET-1CEST,366,M10.5.0", .number, 11),
            ("CET-1CEST,M3.5.0/168,M10.5.0", .number, 18), ("CET-1 CEST", .name, 6),
            ("CET-1CEST,M3.5.0,M10.5.0x", .extra, 25), (":Europe/Berlin", .name, 1),
            (String(repeating: "A", count: 101), .tooLong, 1), ("CET-999999999999", .number, 5),
        ] as [(String, ZoneRuleError.Code, Int)])
    func errors(_ text: String, _ code: ZoneRuleError.Code, _ column: Int) {
        do {
            _ = try ZoneRule(posix: text)
            Issue.record("'\(text)' was read")
        } catch {
            #expect(error.code == code && error.column == column, "'\(text)': \(error)")
        }
    }

    @Test("T-26: no text and no number traps")
    func garbage() {
        var random = SeededRandom(seed: 104)
        let parts = [
            "CET", "<", ">", "-", "1", ",", "M", "3.", "5.", "0", "/", ":", "J", "999", "é",
        ]
        let times: [Int64] = [.min, -1, 0, 1_700_000_000_000, .max]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...14, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            guard let rule = try? ZoneRule(posix: text) else { continue }
            for time in times {
                _ = rule.offset(at: time)
                _ = rule.utc(local: time, isSummerTime: true)
            }
        }
        for number in [Int.min, -1, 0, 8, Int.max] {
            let change = ZoneRule.Change(
                .weekday(number, week: number, month: number), minute: number)
            let rule = ZoneRule(
                minutes: number, summer: .init(minutes: number, begin: change, end: change))
            for time in times { _ = rule.utc(local: time, isSummerTime: false) }
        }
    }
}
