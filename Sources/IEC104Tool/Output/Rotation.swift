/// When an output file is put aside and a new one begun: `100MB`, `15min`, `1h`, `hourly`, `daily`.
struct Rotation: Hashable {
    enum Rule: Hashable {
        /// Before it would have more octets.
        case size(Int)
        /// When a period ends, in milliseconds; periods begin at midnight UTC.
        case period(Int64)
    }

    var rule: Rule
    /// How many old files are kept.
    var kept = 10

    /// `nil` when `text` is neither a size nor a time.
    static func rule(_ text: String) -> Rule? {
        switch text.lowercased() {
        case "hourly": return .period(3_600_000)
        case "daily": return .period(86_400_000)
        default: break
        }
        if let size = size(text.lowercased()) { return .size(size) }
        guard let period = DurationText.milliseconds(text), period >= 1000 else { return nil }
        return .period(period)
    }

    private static let units: [(name: String, octets: Int)] = [
        ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("kb", 1000), ("mb", 1_000_000),
        ("gb", 1_000_000_000),
    ]

    private static func size(_ text: String) -> Int? {
        guard let unit = units.first(where: { text.hasSuffix($0.name) }),
            let count = Int(text.dropLast(3 - (unit.name.count == 2 ? 1 : 0))),
            (1...1_000_000).contains(count)
        else { return nil }
        return count * unit.octets
    }

    /// The number of the period that a time belongs to, in milliseconds since 1970.
    func period(of time: Int64) -> Int64? {
        guard case .period(let length) = rule else { return nil }
        return time / length
    }
}
