import IEC104Net
import Testing

@Suite("Prefixes of addresses")
struct AddressPrefixTests {
    @Test(
        "A prefix contains the addresses that begin with it",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.7", "10.0.0.7", true), ("10.0.0.7", "10.0.0.6", false),
            ("10.0.0.4/31", "10.0.0.5", true), ("10.0.0.4/31", "10.0.0.6", false),
            ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
            ("::/0", "::1", true), ("::/0", "127.0.0.1", false),
            ("::1", "::1", true), ("::1", "::2", false),
            ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
            ("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true),
            ("2001:db8::/64", "2001:db8:0:1::", false),
            ("2001:db8::8000:0:0:0/65", "2001:db8::ffff:0:0:1", true),
            ("2001:db8::8000:0:0:0/65", "2001:db8::7fff:0:0:1", false),
            ("2001:db8::1/128", "2001:db8::1", true), ("2001:db8::2/127", "2001:db8::3", true),
            ("fe80::1%7", "fe80::1%7", true), ("fe80::1%7", "fe80::1%8", false),
            ("fe80::1", "fe80::1%8", true),
        ])
    func contains(prefix: String, host: String, isContained: Bool) throws {
        let address = try #require(SocketAddress(host: host, port: 2404))
        #expect(try AddressPrefix(prefix).contains(address) == isContained)
    }

    @Test(
        "A prefix is written as it was read",
        arguments: ["10.0.0.0/8", "10.0.0.7", "::1", "fe80::/10", "0.0.0.0/0", "::/0"])
    func description(text: String) throws {
        #expect(try AddressPrefix(text).description == text)
    }

    @Test("All bits are one host")
    func allBits() throws {
        #expect(try AddressPrefix("10.0.0.7/32") == AddressPrefix("10.0.0.7"))
        #expect(try AddressPrefix("::1/128") == AddressPrefix("::1"))
        let address = try #require(SocketAddress(host: "10.1.2.3", port: 9))
        #expect(try AddressPrefix(address, length: 16) == AddressPrefix("10.1.0.0/16"))
        #expect(AddressPrefix(address, length: -1).description == "0.0.0.0/0")
        #expect(AddressPrefix(address, length: 999).description == "10.1.2.3")
    }

    @Test(
        "What is no prefix says what to write",
        arguments: [
            ("", AddressPrefixError.Code.noAddress), ("/8", .noAddress), ("rtu7", .noAddress),
            ("10.0.0/8", .noAddress), ("[::1]", .noAddress), ("10.0.0.0/8/8", .noLength(most: 32)),
            ("10.0.0.0/", .noLength(most: 32)), ("10.0.0.0/33", .noLength(most: 32)),
            ("10.0.0.0/-1", .noLength(most: 32)), ("10.0.0.0/+8", .noLength(most: 32)),
            ("::/129", .noLength(most: 128)), ("::/99999999999999999999", .noLength(most: 128)),
            ("10.0.0.7/8", .bitsBehindPrefix(network: "10.0.0.0/8")),
            ("fe80::1/64", .bitsBehindPrefix(network: "fe80::/64")),
        ])
    func errors(text: String, code: AddressPrefixError.Code) throws {
        let error = try #require(throws: AddressPrefixError.self) { try AddressPrefix(text) }
        #expect(error.code == code)
        #expect(error.text == text)
        #expect(error.description.contains("write") || error.description.contains("as in"))
    }
}
