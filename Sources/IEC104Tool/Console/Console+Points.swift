import IEC104
import IEC104Inspect

// What the console shows and changes of points.
extension Console {
    func describe(_ point: PointID) -> String {
        let information = value(of: point)
        let type = directory.type(of: point)?.mnemonic ?? ""
        let quality = information.map { $0.quality.listText } ?? ""
        let parts = [
            directory.address(of: point).padded(to: 10), type.padded(to: 10),
            ((information?.valueText ?? "?") + unit(of: point)).padded(to: 14),
            quality.padded(to: 6), directory.name(of: point),
        ]
        let line = parts.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private func unit(of point: PointID) -> String {
        let unit = directory.unit(of: point)
        return unit.isEmpty ? "" : " " + unit
    }

    func value(of point: PointID) -> Information? {
        outstation.assumeIsolated { $0.update { $0.value(of: point)?.information } }
    }

    /// The points, then the commands, in whose address, type or name `filter` is.
    func list(_ filter: String) -> [String] {
        let filter = filter.lowercased()
        var lines: [String] = []
        var more = 0
        func add(_ words: [String], _ line: () -> String) {
            guard filter.isEmpty || words.contains(where: { $0.lowercased().contains(filter) })
            else { return }
            if lines.count < Self.mostPoints { lines.append(line()) } else { more += 1 }
        }
        for point in directory.points {
            let type = directory.type(of: point)?.mnemonic ?? ""
            add([directory.address(of: point), type, directory.name(of: point)]) {
                describe(point)
            }
        }
        for command in directory.list.commands {
            let address = "\(command.station.value)/\(command.address.value)"
            let name = directory.list.string(command.name)
            add([address, "\(command.type)", name]) {
                let target = command.target.map { "-> " + directory.address(of: directory.id($0)) }
                return address.padded(to: 10) + "\(command.type)".padded(to: 10)
                    + (target ?? "").padded(to: 20) + name
            }
        }
        if more > 0 { lines.append(say("and \(more) more", "还有\(more)个")) }
        return lines.isEmpty ? [say("no points", "没有点")] : lines
    }

    func set(
        _ point: PointID, _ value: String, _ quality: String?, _ mode: EventMode,
        _ source: ChangeSource
    ) throws(Words) -> String {
        let quality = try quality.map { text throws(Words) in
            try directory.quality(text, for: point)
        }
        return store(
            point, try directory.information(value, quality: quality ?? [], for: point), mode,
            source: source)
    }

    func toggle(
        _ point: PointID, _ source: ChangeSource
    ) throws(Words) -> String {
        guard let other = value(of: point)?.otherState else {
            throw Words(
                "\(directory.address(of: point)) has not two states: use set",
                "\(directory.address(of: point)) 不是双态点: 请用 set")
        }
        return store(point, other, source: source)
    }

    func change(_ point: PointID, _ quality: String) throws(Words) -> String {
        let quality = try directory.quality(quality, for: point)
        guard let information = value(of: point)?.with(quality) else {
            throw Words("there is no such point", "没有该点")
        }
        return store(point, information)
    }

    private func store(
        _ point: PointID, _ information: Information, _ mode: EventMode = .detect,
        source: ChangeSource = .process
    ) -> String {
        let isEvent = outstation.assumeIsolated {
            $0.update { $0.set(point, information, event: mode, source: source) }
        }
        return describe(point) + (isEvent ? "" : say("  (no event)", "  (无事件)"))
    }
}
