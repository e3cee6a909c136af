/// One end of a TCP connection: an IPv4 or IPv6 address and a port.
public struct Endpoint: Hashable, Sendable {
    /// The first eight octets of an IPv6 address; 0 for IPv4.
    public let high: UInt64
    /// The last eight octets of an IPv6 address, or the four of an IPv4 address.
    public let low: UInt64
    /// The TCP port.
    public let port: UInt16
    /// Whether the address is an IPv4 one.
    public let isIPv4: Bool

    /// An IPv4 endpoint; the first octet of the address is the most significant one.
    public init(ipv4 address: UInt32, port: UInt16) {
        high = 0
        low = UInt64(address)
        self.port = port
        isIPv4 = true
    }

    /// An IPv6 endpoint; the first octet of the address is the most significant one of `high`.
    public init(high: UInt64, low: UInt64, port: UInt16) {
        self.high = high
        self.low = low
        self.port = port
        isIPv4 = false
    }

    /// Any total order, so that the two ends of a connection have a first and a second.
    @inline(__always)
    func precedes(_ other: Endpoint) -> Bool {
        if low != other.low { return low < other.low }
        if port != other.port { return port < other.port }
        if high != other.high { return high < other.high }
        return isIPv4 && !other.isIPv4
    }
}
