import IEC104Session
import IEC104TestKit
import Testing

private typealias State = StateRow.State

@Suite("the controlled station's state table")
struct ControlledStateTests {
    private static let stopped = State(phase: .stopped, name: "STOPPED", way: [])
    private static let started = State(
        phase: .started, name: "STARTED", way: [.u(.startDTAct)])
    private static let sending = State(
        phase: .started, name: "STARTED, one sent", way: [.u(.startDTAct), .send])
    private static let receiving = State(
        phase: .started, name: "STARTED, one received", way: [.u(.startDTAct), .i(0, 0)])
    private static let both = State(
        phase: .started, name: "STARTED, one received, one sent, one received",
        way: [.u(.startDTAct), .i(0, 0), .send, .i(1, 0)])
    private static let pending = State(
        phase: .pendingUnconfirmedStopped, name: "PENDING UNCONFIRMED STOPPED",
        way: [.u(.startDTAct), .send, .send, .u(.stopDTAct)])
    private static let withdrawn = State(
        phase: .pendingUnconfirmedStopped, name: "PENDING UNCONFIRMED STOPPED by itself",
        way: [.u(.startDTAct), .send, .stop])

    static let rows: [StateRow] = [
        StateRow(stopped, .u(.startDTAct), ["STARTDT con", "started"], .started),
        StateRow(stopped, .i(0, 0), ["close information-forbidden"], .closed),
        StateRow(stopped, .s(0), ["close supervisory-forbidden"], .closed),
        StateRow(stopped, .u(.stopDTAct), ["STOPDT con"], .stopped),
        StateRow(stopped, .u(.startDTCon), [], .stopped),
        StateRow(stopped, .u(.stopDTCon), [], .stopped),
        StateRow(stopped, .u(.testFRAct), ["TESTFR con"], .stopped),
        StateRow(stopped, .u(.testFRCon), [], .stopped),
        StateRow(stopped, .send, ["refused"], .stopped),
        StateRow(stopped, .start, ["refused"], .stopped),
        StateRow(stopped, .stop, ["refused"], .stopped),

        StateRow(started, .u(.startDTAct), ["STARTDT con"], .started),
        StateRow(started, .i(0, 0), ["deliver"], .started),
        StateRow(started, .s(0), [], .started),
        StateRow(started, .u(.stopDTAct), ["STOPDT con", "stopped"], .stopped),
        StateRow(started, .u(.startDTCon), [], .started),
        StateRow(started, .u(.stopDTCon), [], .started),
        StateRow(started, .u(.testFRAct), ["TESTFR con"], .started),
        StateRow(started, .u(.testFRCon), [], .started),
        StateRow(started, .send, ["I 0 0"], .started),
        StateRow(started, .start, ["refused"], .started),
        StateRow(started, .stop, ["stopped"], .stopped),

        StateRow(sending, .s(1), ["confirmed 1"], .started),
        StateRow(sending, .i(0, 1), ["confirmed 1", "deliver"], .started),
        StateRow(sending, .u(.startDTAct), ["STARTDT con"], .started),
        StateRow(sending, .u(.stopDTAct), [], .pendingUnconfirmedStopped),
        StateRow(sending, .stop, [], .pendingUnconfirmedStopped),
        StateRow(receiving, .u(.stopDTAct), ["S 1", "STOPDT con", "stopped"], .stopped),
        StateRow(receiving, .i(1, 0), ["deliver", "S 2"], .started),
        StateRow(receiving, .send, ["I 0 1"], .started),
        StateRow(receiving, .stop, ["S 1", "stopped"], .stopped),
        StateRow(both, .u(.stopDTAct), ["S 2"], .pendingUnconfirmedStopped),

        StateRow(pending, .s(2), ["confirmed 2", "STOPDT con", "stopped"], .stopped),
        StateRow(pending, .s(1), ["confirmed 1"], .pendingUnconfirmedStopped),
        StateRow(pending, .s(0), [], .pendingUnconfirmedStopped),
        StateRow(pending, .i(0, 2), ["close information-forbidden"], .closed),
        StateRow(pending, .u(.startDTAct), ["STARTDT con", "started"], .started),
        StateRow(pending, .u(.stopDTAct), [], .pendingUnconfirmedStopped),
        StateRow(pending, .u(.startDTCon), [], .pendingUnconfirmedStopped),
        StateRow(pending, .u(.stopDTCon), [], .pendingUnconfirmedStopped),
        StateRow(pending, .u(.testFRAct), ["TESTFR con"], .pendingUnconfirmedStopped),
        StateRow(pending, .u(.testFRCon), [], .pendingUnconfirmedStopped),
        StateRow(pending, .send, ["refused"], .pendingUnconfirmedStopped),
        StateRow(pending, .stop, ["refused"], .pendingUnconfirmedStopped),

        StateRow(withdrawn, .s(1), ["confirmed 1", "stopped"], .stopped),
        StateRow(withdrawn, .u(.stopDTAct), [], .pendingUnconfirmedStopped),
        StateRow(withdrawn, .u(.startDTAct), ["STARTDT con", "started"], .started),
        StateRow(withdrawn, .i(0, 1), ["close information-forbidden"], .closed),
    ]

