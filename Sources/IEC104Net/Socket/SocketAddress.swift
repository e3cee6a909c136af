import Glibc

/// An IPv4 or IPv6 address with its port, and the scope (interface) of a link-local one.
public struct SocketAddress: Hashable, Sendable {
    /// Which version of the internet protocol.
    public enum Family: UInt8, Hashable, Sendable {
        /// IPv4.
        case v4
        /// IPv6.
        case v6
    }

    /// Which version of the internet protocol.
    public let family: Family
    /// The port; 0 lets the system choose.
    public var port: UInt16
    /// The number of the interface of a link-local IPv6 address, else 0.
    public let scope: UInt32
    /// The address in the order of the network, the first octet the highest; IPv4 in `high`'s
    /// upper half.
    let high: UInt64
    let low: UInt64

    /// The IPv4 address `a.b.c.d`.
    package init(v4 address: (UInt8, UInt8, UInt8, UInt8), port: UInt16) {
        let word =
            UInt32(address.0) << 24 | UInt32(address.1) << 16 | UInt32(address.2) << 8
            | UInt32(address.3)
        self.init(family: .v4, port: port, scope: 0, high: UInt64(word) << 32, low: 0)
    }

    init(family: Family, port: UInt16, scope: UInt32, high: UInt64, low: UInt64) {
        self.family = family
        self.port = port
        self.scope = scope
        self.high = high
        self.low = low
    }

    /// `127.0.0.1`.
    package static func loopback(port: UInt16) -> SocketAddress {
        SocketAddress(v4: (127, 0, 0, 1), port: port)
    }

    /// `::1`.
    package static func loopbackV6(port: UInt16) -> SocketAddress {
        SocketAddress(family: .v6, port: port, scope: 0, high: 0, low: 1)
    }

    /// The octets of the address: 4 or 16.
    public var ip: [UInt8] {
        let words = [high, low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) }
        }
        return family == .v4 ? Array(words.prefix(4)) : words
    }

    /// Whether it is the same machine's address, whatever the port.
    package func hasSameHost(as other: SocketAddress) -> Bool {
        var copy = other
        copy.port = port
        return copy == self
    }
}

extension SocketAddress {
    /// A numeric `host`, such as `10.0.0.7`, `::1` or `fe80::1%eth0`; `nil` for names.
    public init?(host: String, port: UInt16) {
        guard host.utf8.count <= 64, !host.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        if unsafe inet_pton(AF_INET, host, &v4) == 1 {
            self.init(v4, port: port)
            return
        }
        let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { return nil }
        var v6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, String(first), &v6) == 1 else { return nil }
        var scope: UInt32 = 0
        if parts.count == 2 {
            scope = unsafe UInt32(parts[1]) ?? if_nametoindex(String(parts[1]))
            guard scope > 0 else { return nil }
        }
        unsafe self.init(v6, port: port, scope: scope)
    }

    /// The address as text, without port and brackets.
    public var host: String {
        guard family == .v6 else { return ip.map(String.init).joined(separator: ".") }
        var octets = ip
        var buffer = [CChar](repeating: 0, count: 64)
        guard let text = unsafe inet_ntop(AF_INET6, &octets, &buffer, socklen_t(buffer.count))
        else { return "?" }
        let host = unsafe String(cString: text)
        return scope == 0 ? host : host + "%\(scope)"
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `127.0.0.1:2404`, `[::1]:2404`.
    public var description: String {
        family == .v4 ? "\(host):\(port)" : "[\(host)]:\(port)"
    }
}
