import Glibc

/// The files that were put aside beside one that is written: `FILE.1` is the youngest.
enum RotatedFiles {
    /// Makes room for `FILE` as `FILE.1`, and puts it there.
    ///
    /// Only the files before the first free number move, so that a second attempt after one that
    /// failed half-way pushes nothing out.
    ///
    /// - Throws: which file could not be renamed; `path` is as it was.
    static func shift(_ path: String, kept: Int) throws(FileError) {
        let last = (1...max(kept, 1)).first { !isThere("\(path).\($0)") } ?? kept
        // A folder that is empty would go as a file does.
        if isFolder("\(path).\(last)") {
            throw FileError(
                number: EISDIR,
                context: Words("'\(path).\(last)' is a folder", "'\(path).\(last)' 是目录"),
                hint: Words("move it away", "请将其移走"))
        }
        for number in stride(from: last, through: 1, by: -1) {
            let older = "\(path).\(number)"
            let newer = number == 1 ? path : "\(path).\(number - 1)"
            guard unsafe rename(newer, older) == 0 || errno == ENOENT else {
                throw FileError(number: errno, writing: older).at(
                    Words(
                        "'\(newer)' could not be renamed to '\(older)'",
                        "无法将 '\(newer)' 改名为 '\(older)'"))
            }
        }
    }

    /// Gives `FILE.1` its name back, where no other file has it.
    static func takeBack(_ path: String) {
        if !isThere(path) { unsafe rename("\(path).1", path) }
    }

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && OutputFile.kind(status) == .folder
    }
}
