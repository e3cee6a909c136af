import IEC104

// What an RTU is asked by itself.
extension FleetFileReader {
    private static let words: [(name: String, form: FleetDraft.RequestForm)] = [
        ("interrogation", .interrogation(.station)), ("counters", .counters(.general)),
        ("clock", .clock), ("test", .test(isTimeTagged: true)),
    ]
    private static let freezes: [(name: String, freeze: QCC.Freeze)] = [
        ("freeze", .freeze), ("freeze-and-reset", .freezeAndReset), ("reset", .reset),
    ]

    /// A request or a list of them.
    mutating func forms(_ value: JSONValue, _ path: String) -> [FleetDraft.RequestForm] {
        guard value.count <= 100 else {
            problem(value.offset, path, Words("more than 100 requests", "超过100个请求"))
            return []
        }
        return Self.several(value, path, most: 100).compactMap { form($0, $1) }
    }

    private mutating func form(_ value: JSONValue, _ path: String) -> FleetDraft.RequestForm? {
        switch value.content {
        case .string(let text):
            if let row = Self.words.first(where: { $0.name == text }) { return row.form }
        case .object(let members):
            let names = ["interrogation", "counters", "read", "test"]
            let found = members.filter { names.contains($0.key) }
            guard let member = found.first, found.count == 1 else { break }
            for other in members where other.key != member.key {
                if other.key == "remark" { continue }
                if other.key == "freeze", member.key == "counters" { continue }
                findings.unknown(
                    other.value, "\(path).\(other.key)",
                    [member.key] + (member.key == "counters" ? ["freeze"] : []) + ["remark"])
            }
            return form(member, value["freeze"], path)
        default: break
        }
        problem(value.offset, path, Self.noRequest)
        return nil
    }

    private mutating func form(
        _ member: JSONValue.Member, _ freeze: JSONValue?, _ path: String
    ) -> FleetDraft.RequestForm? {
        let value = member.value
        let here = "\(path).\(member.key)"
        switch member.key {
        case "interrogation":
            guard let group = group(value, here, "station", 16) else { return nil }
            return .interrogation(QOI(group: group) ?? .station)
        case "counters":
            let frozen = freeze.map { self.freeze($0, "\(path).freeze") } ?? .read
            guard let group = group(value, here, "all", 4), let frozen else { return nil }
            return .counters(QCC(request: group == 0 ? 5 : group, freeze: frozen))
        case "read":
            let several = Self.several(value, here, most: 100)
            guard (1...100).contains(value.count) else {
                problem(
                    value.offset, here,
                    Words("write 1 to 100 object addresses", "请写1至100个信息体地址"))
                return nil
            }
            let addresses = several.compactMap { value, path in
                findings.whole(value, path, 1...0xFF_FFFF)
                    .map { ObjectAddress(UInt32(clamping: $0)) }
            }
            return addresses.count == several.count ? .read(addresses) : nil
        default:
            switch value.text {
            case "timed": return .test(isTimeTagged: true)
            case "plain": return .test(isTimeTagged: false)
            default:
                problem(
                    value.offset, here,
                    Words(
                        "write \"timed\" (C_TS_TA_1) or \"plain\" (C_TS_NA_1)",
                        "请写\"timed\"(C_TS_TA_1)或\"plain\"(C_TS_NA_1)"))
                return nil
            }
        }
    }

    /// A number of a group; 0 for all.
    private mutating func group(
        _ value: JSONValue, _ path: String, _ all: String, _ most: UInt8
    ) -> UInt8? {
        if case .string(all) = value.content { return 0 }
        if case .number(let text) = value.content, let group = UInt8(text),
            (1...most).contains(group)
        {
            return group
        }
        problem(
            value.offset, path,
            Words("write \"\(all)\", or a group from 1 to \(most)", "请写\"\(all)\",或组号1至\(most)"))
        return nil
    }

    private mutating func freeze(_ value: JSONValue, _ path: String) -> QCC.Freeze? {
        if let row = Self.freezes.first(where: { $0.name == value.text }) { return row.freeze }
        let names = Self.freezes.map { "\"\($0.name)\"" }.joined(separator: ", ")
        problem(value.offset, path, Words("write one of \(names)", "请写其中之一:\(names)"))
        return nil
    }

    private static let noRequest = Words(
        "write \"interrogation\", \"counters\", \"clock\", \"test\", {\"interrogation\": 1}, "
            + "{\"counters\": \"all\", \"freeze\": \"freeze\"} or {\"read\": [1001]}",
        "请写\"interrogation\"、\"counters\"、\"clock\"、\"test\"、{\"interrogation\": 1}、"
            + "{\"counters\": \"all\", \"freeze\": \"freeze\"}或{\"read\": [1001]}")

