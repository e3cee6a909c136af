import IEC104Codec
import IEC104Station
import Testing

@Suite("The watch over an RTU's clock")
struct ClockWatchTests {
    private static let start: Int64 = 1_700_000_000_000

    /// So many events of different points, a second apart, each received 20 ms after its tag says,
    /// by a clock that is off.
    private func findings(
        _ watch: inout ClockWatch, off: Int64, events: Int = 30, from second: Int = 0,
        isSummerTime: Bool = false, isInvalid: Bool = false
    ) -> [TimeFinding] {
        (second..<second + events).flatMap { number -> [TimeFinding] in
            let wall = Self.start + Int64(number) * 1000
            let calendar = CalendarTime(millisecondsSince1970: wall - 20 + off)
            guard
                let tag = CP56Time2a(
                    calendar, isSummerTime: isSummerTime, isInvalid: isInvalid)
            else { return [] }
            return receive(&watch, tag, address: UInt32(number % 5), at: wall)
        }
    }

    private func receive(
        _ watch: inout ClockWatch, _ tag: CP56Time2a, address: UInt32 = 1, at wall: Int64
    ) -> [TimeFinding] {
        let header = ASDUHeader(
            type: .M_SP_TB_1, count: 1, cause: CauseOfTransmission(.spontaneous),
            commonAddress: 1)
        let objects = [
            InformationObject(
                ObjectAddress(address), .singlePoint(SIQ(rawValue: 0)), timeTag: .cp56(tag))
        ]
        return watch.receive(header, objects.span, at: wall)
    }

    @Test("a clock that is right is no finding", arguments: [0, 500, -900] as [Int64])
    func right(_ off: Int64) {
        var watch = ClockWatch()
        same(findings(&watch, off: off).isEmpty, true)
        #expect(watch.status.offset == off - 20)
        #expect(watch.status.tagged == 30)
    }

    @Test(
        "a clock that is off is told once, with by how much",
        arguments: [
            (3_601_000, "clock 3600 s off (fast)"), (-3_601_000, "clock 3601 s off (slow)"),
            (5_020, "clock 5 s off (fast)"), (90_000_000, "clock 89999 s off (fast)"),
        ] as [(Int64, String)])
    func off(_ off: Int64, _ words: String) throws {
        var watch = ClockWatch()
        let found = findings(&watch, off: off)
        #expect(found.map(\.kind) == [.clockOff])
        #expect(try #require(found.first).description.contains(words))
    }

    @Test(
        "whole quarters of an hour are another zone",
        arguments: [(2, "+2 h"), (-5, "-5 h"), (8, "+8 h")] as [(Int64, String)])
    func zone(_ hours: Int64, _ words: String) throws {
        var watch = ClockWatch()
        let without = findings(&watch, off: hours * 3_600_000)
        #expect(without.map(\.kind) == [.localTimeWithoutSummerTime])
        #expect(try #require(without.first).description.contains("without SU, \(words) off"))
        var other = ClockWatch()
        let with = findings(&other, off: hours * 3_600_000, isSummerTime: true)
        #expect(with.map(\.kind) == [.localTime])
        var known = ClockWatch(clock: FieldClock(offset: .seconds(hours * 3600)))
        same(findings(&known, off: hours * 3_600_000).isEmpty, true)
    }

    @Test("old events that come after an outage say nothing of the clock")
    func backlog() {
        var watch = ClockWatch()
        let header = Self.start + 60_000
        var found: [TimeFinding] = []
        for number in 0..<20 {
            let calendar = CalendarTime(millisecondsSince1970: Self.start + Int64(number))
            guard let tag = CP56Time2a(calendar) else { continue }
            found += receive(&watch, tag, address: UInt32(number), at: header)
        }
        #expect(found.isEmpty)
        same(findings(&watch, off: 0, from: 61).isEmpty, true)
    }

