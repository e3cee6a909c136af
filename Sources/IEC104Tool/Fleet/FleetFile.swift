import IEC104
import IEC104Inspect

/// What `iec104 master --config` reads: RTUs and how they are worked with; Docs/Guides/FleetFile.md
/// explains it.
struct FleetFile: Sendable {
    var settings = FleetSettings()
    /// In the order of the file; their names and their endpoints are unique.
    var targets: [MasterTarget] = []
    /// What is odd about it, and wrong only perhaps.
    var warnings: JSONFileError?

    /// Most octets of a file: 32 MiB.
    static let mostOctets = 32 << 20
    static let mostRTUs = 10_000
    /// Most endpoints of an RTU.
    static let mostEndpoints = 16
    /// Most common addresses of an RTU.
    static let mostStations = 1000
    /// Most requests of all schedules together, counted for each station.
    static let mostRequests = 1_000_000

    /// Reads a file and the point lists that it names, relative to its folder.
    ///
    /// - Parameter mayWait: whether pipes are waited for; else only regular files are read.
    /// - Throws: all that is wrong with them.
    static func load(_ path: String, mayWait: Bool = true) throws(FleetFileError) -> FleetFile {
        let text: [UInt8]
        do throws(FileError) {
            text = try InputFile.contents(of: path, limit: mostOctets, mayWait: mayWait)
        } catch {
            let reason = error.explained(reading: path).words
            throw FleetFileError(unreadable: UsageError("--config '\(path)'", reason).words)
        }
        return try read(text, file: path) { path throws(FileError) in
            try InputFile.contents(of: path, limit: PointList.mostOctets, mayWait: mayWait)
        }
    }

    /// Reads a text; `contents` gives the point lists.
    static func read(
        _ text: [UInt8], file: String, problems limit: Int = 100,
        contents: (String) throws(FileError) -> [UInt8]
    ) throws(FleetFileError) -> FleetFile {
        var reader = FleetFileReader(file: file, limit: limit)
        let drafts = reader.read(text)
        var fleet = FleetFile(settings: reader.settings)
        var sheets = FleetPoints(file: file)
        fleet.targets = drafts.map { reader.target($0, &sheets, contents) }
        reader.warnOfWhole(fleet.targets)
        fleet.warnings = reader.findings.warnings(file: file, text)
        if reader.findings.count == 0, sheets.errors.isEmpty { return fleet }
        throw FleetFileError(
            problems: reader.findings.error(file: file, text), lists: sheets.errors)
    }
}

/// Why a file of a fleet cannot be used: all that is wrong with it, and with its point lists.
struct FleetFileError: Error, Hashable, Sendable {
    /// The file itself.
    var unreadable: Words?
    var problems: JSONFileError?
    /// Point lists that are wrong, each once.
    var lists: [PointListError] = []

    /// A line for each problem: `fleet.json:12:5: rtus[3].links.k: ...`.
    func description(in language: Language) -> String {
        var lines: [String] = []
        if let unreadable { lines.append(unreadable.text(in: language)) }
        if let problems { lines.append(problems.description(in: language)) }
        lines += lists.map { $0.description(in: language) }
        return lines.joined(separator: "\n")
    }
}

/// The point lists of a fleet: one that several RTUs have is read once.
struct FleetPoints {
    private let file: String
    private var sheets: [String: PointSheet?] = [:]
    private var points = 0
    private(set) var errors: [PointListError] = []

    /// Most points of all lists together.
    static let mostPoints = PointList.mostRows
    /// Most lists whose mistakes are told.
    private static let mostErrors = 20

    /// - Parameter file: that of the fleet.
    init(file: String) { self.file = file }

    /// The list at `name`, which the file of the fleet says; `nil` when it is wrong.
    ///
    /// - Throws: why it cannot be read, or is too much.
    mutating func sheet(
        _ name: String, _ profile: Profile, _ contents: (String) throws(FileError) -> [UInt8]
    ) throws(Words) -> PointSheet? {
        let path = SeriesFile.path(name, besides: file)
        let key = "\(profile.commonAddressSize) \(profile.objectAddressSize) \(path)"
        if let known = sheets[key] { return known }
        let text: [UInt8]
        do throws(FileError) {
            text = try contents(path)
        } catch {
            throw Words(
                "'\(shortened(path))' cannot be read: \(error.reason.english)",
                "'\(shortened(path))'无法读取:\(error.reason.chinese)")
        }
        do throws(PointListError) {
            let list = try PointList(text, file: path, profile: profile)
            points += list.points.count + list.commands.count
            guard points <= Self.mostPoints else {
                throw PointListError(
                    file: path,
                    problems: [
                        .init(
                            line: nil, column: nil,
                            words: Words(
                                "the lists of the fleet have more than \(Self.mostPoints) points",
                                "各点表共超过\(Self.mostPoints)个点"))
                    ], more: 0)
            }
            sheets[key] = .some(PointSheet(list))
        } catch {
            sheets[key] = .some(nil)
            if errors.count < Self.mostErrors { errors.append(error) }
        }
        return sheets[key] ?? nil
    }
}
