import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// A started master in virtual time, and octets that no outstation should send: what becomes of each
/// header is reckoned from its octets alone.
@Suite("A master and any header")
struct HostileFrameTests {
    private static let now = Moment(Instant(seconds: 1000), wall: 1_700_000_000_000)
    private static let single: [UInt8] = [1, 1, 3, 0, 1, 0, 9, 0, 0, 1]

    /// Started, with so many I APDUs sent, of which some are acknowledged, and as many received.
    private static func started(
        sent: Int, acknowledged: Int, received: Int
    ) -> (SimulatedMaster, StationNumbers) {
        var settings = MasterSettings()
        settings.parallelRequests = 100
        var master = SimulatedMaster(settings)
        master.connect(SessionParameters(k: 12, w: 8), at: now)
        master.read(APDU.header(.unnumbered(.startDTCon)), at: now)
        for number in 0..<sent {
            let address = ObjectAddress(UInt32(100 + number))
            _ = master.engine.submit(.read(station: 1, address), at: now)
        }
        while master.transmit(at: now) {}
        for number in 0..<received {
            let control = ControlField.information(
                send: SequenceNumber(UInt16(number)),
                receive: SequenceNumber(UInt16(acknowledged)))
            master.read(APDU.header(control, asduLength: single.count) + single, at: now)
        }
        _ = master.takeOutput()
        let numbers = StationNumbers(send: sent, receive: received, acknowledged: acknowledged)
        return (master, numbers)
    }

    private static let states = [(0, 0, 0), (1, 0, 0), (12, 5, 6)]

    /// Gives `frame` to a master, whole, and octet by octet where it drips, and checks what it does.
    private func check(
        _ frame: [UInt8], _ state: (SimulatedMaster, StationNumbers), dripping: Bool = true
    ) {
        let expected = state.1.reaction(to: frame)
        for size in dripping ? [frame.count, 1] : [frame.count] {
            var master = state.0
            var rest = frame[...]
            while !rest.isEmpty {
                master.read(Array(rest.prefix(size)), at: Self.now)
                rest = rest.dropFirst(size)
            }
            let reason = master.end.session.closeReason
            let output = master.takeOutput()
            switch expected {
            case .closes(let reasons):
                #expect(reason.map { reasons.contains($0.code.name) } == true, "\(frame)")
                #expect(output.isEmpty && master.engine.isStarted == false, "\(frame)")
                // What follows on a dead connection is nothing.
                master.read(APDU.header(.unnumbered(.testFRAct)), at: Self.now)
                #expect(master.takeOutput().isEmpty)
                continue
            case .takes: #expect(reason == nil && output.isEmpty, "\(frame) \(output)")
            case .answers: #expect(output == APDU.header(.unnumbered(.testFRCon)), "\(frame)")
            }
            #expect(master.end.session.phase == .started && master.engine.isStarted, "\(frame)")
            master.read(APDU.header(.unnumbered(.testFRAct)), at: Self.now)
            #expect(master.takeOutput() == APDU.header(.unnumbered(.testFRCon)), "\(frame)")
        }
    }

    @Test(
        "T-5: each first control octet, with others behind it, is taken or ends the connection with its reason",
        arguments: states)
    func controlOctets(_ sent: Int, _ acknowledged: Int, _ received: Int) {
        let state = Self.started(sent: sent, acknowledged: acknowledged, received: received)
        let (inWindow, ahead) = (UInt8(2 * acknowledged), UInt8(truncatingIfNeeded: 2 * sent + 2))
        let others: [[UInt8]] = [
            [0, 0, 0], [0, inWindow, 0], [0, UInt8(2 * sent), 0], [0, ahead, 0], [0, 0, 1],
            [0, 0xFE, 0xFF], [1, 0, 0], [0x80, inWindow, 0], [0, inWindow | 1, 0], [0, 0, 0x80],
            [0xFF, 0xFF, 0xFF],
        ]
        for first in UInt8.min...UInt8.max {
            for other in others {
                let drips = other == others[1]
                check([0x68, 4, first] + other, state, dripping: drips)
                check([0x68, 14, first] + other + Self.single, state, dripping: drips)
            }
        }
    }