    // MARK: Tasks

    mutating func tasks(_ value: JSONValue, _ path: String) -> [FleetDraft.TaskForm] {
        guard case .array(let values) = value.content, values.count <= 100 else {
            problem(value.offset, path, Self.noTask)
            return []
        }
        return values.enumerated().compactMap { task($1, "\(path)[\($0)]") }
    }

    private mutating func task(_ value: JSONValue, _ path: String) -> FleetDraft.TaskForm? {
        guard case .object(let members) = value.content, value["do"] != nil,
            value["at"] != nil || value["every"] != nil
        else {
            problem(value.offset, path, Self.noTask)
            return nil
        }
        var task = FleetDraft.TaskForm(requests: [], offset: value.offset, path: path)
        for member in members {
            let (value, path) = (member.value, "\(path).\(member.key)")
            switch member.key {
            case "do":
                task.requests = forms(value, path)
                if case .array(let list) = value.content, list.isEmpty {
                    problem(value.offset, path, Self.noRequest)
                }
            case "at":
                for (value, path) in Self.several(value, path, most: 100) {
                    time(value, path, &task)
                }
            case "every":
                task.period = findings.time(value, path, 1000...DurationText.longest)
                    .map { .milliseconds($0) }
            case "stations": task.stations = stations(value, path)
            case "remark": continue
            default:
                findings.unknown(value, path, ["do", "at", "every", "stations", "remark"])
            }
        }
        return task.requests.isEmpty ? nil : task
    }

    /// `start`, or a time of day.
    private mutating func time(
        _ value: JSONValue, _ path: String, _ task: inout FleetDraft.TaskForm
    ) {
        if case .string("start") = value.content {
            task.atStart = true
            return
        }
        if case .string(let text) = value.content {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { part in
                part.utf8.count == 2 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    ? Int(part) : nil
            }
            if (2...3).contains(parts.count), let hour = parts[0], hour < 24,
                let minute = parts[1], minute < 60,
                let second = parts.count == 3 ? parts[2] : 0, second < 60
            {
                task.daily.append(.seconds(hour * 3600 + minute * 60 + second))
                return
            }
        }
        problem(
            value.offset, path,
            Words(
                "write \"start\", or a time of day such as \"02:00\" or \"02:00:30\"",
                "请写\"start\",或一天中的时刻,例如\"02:00\"或\"02:00:30\""))
    }

    private static let noTask = Words(
        "a schedule is a list of up to 100 tasks such as {\"do\": \"interrogation\", "
            + "\"at\": [\"start\", \"02:00\"], \"every\": \"1h\"}, with 'at', 'every' or both",
        "日程为列表,至多100项,例如{\"do\": \"interrogation\", \"at\": [\"start\", \"02:00\"], "
            + "\"every\": \"1h\"},须有'at'或'every'")

    // MARK: For the stations of an RTU

    /// Gives the configuration what is asked of each station.
    mutating func schedule(
        _ draft: inout FleetDraft, _ stations: [CommonAddress], _ global: CommonAddress
    ) {
        if draft.start.contains(where: { !$0.allowsAll }), stations.contains(global) {
            problem(draft.places["start"] ?? draft.offset, "\(draft.path).start", Self.needsStation)
        }
        var start: [MasterRequest] = []
        if takes(draft.start, stations) {
            for station in stations { start += draft.start.flatMap { $0.requests(station) } }
        }
        var tasks: [ScheduledTask] = []
        for form in draft.schedule {
            let stations = form.stations ?? stations
            if stations.contains(global), form.requests.contains(where: { !$0.allowsAll }) {
                problem(form.offset, form.path, Self.needsStation)
            }
            if takes(form.requests, stations) { tasks += stations.map(form.task) }
        }
        draft.configuration.master.settings.startRequests = start
        draft.configuration.schedule = tasks
    }

    /// Counts requests; whether there is room for these. The first of too many are told.
    private mutating func takes(
        _ forms: [FleetDraft.RequestForm], _ stations: [CommonAddress]
    ) -> Bool {
        let hadRoom = requestCount <= FleetFile.mostRequests
        requestCount += forms.reduce(0) { $0 + $1.count } * stations.count
        guard requestCount > FleetFile.mostRequests else { return true }
        if hadRoom {
            problem(
                0, "rtus",
                Words(
                    "more than \(FleetFile.mostRequests) requests in the schedules of all RTUs "
                        + "and stations", "所有RTU和站的请求合计超过\(FleetFile.mostRequests)个"))
        }
        return false
    }

    private static let needsStation = Words(
        "'test' and 'read' are asked of one station at a time: write 'stations'",
        "'test'和'read'须逐站进行:请写'stations'")
}
