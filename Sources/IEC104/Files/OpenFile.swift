import Glibc
import IEC104Codec
import IEC104Station
import Synchronization

/// A regular file that is read, or a part of it.
final class OpenFile: StoredFile {
    private let descriptor: Int32
    private let part: Mutex<Range<Int>>

    var length: Int { part.withLock { $0.count } }

    init(_ directory: DirectoryHandle, _ name: String) throws(FileRefusal) {
        // O_NONBLOCK: a pipe that took the place of the file must not be waited for.
        let descriptor = unsafe openat(
            directory.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .unknownFile : .failed }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw .failed
        }
        self.descriptor = descriptor
        part = Mutex(0..<max(0, Int(status.st_size)))
    }

    deinit { Glibc.close(descriptor) }

    func read(_ range: Range<Int>) async throws(FileRefusal) -> [UInt8] {
        let part = part.withLock { $0 }
        guard range.lowerBound >= 0, range.upperBound <= part.count else { throw .failed }
        return try octets(
            (part.lowerBound + range.lowerBound)..<(part.lowerBound + range.upperBound))
    }

    /// Keeps the lines of the range only.
    func narrow(to range: LogRange) throws(FileRefusal) {
        let whole = part.withLock { $0 }
        guard var window = LogWindow(range), whole.count <= LogWindow.longest else {
            throw .failed
        }
        var place = 0
        while place < whole.count, !window.isComplete {
            let portion = try octets(place..<min(place + 65_536, whole.count))
            window.read(portion)
            place += portion.count
        }
        let found = window.part(of: whole.count)
        part.withLock { $0 = found }
    }

    private func octets(_ range: Range<Int>) throws(FileRefusal) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < octets.count {
            let count = unsafe octets.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    range.lowerBound + done)
            }
            if count < 0, errno == EINTR { continue }
            // Shorter than it was: the file has been cut meanwhile.
            guard count > 0 else { throw .failed }
            done += count
        }
        return octets
    }
}
