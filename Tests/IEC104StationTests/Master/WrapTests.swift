import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// A master whose numbers begin again at 0, with full windows in both directions.
@Suite("A master whose numbers begin again")
struct WrapTests {
    private static let now = Moment(Instant(seconds: 1000), wall: 1_700_000_000_000)
    private static let single: [UInt8] = [1, 1, 3, 0, 1, 0, 9, 0, 0, 1]
    /// Six numbers before the wrap, so that it lies within k = 12 and within w = 8.
    private static let first: UInt16 = 32_762

    /// An I APDU of the outstation.
    private static func data(_ send: UInt16, _ receive: UInt16) -> [UInt8] {
        let control = ControlField.information(
            send: SequenceNumber(send & 0x7FFF), receive: SequenceNumber(receive & 0x7FFF))
        return APDU.header(control, asduLength: single.count) + single
    }

    private static func acknowledgement(_ receive: UInt16) -> [UInt8] {
        APDU.header(.supervisory(receive: SequenceNumber(receive & 0x7FFF)))
    }

    /// The APDUs of `octets`, such as `I 0 32767`.
    private static func brief(_ octets: [UInt8]) -> [String] {
        var framer = APDUFramer()
        framer.append(octets)
        var texts: [String] = []
        while let control = try? framer.next() { texts.append(control.brief) }
        return texts
    }

    private static func ask(_ master: inout SimulatedMaster, _ count: Int) -> [String] {
        let asdu = ASDU(
            .C_RD_NA_1, cause: CauseOfTransmission(.request), commonAddress: 1,
            objects: [InformationObject(7, .empty)])
        for _ in 0..<count { _ = master.engine.submit(.asdu(asdu), at: now) }
        return sent(&master)
    }

    private static func sent(_ master: inout SimulatedMaster) -> [String] {
        while master.transmit(at: now) {}
        return brief(master.takeOutput())
    }

    /// V(S) and V(R) have come to `first`, each I APDU acknowledged by the next one.
    private static let ready: SimulatedMaster = {
        var master = SimulatedMaster(MasterSettings())
        master.connect(SessionParameters(), at: now)
        master.read(APDU.header(.unnumbered(.startDTCon)), at: now)
        for number in 0..<first {
            _ = ask(&master, 1)
            master.read(data(number, number + 1), at: now)
        }
        master.takeResults()
        return master
    }()

    @Test("T-8: with k in flight over the wrap each is acknowledged once, and the window goes on")
    func sending() {
        var master = Self.ready
        #expect(master.results.count == Int(Self.first) && master.end.isOpen)
        #expect(master.results.allSatisfy { $0.outcome != nil })
        let window = Self.ask(&master, 14)
        let numbers = (0..<12).map { (Self.first + $0) & 0x7FFF }
        #expect(window == numbers.map { "I \($0) \(Self.first)" })
        #expect(master.engine.requestCount == 14)
        // Each N(R) within the window, the wrap among them, acknowledges what is before it.
        for (count, number) in (numbers + [6]).enumerated() {
            for frame in [Self.acknowledgement(number), Self.data(Self.first, number)] {
                var copy = master
                copy.read(frame, at: Self.now)
                #expect(copy.end.isOpen && copy.engine.requestCount == 14 - count, "\(number)")
                #expect(copy.end.session.unconfirmedCount == 12 - count)
                #expect(Self.sent(&copy).count == min(count, 2))
                copy.takeResults()
                #expect(copy.results.count == Int(Self.first) + count)
            }
        }
        // Old, ahead, half way round.
        for number: UInt16 in [Self.first - 1, 7, 16_384, 32_761 - 12] {
            var copy = master
            copy.read(Self.acknowledgement(number), at: Self.now)
            #expect(copy.end.session.closeReason?.code == .receiveNumber, "\(number)")
            #expect(copy.end.session.closeReason?.offending == Int32(number))
            copy.takeResults()
            let ends = copy.results.suffix(14).map { $0.error?.code }
            #expect(ends == Array(repeating: .linkLost, count: 12) + [.notSent, .notSent])
        }
    }

    @Test(
        "T-8, T-10: w APDUs over the wrap are taken in order and acknowledged with the new number")
    func receiving() {
        var master = Self.ready
        let before = master.deliveries.count
        // One is there already.
        for number in 0..<UInt16(6) {
            master.read(Self.data(Self.first + number, Self.first), at: Self.now)
            #expect(Self.sent(&master) == [])
        }
        // Repeated, skipped, and half way round.
        for number: UInt16 in [32_767, 1, 16_384] {
            var copy = master
            copy.read(Self.data(number, Self.first), at: Self.now)
            #expect(copy.end.session.closeReason?.code == .sendNumber, "\(number)")
            #expect(copy.end.session.closeReason?.receiveState == 0)
            #expect(copy.deliveries.count == before + 6)
        }
        master.read(Self.data(0, Self.first), at: Self.now)
        #expect(master.deliveries.count == before + 7)
        #expect(Self.sent(&master) == ["S 1"])
        // An I APDU of this side would carry it too.
        #expect(Self.ask(&master, 1) == ["I \(Self.first) 1"])
    }
}