    @Test(
        "T-4: each length octet, for each format: taken, or the end with its reason",
        arguments: states)
    func lengths(_ sent: Int, _ acknowledged: Int, _ received: Int) {
        let state = Self.started(sent: sent, acknowledged: acknowledged, received: received)
        let number = UInt8(2 * acknowledged)
        let controls: [[UInt8]] = [
            [UInt8(2 * received), 0, number, 0], [1, 0, number, 0], [0x43, 0, 0, 0],
            [0x0B, 0, 0, 0], [0x07, 0, 0, 0], [0x0F, 0, 0, 0],
        ]
        for length in UInt8.min...UInt8.max {
            for control in controls {
                // As many octets as it says, or all that a header has.
                let behind = max(Int(length), 4) - 4
                check([0x68, length] + control + Self.asdu(behind), state)
            }
        }
    }

    /// An ASDU of so many octets, whatever it says: single points, as far as that is possible.
    private static func asdu(_ length: Int) -> [UInt8] {
        let objects = UInt8(min(max(length - 9, 1), 127))
        let head: [UInt8] = [1, 0x80 | objects, 3, 0, 1, 0, 9, 0, 0]
        return Array((head + [UInt8](repeating: 1, count: 249)).prefix(length))
    }

    @Test("T-4: ASDUs of each length are data, or told as unreadable, and the master goes on")
    func information() {
        let (started, _) = Self.started(sent: 0, acknowledged: 0, received: 0)
        for length in 1...249 {
            var master = started
            let control = ControlField.information(send: 0, receive: 0)
            let asdu = Self.asdu(length)
            master.read(APDU.header(control, asduLength: length) + asdu, at: Self.now)
            let isSound = (10...136).contains(length)
            #expect(master.deliveries.map(\.objects.count) == (isSound ? [length - 9] : []))
            #expect(master.engine.statistics.malformed == (isSound ? 0 : 1), "\(length)")
            #expect(master.end.session.receiveState == 1 && master.end.isOpen)
        }
    }

    @Test("T-3: each part of an APDU, then silence, ends the connection t1 after its first octet")
    func half() {
        let (started, _) = Self.started(sent: 0, acknowledged: 0, received: 0)
        let whole = APDU.header(.information(send: 0, receive: 0), asduLength: 10) + Self.single
        for count in 1..<whole.count {
            for isSlow in [false, true] {
                var master = started
                var now = Self.now
                // All at once, or an octet a second as long as t1 has not passed: that is no sign of
                // life.
                for octet in whole.prefix(count) {
                    master.read([octet], at: now)
                    if isSlow, now.instant < Self.now.instant.advanced(by: .seconds(14)) {
                        now.instant = now.instant.advanced(by: .seconds(1))
                        master.timeout(at: now)
                    }
                }
                #expect(master.end.isOpen && master.deliveries.isEmpty)
                now.instant = Self.now.instant.advanced(by: .milliseconds(14_999))
                master.timeout(at: now)
                #expect(master.end.isOpen)
                now.instant = Self.now.instant.advanced(by: .seconds(15))
                master.timeout(at: now)
                #expect(master.end.session.closeReason?.code == .frameTimeout, "\(count)")
            }
        }
        // The rest in time, and nothing has happened.
        var master = started
        master.read(Array(whole.prefix(7)), at: Self.now)
        master.timeout(at: Moment(Self.now.instant.advanced(by: .seconds(14)), wall: 0))
        master.read(Array(whole.dropFirst(7)), at: Self.now)
        #expect(master.deliveries.count == 1 && master.end.isOpen)
    }

