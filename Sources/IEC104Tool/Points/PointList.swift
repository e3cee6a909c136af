import IEC104Codec

/// The points of a station, or of several, as engineers keep them: a CSV file.
///
/// The first line names the columns, in any order and in English or Chinese: `station` (站址),
/// `address` (地址, 点号), `type` (类型), `name` (名称) and `value` (值) must be there, `group` (组),
/// `deadband` (死区), `unit` (单位), `quality` (品质), `cyclic` (周期), `command` (控制点) and `sbo`
/// (选控) may; `simulate` (模拟) says how a point moves by itself.
///
/// `type` is a mnemonic or its number; that of the variant with CP56Time2a (`M_SP_TB_1`) says that
/// events of the point have that time tag, that with CP24Time2a (`M_SP_TA_1`) that one, and that
/// without (`M_SP_NA_1`) that they have none. A row of a `C_` type is a command: `command` names the
/// point that it drives, by name, by address or as `station/address`; `sbo` says yes, no or either.
/// The variant with time tag (`C_SC_TA_1`) must come with one, the other may.
struct PointList: Sendable {
    /// The points, in the order of the lines.
    let points: [PointRow]
    /// What few of them have, by their places.
    let pointExtras: [Int: PointExtras]
    /// The commands, in the order of the lines.
    let commands: [CommandRow]
    /// The points that move by themselves, in the order of the lines.
    let simulated: [SimulatedPoint]
    /// How they do, each way once.
    let courses: [Course]
    /// The files of series, as the list names them; `Course.series` has their places.
    let seriesFiles: [SeriesFile]
    /// Headers of columns that say nothing to us.
    let ignoredColumns: [String]
    /// That names and units are slices of.
    let text: [UInt8]

    /// Most rows of a list.
    static let mostRows = 0xFF_FFFF
    /// Most different periods of cyclic transmission.
    static let mostPeriods = 100
    /// Most octets of a list: 1 GiB.
    static let mostOctets = 1 << 30

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - text: the file, in UTF-8.
    ///   - file: its name, for messages.
    ///   - profile: whose field sizes limit the addresses.
    ///   - problems: how many problems are told at most.
    /// - Throws: all that is wrong with the list.
    init(
        _ text: [UInt8], file: String, profile: Profile = .standard, problems limit: Int = 100
    ) throws(PointListError) {
        var reader = PointListReader(text, file: file, profile: profile, limit: limit)
        reader.read()
        if let error = reader.problems.error(file: file) { throw error }
        points = reader.points
        pointExtras = reader.pointExtras
        commands = reader.commands
        simulated = reader.simulation.points
        courses = reader.simulation.courses
        seriesFiles = reader.simulation.files
        ignoredColumns = reader.header.ignored
        self.text = reader.text
    }

    /// What a name or a unit says.
    func string(_ slice: TextSlice) -> String {
        String(decoding: text[slice.range(in: text)], as: UTF8.self)
    }
}
