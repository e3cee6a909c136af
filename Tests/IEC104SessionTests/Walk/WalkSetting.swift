import IEC104Codec
import IEC104Session

/// What one walk explores.
struct WalkSetting: Sendable, CustomStringConvertible {
    var k: Int
    var w: Int
    /// How many I APDUs each side sends at most.
    var controllingSends: Int
    var controlledSends: Int
    var time: Time
    /// Whether the controlled station may stop by itself, for another link of its group.
    var controlledMayStop = false
    /// The numbers both sides have come to when the walk begins, so that it crosses 32767.
    var firstNumber: UInt16 = 32766
    var fault: PlantedFault?

    enum Time: Sendable, Hashable {
        /// The wire may be as slow as it likes and any timer may expire at any moment.
        case any(t3: Int64)
        /// Time goes in ticks of a second, an APDU is on the wire for at most `delay` of them, and
        /// each timer fires at its moment.
        case ticks(delay: Int)
        /// As `ticks`, but the wire may go silent for ever.
        case ticksUntilSilence(delay: Int)
    }

    var parameters: SessionParameters {
        switch time {
        case .any(let t3):
            SessionParameters(k: k, w: w, t1: .seconds(15), t2: .seconds(10), t3: .seconds(t3))
        case .ticks, .ticksUntilSilence:
            SessionParameters(k: k, w: w, t1: .seconds(5), t2: .seconds(2), t3: .seconds(3))
        }
    }

    var t1: Int64 { parameters.t1.components.seconds }
    var t2: Int64 { parameters.t2.components.seconds }
    var t3: Int64 { parameters.t3.components.seconds }

    /// The moments at which a side may be told of a time-out, when timers expire at will. Each
    /// timer starts at 0; the test of t3 starts at t3 or t2 and ends t1 later.
    var timeouts: [Int64] {
        switch time {
        case .any(let t3): [t3, 10, 15, max(t3, 10) + 15]
        case .ticks, .ticksUntilSilence: []
        }
    }

    var description: String {
        let stop = controlledMayStop ? ", either side stops" : ""
        let planted = fault.map { ", fault \($0.rawValue)" } ?? ""
        return
            "k \(k), w \(w), sends \(controllingSends)+\(controlledSends), \(time)\(stop)\(planted)"
    }

    /// A session that is stopped, with all its numbers at `firstNumber`.
    func session(_ role: Session.Role) -> WalkedSession {
        var parameters = parameters
        if fault == .windowOffByOne { parameters.k += 1 }
        if fault == .deafToW { parameters.w += 1 }
        if fault == .lateT2 { parameters.t2 += .seconds(1) }
        var session = Session(role: role, parameters: parameters, at: .zero)
        func drain() { while session.next() != nil {} }
        switch role {
        case .controlling:
            _ = session.start(at: .zero)
            session.receive(.unnumbered(.startDTCon), at: .zero)
        case .controlled: session.receive(.unnumbered(.startDTAct), at: .zero)
        }
        drain()
        for number in 0..<firstNumber {
            _ = session.transmit(ticket: 0, at: .zero)
            let next = SequenceNumber(number + 1)
            session.receive(
                .information(send: SequenceNumber(number), receive: next), at: .zero)
            drain()
        }
        switch role {
        case .controlling:
            _ = session.stop(at: .zero)
            drain()
            session.receive(.unnumbered(.stopDTCon), at: .zero)
        case .controlled: session.receive(.unnumbered(.stopDTAct), at: .zero)
        }
        drain()
        session.asksBeforeStart = role == .controlled && controlledMayStop
        return WalkedSession(session.rebased(at: .zero), t1: t1, fault: fault)
    }
}
