import Glibc
import IEC104
import IEC104Inspect

/// Where a station command writes its lines: standard output, or a file that may be rotated.
///
/// A reader that is slow is waited for, so nothing is read from the outstations meanwhile: they
/// find that their APDUs are not acknowledged, and wait at k. With `dropping` nobody waits: the
/// oldest lines are lost and counted.
///
/// Sendable, as it is used on the thread of the loop only.
final class OutputSink: @unchecked Sendable {
    /// As messages call it.
    let name: String
    private let path: String?
    private let rotation: Rotation?
    /// Begins standard output and every file.
    private let header: [UInt8]
    private var descriptor: Int32
    /// Octets in the file.
    private var size = 0
    /// A file never lets its writer wait.
    private var isRegular = false
    private var period: Int64?
    private let retry: Duration
    /// When a file that could not be put aside is tried again.
    private var nextRotation: ContinuousClock.Instant?
    /// Why the file could not be put aside that should have been.
    private(set) var rotationFailure: String?
    /// What is to be told of it.
    private var news: [String] = []
    private var queue: LineQueue?
    /// What is being written of the queue.
    private var portion: [UInt8] = []
    private var written = 0
    /// When a write stops the work, on the clock of the system.
    var deadline: ContinuousClock.Instant?
    /// Whether the loss of lines was told.
    private var isLossTold = false
    /// The work has ended: a reader that does not read on is given up.
    private var isEnding: Bool { hasEnded || Signals.wantsStop }
    private var hasEnded = false
    var lost: Int { queue?.lost ?? 0 }

    /// A pipe takes so much at once without a wait, when it says that it takes some.
    private static let step = 4096
    /// How long a reader may take after the end of the work.
    private static let patience: Int32 = 2000
    static let queueLimit = 16 << 20

    /// - Parameters:
    ///   - path: `nil`: standard output.
    ///   - retry: when a file that could not be put aside is tried again.
    init(
        path: String? = nil, rotation: Rotation? = nil, header: String = "", dropping: Bool = false,
        queueLimit: Int = OutputSink.queueLimit, retry: Duration = .seconds(60)
    ) throws(FileError) {
        self.retry = retry
        self.path = path
        self.rotation = rotation
        self.header = Array(header.utf8)
        name = path.map { "'\($0)'" } ?? "standard output"
        queue = dropping ? LineQueue(limit: queueLimit) : nil
        descriptor = path == nil ? STDOUT_FILENO : -1
        if path == nil {
            try look()
            try begin()
        } else {
            try open()
        }
    }

