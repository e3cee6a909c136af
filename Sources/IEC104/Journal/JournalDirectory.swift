import Glibc
import IEC104Station

/// The directory of a journal on a file system.
struct JournalDirectory: JournalDisk {
    private let path: String
    /// The directory, the file that is locked, and the file that is written; -1 when not open.
    private var directory: Int32 = -1
    private var lock: Int32 = -1
    private var file: Int32 = -1
    private var name = ""

    private static let lockName = "lock"
    /// A larger file is not one of ours.
    private static let mostOctets = 1 << 33

    /// Whether it is only looked at: nothing is made, and another process may use it.
    private let isReadOnly: Bool
    /// Whether another process uses a directory that is only looked at.
    private(set) var isInUse = false

    init(_ path: String, isReadOnly: Bool = false) {
        self.path = path
        self.isReadOnly = isReadOnly
    }

    /// Makes the directory, when there is none but that which it is to be in.
    static func make(_ path: String) {
        guard unsafe mkdir(path, 0o755) == 0 else { return }
        let parent = unsafe Glibc.open(path + "/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }
        _ = fsync(parent)
        _ = Glibc.close(parent)
    }

    private func fault(_ operation: JournalFault.Operation, _ name: String = "") -> JournalFault {
        // Before anything else can change it.
        let number = errno
        return JournalFault(operation, name, number: number)
    }

    mutating func open() throws(JournalFault) {
        // It may have been removed, or another file system mounted in its place.
        if directory >= 0, identity(directory) != Self.identity(path) { close() }
        guard directory < 0 else { return }
        directory = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw fault(.open) }
        if isReadOnly { return lookAtLock() }
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        lock = unsafe openat(directory, Self.lockName, flags, 0o644)
        guard lock >= 0 else { throw fault(.create, Self.lockName) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw fault(errno == EWOULDBLOCK ? .lock : .open, Self.lockName)
        }
    }

    private mutating func lookAtLock() {
        let file = unsafe openat(
            directory, Self.lockName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return }
        isInUse = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        // The lock goes with it.
        _ = Glibc.close(file)
    }

    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t
    }

    private static func identity(_ path: String) -> Identity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Identity(device: status.st_dev, number: status.st_ino)
    }

    private func identity(_ descriptor: Int32) -> Identity? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        return Identity(device: status.st_dev, number: status.st_ino)
    }

    mutating func list() throws(JournalFault) -> [String] {
        let copy = unsafe openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw fault(.list) }
        guard let stream = unsafe fdopendir(copy) else {
            let fault = fault(.list)
            _ = Glibc.close(copy)
            throw fault
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            // The name ends with 0, within the entry that the system gave.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)
            }
            names.append(unsafe String(cString: name))
            errno = 0
        }
        guard errno == 0 else { throw fault(.list) }
        return names
    }

    mutating func read(_ name: String) throws(JournalFault) -> [UInt8] {
        // A pipe is not waited for.
        let file = unsafe openat(directory, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw fault(.read, name) }
        defer { _ = Glibc.close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw fault(.read, name) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw JournalFault(.read, name, number: EINVAL)
        }
        let size = Int(status.st_size)
        guard size <= Self.mostOctets else { throw JournalFault(.read, name, number: EFBIG) }
        var octets = [UInt8](repeating: 0, count: size)
        var place = 0
        while place < size {
            // The count keeps within the array.
            let count = unsafe octets.withUnsafeMutableBytes { all in
                let rest = unsafe all.baseAddress?.advanced(by: place)
                return unsafe pread(file, rest, size - place, off_t(place))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault(.read, name) }
            guard count > 0 else { break }
            place += count
        }
        octets.removeLast(size - place)
        return octets
    }

    mutating func create(_ name: String) throws(JournalFault) {
        closeFile()
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
        file = unsafe openat(directory, name, flags, 0o644)
        guard file >= 0 else { throw fault(.create, name) }
        self.name = name
    }

    mutating func append(_ octets: [UInt8]) throws(JournalFault) {
        var place = 0
        while place < octets.count {
            // The count keeps within the array.
            let count = unsafe octets.withUnsafeBytes { all in
                unsafe write(file, all.baseAddress?.advanced(by: place), octets.count - place)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault(.write, name) }
            place += count
        }
        // A file that was removed takes octets without an error.
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw fault(.write, name) }
        guard status.st_nlink > 0 else { throw JournalFault(.write, name, number: ENOENT) }
    }

    mutating func sync() throws(JournalFault) {
        guard fdatasync(file) == 0 else { throw fault(.sync, name) }
    }

    mutating func syncDirectory() throws(JournalFault) {
        guard fsync(directory) == 0 else { throw fault(.sync) }
    }

    mutating func remove(_ name: String) throws(JournalFault) {
        guard unsafe unlinkat(directory, name, 0) == 0 || errno == ENOENT else {
            throw fault(.remove, name)
        }
    }

    private mutating func closeFile() {
        if file >= 0 { _ = Glibc.close(file) }
        file = -1
    }

    mutating func close() {
        closeFile()
        if lock >= 0 { _ = Glibc.close(lock) }
        if directory >= 0 { _ = Glibc.close(directory) }
        (lock, directory) = (-1, -1)
    }

    /// A number of the machine's present start; 0 when the system does not tell.
    static var boot: UInt64 {
        let file = unsafe Glibc.open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { _ = Glibc.close(file) }
        var text = [UInt8](repeating: 0, count: 64)
        let count = unsafe text.withUnsafeMutableBytes { all in
            unsafe Glibc.read(file, all.baseAddress, all.count)
        }
        var number: UInt64 = 0
        for octet in text.prefix(max(count, 0)) {
            guard let digit = Character(UnicodeScalar(octet)).hexDigitValue else { continue }
            number = number &* 31 &+ UInt64(digit)
        }
        return number
    }
}
