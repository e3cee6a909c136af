import Glibc

/// Files that are written: opened without waiting for anybody, and small ones written as a whole.
enum OutputFile {
    /// What stands at a path.
    enum Kind {
        case regular, folder, pipe, socket, device
    }

    /// What is at `path`, where links lead to; `nil`: nothing that can be seen.
    static func kind(of path: String) -> Kind? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? kind(status) : nil
    }

    static func kind(_ status: stat) -> Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .regular
        case S_IFDIR: .folder
        case S_IFIFO: .pipe
        case S_IFSOCK: .socket
        default: .device
        }
    }

    /// The one name of the file that `path` means: without links, from the root on.
    static func place(_ path: String) -> String {
        if let resolved = unsafe realpath(path, nil) {
            defer { unsafe free(resolved) }
            return unsafe String(cString: resolved)
        }
        // A file that is not there yet has its folder.
        guard let slash = path.lastIndex(of: "/") else {
            return exists(".") && !path.isEmpty ? place(".") + "/" + path : path
        }
        let folder = path[..<slash].isEmpty ? "/" : String(path[..<slash])
        return exists(folder) ? place(folder) + "/" + path[path.index(after: slash)...] : path
    }

    /// Whether there is anything at `path`.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Opens `path` for writing and makes it where it is not there. A pipe that nobody reads is an
    /// error, as its reader would be waited for without end; one that is read stays without waits:
    /// what it does not take at once is `EAGAIN`.
    ///
    /// - Returns: its descriptor, and what it is.
    static func open(
        _ path: String, _ flags: Int32, mode: mode_t = 0o644
    ) throws(FileError) -> (descriptor: Int32, kind: Kind) {
        let descriptor = unsafe Glibc.open(
            path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags, mode)
        guard descriptor >= 0 else { throw FileError(number: errno, writing: path) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let error = FileError(number: errno, writing: path)
            close(descriptor)
            throw error
        }
        let kind = kind(status)
        if kind != .pipe {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        }
        return (descriptor, kind)
    }

    // MARK: Written as a whole

    /// Writes `text` to `path`: whoever looks sees what was there before, or all of it. A pipe or a
    /// device, such as `/dev/stdout`, is written to, and not replaced.
    static func write(_ text: String, to path: String) throws(FileError) {
        if let kind = kind(of: path), kind == .pipe || kind == .device {
            let descriptor = try open(path, 0).descriptor
            defer { close(descriptor) }
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
            return try Standard(descriptor: descriptor).write(Array(text.utf8))
        }
        try replace(path) { file throws(FileError) in try file.write(Array(text.utf8)) }
    }

    /// Puts what `write` writes in the place of `path`, when all of it is there.
    ///
    /// - Throws: also when `path` is no regular file: a device or a pipe would be gone for all.
    static func replace(
        _ path: String, _ write: (Standard) throws(FileError) -> Void
    ) throws(FileError) {
        let path = try replaceable(path)
        let temporary = path + ".\(getpid()).tmp"
        do throws(FileError) {
            let descriptor = try open(temporary, O_TRUNC).descriptor
            defer { close(descriptor) }
            try write(Standard(descriptor: descriptor))
            guard unsafe rename(temporary, path) == 0 else {
                throw FileError(number: errno, writing: path)
            }
        } catch {
            unsafe unlink(temporary)
            throw error.number == ENOENT ? FileError(number: ENOENT, writing: path) : error
        }
    }

    /// Looks whether `replace` would work, and changes nothing.
    static func checkReplacing(_ path: String) throws(FileError) {
        let temporary = try replaceable(path) + ".\(getpid()).tmp"
        close(try open(temporary, O_TRUNC).descriptor)
        unsafe unlink(temporary)
    }

    /// Where links lead to, as it is the file that is replaced and not the link.
    private static func replaceable(_ path: String) throws(FileError) -> String {
        try checkReplaced(path)
        return place(path)
    }

    /// - Throws: when a file put in the place of `path` would take away what is no regular file.
    static func checkReplaced(_ path: String) throws(FileError) {
        switch kind(of: path) {
        case nil where path.isEmpty || path.hasSuffix("/"):
            throw FileError(number: path.isEmpty ? ENOENT : EISDIR, writing: path)
        case .folder: throw FileError(number: EISDIR, writing: path)
        case .pipe, .socket, .device:
            throw FileError(
                number: EINVAL,
                context: Words(
                    "it is no regular file, and would be replaced by one", "这不是普通文件, 会被替换"),
                hint: Words("write the name of a file", "请写文件名"))
        case nil, .regular: break
        }
    }
}
