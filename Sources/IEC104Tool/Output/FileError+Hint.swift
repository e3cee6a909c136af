import Glibc

extension FileError {
    /// Why `path` cannot be written, and how to mend it.
    init(number: Int32, writing path: String) {
        self.init(number: number)
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        let parent = parts.dropLast().joined(separator: "/")
        let folder = (path.hasPrefix("/") ? "/" : "") + (parent.isEmpty ? "" : parent)
        let shown = folder.isEmpty ? "the current folder" : "'\(shortened(folder))'"
        switch number {
        case ENOENT where path.isEmpty: hint = "write the name of a file"
        case ENOENT where !folder.isEmpty && !OutputFile.exists(folder):
            hint = "there is no folder \(shown): make it first (mkdir -p)"
        case ENOTDIR: hint = "a part of the path that should be a folder is a file"
        case EISDIR:
            let name = path.hasSuffix("/") ? path + "FILE" : path + "/FILE"
            hint = "it is a folder: write the name of a file in it, '\(shortened(name))'"
        case EACCES, EPERM:
            let place = OutputFile.exists(path) ? "'\(shortened(path))'" : "in \(shown)"
            hint =
                "the user that runs this may not write \(place): change its owner or mode, "
                + "or write elsewhere"
        case EROFS: hint = "\(shown) is on a file system that can only be read: write elsewhere"
        case ENOSPC, EDQUOT: hint = "make room, or write elsewhere"
        case ENXIO:
            switch OutputFile.kind(of: path) {
            case .pipe:
                context = "nobody reads this pipe"
                hint = "start its reader first"
            case .socket: context = "it is a socket, which is no file"
            default: context = "there is no such device"
            }
        case ETXTBSY: hint = "it is a program that runs"
        default: break
        }
    }
}
