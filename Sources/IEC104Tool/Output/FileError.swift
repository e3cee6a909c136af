import Glibc
import IEC104

/// A failed call of the system.
struct FileError: Error, CustomStringConvertible {
    let number: Int32
    /// What is meant, where the system's words do not say it.
    var context: Words?
    /// What to do about it.
    var hint: Words?

    /// What is meant, such as `No such file or directory`.
    var reason: Words {
        if let context { return context }
        let english = unsafe String(cString: strerror(number))
        return Words(
            english, Self.reasons[number] ?? SystemError.chineseReason(number) ?? english)
    }

    /// What is meant, and what to do about it.
    var words: Words {
        guard let hint else { return reason }
        return Words(
            "\(reason.english) (\(hint.english))", "\(reason.chinese) (\(hint.chinese))")
    }

    var description: String { words.english }

    /// A pipe takes no more at present.
    static let slowReader = FileError(
        number: EAGAIN, context: Words("its reader is too slow", "读取方过慢"))

    /// The same of what `place` names.
    func at(_ place: Words) -> FileError {
        let context = Words(
            "\(place.english): \(reason.english)", "\(place.chinese): \(reason.chinese)")
        return FileError(number: number, context: context, hint: hint)
    }

    private static let reasons: [Int32: String] = [
        ENOENT: "没有此文件或目录", EISDIR: "这是目录", ENOTDIR: "不是目录", EEXIST: "文件已存在",
        EACCES: "没有权限", EPERM: "没有权限", EROFS: "文件系统只读", ENOSPC: "磁盘已满",
        EDQUOT: "磁盘配额已用完", EFBIG: "文件过大", EIO: "读写出错", EPIPE: "没有程序读取",
        ENXIO: "没有此设备", ETXTBSY: "文件正被执行", ELOOP: "符号链接过多", ENAMETOOLONG: "文件名过长",
    ]
}

extension FileError {
    /// Why `path` cannot be read, with how to mend it.
    func explained(reading path: String) -> FileError {
        guard hint == nil, context == nil else { return self }
        var error = self
        let (folder, shown) = Self.folder(of: path)
        switch number {
        case ENOENT where path.isEmpty: error.hint = Self.noName
        case ENOENT where !folder.isEmpty && !OutputFile.exists(folder):
            error.hint = Words(
                "check the path: there is no folder \(shown.english)",
                "请核对路径: 没有目录 \(shown.chinese)")
        case ENOENT:
            error.hint = Words(
                "check the name: \(shown.english) has no such file",
                "请核对文件名: \(shown.chinese)中没有此文件")
        case ENOTDIR: error.hint = Self.partIsFile
        case EISDIR: error.hint = Self.folderIsNoFile(path)
        case EACCES, EPERM:
            error.hint = Words(
                "the user that runs this may not read it: change its owner or mode",
                "运行者不能读取: 请更改其所有者或权限")
        default: break
        }
        return error
    }

    /// The folder of `path`, empty where it is the current one; and as it is shown.
    private static func folder(of path: String) -> (folder: String, shown: Words) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        let parent = parts.dropLast().joined(separator: "/")
        let folder = (path.hasPrefix("/") ? "/" : "") + parent
        return (
            folder,
            folder.isEmpty
                ? Words("the current folder", "当前目录")
                : Words("'\(shortened(folder))'", "'\(shortened(folder))'")
        )
    }

    private static let noName = Words("write the name of a file", "请写文件名")
    private static let partIsFile = Words(
        "a part of the path that should be a folder is a file", "路径中应为目录的部分是文件")

    private static func folderIsNoFile(_ path: String) -> Words {
        let name = shortened(path.hasSuffix("/") ? path + "FILE" : path + "/FILE")
        return Words(
            "it is a folder: write the name of a file in it, '\(name)'", "请写其中的文件名, '\(name)'")
    }

    /// Why `path` cannot be written, and how to mend it.
    init(number: Int32, writing path: String) {
        self.init(number: number)
        let (folder, shown) = Self.folder(of: path)
        switch number {
        case ENOENT where path.isEmpty: hint = Self.noName
        case ENOENT where !folder.isEmpty && !OutputFile.exists(folder):
            hint = Words(
                "there is no folder \(shown.english): make it first (mkdir -p)",
                "没有目录 \(shown.chinese): 请先建立 (mkdir -p)")
        case ENOTDIR: hint = Self.partIsFile
        case EISDIR: hint = Self.folderIsNoFile(path)
        case EACCES, EPERM:
            let place =
                OutputFile.exists(path)
                ? Words("'\(shortened(path))'", "向 '\(shortened(path))' ")
                : Words("in \(shown.english)", "在 \(shown.chinese) 中")
            hint = Words(
                "the user that runs this may not write \(place.english): change its owner or mode, "
                    + "or write elsewhere",
                "运行者不能\(place.chinese)写入: 请更改其所有者或权限, 或写到别处")
        case EROFS:
            hint = Words(
                "\(shown.english) is on a file system that can only be read: write elsewhere",
                "\(shown.chinese) 所在的文件系统只读: 请写到别处")
        case ENOSPC, EDQUOT: hint = Words("make room, or write elsewhere", "请腾出空间, 或写到别处")
        case ENXIO:
            switch OutputFile.kind(of: path) {
            case .pipe:
                context = Words("nobody reads this pipe", "没有程序读取此管道")
                hint = Words("start its reader first", "请先启动读取方")
            case .socket: context = Words("it is a socket, which is no file", "这是套接字, 不是文件")
            default: context = Words("there is no such device", "没有此设备")
            }
        case ETXTBSY: hint = Words("it is a program that runs", "该程序正在运行")
        default: break
        }
    }
}
