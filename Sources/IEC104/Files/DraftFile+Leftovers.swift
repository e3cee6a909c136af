import Glibc
import IEC104Station

/// What a write leaves when its process is killed.
extension DraftFile {
    /// Removes the unfinished files of processes that are no more, in a directory and those of its
    /// subdirectories that are served: regular files with the name of a draft that were not touched
    /// since this process was started.
    ///
    /// - Returns: how many.
    static func removeLeftovers(in root: DirectoryHandle) -> Int {
        guard let age = processAge() else { return 0 }
        var count = remove(in: root, olderThan: age)
        for line in (try? root.lines()) ?? [] where line.isDirectory {
            guard let directory = try? root.subdirectory(line.name) else { continue }
            count += remove(in: directory, olderThan: age)
        }
        return count
    }

    private static func remove(in directory: DirectoryHandle, olderThan age: Int64) -> Int {
        var count = 0
        for name in (try? directory.names()) ?? [] {
            guard let process = process(of: name), process == getpid() || !isAlive(process),
                isLeftover(name, in: directory, age)
            else { continue }
            if unsafe unlinkat(directory.descriptor, name, 0) == 0 { count += 1 }
        }
        return count
    }

    /// The process that a draft belongs to; `nil` when the name is none of a draft.
    static func process(of name: String) -> pid_t? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix),
            name.utf8.count > prefix.utf8.count + suffix.utf8.count
        else { return nil }
        let numbers = name.dropFirst(prefix.count).dropLast(suffix.count)
            .split(separator: "-", omittingEmptySubsequences: false)
        let areDigits = numbers.allSatisfy { number in
            !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard numbers.count == 2, areDigits, let process = pid_t(numbers[0]), process > 0 else {
            return nil
        }
        return process
    }

    private static func isAlive(_ process: pid_t) -> Bool {
        kill(process, 0) == 0 || errno != ESRCH
    }

    private static func isLeftover(
        _ name: String, in directory: DirectoryHandle, _ age: Int64
    ) -> Bool {
        var status = stat()
        guard unsafe fstatat(directory.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
            status.st_mode & S_IFMT == S_IFREG
        else { return false }
        return Int64(time(nil)) - Int64(status.st_mtim.tv_sec) > age
    }

    /// How long ago this process was started, in seconds, rounded up; `nil` when the system does not
    /// tell.
    private static func processAge() -> Int64? {
        let file = unsafe open("/proc/self/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 4096)
        let count = unsafe text.withUnsafeMutableBytes { all in
            unsafe read(file, all.baseAddress, all.count)
        }
        // The name of the program may have spaces and brackets; what follows the last one has none.
        let line = text.prefix(max(count, 0))
        guard let end = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = line[(end + 1)...].split(separator: UInt8(ascii: " "))
        var now = timespec()
        let ticks = Int64(sysconf(Int32(_SC_CLK_TCK)))
        // Field 22 of all: the start in ticks since that of the machine.
        guard fields.count > 19, ticks > 0, unsafe clock_gettime(CLOCK_BOOTTIME, &now) == 0,
            let start = Int64(String(decoding: fields[19], as: UTF8.self))
        else { return nil }
        return max(Int64(now.tv_sec) - start / ticks, 0) + 1
    }
}
