/// The directory of a journal. Each call has been done by the system when it returns; what was
/// written is safe from a loss of power after `sync`, which file there is after `syncDirectory`.
package protocol JournalDisk {
    /// Opens the directory, and sees to it that no other process uses it.
    mutating func open() throws(JournalFault)
    /// The names of all files in it.
    mutating func list() throws(JournalFault) -> [String]
    /// The whole of a file.
    mutating func read(_ name: String) throws(JournalFault) -> [UInt8]
    /// Makes a new file, which the next `append` and `sync` are about.
    mutating func create(_ name: String) throws(JournalFault)
    /// Adds octets to the end of the file; some of them may be there when it fails.
    mutating func append(_ octets: [UInt8]) throws(JournalFault)
    mutating func sync() throws(JournalFault)
    mutating func syncDirectory() throws(JournalFault)
    mutating func remove(_ name: String) throws(JournalFault)
    /// Lets go of the file; the directory is opened again before anything else is done.
    mutating func close()
}

/// What a disk could not do.
public struct JournalFault: Error, Hashable, Sendable {
    /// What was tried.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        /// To open the directory.
        case open
        /// To use a directory that another process uses.
        case lock
        case list
        case read
        /// To read what another version of this program has written.
        case understand
        case create
        case write
        case sync
        case remove
        /// To do all of that in time: the disk hangs, or is slower than the events come.
        case keepUp
    }

    /// What was tried.
    public var operation: Operation
    /// On which file of the directory; empty when it was the directory.
    public var file: String
    /// The system's number of the error; 0 when there is none.
    public var number: Int32

    package init(_ operation: Operation, _ file: String = "", number: Int32 = 0) {
        self.operation = operation
        self.file = file
        self.number = number
    }
}
