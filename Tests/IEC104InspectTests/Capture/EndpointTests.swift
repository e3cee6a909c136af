import IEC104Inspect
import Testing

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "an IPv4 endpoint is written dotted",
        arguments: [
            (0x0A00_0001, 2404, "10.0.0.1:2404"), (0, 0, "0.0.0.0:0"),
            (0xFFFF_FFFF, 65_535, "255.255.255.255:65535"),
        ] as [(UInt32, UInt16, String)])
    func ipv4(address: UInt32, port: UInt16, text: String) {
        let endpoint = Endpoint(ipv4: address, port: port)
        #expect(endpoint.description == text)
        #expect(endpoint.isIPv4)
    }

    @Test(
        "an IPv6 endpoint is written as RFC 5952 says",
        arguments: [
            (0, 0, "::"), (0, 1, "::1"), (0xFE80_0000_0000_0000, 1, "fe80::1"),
            (0x0001_0000_0000_0000, 0, "1::"),
            (0x2001_0DB8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
            (0x2001_0DB8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
            (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
            (0x0001_0002_0003_0004, 0x0005_0006_0007_0008, "1:2:3:4:5:6:7:8"),
            (0xABCD_0000_0000_0000, 0x0000_0000_0000_EF00, "abcd::ef00"),
            (0x0000_0002_0003_0004, 0x0005_0006_0007_0000, "0:2:3:4:5:6:7:0"),
            (0, 0x0000_FFFF_0A00_0001, "::ffff:10.0.0.1"),
        ] as [(UInt64, UInt64, String)])
    func ipv6(high: UInt64, low: UInt64, text: String) {
        let endpoint = Endpoint(high: high, low: low, port: 2404)
        #expect(endpoint.addressDescription == text)
        #expect(endpoint.description == "[\(text)]:2404")
        #expect(!endpoint.isIPv4)
    }

    @Test("text is appended to what is there")
    func appending() {
        var text = Array("to ".utf8)
        Endpoint(ipv4: 0x7F00_0001, port: 9).append(to: &text)
        #expect(String(decoding: text, as: UTF8.self) == "to 127.0.0.1:9")
    }

    @Test("an IPv4 endpoint is not the IPv6 endpoint with the same number")
    func families() {
        #expect(Endpoint(ipv4: 1, port: 1) != Endpoint(high: 0, low: 1, port: 1))
    }
}
