/// The addresses that begin alike: one host, such as `10.0.0.7`, or a network, such as
/// `10.0.0.0/8`, `fe80::/10`, `0.0.0.0/0` (every IPv4 address) or `::/0` (every IPv6 address).
public struct AddressPrefix: Hashable, Sendable {
    /// Which version of the internet protocol; an address of the other one is never contained.
    public let family: SocketAddress.Family
    /// How many bits are compared: 0...32, or 0...128 for IPv6.
    public let length: Int
    /// The interface of link-local addresses; 0: any.
    public let scope: UInt32
    private let high: UInt64
    private let low: UInt64

    /// Reads an address in numbers, alone or with `/` and the number of bits that are compared.
    ///
    /// - Throws: what is wrong with it and what to write.
    public init(_ text: String) throws(AddressPrefixError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = SocketAddress(host: parts.first.map(String.init) ?? "", port: 0) else {
            throw AddressPrefixError(.noAddress, text)
        }
        let most = address.family == .v4 ? 32 : 128
        var length = most
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(parts[1]), number <= most
            else { throw AddressPrefixError(.noLength(most: most), text) }
            length = number
        }
        self.init(address, length: length)
        guard high == address.high, low == address.low else {
            throw AddressPrefixError(.bitsBehindPrefix(network: description), text)
        }
    }

    /// The network of an address.
    ///
    /// - Parameter length: how many bits are compared; what is out of range is taken as the nearest
    ///   allowed number. Default all: this host alone.
    public init(_ address: SocketAddress, length: Int = 128) {
        let length = min(max(length, 0), address.family == .v4 ? 32 : 128)
        family = address.family
        self.length = length
        scope = address.scope
        high = address.high & Self.mask(length)
        low = address.low & Self.mask(length - 64)
    }

    /// Whether an address begins with the prefix, whatever its port.
    public func contains(_ address: SocketAddress) -> Bool {
        address.family == family && (scope == 0 || scope == address.scope)
            && address.high & Self.mask(length) == high
            && address.low & Self.mask(length - 64) == low
    }

    /// The upper `bits` bits of a word; none below 1, all above 63.
    private static func mask(_ bits: Int) -> UInt64 {
        // A smart shift by 64 gives 0.
        ~(UInt64.max >> UInt64(min(max(bits, 0), 64)))
    }
}

extension AddressPrefix: CustomStringConvertible {
    /// `10.0.0.7` for one host, `10.0.0.0/8` for a network.
    public var description: String {
        let host = SocketAddress(family: family, port: 0, scope: scope, high: high, low: low).host
        return length == (family == .v4 ? 32 : 128) ? host : "\(host)/\(length)"
    }
}

/// Why a text is no prefix of addresses.
public struct AddressPrefixError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a mistake.
    public enum Code: Hashable, Sendable {
        /// What stands before `/` is no address in numbers.
        case noAddress
        /// What stands behind `/` is no number up to `most`.
        case noLength(most: Int)
        /// The address has bits that are not compared; `network` is the prefix without them.
        case bitsBehindPrefix(network: String)
    }

    /// The kind of the mistake.
    public let code: Code
    /// What was to be read.
    public let text: String

    init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }

    /// One sentence: what is wrong and what to write.
    public var description: String {
        let shown = text.utf8.count <= 60 ? text : String(text.prefix(40)) + "..."
        return switch code {
        case .noAddress:
            "'\(shown)' is no address in numbers: write 10.0.0.7, 10.0.0.0/8, ::1 or fd00::/8"
        case .noLength(let most):
            "'\(shown)': behind '/' stands a number of bits from 0 to \(most), as in "
                + (most == 32 ? "10.0.0.0/8" : "fd00::/8")
        case .bitsBehindPrefix(let network):
            "'\(shown)' has bits that are not compared: write \(network) for the network, or "
                + "the address alone for one host"
        }
    }
}
