import IEC104
import IEC104Inspect

/// A point list with all that belongs to it.
struct LoadedPoints: Sendable {
    let name: String
    let list: PointList
    let table: PointTable
    /// Those of `list.seriesFiles`.
    let series: [Series]

    /// - Parameters:
    ///   - text: the list, CSV or JSON.
    ///   - name: its file; the files of series are looked for beside it.
    /// - Throws: all that is wrong.
    init(_ text: [UInt8], name: String, profile: Profile) throws(PointListErrors) {
        self.name = name
        do throws(PointListError) {
            list = try PointList(text, file: name, profile: profile)
            table = try PointTable(list, file: name)
        } catch {
            throw PointListErrors(all: [error])
        }
        series = try SeriesFile.load(list.seriesFiles, of: name)
    }

    /// The octets of a list.
    static func contents(of path: String, _ option: String) throws(UsageError) -> [UInt8] {
        do throws(FileError) {
            return try InputFile.contents(of: path, limit: PointList.mostOctets)
        } catch {
            throw UsageError("\(option)'\(path)'", error.explained(reading: path).words)
        }
    }

    /// What is to be known of a list that is right: columns that say nothing to us.
    func advice(in language: Language) -> String? {
        guard !list.ignoredColumns.isEmpty else { return nil }
        let columns = list.ignoredColumns.map { "'\(shortened($0))'" }.joined(separator: ", ")
        return language == .chinese
            ? "\(name): 未使用的列: \(columns)" : "\(name): columns that are not used: \(columns)"
    }
}

extension PointListErrors {
    /// A line for each problem.
    func description(in language: Language) -> String {
        all.map { $0.description(in: language) }.joined(separator: "\n")
    }
}
