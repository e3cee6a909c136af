import IEC104Codec
import IEC104Station
import Testing

/// What comes again on a new link is left out, what is new is not. The objects of these tests are
/// single points; a number n is the event of point 1 + n % 7 with its own time.
@Suite("The filter of repeats")
struct RepeatFilterTests {
    private static let start: Int64 = 1_700_000_000_000

    private func tagged(_ number: Int, isInvalid: Bool = false) -> InformationObject {
        let calendar = CalendarTime(millisecondsSince1970: Self.start + Int64(number))
        let tag = CP56Time2a(calendar, isInvalid: isInvalid)
        return InformationObject(
            ObjectAddress(UInt32(1 + number % 7)),
            .singlePoint(SIQ(rawValue: UInt8(number & 1))),
            timeTag: tag.map { .cp56($0) } ?? .none)
    }

    private func plain(_ address: UInt32, _ value: Bool) -> InformationObject {
        InformationObject(ObjectAddress(address), .singlePoint(SIQ(rawValue: value ? 1 : 0)))
    }

    /// What passes of one ASDU.
    private func pass(
        _ filter: inout RepeatFilter, _ objects: [InformationObject], cause: Cause = .spontaneous
    ) -> [InformationObject] {
        var objects = objects
        filter.countAPDU()
        let type: TypeID = objects.first?.timeTag == TimeTag.none ? .M_SP_NA_1 : .M_SP_TB_1
        let header = ASDUHeader(
            type: type, count: UInt8(objects.count), cause: CauseOfTransmission(cause),
            commonAddress: 1)
        _ = filter.filter(header, &objects)
        return objects
    }

    @Test("all that was never acknowledged comes again, and is left out, packed as it may be")
    func unacknowledged() {
        var filter = RepeatFilter(k: 12)
        for number in 0..<5 {
            same(pass(&filter, [tagged(number)]), [tagged(number)])
        }
        filter.ended(unacknowledged: 5)
        same(pass(&filter, (0..<4).map { tagged($0) }), [])
        same(pass(&filter, [tagged(4), tagged(5)]), [tagged(5)])
        #expect(filter.dropped == 5)
    }

    @Test("what was acknowledged may come again from any place on", arguments: 0...6)
    func anyPlace(_ place: Int) {
        var filter = RepeatFilter(k: 12)
        for number in 0..<6 { _ = pass(&filter, [tagged(number)]) }
        filter.ended(unacknowledged: 2)
        for number in place..<8 {
            same(pass(&filter, [tagged(number)]), (number < 6 ? [] : [tagged(number)]))
        }
    }

    @Test("of an outstation that misses the end of the old link, repeats come late: left out, once")
    func late() {
        var filter = RepeatFilter(k: 12)
        // All of one point; 7 to 9 were not seen acknowledged, and 10 goes out before that is known.
        let events = (0..<12).map { tagged(7 * $0) }
        for event in events[..<10] { _ = pass(&filter, [event]) }
        filter.ended(unacknowledged: 1)
        for event in events[10...] { same(pass(&filter, [event]), [event]) }
        same(pass(&filter, Array(events[7..<10])), [])
        #expect(filter.dropped == 3)
        // They are of this link now, and the same again with its end.
        filter.ended(unacknowledged: 5)
        same(pass(&filter, Array(events[10...])), [])
        same(pass(&filter, Array(events[7..<10])), [])
        // Once each.
        same(pass(&filter, [events[9]]), [events[9]])
    }

    @Test("what is outdated is forgotten after so much that is new")
    func lateNoMore() {
        var filter = RepeatFilter(k: 1)
        _ = pass(&filter, [tagged(0)])
        filter.ended(unacknowledged: 0)
        for number in 1...40 { _ = pass(&filter, [tagged(7 * number)]) }
        same(pass(&filter, [tagged(0)]), [tagged(0)])
    }

