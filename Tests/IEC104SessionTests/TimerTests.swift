import IEC104Session
import IEC104TestKit
import Testing

@Suite("timers at their edge")
struct TimerTests {
    /// What starts a timer, how long it runs, what it does.
    struct Row: Sendable, CustomStringConvertible {
        var name: String
        var role: Session.Role
        var way: [SessionProbe.Step]
        var seconds: Int64
        var outputs: [String]
        var description: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "t1 of an I APDU", role: .controlled, way: [.u(.startDTAct), .send],
            seconds: 15, outputs: ["close information-timeout"]),
        Row(
            name: "t1 of an I APDU while the stop is pending", role: .controlled,
            way: [.u(.startDTAct), .send, .u(.stopDTAct)], seconds: 15,
            outputs: ["close information-timeout"]),
        Row(
            name: "t1 of the second I APDU when the first is acknowledged", role: .controlled,
            way: [.u(.startDTAct), .send, .seconds(5), .send, .s(1)], seconds: 15,
            outputs: ["close information-timeout"]),
        Row(
            name: "t1 of the first I APDU when more were sent later", role: .controlled,
            way: [
                .u(.startDTAct), .send, .seconds(4), .send, .seconds(4), .send, .seconds(4), .send,
            ], seconds: 3, outputs: ["close information-timeout"]),
        Row(
            name: "t1 of STARTDT act", role: .controlling, way: [.start], seconds: 15,
            outputs: ["close start-timeout"]),
        Row(
            name: "t1 of STOPDT act", role: .controlling, way: [.start, .u(.startDTCon), .stop],
            seconds: 15, outputs: ["close stop-timeout"]),
        Row(
            name: "t1 of TESTFR act", role: .controlled, way: [.test], seconds: 15,
            outputs: ["close test-timeout"]),
        Row(
            name: "t1 of TESTFR act while other APDUs arrive", role: .controlled,
            way: [.u(.startDTAct), .test, .seconds(9), .s(0)], seconds: 6,
            outputs: ["close test-timeout"]),
        Row(
            name: "t1 of half a frame", role: .controlled,
            way: [.partial(true), .seconds(9), .partial(true)], seconds: 6,
            outputs: ["close frame-timeout"]),
        Row(
            name: "t2", role: .controlled, way: [.u(.startDTAct), .i(0, 0)], seconds: 10,
            outputs: ["S 1"]),
        Row(
            name: "t2 of the oldest", role: .controlled,
            way: [.u(.startDTAct), .i(0, 0), .seconds(6), .i(1, 0)], seconds: 4,
            outputs: ["S 2"]),
        Row(
            name: "t2 after an I APDU carried N(R)", role: .controlled,
            way: [.u(.startDTAct), .i(0, 0), .seconds(6), .send, .s(1), .i(1, 1)], seconds: 10,
            outputs: ["S 2"]),
        Row(
            name: "t3 while stopped", role: .controlling, way: [], seconds: 20,
            outputs: ["TESTFR act"]),
        Row(
            name: "t3 after an APDU came", role: .controlled, way: [.seconds(19), .u(.testFRAct)],
            seconds: 20, outputs: ["TESTFR act"]),
        Row(
            name: "t3 after a test was answered", role: .controlled,
            way: [.seconds(20), .seconds(1), .u(.testFRCon)], seconds: 20,
            outputs: ["TESTFR act"]),
        Row(
            name: "t3 although APDUs are sent", role: .controlled,
            way: [.u(.startDTAct), .seconds(12), .send], seconds: 8, outputs: ["TESTFR act"]),
    ]

    @Test("it fires at its moment: not one nanosecond before, and after", arguments: rows)
    func edge(_ row: Row) {
        var probe = SessionProbe(row.role)
        _ = probe.after(row.way)
        let due = probe.now.advanced(byNanoseconds: row.seconds * 1_000_000_000)
        #expect(probe.session.deadline == due)
        #expect(probe.after(.wait(row.seconds * 1_000_000_000 - 1)) == [])
        var late = probe
        #expect(probe.after(.wait(1)) == row.outputs)
        #expect(late.after(.wait(2)) == row.outputs)
        #expect(probe.session.deadline > due)
    }

    @Test("an acknowledgement that is read in the same moment comes before the timer")
    func acknowledgementWins() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send, .wait(15_000_000_000 - 1), .s(1)])
        #expect(probe.after(.wait(1)) == [])
        var late = SessionProbe(.controlled)
        _ = late.after([.u(.startDTAct), .send])
        late.session.receive(.supervisory(receive: 1), at: Instant(seconds: 16))
        #expect(late.drain() == ["confirmed 1"])
        #expect(late.after(.seconds(16)) == [])
    }

    @Test("with the option, an APDU that is sent restarts t3")
    func bothDirections() {
        var probe = SessionProbe(.controlled, SessionParameters(sendingRestartsT3: true))
        _ = probe.after([.u(.startDTAct), .seconds(12), .send, .seconds(6), .s(1), .seconds(1)])
        #expect(probe.session.deadline == Instant(seconds: 38))
        _ = probe.after(.send)
        #expect(probe.session.deadline == Instant(seconds: 34))
        _ = probe.after([.seconds(2), .s(2), .seconds(3), .send, .s(2)])
        #expect(probe.session.deadline == Instant(seconds: 39))
    }

    @Test("a con stops the t1 of its act")
    func conStops() {
        var probe = SessionProbe(.controlling)
        let start = probe.after([.start, .seconds(14), .u(.startDTCon), .seconds(2)])
        #expect(start == ["STARTDT act", "started"])
        let stop = probe.after([.stop, .seconds(14), .u(.stopDTCon), .seconds(2)])
        #expect(stop == ["STOPDT act", "stopped"])
    }

    @Test("an acknowledgement that is sent stops t2")
    func acknowledgementStops() {
        var probe = SessionProbe(.controlled, SessionParameters(k: 3, w: 2))
        let outputs = probe.after([.u(.startDTAct), .i(0, 0), .seconds(5), .i(1, 0)])
        #expect(outputs == ["STARTDT con", "started", "deliver", "deliver", "S 2"])
        #expect(probe.session.deadline == Instant(seconds: 25))
        #expect(probe.after([.send, .seconds(9)]) == ["I 0 2"])
        #expect(probe.session.deadline == Instant(seconds: 20))
    }

    @Test("only one TESTFR act is under way, and its con stops its t1")
    func oneTest() {
        var probe = SessionProbe(.controlling)
        #expect(probe.after([.seconds(20), .seconds(14), .test]) == ["TESTFR act"])
        #expect(probe.after([.u(.testFRCon), .seconds(19)]) == [])
        #expect(probe.after(.seconds(1)) == ["TESTFR act"])
        #expect(probe.session.statistics.testsByTimer == 2)
    }

    @Test("t2 that is told twice before a pull acknowledges once")
    func toldTwice() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .i(0, 0)])
        probe.session.timeout(at: Instant(seconds: 10))
        probe.session.timeout(at: Instant(seconds: 10))
        #expect(probe.drain() == ["S 1"])
        #expect(probe.session.statistics.acknowledgedByTimer == 1)
    }

    @Test("the rest of a frame in time ends its timer, the next half frame starts it anew")
    func frameTimer() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.partial(true), .seconds(14), .u(.testFRAct), .partial(true)])
        #expect(probe.after(.wait(15_000_000_000 - 1)) == [])
        #expect(probe.after(.wait(1)) == ["close frame-timeout"])
        var whole = SessionProbe(.controlled)
        _ = whole.after([.partial(true), .seconds(14), .u(.testFRAct), .partial(false)])
        #expect(whole.after(.seconds(15)) == [])
    }

    @Test("a time-out that is far too late fires once and closes with one reason")
    func veryLate() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .i(0, 0), .send, .test, .partial(true)])
        #expect(probe.after(.seconds(86400)) == ["close information-timeout"])
        #expect(probe.after(.seconds(86400)) == [])
        #expect(probe.session.deadline == .never)
    }

    @Test("times at the end of the clock stay there instead of wrapping")
    func endOfClock() {
        let last = Instant(nanoseconds: .max - 1)
        var session = Session(role: .controlling, parameters: SessionParameters(), at: last)
        #expect(session.deadline == .never)
        let isStarting = session.start(at: last)
        #expect(isStarting)
        #expect(session.deadline == .never)
        #expect(Instant(seconds: .max) == .never)
        #expect(Instant(nanoseconds: .min).advanced(byNanoseconds: -1).nanoseconds == .min)
        #expect(Instant(nanoseconds: -2).nanoseconds(since: .never) < 0)
        #expect(Instant.never.nanoseconds(since: Instant(nanoseconds: 5)) == .max)
    }
}
