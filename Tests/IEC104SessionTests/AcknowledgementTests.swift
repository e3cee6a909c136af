import IEC104Codec
import IEC104Session
import IEC104TestKit
import Testing

@Suite("numbers, windows and acknowledgements")
struct AcknowledgementTests {
    /// A started controlled station whose numbers have both come to `number`.
    static func started(at number: UInt16, _ parameters: SessionParameters) -> SessionProbe {
        var probe = SessionProbe(.controlled, parameters)
        _ = probe.after(.u(.startDTAct))
        for passed in 0..<number {
            _ = probe.session.transmit(ticket: 0, at: probe.now)
            probe.session.receive(
                .information(send: SequenceNumber(passed), receive: SequenceNumber(passed + 1)),
                at: probe.now)
            while probe.session.next() != nil {}
        }
        return probe
    }

    /// At 0, and with the wrap inside the window.
    @Test(
        "T-8, T-9: N(R) acknowledges none, some or all, and closes when old or ahead",
        arguments: [
            0, 1, 32763, 32764, 32767,
        ] as [UInt16])
    func range(_ first: UInt16) {
        let parameters = SessionParameters(k: 4, w: 4)
        var probe = Self.started(at: first, parameters)
        #expect(probe.session.sendState == SequenceNumber(first))
        _ = probe.after([.send, .send, .send, .send])
        #expect(probe.after(.send) == ["refused"])
        for count in UInt16(0)...4 {
            var copy = probe
            let expected = count == 0 ? [] : ["confirmed \(count)"]
            #expect(copy.after(.s(first &+ count)) == expected)
            #expect(copy.session.unconfirmedCount == 4 - Int(count))
            #expect(copy.session.window == Int(count))
            let left = (count + 1)..<5
            #expect(copy.session.unconfirmedTickets == left.map(UInt64.init))
        }
        for wrong: UInt16 in [first &+ 5, first &- 1, first &+ 16384, first &+ 32767 - 4] {
            var copy = probe
            #expect(copy.after(.s(wrong)) == ["close receive-number"])
            #expect(copy.session.closeReason?.offending == Int32(wrong & 0x7FFF))
            #expect(copy.session.unconfirmedTickets == [1, 2, 3, 4])
            var carried = probe
            #expect(carried.after(.i(first, wrong)) == ["close receive-number"])
        }
    }

    @Test(
        "T-10: N(S) must be V(R): one before, one ahead and half way round close",
        arguments: [
            0, 1, 32767,
        ] as [UInt16])
    func sendNumber(_ first: UInt16) {
        let probe = Self.started(at: first, SessionParameters())
        for wrong: UInt16 in [first &- 1, first &+ 1, first &+ 16384] {
            var copy = probe
            #expect(copy.after(.i(wrong, first)) == ["close send-number"])
            #expect(copy.session.closeReason?.offending == Int32(wrong & 0x7FFF))
            #expect(copy.session.closeReason?.receiveState == SequenceNumber(first))
        }
        var copy = probe
        #expect(copy.after(.i(first, first)).first == "deliver")
        #expect(copy.session.receiveState == SequenceNumber(first).next)
    }

    @Test(
        "k I APDUs may be sent, then none until one is acknowledged",
        arguments: [
            1, 2, 12, 17, 1000, 32767,
        ])
    func window(_ k: Int) {
        var probe = SessionProbe(.controlled, SessionParameters(k: k, w: 1))
        _ = probe.after(.u(.startDTAct))
        for sent in 0..<k {
            #expect(probe.session.window == k - sent)
            #expect(probe.session.transmit(ticket: UInt64(sent + 1), at: probe.now) != nil)
        }
        #expect(!probe.session.mayTransmit)
        #expect(probe.after(.send) == ["refused"])
        #expect(probe.session.statistics.refusedCalls == 1)
        #expect(probe.after(.s(1)) == ["confirmed 1"])
        #expect(probe.session.window == 1)
        #expect(probe.after(.s(UInt16(k))) == (k == 1 ? [] : ["confirmed \(k)"]))
        #expect(probe.session.unconfirmedTickets == [])
    }

