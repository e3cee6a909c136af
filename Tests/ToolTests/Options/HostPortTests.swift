import IEC104TestKit
import Testing

@testable import IEC104Tool

@Suite("Hosts and ports")
struct HostPortTests {
    @Test(
        "a host stands alone or with a port, an IPv6 address with brackets when it has one",
        arguments: [
            ("192.168.1.10", "192.168.1.10:2404"), ("192.168.1.10:2405", "192.168.1.10:2405"),
            ("rtu-7.grid.example", "rtu-7.grid.example:2404"), ("localhost:1", "localhost:1"),
            ("::1", "[::1]:2404"), ("[::1]", "[::1]:2404"), ("[::1]:65535", "[::1]:65535"),
            ("fe80::1%eth0", "[fe80::1%eth0]:2404"), ("[fe80::1%eth0]:7", "[fe80::1%eth0]:7"),
            ("2001:db8:0:0:0:0:0:1", "[2001:db8:0:0:0:0:0:1]:2404"), ("::", "[::]:2404"),
            ("::ffff:10.0.0.1", "[::ffff:10.0.0.1]:2404"), ("host_1.", "host_1.:2404"),
            ("1::", "[1::]:2404"), ("0.0.0.0:2404", "0.0.0.0:2404"),
        ])
    func right(_ text: String, _ result: String) throws {
        #expect(try HostPort(text).description == result)
        #expect(try HostPort(text, for: .listen).description == result)
    }

    @Test("who listens may leave out the host or the number of the port")
    func listening() throws {
        #expect(try HostPort(":2404", for: .listen) == HostPort("", 2404))
        #expect(try HostPort("127.0.0.1:0", for: .listen).port == 0)
        #expect(throws: UsageError.self) { try HostPort(":2404") }
        #expect(throws: UsageError.self) { try HostPort("127.0.0.1:0") }
        #expect(throws: UsageError.self) { try HostPort("", for: .listen) }
    }

    @Test(
        "what is wrong is told with what to write",
        arguments: [
            ("", "the host is missing; write HOST:PORT, such as 192.168.1.10:2404."),
            (":2404", "the host is missing"), ("host:", "the port is missing; write a port from 1"),
            ("host:0", "'0' is no port"), ("host:65536", "'65536' is no port; write a port from 1"),
            ("host:+5", "'+5' is no port"), ("host:iec104", "'iec104' is no port"),
            ("2404", "a number alone is no host; write HOST:2404 if it is the port."),
            ("http://host:1", "this is a URL; leave out what stands before and with '//'"),
            ("10.0.0", "an IPv4 address has four numbers"),
            ("10.0.0.256", "256 in an IPv4 address is more than 255"),
            ("192.168.001.10", "'001' has a leading 0, which some systems read as octal; write 1."),
            ("[::1", "']' is missing; write an IPv6 address as in [::1]:2404."),
            ("[::1]2404", "'2404' behind ']' is no port"),
            ("[10.0.0.1]:5", "'10.0.0.1' in brackets is no IPv6 address"),
            ("1:2:3", "this is neither HOST:PORT nor an IPv6 address"),
            ("::1::", "neither"), ("1:2:3:4:5:6:7:8:9", "neither"), ("::12345", "neither"),
            ("10.0.0.1：2404", "it has full-width characters"),
            ("a b", "it has a space"), ("host/2404", "'/' belongs to no host"),
            ("变电站", "a name of a host has letters, digits"), ("a..b", "this is no name of a host"),
            ("-a", "do not begin with '-'"), (".", "this is no name of a host"),
        ])
    func wrong(_ text: String, _ words: String) throws {
        let error = try #require(throws: UsageError.self) { try HostPort(text) }
        #expect(error.message.contains(words), "\(error.message)")
        #expect(error.message.hasPrefix("'\(text)': "))
    }

    @Test("nothing that is typed makes trouble")
    func garbage() {
        var random = SeededRandom(seed: 2404)
        let letters = Array("0123456789abcf:::[]..%-_/ ：é")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int(random.next() % 24)).map { _ in
                    letters[Int(random.next() % UInt64(letters.count))]
                })
            guard let place = try? HostPort(text) else { continue }
            #expect((try? HostPort(place.description)) == place, "\(text)")
        }
    }
}
