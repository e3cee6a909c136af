import Glibc
import IEC104Net
import IEC104Station

/// A file that is written under another name, until it is complete.
final class DraftFile: FileDraft {
    private let directory: DirectoryHandle
    private let name: String
    private let temporary: String
    private let descriptor: Int32
    private let isComplete = Guarded(false)
    private static let numbers = Guarded(0)
    static let prefix = ".iec104-"
    static let suffix = ".tmp"

    init(_ directory: DirectoryHandle, name: String) throws(FileRefusal) {
        let number = Self.numbers.withLock { number in
            number += 1
            return number
        }
        // No number at the beginning: it is not listed.
        temporary = "\(Self.prefix)\(getpid())-\(number)\(Self.suffix)"
        self.directory = directory
        self.name = name
        descriptor = unsafe openat(
            directory.descriptor, temporary,
            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw errno == ENOSPC ? .noMemory : .notAllowed }
    }

    deinit {
        Glibc.close(descriptor)
        if !isComplete.withLock({ $0 }) {
            unsafe unlinkat(directory.descriptor, temporary, 0)
        }
    }

    func write(_ octets: [UInt8], at offset: Int) async throws(FileRefusal) {
        var done = 0
        while done < octets.count {
            let count = unsafe octets.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    offset + done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw errno == ENOSPC ? .noMemory : .failed }
            done += count
        }
    }

    func complete(length: Int) async throws(FileRefusal) {
        guard ftruncate(descriptor, length) == 0, fsync(descriptor) == 0,
            unsafe renameat(directory.descriptor, temporary, directory.descriptor, name) == 0
        else { throw .failed }
        isComplete.withLock { $0 = true }
        _ = fsync(directory.descriptor)
    }
}
