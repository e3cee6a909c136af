import IEC104
import IEC104Inspect

/// What `iec104 files` does.
struct FilesWork: Sendable {
    let shot: OneShot
    let verb: FilesCommandLine.Verb
    let items: [Item]
    /// The part of a log.
    let range: LogRange?
    /// Where files are written; `-` is standard output.
    let output: String?
    let object: ObjectAddress

    /// A file there, and the one here when it is written.
    struct Item: Sendable {
        let number: UInt16
        let path: String?
    }

    func run(_ session: ShotSession) async -> Bool {
        var isDone = true
        for (place, item) in items.enumerated() {
            guard !Task.isCancelled else { return tellLeft(items.count - place) }
            guard log(item, "sending") else {
                tell(item, NotAudited(), session)
                return false
            }
            let clock = ContinuousClock()
            let start = clock.now
            do {
                let found = try await work(item, session)
                isDone = logged(item, nil) && isDone
                if verb != .ls { tell(item, found, clock.now - start, session) }
            } catch {
                isDone = false
                _ = logged(item, error)
                tell(item, error, session)
                guard await session.master.link != nil else {
                    return tellLeft(items.count - place - 1)
                }
            }
        }
        return isDone
    }

    /// Tells how many were not begun; `false`.
    private func tellLeft(_ count: Int) -> Bool {
        if count > 0 { shot.fail(shot.words("\(count) more were not done", "其余\(count)个未处理")) }
        return false
    }

    /// A directory has no end.
    private struct DirectoryCut: Error, CustomStringConvertible {
        var description: String { Self.words.english }
        static let words = Words(
            "incomplete: the station went on and on sending lines of the directory",
            "不完整: 子站不停地发送目录项")
    }

    /// The audit log cannot be written.
    private struct NotAudited: Error, CustomStringConvertible {
        var description: String { ShotResult.notAudited.text(in: .english) }
    }

    private func log(_ item: Item, _ result: String, _ error: (any Error)? = nil) -> Bool {
        guard verb == .put || verb == .rm else { return true }
        return shot.auditLog.log(
            verb.rawValue, file: item.number, object, shot.station, result, error)
    }

    /// Appends what became of it to the audit log; whether it is written.
    private func logged(_ item: Item, _ error: (any Error)?) -> Bool {
        let result = error.map { Self.result($0).name } ?? "accepted"
        let isWritten = log(item, result, error)
        if !isWritten { shot.tellNotWritten() }
        return isWritten
    }

    /// The stable names of what went wrong.
    private static func result(_ error: any Error) -> (name: String, code: String) {
        if error is NotAudited { return (ShotResult.notAudited.name, ShotResult.notAudited.name) }
        if error is DirectoryCut { return ("incomplete", "incomplete") }
        guard let transfer = error as? FileTransferError else { return ("failed", "local-file") }
        return (transfer.code.isRefusal ? "refused" : "failed", transfer.code.name)
    }

    /// Octets that passed, and where they were written.
    private func work(
        _ item: Item, _ session: ShotSession
    ) async throws -> (octets: Int, path: String?) {
        let file = FileName(item.number, object: object, station: shot.station)
        switch verb {
        case .ls:
            let found = try await session.master.listing(
                object, station: shot.station, subdirectory: item.number)
            list(found.entries, session)
            if found.isCut { throw DirectoryCut() }
            if !found.isComplete {
                shot.fail(
                    shot.words(
                        "no line was marked as the last one: some may be missing",
                        "没有标记为最后的目录项: 可能有缺失"))
            }
            return (0, nil)
        case .get, .log: return try await fetch(file, session)
        case .put:
            let octets = try InputFile.contents(of: item.path ?? "", limit: 0xFF_FFFF)
            let bar = ProgressBar("\(item.number)", length: octets.count)
            defer { bar.clear() }
            try await session.master.write(octets, to: file) { bar.show($0) }
            return (octets.count, item.path)
        case .rm:
            try await session.master.delete(file)
            return (0, nil)
        }
    }

    private func fetch(
        _ file: FileName, _ session: ShotSession
    ) async throws -> (octets: Int, path: String?) {
        let path = Self.path(output, file.number, isOne: items.count == 1)
        let length = ProgressBar.isPossible ? await length(of: file, session) : nil
        let bar = ProgressBar("\(file.number)", length: length)
        defer { bar.clear() }
        var count = 0
        if path == "-" {
            for try await section in session.master.sections(of: file, range: range) {
                try Standard.output.write(section)
                count += section.count
            }
            return (count, nil)
        }
        let draft: DownloadedFile
        do throws(FileError) {
            draft = try DownloadedFile(path)
        } catch {
            throw error.at(Words("'\(path)'", "'\(path)'"))
        }
        for try await section in session.master.sections(of: file, range: range) {
            try draft.write(section)
            count += section.count
            bar.show(count)
        }
        try draft.complete()
        return (count, path)
    }