    @Test("each cell gives what the standard says", arguments: rows)
    func row(_ row: StateRow) { row.check(.controlled) }

    @Test("a stop that is confirmed leaves a link that can be started again, numbers go on")
    func again() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send, .i(0, 1), .u(.stopDTAct)])
        #expect(probe.session.phase == .stopped)
        #expect(probe.after(.u(.startDTAct)) == ["STARTDT con", "started"])
        #expect(probe.after([.send, .i(1, 2)]) == ["I 1 1", "confirmed 2", "deliver"])
    }

    @Test("a link that this side stopped confirms STOPDT act when all is acknowledged")
    func stopOfWithdrawn() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send, .stop, .u(.stopDTAct)])
        #expect(probe.after(.s(1)) == ["confirmed 1", "STOPDT con", "stopped"])
    }

    @Test("STARTDT act that overtakes a stop cancels it: no STOPDT con follows")
    func startDuringStop() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send, .u(.stopDTAct), .u(.startDTAct)])
        #expect(probe.after([.s(1), .send]) == ["confirmed 1", "I 1 0"])
        #expect(probe.session.statistics.oddActivations == 1)
        #expect(probe.after([.stop, .s(2)]) == ["confirmed 2", "stopped"])
    }

    private func asked() -> SessionProbe {
        var probe = SessionProbe(.controlled)
        probe.session.asksBeforeStart = true
        return probe
    }

    @Test("a link that asks before its start sends nothing until that is granted")
    func asks() {
        var probe = asked()
        #expect(probe.after([.u(.startDTAct), .send]) == ["asked", "refused"])
        #expect(probe.session.phase == .stopped)
        #expect(probe.after([.u(.testFRAct)]) == ["TESTFR con"])
        #expect(probe.after([.allow, .send]) == ["STARTDT con", "started", "I 0 0"])
        #expect(probe.after([.u(.startDTAct)]) == ["STARTDT con"])
        #expect(probe.after([.allow]) == ["refused"])
        #expect(probe.after([.u(.stopDTAct), .s(1), .u(.startDTAct)]).last == "asked")
    }

    @Test("a start that is refused ends the link with its reason, which is no violation")
    func refused() {
        var probe = asked()
        #expect(probe.after([.u(.startDTAct), .refuse]) == ["asked"])
        #expect(probe.session.closeReason?.code == .groupInUse)
        #expect(probe.session.closeReason?.code.isViolation == false)
        #expect(SessionError.Code.displaced.isViolation == false)
    }

    @Test("I or S before the start is granted is a violation as before it is asked for")
    func tooEarly() {
        var probe = asked()
        #expect(
            probe.after([.u(.startDTAct), .i(0, 0)]) == ["asked", "close information-forbidden"])
        var other = asked()
        #expect(other.after([.u(.startDTAct), .s(0)]) == ["asked", "close supervisory-forbidden"])
    }

    @Test("a link that this side stopped for another one is asked for again, and goes on")
    func withdrawnAndBack() {
        var probe = asked()
        _ = probe.after([.u(.startDTAct), .allow, .send, .stop])
        #expect(probe.after([.u(.startDTAct)]) == ["asked"])
        #expect(probe.session.phase == .pendingUnconfirmedStopped)
        #expect(
            probe.after([.allow, .s(1), .send]) == [
                "STARTDT con", "started", "confirmed 1", "I 1 0",
            ])
    }
}
