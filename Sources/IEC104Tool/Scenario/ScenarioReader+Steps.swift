import IEC104

// A step: when it happens, and one action.
extension ScenarioReader {
    /// The members that name an action, and those that go with it.
    private static let actions: [(name: String, others: [String])] = [
        ("set", ["value", "quality", "event"]), ("toggle", ["event"]),
        ("flip", ["quality", "event"]),
        ("burst", ["points", "within"]), ("drop", []), ("restart", ["cause"]), ("clock", []),
    ]
    private static let timing = ["at", "every", "times", "remark"]

    mutating func step(_ value: JSONValue, _ path: String) -> Scenario.Step? {
        guard case .object(let members) = value.content else {
            problem(
                value.offset, path,
                Words(
                    "a step is an object: {\"at\": \"5s\", \"toggle\": 1001}",
                    "一步须为对象:{\"at\": \"5s\", \"toggle\": 1001}"))
            return nil
        }
        let found = Self.actions.filter { row in members.contains { $0.key == row.name } }
        guard let row = found.first, found.count == 1 else {
            let names = Self.actions.map(\.name).joined(separator: ", ")
            problem(
                value.offset, path,
                Words(
                    "a step does one of: \(names); here are \(found.count) of them",
                    "一步只做其中一件:\(names);此处有\(found.count)件"))
            return nil
        }
        var byKey: [String: JSONValue] = [:]
        for member in members {
            byKey[member.key] = member.value
            let known = Self.timing + [row.name] + row.others
            if !known.contains(member.key) { unknown(member.value, "\(path).\(member.key)", known) }
        }
        var at: Int64?
        if let value = byKey["at"] {
            at = time(value, path + ".at", from: 0)
        } else {
            problem(
                value.offset, path,
                Words("'at' is missing: when does it happen?", "缺少'at':何时发生?"))
        }
        let every = byKey["every"].flatMap { time($0, path + ".every", from: 1) }
        let times = byKey["times"].flatMap {
            whole($0, path + ".times", 1...Int64(Scenario.mostEvents))
        }
        if let value = byKey["times"] ?? byKey["every"],
            (byKey["times"] == nil) != (byKey["every"] == nil)
        {
            problem(
                value.offset, path,
                Words("'every' and 'times' go together", "'every'和'times'须同时使用"))
        }
        let events = byKey["event"].map { mode($0, path + ".event") } ?? .detect
        guard let action = action(row.name, value, byKey, path), let at else { return nil }
        let step = Scenario.Step(
            at: at, times: Int(times ?? 1), every: every ?? 0, events: events, action: action,
            text: Self.text(row, byKey))
        guard step.end <= DurationText.longest else {
            problem(
                value.offset, path,
                Words("its last repetition is later than 366 days", "最后一次重复晚于366天"))
            return nil
        }
        return step
    }

    /// A step in a line: `set Feeder 1 breaker Q0 value off quality NT`.
    private static func text(
        _ row: (name: String, others: [String]), _ members: [String: JSONValue]
    ) -> String {
        ([row.name] + row.others).compactMap { name in
            guard let value = members[name] else { return nil }
            var words = [value]
            if case .array(let values) = value.content { words = values }
            let shown =
                words.prefix(4).compactMap { $0.text.map(shortened) }
                + (words.count > 4 ? ["..."] : [])
            return name + " " + shown.joined(separator: ", ")
        }.joined(separator: " ")
    }

    private mutating func action(
        _ name: String, _ step: JSONValue, _ members: [String: JSONValue], _ path: String
    ) -> Scenario.Action? {
        guard let value = members[name] else { return nil }
        let here = "\(path).\(name)"
        switch name {
        case "set":
            let points = points(value, here)
            guard let text = members["value"] else {
                problem(step.offset, path, Words("'value' is missing", "缺少'value'"))
                return nil
            }
            return .set(changes(points, text, members["quality"], path))
        case "toggle":
            let points = points(value, here)
            check(
                points, value.offset, here, "has not two states: toggle single and double points",
                "不是双态点:只有单点和双点可翻转"
            ) { $0.otherState != nil }
            return .toggle(points)
        case "flip":
            let points = points(value, here)
            guard let text = members["quality"] else {
                problem(
                    step.offset, path,
                    Words("'quality' is missing: IV|NT, or good", "缺少'quality':IV|NT,或good"))
                return nil
            }
            return quality(text, points, path + ".quality").map { .quality(points, $0) }
        case "burst":
            let count = whole(value, here, 1...Int64(Scenario.mostEvents))
            let within = members["within"].map { time($0, path + ".within", from: 0) } ?? 0
            guard let list = members["points"] else {
                problem(
                    step.offset, path, Words("'points' is missing: which ones?", "缺少'points':哪些点?"))
                return nil
            }
            let points = points(list, path + ".points")
            check(
                points, list.offset, path + ".points",
                "is a counter, which a change does not report", "是累计量,变化时不上送"
            ) { $0.kind != .integratedTotal }
            guard let count, let within, !points.isEmpty else { return nil }
            return .burst(points, count: Int(count), within: within)
        case "drop":
            if value.text == "all" { return .drop(.all) }
            guard let host = value.text.flatMap({ SocketAddress(host: $0, port: 0)?.host }) else {
                problem(
                    value.offset, here,
                    Words("write \"all\" or the address of a client", "请写\"all\"或客户端地址"))
                return nil
            }
            return .drop(.host(host))
        case "restart":
            return restart(value, members["cause"], path)
        default:
            return time(value, here, from: -DurationText.longest).map { .clock(by: $0) }
        }
    }