    @Test("an event that is older than the last one of its point is told, with by how much")
    func older() throws {
        var watch = ClockWatch()
        let wall = Self.start
        let tags = try [0, -1500].map {
            try #require(CP56Time2a(millisecondsSince1970: wall - 100 + $0))
        }
        same(receive(&watch, tags[0], at: wall).isEmpty, true)
        same(receive(&watch, tags[1], address: 2, at: wall).isEmpty, true)
        let found = receive(&watch, tags[1], at: wall)
        #expect(found.map(\.kind) == [.olderThanLast])
        #expect(found.map(\.milliseconds) == [1500])
    }

    @Test("T-24: a time that no calendar has is told, and one marked invalid too")
    func impossible() {
        var watch = ClockWatch()
        let found = receive(&watch, CP56Time2a(rawValue: 0x7F_0F_00_1F_3F_FF_FF), at: Self.start)
        #expect(found.map(\.kind) == [.impossible])
        same(findings(&watch, off: 0, isInvalid: true).map(\.kind), [.invalid])
        #expect(watch.status.findings == [.impossible: 1, .invalid: 30])
    }

    @Test("drift shows after ten minutes")
    func drift() throws {
        var watch = ClockWatch()
        // A millisecond in ten seconds: 100 ppm.
        for step in 0..<70 {
            _ = findings(&watch, off: Int64(step), events: 10, from: step * 10)
        }
        let drift = try #require(watch.status.drift)
        #expect((90.0...110.0).contains(drift))
    }

    @Test("a clock synchronization tells the offset, and the watch begins again")
    func synchronized() throws {
        var watch = ClockWatch()
        _ = findings(&watch, off: 60_000)
        let before = try #require(CP56Time2a(millisecondsSince1970: Self.start + 57_000))
        let found = watch.synchronized(before: before, station: 1, at: Self.start)
        #expect(found.map(\.milliseconds) == [57_000])
        #expect(watch.status.offsetAtSynchronization == 57_000)
        same(findings(&watch, off: 0, from: 100).isEmpty, true)
    }

    @Test("once the clock was set, the offset is unknown until events tell it; the drift stays")
    func restarted() throws {
        var watch = ClockWatch()
        for step in 0..<70 {
            _ = findings(&watch, off: 60_000 + Int64(step), events: 10, from: step * 10)
        }
        let drift = try #require(watch.status.drift)
        let before = try #require(
            CP56Time2a(
                CalendarTime(millisecondsSince1970: Self.start + 760_000), isInvalid: true))
        _ = watch.synchronized(before: before, station: 1, at: Self.start + 700_000)
        #expect(watch.status.offset == nil && watch.status.drift == drift)
        // A clock that says itself that it is wrong tells no offset.
        #expect(watch.status.offsetAtSynchronization == nil)
        #expect(watch.status.lastSynchronization == Self.start + 700_000)
        _ = findings(&watch, off: 120, from: 800)
        #expect(watch.status.offset == 100)
    }

    @Test("news are the first offset, that the clock was set, and the offset every ten minutes")
    func news() throws {
        var watch = ClockWatch()
        func news(_ seconds: Range<Int>) -> [ClockStatus] {
            seconds.flatMap { second -> [ClockStatus] in
                _ = findings(&watch, off: 300, events: 1, from: second)
                return watch.hasNews ? [watch.takeNews()] : []
            }
        }
        #expect(news(0..<10).isEmpty)
        #expect(news(10..<500).map(\.offset) == [280])
        #expect(news(500..<1200).count == 1)
        #expect(news(1200..<1300).count == 1)
        _ = watch.synchronized(
            before: CP56Time2a(millisecondsSince1970: Self.start + 1_300_280), station: 1,
            at: Self.start + 1_300_000)
        let told = news(1300..<1301)
        #expect(told.map(\.offset) == [nil] && told.map(\.offsetAtSynchronization) == [280])
        #expect(news(1301..<1400).map(\.offset) == [280])
    }
}
