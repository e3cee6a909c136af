/// What the packets of an interface begin with: the registered link-type number of capture files.
public struct LinkType: RawRepresentable, Hashable, Sendable {
    /// The registered number.
    public let rawValue: UInt16

    /// The link type of this number, known here or not.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A four-octet address family in the byte order of the capturing machine.
    public static let null = LinkType(rawValue: 0)
    /// Ethernet, from the destination address on.
    public static let ethernet = LinkType(rawValue: 1)
    /// PPP, with or without the address and control octets.
    public static let ppp = LinkType(rawValue: 9)
    /// IPv4 or IPv6 without a link header.
    public static let raw = LinkType(rawValue: 101)
    /// IPv4 or IPv6 without a link header, as some systems number it.
    public static let raw12 = LinkType(rawValue: 12)
    /// IPv4 or IPv6 without a link header, as OpenBSD numbers it.
    public static let raw14 = LinkType(rawValue: 14)
    /// A four-octet address family, most significant octet first.
    public static let loop = LinkType(rawValue: 108)
    /// Linux cooked capture (the interface `any`), version 1.
    public static let linuxCooked = LinkType(rawValue: 113)
    /// IPv4 without a link header.
    public static let ipv4 = LinkType(rawValue: 228)
    /// IPv6 without a link header.
    public static let ipv6 = LinkType(rawValue: 229)
    /// Linux cooked capture (the interface `any`), version 2.
    public static let linuxCooked2 = LinkType(rawValue: 276)
}
