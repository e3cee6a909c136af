import IEC104
import IEC104TestKit
import Testing

/// Over TCP: what becomes of each header is reckoned from its octets alone.
@Suite("A master over TCP and any header")
struct HeaderSweepTests {
    /// An outstation that sends one header after the other to a started master, with another
    /// connection behind each that has ended.
    private final class Sender {
        let field: MasterField
        private var peer: RawPeer?
        private(set) var numbers = StationNumbers(send: 0, receive: 0, acknowledged: 0)
        private(set) var taken = 0
        private(set) var ended = 0

        init() throws { field = try MasterField() }

        func send(_ frame: [UInt8]) throws {
            let peer = try peer ?? field.connect()
            self.peer = peer
            let expected = numbers.reaction(to: frame)
            let before = peer.count(.testFRCon)
            peer.send(frame)
            guard case .closes(let reasons) = expected else {
                taken += 1
                if frame[2] & 1 == 0 { numbers.receive = (numbers.receive + 1) & 0x7FFF }
                // The master lives: it answers.
                peer.send(Frame.testFR)
                let answers = before + (expected == .answers ? 2 : 1)
                try field.loop.drive { peer.count(.testFRCon) == answers || peer.isOver }
                #expect(!peer.isOver, "\(frame)")
                return
            }
            let end = try field.end()
            #expect(end.map { reasons.contains($0.reason.code.name) } == true, "\(frame)")
            #expect(end?.network == nil, "\(frame)")
            ended += 1
            self.peer = nil
            numbers = StationNumbers(send: 0, receive: 0, acknowledged: 0)
        }
    }

    @Test("T-4: each length octet is taken or ends the connection with its reason")
    func lengths() throws {
        let sender = try Sender()
        defer { sender.field.finish() }
        let asdu: [UInt8] = Array(Frame.singlePoint + [UInt8](repeating: 1, count: 249))
        for length in UInt8.min...UInt8.max {
            let number = UInt8(truncatingIfNeeded: sender.numbers.receive << 1)
            let high = UInt8(truncatingIfNeeded: sender.numbers.receive >> 7)
            let behind = asdu.prefix(max(Int(length), 4) - 4)
            try sender.send([0x68, length, number, high, 0, 0] + behind)
        }
        #expect(sender.taken == 249 && sender.ended == 7)
    }

    @Test("T-5: each first control octet is taken or ends the connection with its reason")
    func controlOctets() throws {
        let sender = try Sender()
        defer { sender.field.finish() }
        for first in UInt8.min...UInt8.max {
            try sender.send([0x68, 4, first, 0, 0, 0])
            try sender.send([0x68, 14, first, 0, 0, 0] + Frame.singlePoint)
        }
        // An I APDU with N(S) 0, an S APDU, three confirmations, TESTFR act.
        #expect(sender.taken == 6 && sender.ended == 506)
    }
}
