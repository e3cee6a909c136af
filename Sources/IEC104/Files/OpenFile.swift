import Glibc
import IEC104Codec
import IEC104Station

/// A regular file that is read, or a part of it.
final class OpenFile: StoredFile {
    private let descriptor: Int32
    /// Where in the file it begins and ends.
    private let part: Range<Int>

    var length: Int { part.count }

    /// - Parameter range: which lines of a log are read; `nil`: all.
    init(
        _ directory: DirectoryHandle, _ name: String, range: LogRange?
    ) throws(FileRefusal) {
        // O_NONBLOCK: a pipe that took the place of the file must not be waited for.
        let descriptor = unsafe openat(
            directory.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .unknownFile : .failed }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw .failed
        }
        let length = max(0, Int(status.st_size))
        do throws(FileRefusal) {
            part =
                try range.map { (range) throws(FileRefusal) in
                    try Self.part(range, descriptor, length)
                } ?? 0..<length
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    func read(_ range: Range<Int>) async throws(FileRefusal) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= part.count else { throw .failed }
        return try Self.octets(
            descriptor,
            (part.lowerBound + range.lowerBound)..<(part.lowerBound + range.upperBound))
    }

    /// The lines of the range, in a file of `length` octets.
    private static func part(
        _ range: LogRange, _ descriptor: Int32, _ length: Int
    ) throws(FileRefusal) -> Range<Int> {
        guard var window = LogWindow(range), length <= LogWindow.longest else { throw .failed }
        var place = 0
        while place < length, !window.isComplete {
            let portion = try octets(descriptor, place..<min(place + 65_536, length))
            window.read(portion)
            place += portion.count
        }
        return window.part(of: length)
    }

    private static func octets(
        _ descriptor: Int32, _ range: Range<Int>
    ) throws(FileRefusal) -> [UInt8] {
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
