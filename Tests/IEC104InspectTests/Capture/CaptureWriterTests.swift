import IEC104Inspect
import Testing

@Suite("Captures that are written")
struct CaptureWriterTests {
    private static let ends = (
        v4: (Endpoint(ipv4: 0x0A00_0001, port: 50_000), Endpoint(ipv4: 0x0A00_0002, port: 2404)),
        v6: (
            Endpoint(high: 0x2001_0DB8_0000_0000, low: 1, port: 50_000),
            Endpoint(high: 0x2001_0DB8_0000_0000, low: 2, port: 2404)
        )
    )

    private func capture(
        _ client: Endpoint, _ server: Endpoint, _ body: (inout CaptureWriter) -> Void
    ) -> [UInt8] {
        var writer = CaptureWriter()
        writer.open(1, client: client, server: server, at: 1_700_000_000_123_456_789)
        body(&writer)
        return writer.octets
    }

    @Test("what is written is what is read", arguments: [true, false])
    func readBack(isIPv4: Bool) {
        let (client, server) = isIPv4 ? Self.ends.v4 : Self.ends.v6
        let file = capture(client, server) { writer in
            writer.data(1, from: .client, Array("abc".utf8).span, at: 1_700_000_001_000_000_000)
            writer.data(1, from: .server, Array("de".utf8).span, at: 1_700_000_002_000_000_000)
            writer.finish(1, by: .server, at: 1_700_000_003_000_000_000)
        }
        let run = DissectorRun(CaptureFile(octets: file))
        #expect(
            run.log == [
                "open 0 \(client) \(server)", "> syn", "< synAck", "> established", "> \"abc\"",
                "< \"de\"", "< fin", "> fin", "< ended", "close 0 ended",
            ])
        #expect(run.recorder.offsetsAreRight)
    }

    @Test("a broken connection is a RST, and what comes after it is not written")
    func reset() {
        let file = capture(Self.ends.v4.0, Self.ends.v4.1) { writer in
            writer.reset(1, by: .server, at: 2_000_000_000)
            writer.data(1, from: .client, [1, 2, 3].span, at: 3_000_000_000)
            writer.data(7, from: .client, [1, 2, 3].span, at: 3_000_000_000)
            writer.finish(1, by: .client, at: 4_000_000_000)
        }
        #expect(
            DissectorRun(CaptureFile(octets: file)).log.suffix(2) == ["< reset", "close 0 reset"])
    }

    /// RFC 1071, over the octets as they stand on the line: the sum with its checksum is all ones.
    private func sum(_ octets: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0
        for (index, octet) in octets.enumerated() {
            sum += index.isMultiple(of: 2) ? UInt32(octet) << 8 : UInt32(octet)
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return sum
    }

    private func fold(_ parts: UInt32...) -> UInt32 {
        var sum = parts.reduce(0, +)
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return sum
    }

    @Test("every checksum is right", arguments: [0, 1, 5, 253])
    func checksums(payload: Int) throws {
        let octets = (0..<payload).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        for isIPv4 in [true, false] {
            let (client, server) = isIPv4 ? Self.ends.v4 : Self.ends.v6
            let file = capture(client, server) {
                $0.data(1, from: .client, octets.span, at: 5_000_000_000)
            }
            var rest = file.dropFirst(24)
            while !rest.isEmpty {
                let start = rest.startIndex
                let length = Int(rest[start + 8]) | Int(rest[start + 9]) << 8
                let packet = rest[(start + 16)..<(start + 16 + length)]
                let internet = packet.dropFirst(14)
                let tcp = internet.dropFirst(isIPv4 ? 20 : 40)
                let addresses =
                    isIPv4 ? internet.dropFirst(12).prefix(8) : internet.dropFirst(8).prefix(32)
                if isIPv4 { #expect(sum(internet.prefix(20)) == 0xFFFF) }
                #expect(fold(sum(addresses), 6, UInt32(tcp.count), sum(tcp)) == 0xFFFF)
                rest = rest.dropFirst(16 + length)
            }
        }
    }
}
