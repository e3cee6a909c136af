import IEC104
import IEC104Inspect

extension Twin {
    /// The point list that says what the capture shows, CSV.
    ///
    /// - Parameter file: the capture, for its first line.
    func list(from file: String) -> [UInt8] {
        list(heading: ["RTU \(endpoint) of \(shortened(file))"])
    }

    /// The point list that says what was seen, CSV.
    ///
    /// - Parameter heading: what is said in its first lines.
    func list(heading: [String]) -> [UInt8] {
        var text = Array(heading.map { "# \($0)\n" }.joined().utf8)
        text += CSVText.line([
            "station", "address", "type", "name", "value", "quality", "group", "cyclic",
            "interrogated", "command", "sbo",
        ])
        let periods = periods
        for (key, point) in points.sorted(by: { Self.precedes($0.key, $1.key) }) {
            text += CSVText.line([
                "\(key.station.value)", "\(key.address.value)", type(key, point).mnemonic, "",
                Self.value(point.first), Self.quality(point.first).listText, point.groupText,
                periods[key] ?? "", isLeftOut(key, point) ? "no" : "", "", "",
            ])
        }
        for (key, command) in commands.sorted(by: { Self.precedes($0.key, $1.key) })
        where command.isKnown != false {
            let selects = command.isSelected && command.type.kind != .bitStringCommand
            text += CSVText.line([
                "\(key.station.value)", "\(key.address.value)", command.type.untagged.mnemonic, "",
                "", "", "", "", "",
                command.target.map { "\($0.station.value)/\($0.address.value)" } ?? "",
                selects ? "yes" : "no",
            ])
        }
        return text
    }

    private static func precedes(_ first: Key, _ second: Key) -> Bool {
        (first.station.value, first.address.value) < (second.station.value, second.address.value)
    }

    /// A point without an event in the capture is taken to have them as others of its kind.
    private func type(_ key: Key, _ point: Point) -> PointType {
        guard !point.hasEvents else { return point.type }
        return eventTypes[Kind(station: key.station, kind: point.type.kind)] ?? point.type
    }

    /// What is no number becomes 0, and invalid.
    private static func value(_ information: Information) -> String {
        information.number?.isFinite == false ? "0" : information.valueText
    }

    /// Without bits that the kind does not have.
    private static func quality(_ information: Information) -> Quality {
        let quality = information.quality.intersection(
            Quality(PointQuality.bits(of: information.kind)))
        return information.number?.isFinite == false ? quality.union(.invalid) : quality
    }

    /// Whether the station interrogation leaves a point out that it could report.
    private func isLeftOut(_ key: Key, _ point: Point) -> Bool {
        interrogated.contains(key.station) && !point.isInterrogated
            && point.type.repetition != .none
    }

    /// How often points are sent without a change, in seconds as text; as many different ones as a
    /// list may have.
    private var periods: [Key: String] {
        var texts: [Key: String] = [:]
        var different: Set<String> = []
        for (key, point) in points.sorted(by: { Self.precedes($0.key, $1.key) }) {
            let cycles = point.cycles
            guard cycles.count > 1, point.type.repetition != .none else { continue }
            let seconds = Double(cycles.last - cycles.first) / Double(cycles.count - 1) / 1e9
            let rounded = seconds < 10 ? (seconds * 10).rounded() / 10 : seconds.rounded()
            guard (0.1...86_400).contains(rounded) else { continue }
            let text = "\(rounded)"
            guard different.contains(text) || different.count < PointList.mostPeriods else {
                continue
            }
            different.insert(text)
            texts[key] = text
        }
        return texts
    }
}

extension Twin.Point {
    fileprivate var groupText: String {
        if type.kind == .integratedTotal { return counterGroup.map { "\($0)" } ?? "" }
        return (0..<16).filter { groups & 1 << UInt16($0) != 0 }.map { "\($0 + 1)" }
            .joined(separator: "|")
    }
}

extension PointType {
    /// The type of the same kind without time tag; itself where there is none.
    fileprivate var untagged: PointType {
        Self.all.first { $0.kind == kind && $0.timeTag == .none && $0.isCommand == isCommand }
            ?? self
    }
}