    @Test("tickets and times keep their order when their room grows in the middle of its use")
    func growth() {
        var probe = SessionProbe(.controlled, SessionParameters(k: 100, w: 1))
        _ = probe.after(.u(.startDTAct))
        for _ in 0..<11 { _ = probe.after([.send, .wait(1)]) }
        #expect(probe.after(.s(7)) == ["confirmed 7"])
        for _ in 0..<70 { _ = probe.after([.send, .wait(1)]) }
        #expect(probe.session.unconfirmedTickets == Array(8...81))
        #expect(probe.session.deadline == Instant(nanoseconds: 15_000_000_007))
        #expect(probe.after(.s(40)) == ["confirmed 40"])
        #expect(probe.session.unconfirmedTickets == Array(41...81))
        #expect(probe.session.deadline == Instant(nanoseconds: 15_000_000_040))
    }

    @Test("w I APDUs are acknowledged at once, fewer are not", arguments: [1, 2, 8, 300])
    func acknowledgeAfter(_ w: Int) {
        var probe = SessionProbe(.controlled, SessionParameters(k: 400, w: w))
        _ = probe.after(.u(.startDTAct))
        for round in 0..<3 {
            for received in 1...w {
                let number = UInt16(round * w + received)
                let expected = received == w ? ["deliver", "S \(number)"] : ["deliver"]
                #expect(probe.after(.i(number - 1, 0)) == expected)
            }
        }
        #expect(probe.session.statistics.acknowledgedByWindow == 3)
    }

    @Test("an I APDU that is sent before the acknowledgement is pulled takes its place")
    func carried() {
        var probe = SessionProbe(.controlled, SessionParameters(k: 3, w: 1))
        _ = probe.after(.u(.startDTAct))
        probe.session.receive(.information(send: 0, receive: 0), at: probe.now)
        #expect(probe.session.next() == .deliver)
        let control = probe.session.transmit(ticket: 1, at: probe.now)
        #expect(control == .information(send: 0, receive: 1))
        #expect(probe.session.next() == nil)
        #expect(probe.session.statistics.supervisorySent == 0)
    }

    @Test("nothing is sent before the con is pulled")
    func conFirst() {
        var probe = SessionProbe(.controlled)
        probe.session.receive(.unnumbered(.startDTAct), at: probe.now)
        #expect(!probe.session.mayTransmit)
        #expect(probe.session.next() == .send(.unnumbered(.startDTCon)))
        #expect(!probe.session.mayTransmit)
        #expect(probe.session.next() == .started)
        #expect(probe.session.mayTransmit)
        // Also when this side had stopped by itself.
        _ = probe.after([.send, .stop])
        probe.session.receive(.unnumbered(.startDTAct), at: probe.now)
        #expect(!probe.session.mayTransmit)
        #expect(probe.drain() == ["STARTDT con", "started"])
        _ = probe.after(.s(1))
        // Also when a start was stopped before it was pulled.
        _ = probe.after(.u(.stopDTAct))
        probe.session.receive(.unnumbered(.startDTAct), at: probe.now)
        probe.session.receive(.unnumbered(.stopDTAct), at: probe.now)
        _ = probe.drain()
        probe.session.receive(.unnumbered(.startDTAct), at: probe.now)
        #expect(!probe.session.mayTransmit)
        #expect(probe.drain() == ["STARTDT con", "started"])
        #expect(probe.session.mayTransmit)
    }

    @Test("several acknowledgements before a pull come out as one, in order")
    func together() {
        var probe = SessionProbe(.controlled)
        _ = probe.after([.u(.startDTAct), .send, .send, .send])
        probe.session.receive(.supervisory(receive: 1), at: probe.now)
        probe.session.receive(.supervisory(receive: 3), at: probe.now)
        #expect(probe.session.next() == .confirmed(count: 3, through: 3))
        #expect(probe.session.next() == nil)
    }

    @Test("a hundred thousand I APDUs each way keep count across the wrap")
    func long() {
        var probe = SessionProbe(.controlled, SessionParameters())
        _ = probe.after(.u(.startDTAct))
        var confirmed: UInt64 = 0
        for number in 0..<UInt64(100_000) {
            let sent = probe.session.transmit(ticket: number + 1, at: probe.now)
            let expected = SequenceNumber(UInt16(number % 32768))
            guard case .information(expected, expected) = sent else {
                Issue.record("\(String(describing: sent)) at \(number)")
                return
            }
            probe.session.receive(
                .information(send: expected, receive: expected.next), at: probe.now)
            while let output = probe.session.next() {
                if case .confirmed(_, let through) = output { confirmed = through }
            }
        }
        #expect(confirmed == 100_000)
        #expect(probe.session.statistics.informationSent == 100_000)
        #expect(probe.session.statistics.confirmed == 100_000)
        #expect(probe.session.phase == .started)
    }
}
