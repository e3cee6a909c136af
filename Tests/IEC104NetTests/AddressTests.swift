import IEC104Net
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test(
        "numeric addresses are read and written",
        arguments: [
            ("127.0.0.1", "127.0.0.1:2404"), ("10.0.0.255", "10.0.0.255:2404"),
            ("::1", "[::1]:2404"), ("2001:db8::5", "[2001:db8::5]:2404"),
            ("::ffff:10.0.0.1", "[::ffff:10.0.0.1]:2404"), ("fe80::1%1", "[fe80::1%1]:2404"),
        ])
    func numeric(host: String, text: String) throws {
        let address = try #require(SocketAddress(host: host, port: 2404))
        #expect(address.description == text)
        #expect(address.host == host)
        #expect(SocketAddress(host: address.host, port: 2404) == address)
    }

    @Test(
        "names and nonsense are no addresses",
        arguments: [
            "", "localhost", "1.2.3", "256.1.1.1", "::g", "[::1]", "fe80::1%nosuchinterface", "%",
            "127.0.0.1\u{0}", String(repeating: "1", count: 1000), "fe80::1%0",
        ])
    func nonsense(host: String) {
        #expect(SocketAddress(host: host, port: 1) == nil)
    }

    @Test("the octets are those of the address")
    func octets() {
        #expect(SocketAddress(host: "1.2.3.4", port: 5)?.ip == [1, 2, 3, 4])
        #expect(SocketAddress.loopbackV6(port: 1).ip == [UInt8](repeating: 0, count: 15) + [1])
        #expect(SocketAddress.loopback(port: 1) == SocketAddress(host: "127.0.0.1", port: 1))
        #expect(SocketAddress.loopback(port: 1) != .loopback(port: 2))
        #expect(SocketAddress.loopback(port: 1).hasSameHost(as: .loopback(port: 2)))
    }
}
