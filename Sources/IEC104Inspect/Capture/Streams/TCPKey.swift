/// The two ends of a connection in an order that does not depend on who sends.
struct TCPKey: Hashable, Sendable {
    let first: Endpoint
    let second: Endpoint

    /// The key of the connection between two ends.
    @inline(__always)
    init(_ one: Endpoint, _ other: Endpoint) {
        let isOrdered = one.precedes(other)
        first = isOrdered ? one : other
        second = isOrdered ? other : one
    }

    /// A hash that cannot be foretold without knowing the seed.
    @inline(__always)
    func hash(_ seed: UInt64) -> UInt64 {
        let low = Self.fold(first.low ^ seed, second.low ^ 0x9E37_79B9_7F4A_7C15)
        let high = Self.fold(first.high ^ 0xD1B5_4A32_D192_ED03, second.high ^ seed)
        let rest =
            UInt64(first.port) << 32 | UInt64(second.port) << 16 | (first.isIPv4 ? 2 : 0)
            | (second.isIPv4 ? 1 : 0)
        return Self.fold(low ^ rest, high ^ 0xA24B_AED4_963E_E407)
    }

    @inline(__always)
    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
