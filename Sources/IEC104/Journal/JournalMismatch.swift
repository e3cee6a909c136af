/// A journal that has points which the table does not have, or has with another type: the point list
/// of another station, or one that has changed.
public struct JournalMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory.
    public let directory: String
    /// Values of such points.
    public let values: Int
    /// Events of such points that some master has yet to get.
    public let events: Int

    /// One English sentence: what is wrong, and what to do.
    public var description: String {
        "the journal in '\(directory)' is of another point list: \(values) values and \(events) events "
            + "are of points that this one does not have. Start with the list that it is of, give this "
            + "one another directory, or let them be dropped (--journal-drop)"
    }
}
