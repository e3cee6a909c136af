/// Where and when something was seen.
package struct StreamPosition: Hashable, Sendable {
    /// The index of the connection.
    package var connection: Int
    /// Control: from client to server.
    package var direction: Direction
    /// The time of the packet that carried it.
    package var time: Timestamp
    /// The number of the packet that carried it.
    package var packet: Int
    /// How many octets of this direction come before it, missing ones counted.
    package var streamOffset: Int
    /// Whether it does not join on to the octets before: some are missing, or the capture began
    /// in mid-stream.
    package var isAfterGap: Bool
}
