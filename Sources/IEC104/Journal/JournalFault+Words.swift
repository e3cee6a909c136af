import Glibc
public import IEC104Net
public import IEC104Station

extension JournalFault: CustomStringConvertible {
    private static let words: [Operation: String] = [
        .open: "open the directory of the journal", .lock: "lock the journal",
        .list: "list the directory of the journal", .read: "read the journal",
        .create: "make a file of the journal", .write: "write the journal",
        .sync: "sync the journal", .remove: "remove a file of the journal",
    ]

    private static let advices: [(number: Int32, text: String)] = [
        (ENOSPC, "the disk is full: make room, or lower the limit of the journal"),
        (EDQUOT, "the quota is used up: make room, or lower the limit of the journal"),
        (EROFS, "the file system is read-only: look at the disk, mount it for writing"),
        (EACCES, "give this user the right to write in the directory"),
        (EPERM, "give this user the right to write in the directory"),
        (EIO, "the disk fails: look at the system's log, and replace it"),
        (ENOENT, "the directory or the file was removed: make the directory again"),
        (ENOTDIR, "this is no directory: name one"),
        (ESTALE, "the file system is gone: mount it again"),
    ]

    /// The error of the system; `nil` when it was none.
    public var systemError: SystemError? {
        guard number != 0, let words = Self.words[operation] else { return nil }
        return SystemError(
            number: number, operation: words, context: file.isEmpty ? "" : "'\(file)'")
    }

    /// One English sentence: what, on what, why, what to do.
    public var description: String {
        switch operation {
        case .lock:
            return "another process uses this journal: stop it, or give each station a directory"
        case .understand:
            return "the journal '\(file)' was written by another version: use that version, or "
                + "move the file away"
        case .keepUp: return "the disk of the journal hangs, or does not keep up with the events"
        default:
            let subject = file.isEmpty ? "" : " '\(file)'"
            var text = "cannot \(Self.words[operation] ?? "use the journal")\(subject)"
            guard let systemError else { return text }
            text += ": \(systemError.reason)"
            let advice = Self.advices.first { $0.number == number }?.text
            return advice.map { "\(text) (\($0))" } ?? text
        }
    }
}