    @Test("an event that is really the same one again is shown again")
    func genuine() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [tagged(1)])
        filter.ended(unacknowledged: 1)
        same(pass(&filter, [tagged(1)]), [])
        // The same octets once more: the outstation has made it twice.
        same(pass(&filter, [tagged(1)]), [tagged(1)])
    }

    @Test("without a time, one that was acknowledged is shown: it may have happened again")
    func genuineWithoutTime() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [plain(1, true)])
        filter.ended(unacknowledged: 0)
        same(pass(&filter, [plain(1, true)]), [plain(1, true)])
    }

    @Test("without a time, those never acknowledged are recognized by their order, and no more")
    func certainWithoutTime() {
        var filter = RepeatFilter(k: 12)
        let events = [plain(1, true), plain(2, true), plain(3, false)]
        for event in events { _ = pass(&filter, [event]) }
        filter.ended(unacknowledged: 3)
        for event in events { same(pass(&filter, [event]), []) }
        for event in events { same(pass(&filter, [event]), [event]) }
    }

    @Test("without a time, a repeat whose point shows something else by now is shown twice")
    func doubtful() {
        var filter = RepeatFilter(k: 12)
        let events = [plain(1, true), plain(1, false), plain(2, true)]
        for event in events { _ = pass(&filter, [event]) }
        filter.ended(unacknowledged: 3)
        // Both of point 1, so that it shows the last one again; point 2 does all the time.
        same(pass(&filter, events), [plain(1, true), plain(1, false)])
    }

    @Test("of many points, what the last ones show is remembered")
    func manyPoints() {
        var filter = RepeatFilter(k: 12)
        let events = (1...500).map { plain($0, true) }
        for event in events { _ = pass(&filter, [event]) }
        filter.ended(unacknowledged: 5)
        for event in events.suffix(5) { same(pass(&filter, [event]), []) }
        same(pass(&filter, [events[0]]), [events[0]])
    }

    @Test("an outstation that sends nothing again: its next state is shown, whatever was before")
    func forgetful() {
        var filter = RepeatFilter(k: 12)
        for event in [plain(1, true), plain(1, false)] { _ = pass(&filter, [event]) }
        filter.ended(unacknowledged: 2)
        same(pass(&filter, [plain(1, true)]), [plain(1, true)])
    }

    @Test("an interrogation between tells that the point was something else")
    func interrogated() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [plain(1, true)])
        filter.ended(unacknowledged: 1)
        same(pass(&filter, [plain(1, false)], cause: 20), [plain(1, false)])
        same(pass(&filter, [plain(1, true)]), [plain(1, true)])
    }

    @Test("what was not expected comes behind all repeats: nothing without a time is left out then")
    func news() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [plain(1, true)])
        filter.ended(unacknowledged: 1)
        same(pass(&filter, [plain(2, true)]), [plain(2, true)])
        same(pass(&filter, [plain(1, true)]), [plain(1, true)])
    }

    @Test("the limit: one without a time that repeats the state shown, where a repeat was due")
    func knownLimit() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [plain(1, true)])
        filter.ended(unacknowledged: 1)
        // A repeat, or the same once more of a station that sends nothing again: nobody can tell.
        same(pass(&filter, [plain(1, true)]), [])
        same(pass(&filter, [plain(1, true)]), [plain(1, true)])
    }

    @Test("several changes of a point in one tick of the clock are all shown")
    func sameTick() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [event(true)])
        filter.ended(unacknowledged: 0)
        same(pass(&filter, [event(false)]), [event(false)])
        same(pass(&filter, [event(true)]), [event(true)])
    }

    /// Of point 1, at the time of 70.
    private func event(_ value: Bool) -> InformationObject {
        InformationObject(
            1, .singlePoint(SIQ(rawValue: value ? 1 : 0)), timeTag: tagged(70).timeTag)
    }

    /// One of an outstation that has sent something new before what had to come again, and then
    /// `repeats` events again before anything new.
    private func disproved(repeats: Int) -> RepeatFilter {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [tagged(0)])
        filter.ended(unacknowledged: 1)
        same(pass(&filter, [tagged(1)]), [tagged(1)])
        filter.stopped()
        for number in 2..<2 + repeats { _ = pass(&filter, [tagged(number)]) }
        filter.ended(unacknowledged: repeats)
        for number in 2..<2 + repeats { same(pass(&filter, [tagged(number)]), []) }
        filter.stopped()
        return filter
    }

    @Test("those of one tick that must come again are left out, too")
    func sameTickCertain() {
        var filter = RepeatFilter(k: 12)
        for value in [true, false, true] { same(pass(&filter, [event(value)]), [event(value)]) }
        filter.ended(unacknowledged: 3)
        same(pass(&filter, [event(true), event(false)]), [])
        // Behind the last one that must come, what is equal is new.
        same(pass(&filter, [event(true), event(false)]), [event(false)])
        same(pass(&filter, [event(true)]), [event(true)])
    }

    @Test("acknowledged ones of one tick that come before those that must come are left out too")
    func sameTickAcknowledged() {
        var filter = RepeatFilter(k: 12)
        for value in [true, false, true] { same(pass(&filter, [event(value)]), [event(value)]) }
        same(pass(&filter, [tagged(71)]), [tagged(71)])
        filter.ended(unacknowledged: 1)
        for value in [true, false, true] { same(pass(&filter, [event(value)]), []) }
        same(pass(&filter, [tagged(71), tagged(72)]), [tagged(72)])
    }

    @Test("acknowledged ones behind one that comes again were not seen acknowledged either")
    func sameTickBehind() {
        var filter = RepeatFilter(k: 12)
        same(pass(&filter, [tagged(6)]), [tagged(6)])
        for value in [true, false, true] { same(pass(&filter, [event(value)]), [event(value)]) }
        filter.ended(unacknowledged: 0)
        same(pass(&filter, [tagged(6)]), [])
        same(pass(&filter, [event(true), event(false), event(true)]), [])
        same(pass(&filter, [event(false)]), [event(false)])
    }

    @Test("those of one tick whose point has had a later event are old, whoever sends them")
    func sameTickOutdated() {
        var filter = RepeatFilter(k: 12)
        // 77 is of point 1 too.
        let events = [event(true), event(false), tagged(77)]
        for event in events { same(pass(&filter, [event]), [event]) }
        filter.ended(unacknowledged: 0)
        same(pass(&filter, events), [])
        same(pass(&filter, [tagged(84)]), [tagged(84)])
    }

    @Test(
        "an outstation that sent something new before what had to come again needs a proof: two times",
        arguments: 0...2)
    func proof(_ repeats: Int) {
        var filter = disproved(repeats: repeats)
        let events = [event(true), event(false)]
        for event in events { same(pass(&filter, [event]), [event]) }
        filter.ended(unacknowledged: 2)
        // Which of the two is the last one cannot be told: both are shown again.
        same(pass(&filter, events), repeats < 2 ? events : [])
    }

    @Test("what a station that has begun anew sends may be new, whatever it sent before")
    func begunAnew() {
        var filter = RepeatFilter(k: 12)
        for value in [true, false] { _ = pass(&filter, [event(value)]) }
        filter.ended(unacknowledged: 2)
        var objects = [InformationObject(0, .endOfInitialization(COI(rawValue: 0)))]
        filter.countAPDU()
        let header = ASDUHeader(
            type: .M_EI_NA_1, count: 1, cause: CauseOfTransmission(.initialized), commonAddress: 1)
        #expect(filter.filter(header, &objects) == 0)
        same(pass(&filter, [event(true), event(false)]), [event(true), event(false)])
    }

    @Test("a time marked invalid is none")
    func invalidTime() {
        var filter = RepeatFilter(k: 12)
        let event = tagged(1, isInvalid: true)
        _ = pass(&filter, [event])
        filter.ended(unacknowledged: 0)
        same(pass(&filter, [event]), [event])
    }

    @Test("one without a time that stands behind a recognized one is recognized too")
    func aligned() {
        var filter = RepeatFilter(k: 12)
        for event in [tagged(1), plain(2, true)] { _ = pass(&filter, [event]) }
        filter.ended(unacknowledged: 0)
        same(pass(&filter, [tagged(1)]), [])
        same(pass(&filter, [plain(2, true)]), [])
    }

    @Test("after an orderly stop nothing comes again, and nothing is left out")
    func orderly() {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [tagged(1)])
        filter.stopped()
        same(pass(&filter, [tagged(1)]), [tagged(1)])
    }

    @Test("a second link that ends before all has come again leaves nothing shown twice")
    func twice() {
        var filter = RepeatFilter(k: 12)
        for number in 0..<6 { _ = pass(&filter, [tagged(number)]) }
        filter.ended(unacknowledged: 6)
        same(pass(&filter, [tagged(0), tagged(1)]), [])
        filter.ended(unacknowledged: 1)
        filter.ended(unacknowledged: 0)
        same(pass(&filter, (0..<8).map { tagged($0) }), [tagged(6), tagged(7)])
    }

    @Test("what lies more than k APDUs back is known to be acknowledged")
    func window() {
        var filter = RepeatFilter(k: 3)
        for number in 0..<10 { _ = pass(&filter, [tagged(number)]) }
        filter.ended(unacknowledged: 1)
        same(pass(&filter, [tagged(6)]), [tagged(6)])
        same(pass(&filter, [tagged(7)]), [])
    }

    @Test(
        "what was asked for is no event, and always shown", arguments: [Cause.request, .periodic])
    func asked(_ cause: Cause) {
        var filter = RepeatFilter(k: 12)
        _ = pass(&filter, [tagged(1)], cause: cause)
        filter.ended(unacknowledged: 1)
        same(pass(&filter, [tagged(1)], cause: cause), [tagged(1)])
    }
}
