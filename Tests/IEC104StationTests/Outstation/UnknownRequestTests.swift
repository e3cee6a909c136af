import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("Requests that are unknown or malformed")
struct UnknownRequestTests {
    static func probe() throws -> OutstationProbe {
        var table = PointTable()
        let breaker = try table.add(1001, DoublePointState.off)
        try table.addCommand(.C_DC_NA_1, at: 5001, drives: breaker)
        try table.add(3001, BCR(1))
        return OutstationProbe(table)
    }

    /// What is sent, and what comes back: only the cause octet differs.
    @Test(
        "what is unknown comes back once, unchanged but for the cause and P/N",
        arguments: [
            // Types of the monitor direction, not served, not defined, private; two objects; T.
            ("01 01 06 09 01 00 01 00 00 01", "6c"),
            ("7a 01 0d 00 01 00 00 00 00 01 00 00 06", "6c"),
            ("6e 01 06 00 01 00 01 00 00 01 02 03", "6f"),
            ("2a 01 06 07 01 00 01 02 03 04 05", "6c"),
            ("fe 83 86 07 ff ff 01 02 03 04 05", "ec"),
            // Causes.
            ("64 01 03 09 01 00 00 00 00 14", "6d"),
            ("67 01 08 09 01 00 00 00 00 00 00 00 00 01 01 17", "6d"),
            ("66 01 06 09 01 00 e9 03 00", "6d"),
            ("33 01 08 09 01 00 89 13 00 01 00 00 00", "6d"),
            ("2e 01 05 09 01 00 89 13 00 02", "6d"),
            // Common addresses: unknown, 0, and global where it is not allowed.
            ("64 01 06 09 02 00 00 00 00 14", "6e"),
            ("64 01 06 09 00 00 00 00 00 14", "6e"),
            ("2e 01 86 09 ff ff 89 13 00 02", "ee"),
            ("66 01 05 09 ff ff e9 03 00", "6e"),
            ("68 01 06 09 ff ff 00 00 00 aa 55", "6e"),
            // Object addresses: none, of a point, of another type; not 0; of a counter.
            ("2e 01 06 09 01 00 8a 13 00 02", "6f"),
            ("2e 01 06 09 01 00 e9 03 00 02", "6f"),
            ("2d 01 06 09 01 00 89 13 00 01", "6f"),
            ("64 01 06 09 01 00 01 00 00 14", "6f"),
            ("69 01 06 09 01 00 00 00 01 01", "6f"),
            ("66 01 05 09 01 00 ea 03 00", "6f"),
            ("66 01 05 09 01 00 b9 0b 00", "6f"),
        ])
    func mirrored(_ request: String, _ cause: String) throws {
        let probe = try Self.probe()
        let octets = try #require([UInt8](hex: request))
        #expect(probe.receive(octets) == .handled)
        var expected = octets
        expected[2] = try #require(UInt8(cause, radix: 16))
        #expect(probe.next()?.octets == expected)
        #expect(probe.next() == nil)
        #expect(probe.engine.statistics.mirrored == 1)
    }

    @Test(
        "what was sent back already is not sent back again: two that do would never end",
        arguments: [
            "01 01 6c 09 01 00 01 00 00 01", "fe 01 6d 07 01 00 01 00 00 05",
            "2e 01 6f 09 01 00 8a 13 00 02",
        ])
    func mirroredOnce(_ answer: String) throws {
        let probe = try Self.probe()
        #expect(probe.receive(try #require([UInt8](hex: answer))) == .handled)
        #expect(probe.next() == nil)
        #expect(probe.engine.statistics.mirrored == 0)
    }

