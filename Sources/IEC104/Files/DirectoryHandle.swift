import Glibc
import IEC104Station

/// An open directory. All that is done in it is done relative to the descriptor and without
/// following links, so that no name leads out of it.
final class DirectoryHandle: Sendable {
    let descriptor: Int32

    /// A file or subdirectory with a number.
    struct Line {
        var number: UInt16
        var name: String
        var length: Int
        /// Milliseconds since 1970.
        var modified: Int64
        var isDirectory: Bool
    }

    /// Names that are looked at.
    private static let mostNames = 200_000

    init(_ path: String) throws(FileStoreError) {
        descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileStoreError(path: path, number: errno) }
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { Glibc.close(descriptor) }

    func subdirectory(_ name: String) throws(FileRefusal) -> DirectoryHandle {
        let descriptor = unsafe openat(
            descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed }
        return DirectoryHandle(descriptor: descriptor)
    }

    /// What has a number, in the order of the numbers; of several with one number the first by name.
    func lines() throws(FileRefusal) -> [Line] {
        var lines: [Line] = []
        for name in try names() {
            guard let number = Self.number(name), let line = line(name, number) else { continue }
            lines.append(line)
        }
        lines.sort { ($0.number, $0.name) < ($1.number, $1.name) }
        var last: UInt16 = 0
        return lines.filter { line in
            defer { last = line.number }
            return line.number != last
        }
    }

    /// The number at the beginning of a name; `nil` when there is none in 1...65535.
    static func number(_ name: String) -> UInt16? {
        let digits = name.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...5).contains(digits.count),
            let number = UInt16(String(decoding: digits, as: UTF8.self)), number > 0
        else { return nil }
        guard let next = name.utf8.dropFirst(digits.count).first else { return number }
        return "-_. ".utf8.contains(next) ? number : nil
    }

    private func line(_ name: String, _ number: UInt16) -> Line? {
        var status = stat()
        guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return nil
        }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFDIR else { return nil }
        return Line(
            number: number, name: name, length: kind == S_IFREG ? max(0, Int(status.st_size)) : 0,
            modified: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec)
                / 1_000_000,
            isDirectory: kind == S_IFDIR)
    }

    func names() throws(FileRefusal) -> [String] {
        // A description of its own: another reader must not move its place.
        let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw .failed }
        guard let stream = unsafe fdopendir(copy) else {
            Glibc.close(copy)
            throw .failed
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while names.count < Self.mostNames, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { octets in
                unsafe String(validating: octets.prefix { $0 != 0 }, as: UTF8.self)
            }
            // A name that is no UTF-8 would not be found again by its text.
            if let name { names.append(name) }
        }
        return names
    }

    func remove(_ name: String) throws(FileRefusal) {
        guard unsafe unlinkat(descriptor, name, 0) == 0 else {
            throw errno == ENOENT ? .unknownFile : .notAllowed
        }
        _ = fsync(descriptor)
    }
}
