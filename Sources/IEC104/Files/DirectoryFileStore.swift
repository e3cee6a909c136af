import Glibc
public import IEC104Codec
public import IEC104Station

/// The files of a directory of this machine as those of an outstation, of each of its stations the
/// same.
///
/// A file whose name begins with a number 1...65535, followed by nothing or by one of `- _ . space`,
/// has that number as NOF: `00007-disturbance.cfg`, `7.log` and `7` are file 7. Of two with the same
/// number the first by name counts. A file that a master writes takes the place of the one with its
/// number, or is called like `00009-received`. A directory whose name begins so is a subdirectory
/// (FOR): its files, one level deep, are listed when it is asked for, and fetched by their own
/// numbers.
///
/// Only regular files are served: no links, no devices, nothing outside of the directory. Files are
/// written beside their place, made lasting, and renamed: others see the old one or the new one.
public struct DirectoryFileStore: FileStore {
    /// The object address of the files.
    public let object: ObjectAddress
    /// Whether masters may only read.
    public let isReadOnly: Bool
    /// Octets of all files together above which masters may not write.
    public let capacity: Int
    /// Files that writes had left unfinished when their process was killed, and that were removed
    /// when the store was made; none where masters may only read.
    public let removedLeftovers: Int
    private let root: DirectoryHandle

    /// The store of a directory, which must exist.
    ///
    /// - Parameters:
    ///   - object: the object address of the files; default 30000.
    ///   - isReadOnly: whether masters may neither write nor delete. Default false.
    ///   - capacity: octets of all files together, default 1 GiB.
    /// - Throws: when the directory cannot be opened.
    public init(
        _ path: String, object: ObjectAddress = 30_000, isReadOnly: Bool = false,
        capacity: Int = 1 << 30
    ) throws(FileStoreError) {
        self.object = object
        self.isReadOnly = isReadOnly
        self.capacity = capacity
        root = try DirectoryHandle(path)
        removedLeftovers = isReadOnly ? 0 : DraftFile.removeLeftovers(in: root)
    }

    /// The files of the root, or of a subdirectory.
    public func files(of directory: FileName) async throws(FileRefusal) -> [FileInfo] {
        guard directory.object == object || directory.object == .irrelevant else {
            throw .unknownObject
        }
        var lines = try root.lines()
        if directory.number != 0 {
            guard
                let line = lines.first(where: { $0.number == directory.number && $0.isDirectory })
            else { throw .unknownFile }
            lines = try root.subdirectory(line.name).lines().filter { !$0.isDirectory }
        }
        return lines.map {
            FileInfo(
                $0.number, length: $0.length, modified: $0.modified, isDirectory: $0.isDirectory,
                object: object)
        }
    }

    /// Opens a file, or the lines of a log whose times are in the range: see `LogWindow`.
    public func open(
        _ file: FileName, range: LogRange?
    ) async throws(FileRefusal) -> any StoredFile {
        let (directory, line) = try find(file)
        let opened = try OpenFile(directory, line.name, range: range)
        guard opened.length <= 0xFF_FFFF else { throw .noMemory }
        return opened
    }

    /// Begins a file that takes the place of the one with its number when it is complete.
    public func create(
        _ file: FileName, length: Int
    ) async throws(FileRefusal) -> any FileDraft {
        guard file.object == object else { throw .unknownObject }
        guard !isReadOnly else { throw .notAllowed }
        let stored = try root.lines().reduce(0) { $0 + $1.length }
        guard length <= capacity - min(stored, capacity) else { throw .noMemory }
        let digits = String(file.number)
        let name =
            String(repeating: "0", count: max(0, 5 - digits.count)) + digits + "-received"
        var place = (directory: root, name: name)
        do throws(FileRefusal) {
            let found = try find(file)
            place = (found.directory, found.line.name)
        } catch  where error == .unknownFile {
            // A new one.
        }
        return try DraftFile(place.directory, name: place.name)
    }

    /// Deletes a file.
    public func delete(_ file: FileName) async throws(FileRefusal) {
        guard file.object == object else { throw .unknownObject }
        guard !isReadOnly else { throw .notAllowed }
        let (directory, line) = try find(file)
        try directory.remove(line.name)
    }

    /// The file with a number: of the root, or of the first subdirectory that has it.
    private func find(
        _ file: FileName
    ) throws(FileRefusal) -> (directory: DirectoryHandle, line: DirectoryHandle.Line) {
        guard file.object == object else { throw .unknownObject }
        let lines = try root.lines()
        if let line = lines.first(where: { $0.number == file.number && !$0.isDirectory }) {
            return (root, line)
        }
        for subdirectory in lines where subdirectory.isDirectory {
            let directory = try root.subdirectory(subdirectory.name)
            if let line = try directory.lines().first(where: {
                $0.number == file.number && !$0.isDirectory
            }) {
                return (directory, line)
            }
        }
        throw .unknownFile
    }
}

/// Why a directory cannot be served.
public struct FileStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory.
    public var path: String
    /// `errno`.
    public var number: Int32

    /// Such as `'files': No such file or directory`.
    public var description: String {
        "'\(path)': " + (unsafe String(cString: strerror(number)))
    }
}
