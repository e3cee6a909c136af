extension UsageError {
    /// Why a file cannot be written, as `FileError` says it.
    static let files: [(english: String, chinese: String)] = [
        ("# and # name one file, '#': write two names.", "# 与 # 是同一文件 '#': 请写两个不同的名称。"),
        (
            "# '#': nobody reads this pipe (start its reader first).",
            "# '#': 没有程序读取此管道 (请先启动读取方)。"
        ),
        (
            "# '#': Is a directory (it is a folder: write the name of a file in it, '#').",
            "# '#': 这是目录 (请写其中的文件名, '#')。"
        ),
        (
            "# '#': No such file or directory (there is no folder '#': make it first (mkdir -p)).",
            "# '#': 没有目录 '#' (请先建立: mkdir -p)。"
        ),
        (
            "# '#': No such file or directory (write the name of a file).",
            "# '#': 没有此文件 (请写文件名)。"
        ),
        (
            "# '#': Not a directory (a part of the path that should be a folder is a file).",
            "# '#': 路径中应为目录的部分是文件。"
        ),
        (
            "# '#': Permission denied (the user that runs this may not write in '#': change its "
                + "owner or mode, or write elsewhere).",
            "# '#': 没有权限 (运行者不能在 '#' 中写入: 请更改其所有者或权限, 或写到别处)。"
        ),
        (
            "# '#': Permission denied (the user that runs this may not write '#': change its "
                + "owner or mode, or write elsewhere).",
            "# '#': 没有权限 (运行者不能写入 '#': 请更改其所有者或权限, 或写到别处)。"
        ),
        (
            "# '#': it is no regular file, and would be replaced by one (write the name of a file).",
            "# '#': 这不是普通文件, 会被替换 (请写文件名)。"
        ),
        ("# '#': it is a socket, which is no file.", "# '#': 这是套接字, 不是文件。"),
        ("# '#': only a regular file can be rotated.", "# '#': 只有普通文件可以轮换。"),
        ("--metrics '#': #.", "--metrics '#': #。"),
    ]
}