    /// How long the directory says that a file is; `nil` when it does not.
    private func length(of file: FileName, _ session: ShotSession) async -> Int? {
        guard range == nil else { return nil }
        let lines = try? await session.master.directory(file.object, station: file.station)
        return lines?.first { $0.file == file }?.length
    }

    /// Where a file is written.
    static func path(_ output: String?, _ number: UInt16, isOne: Bool) -> String {
        let digits = String(number)
        let name = String(repeating: "0", count: 5 - digits.count) + digits
        guard let output else { return name }
        if output == "-" { return output }
        if isOne, OutputFile.kind(of: output) != .folder, !output.hasSuffix("/") { return output }
        return output.hasSuffix("/") ? output + name : output + "/" + name
    }

    // MARK: What is told

    private func list(_ entries: [DirectoryEntry], _ session: ShotSession) {
        for entry in entries where entry.file.number != 0 {
            if shot.options.format == .json {
                var json = begin(entry.file.number)
                json.member("object", entry.file.object.value)
                json.member("octets", entry.length)
                json.member("time", entry.time.text)
                json.member("directory", entry.status.isDirectory)
                json.member("active", entry.status.isActive)
                json.endObject()
                session.output.line(json.text.string)
            } else {
                let number = "\(entry.file.number)".padded(to: 7)
                let length = "\(entry.length)".padded(to: 10)
                let marks =
                    (entry.status.isDirectory ? shot.words("  directory", "  目录") : "")
                    + (entry.status.isActive ? shot.words("  being transferred", "  正在传输") : "")
                session.output.line(
                    "\(number)\(length)\(entry.time.text)  \(entry.file.object)\(marks)")
            }
        }
    }

    private func begin(_ number: UInt16) -> JSONWriter {
        var json = JSONWriter()
        json.beginObject()
        json.member("host", shot.endpoint.description)
        json.member("command", "files \(verb.rawValue)")
        json.member("station", shot.station.value)
        json.member("number", number)
        return json
    }

    private func tell(
        _ item: Item, _ found: (octets: Int, path: String?), _ time: Duration,
        _ session: ShotSession
    ) {
        // The file itself is on standard output.
        if output == "-" { return }
        if shot.options.format == .json {
            var json = begin(item.number)
            json.member("result", "accepted")
            if verb != .rm { json.member("octets", found.octets) }
            if let path = found.path { json.member("path", path) }
            json.key("milliseconds")
            json.value(time / .milliseconds(1))
            json.endObject()
            session.output.line(json.text.string)
            return
        }
        let path = found.path ?? ""
        let milliseconds = time.inMilliseconds
        let text =
            switch verb {
            case .put:
                shot.words(
                    "file \(item.number): \(found.octets) octets of \(path) written, checksums "
                        + "right, \(milliseconds) ms",
                    "文件\(item.number): 已写入\(path)的\(found.octets)字节, 校验和正确, "
                        + "用时\(milliseconds) ms")
            case .rm: shot.words("file \(item.number): deleted", "文件\(item.number): 已删除")
            default:
                shot.words(
                    "file \(item.number): \(found.octets) octets to \(path), checksums right, "
                        + "\(milliseconds) ms",
                    "文件\(item.number): \(found.octets)字节存入\(path), 校验和正确, "
                        + "用时\(milliseconds) ms")
            }
        session.output.line(text)
    }

    private func tell(_ item: Item, _ error: any Error, _ session: ShotSession) {
        let transfer = error as? FileTransferError
        if shot.options.format == .json {
            var json = begin(item.number)
            let (result, code) = Self.result(error)
            json.member("result", result)
            json.member("code", code)
            if let transfer { json.member("transferred", transfer.transferred) }
            json.member("message", "\(error)")
            json.endObject()
            session.output.line(json.text.string)
            return
        }
        let place = item.path.map { $0 + ": " } ?? ""
        if error is NotAudited {
            return shot.fail(place + ShotResult.notAudited.text(in: shot.options.language))
        }
        if error is DirectoryCut {
            let words = DirectoryCut.words
            return shot.fail(place + shot.words(words.english, words.chinese))
        }
        guard let transfer else {
            shot.fail(place + ErrorWords.text(error, in: shot.options.language))
            return
        }
        var chinese = "文件\(transfer.file.number): \(transfer.code.chineseSummary)"
        if let reason = transfer.reason, reason != .none { chinese += " (\(reason))" }
        shot.fail(place + shot.words("\(transfer)", chinese))
    }
}
