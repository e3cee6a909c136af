/// A set of TCP ports that answers at once.
package struct PortSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var words = [UInt64](repeating: 0, count: 1024)

    /// The set of these ports.
    package init(_ ports: some Sequence<UInt16>) {
        for port in ports { insert(port) }
    }

    package init(arrayLiteral ports: UInt16...) {
        self.init(ports)
    }

    package mutating func insert(_ port: UInt16) {
        words[Int(port >> 6)] |= 1 << UInt64(port & 63)
    }

    @inline(__always)
    package func contains(_ port: UInt16) -> Bool {
        words[Int(port >> 6)] & 1 << UInt64(port & 63) != 0
    }
}
