import Glibc

/// A file that is written under another name until it is complete; what is not is removed.
final class DownloadedFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isComplete = false

    init(_ path: String) throws(FileError) {
        try OutputFile.checkReplaced(path)
        self.path = path
        temporary = path + ".\(getpid()).tmp"
        descriptor = unsafe open(
            temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(number: errno, writing: path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if !isComplete { unsafe unlink(temporary) }
    }

    func write(_ octets: [UInt8]) throws(FileError) {
        try Standard(descriptor: descriptor).write(octets)
    }

    /// Makes it lasting under its name.
    func complete() throws(FileError) {
        guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else {
            throw FileError(number: errno)
        }
        isComplete = true
    }
}
