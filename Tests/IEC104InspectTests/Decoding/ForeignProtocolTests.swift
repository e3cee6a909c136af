import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("Other protocols")
struct ForeignProtocolTests {
    static let messages: [(hex: String, name: String)] = [
        (
            "46494e530000000c000000000000000000000000",
            "FINS/TCP, handshake: client asks for its node address"
        ),
        (
            "46494e53000000100000000100000000000000fb00000001",
            "FINS/TCP, handshake: server gives the node addresses"
        ),
        ("46494e530000001a000000020000000080000200", "FINS/TCP, FINS frame"),
        ("46494e53000000080000000300000020", "FINS/TCP, error"),
        ("000100000006010300000002", "Modbus/TCP, function 3"),
        ("0001000000030183020000", "Modbus/TCP, function 3, exception"),
        ("056405c001000004e921", "DNP3, data link frame"),
        ("1603010200010001fc0303", "TLS, client hello"),
        ("160303005a0200005603", "TLS, server hello"),
        ("15030300020228", "TLS, alert"), ("17030300200011223344", "TLS, application data"),
        ("474554202f20485454502f312e310d0a", "HTTP"), ("485454502f312e3120323030", "HTTP"),
        (
            "680909680801640106010000148916",
            "IEC 60870-5-101 (FT1.2), frame of variable length"
        ),
        ("1049014a16", "IEC 60870-5-101 (FT1.2), frame of fixed length"),
    ]

    @Test("a message of another protocol is named", arguments: messages)
    func named(_ hex: String, _ name: String) throws {
        let octets = try #require([UInt8](hex: hex))
        let found = ForeignProtocol(octets.span)
        let foreign = try #require(found)
        #expect(foreign.description == name)
        #expect(foreign.evidence >= 2 && foreign.evidence <= octets.count)
    }

    @Test(
        "IEC 104 is never taken for another protocol",
        arguments: [
            Sample.startAct, Sample.interrogation, Sample.measured, Sample.acknowledgment,
            // N(S) and N(R) that look like the start of an FT1.2 frame.
            [0x68, 0x0E, 0x0E, 0x68, 0x00, 0x00] + Sample.interrogation.dropFirst(6),
        ])
    func notForeign(_ octets: [UInt8]) {
        let found = ForeignProtocol(octets.span)
        #expect(found == nil)
    }

    @Test("a text with a message of another protocol names it", arguments: messages.indices)
    func inText(_ index: Int) throws {
        let (hex, name) = Self.messages[index]
        guard !name.contains("FT1.2") else { return }
        let inspection = Inspection(text: hex + "\n")
        #expect(inspection.lines == ["foreign \(name) \(hex)"])
        #expect(inspection.counts.unreadable == 1)
    }

    @Test("an FT1.2 frame in a text is one record, and what follows it is read")
    func frameInText() {
        let frame = "68 09 09 68 08 01 64 01 06 01 00 00 14 89 16"
        let inspection = Inspection(text: "\(frame)\n68 04 07 00 00 00\n")
        #expect(
            inspection.lines == [
                "foreign IEC 60870-5-101 (FT1.2), frame of variable length "
                    + frame.filter { $0 != " " },
                "STARTDT act 680407000000",
            ])
    }

    @Test("every front of a message is looked at without a trap", arguments: messages)
    func truncations(_ hex: String, _ name: String) throws {
        let octets = try #require([UInt8](hex: hex))
        for count in 0...octets.count { _ = ForeignProtocol(octets.span.extracting(0..<count)) }
    }
}
