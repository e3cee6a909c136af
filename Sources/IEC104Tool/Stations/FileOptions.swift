import IEC104

/// The options that give the outstation of the command line files.
enum FileOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--files", "DIR",
            "Serves the files of DIR whose names begin with a number, as 00007-fault.cfg: file\n"
                + "7. Masters may write and delete; see Docs/Guides/Files.md."),
        .init("--files-read-only", nil, "Masters may fetch files only."),
        .init("--files-object", "ADDRESS", "The object address of the files; default 30000."),
    ]

    static func apply(
        _ arguments: ParsedArguments, to configuration: inout OutstationConfiguration
    ) throws(UsageError) {
        let isReadOnly = arguments.has("--files-read-only")
        let largest = Int(configuration.settings.profile.largestObjectAddress)
        let object = try arguments.number("--files-object", in: 1...largest)
        guard let path = arguments.last("--files") else {
            if isReadOnly || object != nil {
                throw UsageError(
                    "\(isReadOnly ? "--files-read-only" : "--files-object"): there are no files; "
                        + "give their directory with --files DIR.")
            }
            return
        }
        guard object != nil || largest >= 30_000 else {
            throw UsageError(
                "--files: object addresses end at \(largest) here; choose one with "
                    + "--files-object ADDRESS.")
        }
        do throws(FileStoreError) {
            let store = try DirectoryFileStore(
                path, object: ObjectAddress(UInt32(object ?? 30_000)), isReadOnly: isReadOnly)
            configuration.fileStore = store
            if store.removedLeftovers > 0 {
                Standard.error.write(
                    "iec104 outstation: --files '\(path)': unfinished files of an earlier run "
                        + "removed: \(store.removedLeftovers)\n")
            }
        } catch {
            throw UsageError("--files \(error).")
        }
    }
}

extension FileReport {
    /// What was done, such as `10.0.0.7 fetched file 7 of object 30000, station 1: 1200 octets`.
    var english: String {
        let who = "\(peer) "
        guard let failure else {
            switch operation {
            case .list:
                return who + "read the directory of station \(file.station): \(length) files"
            case .fetch: return who + "fetched \(file): \(length) octets"
            case .query: return who + "fetched a part of log \(file): \(length) octets"
            case .write: return who + "wrote \(file): \(length) octets"
            case .delete: return who + "deleted \(file)"
            }
        }
        let what =
            switch operation {
            case .list: "could not read the directory of station \(file.station)"
            case .fetch: "could not fetch \(file)"
            case .query: "could not fetch a part of log \(file)"
            case .write: "could not write \(file)"
            case .delete: "could not delete \(file)"
            }
        return who + what + ": " + (failure == .refused ? "refused" : failure.summary)
    }

    /// The same in Chinese.
    var chinese: String {
        let name = "公共地址\(file.station) 信息体地址\(file.object) 文件\(file.number)"
        let what =
            switch operation {
            case .list: "读取目录"
            case .fetch: "读取文件"
            case .query: "查询日志"
            case .write: "写入文件"
            case .delete: "删除文件"
            }
        if let failure {
            return "\(peer) \(what)失败: \(name): "
                + (failure == .refused ? "已拒绝" : failure.chineseSummary)
        }
        switch operation {
        case .list: return "\(peer) \(what): 公共地址\(file.station), \(length)个文件"
        case .delete: return "\(peer) \(what): \(name)"
        default: return "\(peer) \(what): \(name), \(length)字节"
        }
    }
}