    private mutating func restart(
        _ value: JSONValue, _ cause: JSONValue?, _ path: String
    ) -> Scenario.Action? {
        let causes: [String: COI] = [
            "power": .localPowerOn, "local": .localManualReset, "remote": .remoteReset,
        ]
        var coi = COI.localPowerOn
        if let cause {
            guard let known = cause.text.flatMap({ causes[$0] }) else {
                problem(
                    cause.offset, path + ".cause",
                    Words(
                        "write \"power\", \"local\" or \"remote\"",
                        "请写\"power\"、\"local\"或\"remote\""))
                return nil
            }
            coi = known
        }
        if value.text == "all" { return .restart(nil, coi) }
        let stations = Set(directory.list.points.map(\.station))
        if let number = value.text.flatMap({ UInt16($0) }), stations.contains(CommonAddress(number))
        {
            return .restart(CommonAddress(number), coi)
        }
        problem(
            value.offset, path + ".restart",
            Words("write \"all\" or a station of the list", "请写\"all\"或点表中的站址"))
        return nil
    }

    // MARK: Points and values

    private mutating func mode(_ value: JSONValue, _ path: String) -> EventMode {
        if let mode = value.text.flatMap(EventMode.init(name:)) { return mode }
        let names = EventMode.allCases.map(\.name).joined(separator: ", ")
        problem(value.offset, path, Words("write one of: \(names)", "请写其中之一:\(names)"))
        return .detect
    }

    private mutating func changes(
        _ points: [PointID], _ value: JSONValue, _ quality: JSONValue?, _ path: String
    ) -> [Scenario.Change] {
        guard let text = value.text else {
            problem(value.offset, path + ".value", Words("write a value", "请写值"))
            return []
        }
        let bits = quality.flatMap { self.quality($0, points, path + ".quality") } ?? []
        var changes: [Scenario.Change] = []
        for point in points {
            do throws(Words) {
                changes.append(
                    .init(
                        point: point,
                        information: try directory.information(text, quality: bits, for: point)))
            } catch {
                let address = directory.address(of: point)
                problem(
                    value.offset, path + ".value",
                    Words("\(address): \(error.english)", "\(address):\(error.chinese)"))
                break
            }
        }
        return changes
    }

    private mutating func quality(
        _ value: JSONValue, _ points: [PointID], _ path: String
    ) -> Quality? {
        guard let text = value.text else {
            problem(
                value.offset, path,
                Words("write a text, such as \"IV|NT\" or \"good\"", "请写文本,例如\"IV|NT\"或\"good\""))
            return nil
        }
        var quality: Quality = []
        for point in points {
            do throws(Words) {
                quality = try directory.quality(text, for: point)
            } catch {
                problem(value.offset, path, error)
                return nil
            }
        }
        return quality
    }

    private mutating func points(_ value: JSONValue, _ path: String) -> [PointID] {
        var words = [(value, path)]
        if case .array(let values) = value.content {
            words = values.enumerated().map { ($1, "\(path)[\($0)]") }
        }
        var points: [PointID] = []
        for (value, path) in words {
            guard let text = value.text else {
                problem(
                    value.offset, path,
                    Words(
                        "write a point: its name, its address, station/address, or a range such "
                            + "as 1/1001-1016", "请写点:名称、地址、站址/地址,或范围例如1/1001-1016"))
                continue
            }
            do throws(Words) {
                let found = try directory.find(all: text)
                guard takes(found.count) else {
                    throw Words(
                        "the steps name more than \(Scenario.mostPoints) points",
                        "各步中的点超过\(Scenario.mostPoints)个")
                }
                points += found
            } catch {
                problem(value.offset, path, error)
            }
        }
        return points
    }

    /// Tells the first point that does not fit, and why.
    private mutating func check(
        _ points: [PointID], _ offset: Int, _ path: String, _ english: String, _ chinese: String,
        _ fits: (Information) -> Bool
    ) {
        let wrong = points.first { directory.row(of: $0).map { !fits($0.information) } ?? false }
        guard let wrong else { return }
        let address = directory.address(of: wrong)
        problem(offset, path, Words("\(address) \(english)", "\(address)\(chinese)"))
    }
}
