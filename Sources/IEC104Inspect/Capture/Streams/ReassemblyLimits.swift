/// How much a `TCPReassembler` keeps at most.
package struct ReassemblyLimits: Hashable, Sendable {
    /// Connections at once.
    package var connections = 65_536
    /// Segments that wait for earlier ones, in one direction of one connection.
    package var segments = 64
    /// Octets that wait for earlier ones, in one direction of one connection.
    package var octets = 262_144
    /// Octets that wait for earlier ones in all connections.
    package var totalOctets = 67_108_864
    /// How long a closed connection still takes late packets, in nanoseconds of the capture.
    package var linger: Int64 = 60_000_000_000

    package init() {}
}
