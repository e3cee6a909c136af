import IEC104Session
import IEC104TestKit
import Testing

private typealias State = StateRow.State

@Suite("the controlling station's state table")
struct ControllingStateTests {
    private static let stopped = State(phase: .stopped, name: "STOPPED", way: [])
    private static let starting = State(
        phase: .pendingStarted, name: "PENDING STARTED", way: [.start])
    private static let started = State(
        phase: .started, name: "STARTED", way: [.start, .u(.startDTCon)])
    private static let sending = State(
        phase: .started, name: "STARTED, one sent", way: [.start, .u(.startDTCon), .send])
    private static let receiving = State(
        phase: .started, name: "STARTED, one received",
        way: [.start, .u(.startDTCon), .i(0, 0)])
    private static let unconfirmed = State(
        phase: .pendingUnconfirmedStopped, name: "PENDING UNCONFIRMED STOPPED",
        way: [.start, .u(.startDTCon), .send, .send, .stop])
    private static let early = State(
        phase: .pendingUnconfirmedStopped, name: "PENDING UNCONFIRMED STOPPED, con has come",
        way: [.start, .u(.startDTCon), .send, .stop, .u(.stopDTCon)])
    private static let stopping = State(
        phase: .pendingStopped, name: "PENDING STOPPED", way: [.start, .u(.startDTCon), .stop])

    static let rows: [StateRow] = [
        StateRow(stopped, .start, ["STARTDT act"], .pendingStarted),
        StateRow(stopped, .i(0, 0), ["close information-forbidden"], .closed),
        StateRow(stopped, .s(0), ["close supervisory-forbidden"], .closed),
        StateRow(stopped, .stop, ["refused"], .stopped),
        StateRow(stopped, .send, ["refused"], .stopped),
        StateRow(stopped, .u(.startDTCon), [], .stopped),
        StateRow(stopped, .u(.stopDTCon), [], .stopped),

        StateRow(starting, .u(.startDTCon), ["started"], .started),
        StateRow(starting, .i(0, 0), ["close information-forbidden"], .closed),
        StateRow(starting, .s(0), ["close supervisory-forbidden"], .closed),
        StateRow(starting, .u(.stopDTCon), [], .pendingStarted),
        StateRow(starting, .start, ["refused"], .pendingStarted),
        StateRow(starting, .stop, ["refused"], .pendingStarted),
        StateRow(starting, .send, ["refused"], .pendingStarted),

        StateRow(started, .i(0, 0), ["deliver"], .started),
        StateRow(started, .s(0), [], .started),
        StateRow(started, .send, ["I 0 0"], .started),
        StateRow(started, .start, ["refused"], .started),
        StateRow(started, .u(.startDTCon), [], .started),
        StateRow(started, .u(.stopDTCon), [], .started),
        StateRow(started, .stop, ["STOPDT act"], .pendingStopped),
        StateRow(sending, .stop, ["STOPDT act"], .pendingUnconfirmedStopped),
        StateRow(receiving, .stop, ["S 1", "STOPDT act"], .pendingStopped),

        StateRow(unconfirmed, .i(0, 0), ["deliver", "S 1"], .pendingUnconfirmedStopped),
        StateRow(
            unconfirmed, .i(0, 1), ["confirmed 1", "deliver", "S 1"], .pendingUnconfirmedStopped),
        StateRow(unconfirmed, .i(0, 2), ["confirmed 2", "deliver", "S 1"], .pendingStopped),
        StateRow(unconfirmed, .s(1), ["confirmed 1"], .pendingUnconfirmedStopped),
        StateRow(unconfirmed, .s(2), ["confirmed 2"], .pendingStopped),
        StateRow(unconfirmed, .u(.stopDTCon), [], .pendingUnconfirmedStopped),
        StateRow(unconfirmed, .u(.startDTCon), [], .pendingUnconfirmedStopped),
        StateRow(unconfirmed, .send, ["refused"], .pendingUnconfirmedStopped),
        StateRow(unconfirmed, .start, ["refused"], .pendingUnconfirmedStopped),
        StateRow(unconfirmed, .stop, ["refused"], .pendingUnconfirmedStopped),
        StateRow(early, .s(1), ["confirmed 1", "stopped"], .stopped),
        StateRow(early, .i(0, 1), ["confirmed 1", "deliver", "S 1", "stopped"], .stopped),

        StateRow(stopping, .u(.stopDTCon), ["stopped"], .stopped),
        StateRow(stopping, .i(0, 0), ["deliver", "S 1"], .pendingStopped),
        StateRow(stopping, .s(0), [], .pendingStopped),
        StateRow(stopping, .u(.startDTCon), [], .pendingStopped),
        StateRow(stopping, .send, ["refused"], .pendingStopped),
        StateRow(stopping, .start, ["refused"], .pendingStopped),
        StateRow(stopping, .stop, ["refused"], .pendingStopped),
    ]

    @Test("each cell gives what the standard says", arguments: rows)
    func row(_ row: StateRow) { row.check(.controlling) }

    /// What is the same in every state.
    static let common: [StateRow] = [
        stopped, starting, started, sending, receiving, unconfirmed, early, stopping,
    ].flatMap { state in
        [
            StateRow(state, .u(.startDTAct), ["close start-received"], .closed),
            StateRow(state, .u(.stopDTAct), ["close stop-received"], .closed),
            StateRow(state, .u(.testFRAct), ["TESTFR con"], state.phase),
            StateRow(state, .u(.testFRCon), [], state.phase),
        ]
    }

    @Test("acts that only this side may send close, tests are answered", arguments: common)
    func commonRow(_ row: StateRow) { row.check(.controlling) }

    @Test("after a stop the link can be started again, numbers go on")
    func again() {
        var probe = SessionProbe(.controlling)
        let way: [SessionProbe.Step] = [
            .start, .u(.startDTCon), .send, .i(0, 1), .stop, .u(.stopDTCon),
        ]
        _ = probe.after(way)
        #expect(probe.session.phase == .stopped)
        let outputs = probe.after([.start, .u(.startDTCon), .send, .i(1, 2)])
        #expect(
            outputs == ["STARTDT act", "started", "I 1 1", "confirmed 2", "deliver"])
    }
}