    /// What kind of file it is; `nil` for the time of a file that is empty or none.
    @discardableResult
    private func look() throws(FileError) -> Int64? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError(number: errno) }
        isRegular = OutputFile.kind(status) == .regular
        size = isRegular && path != nil ? Int(status.st_size) : 0
        return size > 0 ? Int64(status.st_mtim.tv_sec) * 1000 : nil
    }

    /// Standard output.
    private init() {
        (path, rotation, header, name) = (nil, nil, [], "standard output")
        retry = .zero
        descriptor = STDOUT_FILENO
    }

    static func standard() -> OutputSink { OutputSink() }

    deinit { if path != nil, descriptor >= 0 { close(descriptor) } }

    // MARK: Files

    private func open() throws(FileError) {
        guard let path else { return }
        let (descriptor, kind) = try OutputFile.open(path, O_APPEND)
        self.descriptor = descriptor
        // A file that is gone on with belongs to the time at which it was written last.
        let time = try look() ?? WallClock.now
        // What is put aside is renamed and in the end removed: never a device, a pipe, a terminal.
        guard rotation == nil || kind == .regular else {
            throw FileError(
                number: EINVAL,
                context: Words("only a regular file can be rotated", "只有普通文件可以轮换"))
        }
        period = rotation?.period(of: time)
        if size == 0 { try begin() }
    }

    private func begin() throws(FileError) {
        guard !header.isEmpty else { return }
        if queue != nil { queue?.append(header) } else { try put(header) }
    }

    /// The file becomes `.1`, that one `.2`, and so on up to the first number that is free; where
    /// none is, the last one goes. When that fails nothing is lost: the file is gone on with, and
    /// that is tried again later.
    private func rotate(_ rotation: Rotation) throws(FileError) {
        guard let path, nextRotation.map({ $0 <= .now }) ?? true else { return }
        let before = descriptor
        do throws(FileError) {
            try RotatedFiles.shift(path, kept: rotation.kept)
        } catch {
            return postpone(error)
        }
        let size = size
        do throws(FileError) {
            try open()
        } catch {
            // Where a new file was made, its disk is full: that is the end, as it is of any file.
            guard descriptor == before else {
                close(before)
                throw error
            }
            RotatedFiles.takeBack(path)
            (descriptor, self.size) = (before, size)
            return postpone(error)
        }
        close(before)
        rotationFailure = nil
        nextRotation = nil
    }

    private func postpone(_ error: FileError) {
        nextRotation = .now + retry
        guard rotationFailure == nil else { return }
        rotationFailure = error.description
        news.append("\(name) could not be put aside: \(error): it is gone on with")
    }

    private func write(_ lines: [UInt8], rotating rotation: Rotation) throws(FileError) {
        guard case .size(let limit) = rotation.rule else {
            if rotation.period(of: WallClock.now) != period { try rotate(rotation) }
            return try put(lines)
        }
        var rest = lines[...]
        while true {
            let fitting = fitting(rest, limit)
            try put(Array(fitting))
            rest = rest[fitting.endIndex...]
            guard !rest.isEmpty else { return }
            try rotate(rotation)
            // A file that cannot be put aside takes all.
            if nextRotation != nil { return try put(Array(rest)) }
        }
    }

    /// The whole lines that the file has room for; one that is longer than a file has a file of its
    /// own.
    private func fitting(_ lines: ArraySlice<UInt8>, _ limit: Int) -> ArraySlice<UInt8> {
        let room = lines.prefix(max(limit - size, 0))
        if room.count == lines.count { return lines }
        if let end = room.lastIndex(of: 0x0A) { return lines[...end] }
        guard size <= header.count else { return lines.prefix(0) }
        return lines.firstIndex(of: 0x0A).map { lines[...$0] } ?? lines
    }

    // MARK: Writing

    /// Writes whole lines. With `dropping` it may keep some: call `pump` soon when it says so.
    ///
    /// - Returns: whether lines wait.
    /// - Throws: `EPIPE` when nobody reads any more, `EINTR` when the user asked to stop and nobody
    ///   read on, other errors as when a disk is full.
    @discardableResult
    func write(_ lines: [UInt8]) throws(FileError) -> Bool {
        if queue != nil {
            queue?.append(lines)
            return try pump()
        }
        if let rotation { try write(lines, rotating: rotation) } else { try put(lines) }
        return false
    }

    /// Writes what waits as far as the reader takes it at once.
    ///
    /// - Returns: whether lines still wait.
    func pump() throws(FileError) -> Bool {
        while let queue {
            if written == portion.count {
                guard !queue.isEmpty else { return false }
                portion = self.queue?.take(1 << 16) ?? []
                written = 0
                if let rotation {
                    try write(portion, rotating: rotation)
                    written = portion.count
                    continue
                }
            }
            guard
                Signals.waitToWrite(
                    descriptor, milliseconds: isEnding ? Self.patience : 0,
                    isInterruptible: false)
            else {
                // Nobody reads what is left.
                if isEnding { throw FileError(number: EINTR) }
                return true
            }
            try writeStep(portion, from: &written)
        }
        return false
    }

    /// Writes the rest; a reader that takes nothing for two seconds is given up.
    func finish() throws(FileError) {
        hasEnded = true
        _ = try pump()
    }

    /// What has become of the file and is not told yet.
    func takeNews() -> [String] {
        defer { news = [] }
        return news
    }

    /// What is to be said of lines that were lost: once when it begins, and at the end.
    func loss(atEnd: Bool) -> String? {
        guard lost > 0, atEnd || !isLossTold else { return nil }
        isLossTold = true
        return atEnd
            ? "\(name): \(lost) lines were lost, as their reader was too slow (--drop)"
            : "\(name) is read too slowly: the oldest lines are lost (--drop)"
    }

    private func put(_ octets: [UInt8]) throws(FileError) {
        var written = 0
        while written < octets.count {
            let hasStopped = Signals.wantsStop
            var limit: Int32 = hasStopped ? Self.patience : -1
            if !hasStopped, let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                // A day at a time is enough; a part of a millisecond is a whole one.
                limit = Int32(min(max(left, .zero), .seconds(86_400)) / .milliseconds(1)) &+ 1
            }
            guard
                Signals.waitToWrite(
                    descriptor, milliseconds: limit, isInterruptible: !hasStopped)
            else {
                if hasStopped { throw FileError(number: EINTR) }
                // The time is over, or the user asks to stop: the reader has a little while.
                if let deadline, ContinuousClock.now >= deadline { Signals.requestStop() }
                continue
            }
            try writeStep(octets, from: &written)
        }
    }

    private func writeStep(_ octets: [UInt8], from written: inout Int) throws(FileError) {
        let length = isRegular ? octets.count - written : min(octets.count - written, Self.step)
        let count = unsafe octets.withUnsafeBytes { buffer in
            unsafe Glibc.write(
                descriptor, buffer.baseAddress?.advanced(by: written), length)
        }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            let error = FileError(number: errno, writing: path ?? "")
            // A part of a line would be an error to every reader.
            if isRegular, path != nil {
                let end = octets[..<written].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                _ = ftruncate(descriptor, max(size - (written - end), 0))
            }
            throw error
        }
        written += count
        size += count
    }
}
