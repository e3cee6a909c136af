extension SeriesFile {
    /// Reads the files of a list, relative to the folder that the list is in.
    ///
    /// - Parameter list: the name of the list's file.
    /// - Throws: what is wrong with the files, an error each.
    static func load(
        _ files: [SeriesFile], of list: String
    ) throws(PointListErrors) -> [Series] {
        var series: [Series] = []
        var errors = PointListErrors()
        for file in files {
            let path = Self.path(file.name, besides: list)
            do throws(FileError) {
                let text = try InputFile.contents(of: path, limit: Series.mostOctets)
                do throws(PointListError) {
                    series.append(try Series(text, file: path))
                } catch {
                    errors.all.append(error)
                }
            } catch {
                errors.all.append(
                    PointListError(
                        file: list,
                        problems: [
                            .init(
                                line: file.line, column: nil,
                                words: Words(
                                    "the series '\(shortened(path))' cannot be read: \(error.reason.english)",
                                    "序列文件'\(shortened(path))'无法读取:\(error.reason.chinese)"))
                        ], more: 0))
            }
        }
        guard errors.all.isEmpty else { throw errors }
        return series
    }

    /// Where `name` is when it stands in the file `list`.
    static func path(_ name: String, besides list: String) -> String {
        guard !name.hasPrefix("/"), let slash = list.lastIndex(of: "/") else { return name }
        return String(list[...slash]) + name
    }
}

/// What is wrong with several files.
struct PointListErrors: Error {
    var all: [PointListError] = []
}
