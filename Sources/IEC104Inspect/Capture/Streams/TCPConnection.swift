/// A TCP connection found in a capture.
package struct TCPConnection: Hashable, Sendable {
    /// Which connection of the capture it is, from 0, in order of the first packets.
    package let index: Int
    /// The side that sent the SYN, as far as is known: otherwise the one whose port is not among
    /// the server ports, or is the higher one.
    package let client: Endpoint
    package let server: Endpoint
    /// Whether the capture shows its start. If not, the roles are guessed from the ports, and both
    /// streams begin anywhere, which counts as a gap.
    package let hasStart: Bool
}
