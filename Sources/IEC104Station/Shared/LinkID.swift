/// One connection as a station knows it. The number of a connection that has ended is never given
/// to another one.
public struct LinkID: Hashable, Sendable, CustomStringConvertible {
    /// The place in the table of links.
    package let slot: UInt32
    /// How many links have had this place before.
    package let generation: UInt32

    /// The link at a place of the table.
    package init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// Such as `link 3.1`.
    public var description: String { "link \(slot).\(generation)" }
}
