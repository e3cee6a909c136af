import IEC104Codec
import IEC104Session
import IEC104TestKit
import Testing

@Suite("odd inputs")
struct OddInputTests {
    static let frames: [(DecodeError, String, Int32?)] = [
        (DecodeError(.badStart, at: 0, found: 0x16), "bad-start", 0x16),
        (DecodeError(.lengthOutOfRange, at: 1, found: 254), "bad-length", 254),
        (DecodeError(.lengthMismatch, at: 1, expected: 4, found: 5), "length-mismatch", 5),
        (DecodeError(.unknownFunction, at: 2, found: 0x0F), "unknown-function", 0x0F),
        (DecodeError(.controlReservedBits, at: 3, found: 1), "reserved-bits", 1),
        (DecodeError(.asduMissing, at: 6), "empty-information", nil),
        (DecodeError(.trailingOctets, at: 6, found: .max), "malformed", -1),
    ]

    @Test("a frame that cannot be read closes, with what was found", arguments: 0..<frames.count)
    func unreadable(_ place: Int) {
        let (error, name, offending) = Self.frames[place]
        for role in Session.Role.allCases {
            var probe = SessionProbe(role)
            probe.session.receive(invalid: error, at: probe.now)
            #expect(probe.drain() == ["close \(name)"])
            #expect(probe.session.closeReason?.offending == offending)
            probe.session.receive(invalid: error, at: probe.now)
            #expect(probe.drain() == [])
        }
    }

    @Test("after the close nothing changes and nothing comes out")
    func afterClose() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send, .i(5, 0)])
        let closed = probe.session
        #expect(closed.closeReason?.code == .sendNumber)
        let steps: [SessionProbe.Step] = [
            .i(0, 0), .s(1), .u(.testFRAct), .u(.stopDTAct), .test, .seconds(100), .partial(true),
        ]
        #expect(probe.after(steps) == [])
        #expect(probe.session.statistics == closed.statistics)
        #expect(probe.session.unconfirmedTickets == [1])
        #expect(probe.after([.send, .start, .stop]) == ["refused", "refused", "refused"])
        probe.session.end(.lost)
        #expect(probe.session.closeReason == closed.closeReason)
    }

    @Test("what was accepted before a violation still comes out before the close")
    func orderOfClose() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send])
        probe.session.receive(.information(send: 0, receive: 1), at: probe.now)
        probe.session.receive(.information(send: 0, receive: 1), at: probe.now)
        #expect(probe.drain() == ["confirmed 1", "deliver", "close send-number"])
    }

    @Test("an end that the owner knows of is not told to it")
    func ended() {
        for (code, name) in [(SessionError.Code.ended, "ended"), (.lost, "lost")] {
            var probe = SessionProbe(.controlled)
            _ = probe.after([.u(.startDTAct), .send])
            probe.session.end(code)
            #expect(probe.drain() == [])
            #expect(probe.session.phase == .closed)
            #expect(probe.session.closeReason?.code.name == name)
            #expect(probe.session.closeReason?.code.isViolation == false)
            #expect(probe.session.unconfirmedTickets == [1])
        }
    }

    @Test("cons nobody asked for, repeated acts and refused calls are counted")
    func counted() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTCon), .u(.stopDTCon), .u(.testFRCon), .u(.stopDTAct)])
        _ = probe.after([.u(.startDTAct), .u(.startDTAct), .start])
        #expect(probe.session.statistics.ignoredConfirmations == 3)
        #expect(probe.session.statistics.oddActivations == 2)
        #expect(probe.session.statistics.refusedCalls == 1)
        #expect(probe.session.statistics.unnumberedReceived == 6)
        #expect(probe.session.statistics.unnumberedSent == 3)
    }

    @Test("outputs that are never pulled close the session instead of being lost")
    func neverPulled() {
        var probe = SessionProbe(.controlled)
        for _ in 0..<17 { probe.session.receive(.unnumbered(.testFRAct), at: probe.now) }
        #expect(probe.session.closeReason?.code == .outputsNotTaken)
        let outputs = probe.drain()
        #expect(outputs.count == 17)
        #expect(outputs.last == "close outputs-not-taken")
    }

    @Test("sessions that will behave alike are equal when counted from now")
    func rebased() {
        var early = SessionProbe(.controlled)
        var late = SessionProbe(.controlled)
        _ = late.after([.seconds(19), .u(.testFRAct)])
        _ = early.after([.u(.startDTAct), .send, .i(0, 0), .seconds(3)])
        _ = late.after([.u(.startDTAct), .send, .i(0, 0), .seconds(3)])
        #expect(early.session != late.session)
        let first = early.session.rebased(at: early.now)
        #expect(first == late.session.rebased(at: late.now))
        #expect(first.hashValue == late.session.rebased(at: late.now).hashValue)
        #expect(first != early.session.rebased(at: late.now))
    }

    @Test("no sequence of control fields and times traps", arguments: UInt64(1)...20)
    func random(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for role in Session.Role.allCases {
            for _ in 0..<100 {
                var probe = SessionProbe(
                    role, SessionParameters(k: Int.random(in: -2...5, using: &random), w: 2))
                for _ in 0..<60 { _ = probe.after(Self.step(&random, probe.session)) }
                #expect(probe.session.unconfirmedCount <= 5)
            }
        }
    }

    /// Mostly what is allowed, so that a session lives for a while.
    static func step(_ random: inout SeededRandom, _ session: Session) -> SessionProbe.Step {
        let near = UInt16.random(in: 0...40, using: &random) == 0 ? UInt16(1) : 0
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2:
            return .i(session.receiveState.value &+ near, session.acknowledgedState.value &- near)
        case 3: return .s(session.sendState.value &+ near)
        case 4: return .s(session.acknowledgedState.value)
        case 5, 6: return .send
        case 7: return .wait(Int64.random(in: 0...4_000_000_000, using: &random))
        case 8: return session.role == .controlling ? .start : .u(.startDTAct)
        case 9: return session.role == .controlling ? .stop : .u(.stopDTAct)
        case 10: return .u(UFunction.allCases.randomElement(using: &random) ?? .testFRAct)
        default: return .partial(Bool.random(using: &random))
        }
    }
}
