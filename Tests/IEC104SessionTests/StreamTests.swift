import IEC104Codec
import IEC104Session
import IEC104TestKit
import Testing

/// T-1 to T-3: streams of octets through framer and session.
@Suite("sessions on streams of octets")
struct StreamTests {
    /// STARTDT act, five I APDUs with an item each, TESTFR act, an S APDU.
    static let stream: [UInt8] = {
        var octets = APDU.header(.unnumbered(.startDTAct))
        for number in UInt16(0)..<5 {
            octets += APDU.header(
                .information(send: SequenceNumber(number), receive: 0), asduLength: 8)
            octets += [UInt8(number + 1), 0, 0, 0, 0, 0, 0, 0]
        }
        octets += APDU.header(.unnumbered(.testFRAct))
        return octets + APDU.header(.supervisory(receive: 0))
    }()
    /// Where an APDU ends.
    static let ends: Set<Int> = [0, 6, 20, 34, 48, 62, 76, 82, 88]

    static let start = Instant(nanoseconds: 0)

    static func peer() -> SimulatedPeer {
        var peer = SimulatedPeer(.controlled, SessionParameters(k: 4, w: 2))
        peer.connect(at: start)
        return peer
    }

    @Test("octet by octet gives the same as all at once")
    func dripFeed() {
        var whole = Self.peer()
        whole.read(Self.stream, at: Self.start)
        var drip = Self.peer()
        for octet in Self.stream { drip.read([octet], at: Self.start) }
        #expect(whole.received == 5)
        #expect(drip.received == 5)
        #expect(drip.session == whole.session)
        let output = whole.takeOutput()
        #expect(output == drip.takeOutput())
        // STARTDT con, two acknowledgements, TESTFR con.
        #expect(output.count == 4 * 6)
    }

    @Test("silence inside an APDU closes after t1, between APDUs it does not")
    func truncated() {
        for length in 0...Self.stream.count {
            var peer = Self.peer()
            peer.read(Array(Self.stream.prefix(length)), at: Self.start)
            peer.timeout(at: Instant(seconds: 10))
            #expect(peer.isOpen)
            peer.timeout(at: Instant(nanoseconds: 15_000_000_000 - 1))
            #expect(peer.isOpen)
            peer.timeout(at: Instant(seconds: 15))
            #expect(peer.isOpen == Self.ends.contains(length), "\(length) octets")
            let code = peer.session.closeReason?.code
            #expect(code == (Self.ends.contains(length) ? nil : .frameTimeout))
        }
    }

    @Test("T-2: timers that are served inside an APDU leave it whole")
    func timerInside() {
        var whole = Self.peer()
        whole.read(Self.stream, at: Self.start)
        for length in 0...Self.stream.count {
            var peer = Self.peer()
            peer.read(Array(Self.stream.prefix(length)), at: Self.start)
            // t2 acknowledges what has come by then.
            peer.timeout(at: Instant(seconds: 10))
            peer.read(Array(Self.stream.dropFirst(length)), at: Instant(seconds: 14))
            #expect(peer.isOpen && peer.received == 5)
            #expect(peer.session.receiveState == whole.session.receiveState)
            peer.timeout(at: Instant(seconds: 24))
            #expect(peer.session.statistics.acknowledgedByTimer <= 2)
            #expect(peer.isOpen)
        }
    }

    @Test("no change of one bit traps, and a close has one reason")
    func flipped() {
        for bit in 0..<(Self.stream.count * 8) {
            var octets = Self.stream
            octets[bit / 8] ^= 1 << UInt8(bit % 8)
            var peer = Self.peer()
            peer.read(octets, at: Self.start)
            #expect(peer.isOpen == (peer.session.closeReason == nil))
            let told = peer.session
            peer.read(Self.stream, at: Self.start)
            if told.phase == .closed { #expect(peer.session == told) }
        }
    }
}
