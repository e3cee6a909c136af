import IEC104
import IEC104Inspect

// The clock of an RTU, as readers and programs are told.
extension ClockStatus {
    /// How far it is off, and how that changes: `+1.200 s, +12.5 ppm`; `-` while nothing is known.
    var offsetText: String {
        guard let offset else { return "-" }
        return Self.seconds(offset)
            + (roundedDrift.map { ", \($0 < 0 ? "" : "+")\($0) ppm" } ?? "")
    }

    /// The same in a table: where events tell nothing yet, how far it was off when it was set.
    func shortText(in language: Language) -> String {
        guard offset == nil, let offsetAtSynchronization else { return offsetText }
        return (language == .chinese ? "设置前 " : "was ") + Self.seconds(offsetAtSynchronization)
    }

    /// When it was set last, and how far it was off then; `-` when it was not.
    func synchronizationText(in language: Language, now: Int64) -> String {
        guard let lastSynchronization else { return "-" }
        let isChinese = language == .chinese
        let age = LiveText.age(now &- lastSynchronization)
        let before = offsetAtSynchronization.map {
            (isChinese ? ", 设置前偏差 " : ", it was off by ") + Self.seconds($0)
        }
        return (isChinese ? "\(age)前" : "\(age) ago") + (before ?? "")
    }

    /// What is known of it, for programs.
    func append(to json: inout JSONWriter) {
        if let offset { json.member("offsetMs", offset) }
        if let roundedDrift {
            json.key("driftPpm")
            json.value(number: "\(roundedDrift)".utf8)
        }
        if let lastSynchronization { json.member("lastSynchronization", time: lastSynchronization) }
        if let offsetAtSynchronization {
            json.member("offsetAtSynchronizationMs", offsetAtSynchronization)
        }
        if let eventAge { json.member("eventAgeMs", eventAge) }
    }

    /// In tenths of a ppm; more is chance.
    private var roundedDrift: Double? { drift.map { ($0 * 10).rounded() / 10 + 0 } }

    private static func seconds(_ milliseconds: Int64) -> String {
        let size = milliseconds.magnitude
        let fraction = String(1000 + size % 1000).dropFirst()
        return (milliseconds < 0 ? "-" : "+") + "\(size / 1000).\(fraction) s"
    }
}
