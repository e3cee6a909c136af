import Glibc

/// A file that is read in portions.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    /// Octets of a regular file; `nil` for pipes and terminals.
    let size: Int?
    /// A pipe with a name, whose writer may be waited for.
    private let pipe: String?

    /// A name that is no UTF-8, such as one in GB18030, was repaired when it became a string: the
    /// argument that it was is looked for.
    private static func open(_ path: String) -> Int32 {
        for index in 1..<max(Int(CommandLine.argc), 1) {
            guard let argument = unsafe CommandLine.unsafeArgv[index],
                unsafe String(cString: argument) == path
            else { continue }
            return unsafe Glibc.open(argument, flags)
        }
        return unsafe Glibc.open(path, flags)
    }

    /// A pipe is opened whether somebody writes to it or not: only reading waits.
    private static let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

    /// Opens `path`; `-` is standard input.
    init(_ path: String) throws(FileError) {
        // A string of C ends at an octet 0: another file would be read.
        guard !path.utf8.contains(0) else { throw FileError(number: ENOENT) }
        let descriptor = path == "-" ? dup(STDIN_FILENO) : Self.open(path)
        guard descriptor >= 0 else {
            throw errno == ENXIO
                ? FileError(
                    number: ENXIO,
                    context: Words("it is a socket or has no device behind it", "这是套接字, 或没有此设备"))
                : FileError(number: errno)
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let error = FileError(number: errno)
            close(descriptor)
            throw error
        }
        let kind = OutputFile.kind(status)
        if kind == .folder {
            close(descriptor)
            throw FileError(number: EISDIR)
        }
        size = kind == .regular ? Int(status.st_size) : nil
        pipe = kind == .pipe && path != "-" ? path : nil
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// All octets of `path`.
    ///
    /// - Parameter mayWait: whether a pipe is waited for; else only regular files are read.
    /// - Throws: `EFBIG` when there are more than `limit`, `EINTR` when the user asked to stop.
    static func contents(
        of path: String, limit: Int, mayWait: Bool = true
    ) throws(FileError) -> [UInt8] {
        let file = try InputFile(path)
        guard mayWait || file.size != nil else {
            throw FileError(
                number: EINVAL,
                context: Words(
                    "it is no regular file, and is not read again", "这不是普通文件, 不再读取"))
        }
        func tooLarge() -> FileError {
            let most =
                limit >> 20 > 0
                ? Words("\(limit >> 20) MiB", "\(limit >> 20) MiB")
                : Words("\(limit) octets", "\(limit)字节")
            return FileError(
                number: EFBIG,
                context: Words(
                    "it is larger than \(most.english), the most there may be",
                    "超过上限\(most.chinese)"))
        }
        if let size = file.size, size > limit { throw tooLarge() }
        var contents: [UInt8] = []
        contents.reserveCapacity(min(file.size ?? 0, limit))
        var portion = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = try file.read(into: &portion, isFirst: contents.isEmpty)
            guard count > 0 else {
                guard !Signals.wantsStop else {
                    throw FileError(
                        number: EINTR, context: Words("reading was stopped", "读取被中止"))
                }
                return contents
            }
            guard contents.count + count <= limit else { throw tooLarge() }
            contents += portion[..<count]
        }
    }

    /// Reads into `buffer`; the number of octets, 0 at the end or when the user asked to stop.
    ///
    /// - Parameter isFirst: whether nothing was read before: who writes to a pipe may be missing,
    ///   which is told.
    func read(into buffer: inout [UInt8], isFirst: Bool = false) throws(FileError) -> Int {
        var isTold = !isFirst
        while !Signals.wantsStop {
            // A file is always there; a pipe or a terminal may let us wait.
            if size == nil, let pipe, !isTold {
                isTold = true
                if !Signals.wait(for: descriptor, milliseconds: 2000), !Signals.wantsStop {
                    Standard.error.write("iec104: waiting for a writer of the pipe '\(pipe)'\n")
                    continue
                }
            } else if size == nil {
                Signals.wait(for: descriptor)
            }
            guard !Signals.wantsStop else { break }
            let count = unsafe buffer.withUnsafeMutableBytes { octets in
                unsafe Glibc.read(descriptor, octets.baseAddress, octets.count)
            }
            if count >= 0 { return count }
            if errno != EINTR, errno != EAGAIN { throw FileError(number: errno) }
        }
        return 0
    }
}