    @Test("of several unknown things the first is told: type, cause, station, object")
    func order() throws {
        for (request, cause) in [
            ("2a 01 05 00 63 00 01 00 00 01", 44), ("2e 01 05 00 63 00 01 00 00 01", 45),
            ("2e 01 06 00 63 00 01 00 00 01", 46), ("2e 01 06 00 01 00 01 00 00 01", 47),
        ] {
            let probe = try Self.probe()
            probe.receive(try #require([UInt8](hex: request)))
            #expect(try #require(probe.next()).octets[2] == UInt8(cause) | 0x40)
        }
    }

    @Test(
        "a malformed ASDU is counted and answered with nothing",
        arguments: [
            "", "64", "64 01 06 09 01 00 00 00 00", "64 01 06 09 01 00 00 00 00 14 00",
            "64 00 06 09 01 00", "64 02 06 09 01 00 00 00 00 14 00 00 00 14",
            "67 01 06 09 01 00 00 00 00", "2e 81 06 09 01 00 89 13 00 02",
        ])
    func malformed(_ request: String) throws {
        let probe = try Self.probe()
        guard case .malformed = probe.receive(try #require([UInt8](hex: request))) else {
            Issue.record("\(request) was served")
            return
        }
        #expect(probe.next() == nil)
        #expect(probe.engine.statistics.malformed == 1)
    }

    @Test("no truncation, bit error or type number traps, and each gets at most a few answers")
    func anything() throws {
        let probe = try Self.probe()
        let requests = [
            "64 01 06 09 01 00 00 00 00 14", "65 01 06 09 01 00 00 00 00 45",
            "66 01 05 09 01 00 e9 03 00", "67 01 06 09 01 00 00 00 00 00 00 00 00 01 01 17",
            "2e 01 06 09 01 00 89 13 00 02", "69 01 06 09 01 00 00 00 00 01",
            "6b 01 06 09 01 00 00 00 00 01 00 00 00 00 00 01 01 17",
            "3b 01 06 09 01 00 89 13 00 02 00 00 00 00 01 01 17",
        ]
        for request in requests {
            let octets = try #require([UInt8](hex: request))
            for length in 0..<octets.count {
                probe.receive(Array(octets.prefix(length)))
                #expect(try probe.pull().count <= 4)
            }
            for bit in 0..<(octets.count * 8) {
                var changed = octets
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                probe.receive(changed)
                while let (octets, ticket) = probe.next() {
                    #expect((6...249).contains(octets.count))
                    probe.engine.confirmed(probe.last, through: ticket)
                }
            }
            for type in 0...255 {
                var changed = octets
                changed[0] = UInt8(type)
                probe.receive(changed)
                probe.confirmAll()
            }
        }
        #expect(probe.engine.statistics.malformed > 0)
    }

    @Test("a peer that asks without reading fills a bounded queue, the rest is dropped and counted")
    func flood() throws {
        let probe = try Self.probe()
        for _ in 0..<100_000 {
            probe.receive(try #require([UInt8](hex: "64010609020000000014")))
        }
        let statistics = probe.engine.statistics
        #expect(statistics.mirrored == 100_000)
        #expect(statistics.answersDropped > 90_000)
        #expect(try probe.pull(most: 200_000).count == 100_000 - Int(statistics.answersDropped))
    }

    @Test("a request on a link that is not started is ignored")
    func notStarted() throws {
        let probe = try Self.probe()
        let link = probe.engine.open(peer: "10.0.0.2", at: probe.now)
        probe.receive(try #require([UInt8](hex: "64010609010000000014")), on: link)
        #expect(!probe.engine.hasOutput(for: link))
        #expect(probe.next(on: link) == nil)
        #expect(probe.engine.statistics.received == 0)
    }

    @Test("fields of other sizes are understood and mirrored")
    func profile() throws {
        var table = PointTable()
        try table.add(5, station: 3, true)
        var settings = OutstationSettings()
        settings.profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 1)
        let probe = OutstationProbe(table, settings)
        probe.receive(try #require([UInt8](hex: "64 01 06 ff 00 14")))
        #expect(try #require(probe.next()).octets.hex == "640107030014")
        #expect(try #require(probe.next()).octets.hex == "0101140305" + "01")
        #expect(try #require(probe.next()).octets.hex == "64010a030014")
        probe.receive(try #require([UInt8](hex: "2d 01 06 03 05 01")))
        #expect(try #require(probe.next()).octets.hex == "2d016f030501")
    }
}