    @Test(
        "T-10: of all N(S) only V(R) is taken: one that is repeated, skipped or anything else ends it"
    )
    func sendNumbers() {
        let state = Self.started(sent: 2, acknowledged: 1, received: 5)
        for number in 0..<32_768 where number < 40 || number > 32_740 || number % 97 == 0 {
            let control = ControlField.information(
                send: SequenceNumber(UInt16(number)), receive: 1)
            check(APDU.header(control, asduLength: Self.single.count) + Self.single, state)
        }
        // The number that is wrong is told, and what would have been right.
        var master = state.0
        let repeated = ControlField.information(send: 4, receive: 1)
        master.read(
            APDU.header(repeated, asduLength: Self.single.count) + Self.single, at: Self.now)
        let reason = master.end.session.closeReason
        #expect(reason?.offending == 4 && reason?.receiveState == 5)
        #expect(master.deliveries.count == 5)
    }

    @Test(
        "T-6, T-7: each type with each VSQ, cut anywhere or with octets behind it: told as one thing, and the link stays"
    )
    func types() {
        var requests = MasterRequest.terminated + MasterRequest.confirmed
        requests += [.read(station: 1, 9), .interrogation(station: .global, .station)]
        var settings = MasterSettings()
        settings.parallelRequests = 100
        var engine = MasterEngine(settings: settings)
        engine.started(at: Self.now)
        for request in requests { _ = engine.submit(request, at: Self.now) }
        var buffer = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var output = buffer.mutableSpan
        while engine.next(into: &output, at: Self.now) != nil {}
        let asked = engine
        var counts: [String: Int] = [:]
        func receive(_ asdu: [UInt8]) {
            counts[Self.word(engine.receive(asdu.span, at: Self.now)), default: 0] += 1
        }
        // Of each cause so many octets: data, an answer, a refusal, the end of initialization, a
        // file, and a cause that is none.
        let kinds: [(cause: UInt8, length: Int)] = [
            (3, 10), (20, 17), (7, 10), (0x6D, 9), (4, 10), (13, 15), (63, 40),
        ]
        for type in UInt8.min...UInt8.max {
            for qualifier in UInt8.min...UInt8.max {
                let isOfNote = [0, 1, 2, 40, 127].contains(qualifier & 0x7F)
                for (cause, length) in isOfNote ? kinds : [kinds[Int(qualifier) % kinds.count]] {
                    let head: [UInt8] = [type, qualifier, cause, 0, 1, 0, 9, 0, 0]
                    let asdu = (head + [UInt8](repeating: qualifier, count: 40)).prefix(length)
                    for cut in isOfNote ? Array(1...length) : [length] {
                        receive(Array(asdu.prefix(cut)))
                    }
                    receive(asdu + [0])
                }
            }
            // What was under way may have ended by now: begin again.
            while engine.nextResult() != nil {}
            engine = asked
        }
        let octets = kinds.reduce(0) { $0 + $1.length + 1 }
        #expect(counts.values.reduce(0, +) == 256 * (10 * octets + 246 * 2))
        #expect(
            Set(counts.keys) == ["answer", "data", "file", "initialized", "malformed", "other"])
    }

    private static func word(_ reception: MasterReception) -> String {
        switch reception {
        case .answer: "answer"
        case .data: "data"
        case .file: "file"
        case .initialized: "initialized"
        case .malformed: "malformed"
        case .unexpected: "other"
        }
    }

    @Test("T-9: N(R) old, equal, within, exactly k ahead, ahead of what was sent")
    func receiveNumbers() {
        for (sent, acknowledged) in [(0, 0), (12, 0), (12, 5), (12, 12)] {
            let state = Self.started(
                sent: sent, acknowledged: acknowledged, received: acknowledged > 0 ? 1 : 0)
            for number in 0..<32_768 where number < 130 || number > 32_740 || number % 97 == 0 {
                let receive = SequenceNumber(UInt16(number))
                check(APDU.header(.supervisory(receive: receive)), state, dripping: false)
                let control = ControlField.information(
                    send: state.0.end.session.receiveState, receive: receive)
                check(
                    APDU.header(control, asduLength: Self.single.count) + Self.single, state,
                    dripping: false)
            }
        }
    }
}
