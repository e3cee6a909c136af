public import IEC104Station

/// Where the files of an outstation are; `DirectoryFileStore` serves a directory.
///
/// Of each transfer one thing is asked at a time, in its order. Calls are made on
/// `OutstationConfiguration.fileExecutor`, so that a slow disk does not hold up the links; one that
/// takes longer than `FileSettings.timeout` ends the transfer.
public protocol FileStore: Sendable {
    /// The files of a directory.
    ///
    /// - Parameter directory: number 0 is the root, another one a subdirectory; object 0 is the one
    ///   directory of a station.
    func files(of directory: FileName) async throws(FileRefusal) -> [FileInfo]

    /// A file as it is now: what changes later must not change what is read.
    ///
    /// - Parameter range: of which part of a log is asked (QueryLog); `nil`: the whole file.
    func open(_ file: FileName, range: LogRange?) async throws(FileRefusal) -> any StoredFile

    /// A file that a master writes, `length` octets by its announcement.
    func create(_ file: FileName, length: Int) async throws(FileRefusal) -> any FileDraft

    /// Deletes a file.
    func delete(_ file: FileName) async throws(FileRefusal)
}

/// A file that is read. It is closed when the last reference is gone.
public protocol StoredFile: AnyObject, Sendable {
    /// Octets, at most 16777215.
    var length: Int { get }

    /// Octets of the file, at most 16384 at a time.
    func read(_ range: Range<Int>) async throws(FileRefusal) -> [UInt8]
}

/// A file that is written, unseen by others until it is complete. When the last reference is gone
/// before, nothing is left of it.
public protocol FileDraft: AnyObject, Sendable {
    /// Writes octets at their place: behind those written so far, or once more from an earlier place
    /// on.
    func write(_ octets: [UInt8], at offset: Int) async throws(FileRefusal)

    /// Makes the first `length` octets the file, in one step, and lasting.
    func complete(length: Int) async throws(FileRefusal)
}
