import IEC104
import IEC104TestKit
import Testing

@Suite("An outstation and ASDUs that cannot be read")
struct MalformedTests {
    /// ASDUs of every type: cut at each octet, with no object, with too many, with octets behind.
    static var all: [[UInt8]] {
        var all: [[UInt8]] = []
        var generator = ObjectGenerator(seed: 11)
        for number in UInt8.min...UInt8.max {
            let header: [UInt8] = [number, 1, 6, 0, 1, 0]
            let row = TypeTable.standard[TypeID(number)]
            let body: [UInt8] =
                row?.size.map { size in
                    let address = row?.addressRule == .object ? [77, 0, 0] : [0, 0, 0] as [UInt8]
                    return address + (0..<size).map { _ in generator.any() }
                } ?? [0, 0, 0, 1, 2, 3]
            let whole = header + body
            for length in 1..<whole.count { all.append(Array(whole.prefix(length))) }
            for count: UInt8 in [0, 2, 127, 128, 129, 255] {
                all.append([number, count] + whole.dropFirst(2))
            }
            all.append(whole + [0])
            all.append(whole + [UInt8](repeating: 0xFF, count: 249 - whole.count))
        }
        return all
    }

    @Test("each is acknowledged and answered by nothing or one mirror; the good ones are served")
    func interleaved() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        let test: [UInt8] = [104, 1, 6, 0, 1, 0, 0, 0, 0, 0xAA, 0x55]
        var send: UInt16 = 0
        var good = 0
        for (number, asdu) in Self.all.enumerated() {
            // What it was given is acknowledged, so that the window stays open.
            let receive = UInt16(truncatingIfNeeded: peer.informationCount)
            peer.send(Frame.i(send, receive, asdu))
            send = (send + 1) & 0x7FFF
            if number % 16 == 0 {
                let before = good
                peer.send(Frame.i(send, receive, test))
                send = (send + 1) & 0x7FFF
                good += 1
                try field.loop.drive {
                    peer.send(Frame.s(UInt16(truncatingIfNeeded: peer.informationCount)))
                    return peer.isOver
                        || peer.asdus.count { $0[0] == 104 && $0[2] == 7 && $0.count == 11 }
                            > before
                }
                guard !peer.isOver else { break }
            }
            if number % 1_000 == 0 { try field.checkService() }
        }
        #expect(!peer.isOver)
        try field.drive { $0.statistics.received >= UInt64(Self.all.count + good) }
        #expect(try field.now { $0.statistics.malformed } > 1_000)
        #expect(try field.now { $0.connectionCounts.ends }.isEmpty)
        try field.checkService()
    }

    @Test("where the configuration says so, one of them ends the connection")
    func strict() throws {
        let field = try Field { $0.closesOnMalformed = true }
        defer { field.finish() }
        let peer = try field.startedPeer()
        let port = try #require(peer.stream?.local.port)
        peer.send(Frame.i(0, 0, [100, 1, 6, 0, 1]))
        #expect(try field.end(of: peer, port: port).reason.code == .malformed)
        try field.checkService()
    }

    @Test("an unknown type comes back once, with cause 44 and P/N = 1")
    func unknownType() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        peer.send(Frame.i(0, 0, [200, 1, 0x86, 9, 1, 0, 5, 0, 0, 1, 2, 3]))
        try field.loop.drive { peer.asdus.contains { $0[0] == 200 } }
        try field.checkService()
        #expect(
            peer.asdus.filter { $0[0] == 200 }
                == [[200, 1, 0xC0 | 44, 9, 1, 0, 5, 0, 0, 1, 2, 3]])
    }
}
