import IEC104Session
import IEC104TestKit
import Testing

@Suite("what a peer may do when it is asked for")
struct QuirkTests {
    private static func probe(
        _ role: Session.Role, _ quirks: Set<PeerQuirk> = Set(PeerQuirk.allCases)
    ) -> SessionProbe {
        SessionProbe(role, SessionParameters(quirks: quirks))
    }

    /// What happens, what comes out with the quirk, and without one.
    static let rows: [(PeerQuirk, Session.Role, [SessionProbe.Step], [String], [String])] = [
        (
            .firstNumberOne, .controlling, [.start, .u(.startDTCon), .i(1, 0), .i(2, 0)],
            ["STARTDT act", "started", "deliver", "deliver"],
            ["STARTDT act", "started", "close send-number"]
        ),
        (
            .firstNumberOne, .controlled, [.u(.startDTAct), .i(1, 0)],
            ["STARTDT con", "started", "deliver"],
            ["STARTDT con", "started", "close send-number"]
        ),
        (
            .dataConfirmsStart, .controlling, [.start, .i(0, 0), .u(.startDTCon), .i(1, 0)],
            ["STARTDT act", "started", "deliver", "deliver"],
            ["STARTDT act", "close information-forbidden"]
        ),
        (
            .dataConfirmsStart, .controlling, [.start, .i(0, 0), .seconds(16)],
            ["STARTDT act", "started", "deliver", "S 1"],
            ["STARTDT act", "close information-forbidden"]
        ),
        (
            .anyAPDUAnswersTest, .controlling,
            [.start, .u(.startDTCon), .seconds(20), .seconds(10), .i(0, 0), .seconds(6)],
            ["STARTDT act", "started", "TESTFR act", "deliver"],
            ["STARTDT act", "started", "TESTFR act", "deliver", "close test-timeout"]
        ),
        (
            .anyAPDUAnswersTest, .controlled, [.seconds(20), .u(.startDTAct), .seconds(16)],
            ["TESTFR act", "STARTDT con", "started"],
            ["TESTFR act", "STARTDT con", "started", "close test-timeout"]
        ),
    ]

    @Test(
        "with the quirk it is taken and counted, without it the link ends", arguments: rows.indices)
    func row(_ place: Int) {
        let (quirk, role, steps, allowed, refused) = Self.rows[place]
        var tolerant = Self.probe(role, [quirk])
        #expect(tolerant.after(steps) == allowed)
        #expect(tolerant.session.statistics.tolerated == 1)
        var strict = Self.probe(role, [])
        #expect(strict.after(steps) == refused)
        #expect(strict.session.statistics.tolerated == 0)
        var other = Self.probe(role, Set(PeerQuirk.allCases).subtracting([quirk]))
        #expect(other.after(steps) == refused)
    }

    @Test("only the first number of a connection may be 1, and only 1")
    func firstNumber() {
        let started: [SessionProbe.Step] = [.u(.startDTAct), .i(0, 0)]
        var later = Self.probe(.controlled)
        #expect(later.after(started + [.i(2, 0)]).last == "close send-number")
        var two = Self.probe(.controlled)
        #expect(two.after([.u(.startDTAct), .i(2, 0)]).last == "close send-number")
        var wrapped = Self.probe(.controlled)
        _ = wrapped.after(.u(.startDTAct))
        for number in 0...32767 { _ = wrapped.after(.i(UInt16(number), 0)) }
        #expect(wrapped.session.receiveState == 0)
        #expect(wrapped.after(.i(1, 0)) == ["close send-number"])
    }

    @Test("a test that nothing answers still ends the link")
    func silence() {
        var probe = Self.probe(.controlled)
        #expect(probe.after([.seconds(20), .seconds(15)]) == ["TESTFR act", "close test-timeout"])
    }

    @Test("data without STARTDT act is never taken")
    func unasked() {
        var probe = Self.probe(.controlling)
        #expect(probe.after(.i(0, 0)) == ["close information-forbidden"])
    }

    @Test("an end that a quirk would have spared names it")
    func named() {
        var number = Self.probe(.controlling, [])
        _ = number.after([.start, .u(.startDTCon), .i(1, 0)])
        #expect(number.session.closeReason?.quirk == .firstNumberOne)
        #expect(number.session.closeReason?.description.contains("first-number-1") == true)
        var early = Self.probe(.controlling, [])
        _ = early.after([.start, .i(0, 0)])
        #expect(early.session.closeReason?.quirk == .dataConfirmsStart)
        var lost = Self.probe(.controlling, [])
        _ = lost.after([.start, .u(.startDTCon), .i(2, 0)])
        #expect(lost.session.closeReason?.quirk == nil)
    }

    @Test("peers that break no rule notice nothing", arguments: Session.Role.allCases)
    func unnoticed(_ role: Session.Role) {
        let steps: [SessionProbe.Step] =
            role == .controlling
            ? [
                .start, .u(.startDTCon), .i(0, 0), .seconds(10), .seconds(20), .u(.testFRCon),
                .stop,
            ]
            : [
                .u(.startDTAct), .i(0, 0), .send, .s(1), .seconds(20), .u(.testFRCon),
                .u(.stopDTAct),
            ]
        var tolerant = Self.probe(role)
        var strict = Self.probe(role, [])
        #expect(tolerant.after(steps) == strict.after(steps))
        #expect(tolerant.session.statistics == strict.session.statistics)
    }
}
