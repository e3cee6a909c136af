import IEC104
import IEC104Inspect

// What the console tells of values.
extension MasterConsole {
    /// Lets an RTU's master tell what comes: the image keeps it, commands see it, and who shows the
    /// values gets those that are watched.
    ///
    /// - Parameters:
    ///   - shown: who shows values beside the console; `nil`: who had them so far, who then gets
    ///     those only that are watched.
    func watch(
        _ configuration: inout MasterConfiguration, _ target: MasterTarget,
        shown: Reporter? = nil
    ) {
        let rtu = take(target)
        let (reporter, tracer) = (configuration.reporter, configuration.tracer)
        let all = shown == nil ? nil : reporter
        let some = shown ?? reporter
        configuration.reporter = { [self] header, objects, octets in
            rtu.image.take(header, objects, at: WallClock.now, room)
            all?(header, objects, octets)
            guard let some else { return }
            if filter.showsAll { return some(header, objects, octets) }
            let watched = filter.shown(rtu.name, header.commonAddress, objects)
            if !watched.isEmpty { some(header, watched.span, octets) }
        }
        configuration.tracer = { event in
            rtu.note(event)
            tracer?(event)
        }
    }

    // MARK: Watching

    func watch(_ words: [String]) throws(Words) -> [String] {
        if words == ["all"] || words == ["none"] {
            filter.reset(showsAll: words == ["all"])
        } else {
            var points: [ConsolePoint] = []
            for word in words { points.append(try point(word)) }
            for point in points where !filter.insert(point.key) {
                throw Words(
                    "\(ValueFilter.mostPoints) points are watched already",
                    "已监视\(ValueFilter.mostPoints)个点")
            }
        }
        return watched
    }

    func unwatch(_ words: [String]) throws(Words) -> [String] {
        for word in words {
            let point = try point(word)
            guard filter.remove(point.key) else {
                throw Words(
                    "\(point.description) is not watched", "\(point.description) 未被监视")
            }
        }
        if words.isEmpty || filter.points.isEmpty { filter.reset() }
        return watched
    }

    private var watched: [String] {
        if filter.showsAll { return [say("all values are shown", "显示所有值")] }
        if filter.points.isEmpty { return [say("no values are shown", "不显示值")] }
        return filter.points.prefix(Self.mostLines).map {
            say("watched: ", "监视: ") + "\($0.rtu):\($0.station)/\($0.address)"
        }
    }

    // MARK: Last values

    /// Whether an RTU does not report at present, so that nobody knows its values.
    private func isStale(_ rtu: ConsoleRTU) async -> Bool {
        await stations?.status(of: rtu.name)?.state != .started
    }

    /// The last value of a point, as the master writes values; marked when it is old.
    func value(of point: ConsolePoint) async throws(Words) -> ConsoleAnswer {
        let isOld = await isStale(point.rtu)
        guard let entry = point.rtu.image[point.station, point.address] else {
            throw Words(
                "\(point.description) has not been reported yet: interrogate, or read it",
                "\(point.description) 尚未上送: 请召唤或读取")
        }
        return answer(
            point, entry.object, type: entry.type, cause: entry.cause, received: entry.received,
            isOld: isOld)
    }

    func answer(
        _ point: ConsolePoint, _ object: InformationObject, type: TypeID,
        cause: CauseOfTransmission, received: Int64, isOld: Bool = false
    ) -> ConsoleAnswer {
        let line = line(
            point.rtu, point.station, object, type: type, cause: cause, received: received)
        guard settings.isJSON else {
            let name = point.rtu.name
            return ConsoleAnswer(
                line
                    + (isOld
                        ? say("  old: \(name) does not report", "  旧值: \(name) 未在上送") : ""))
        }
        var answer = ConsoleAnswer([])
        answer.results = [
            { json in
                json.members(of: line)
                if isOld { json.member("old", true) }
            }
        ]
        return answer
    }

    /// The line of a value, as the master writes it.
    func line(
        _ rtu: ConsoleRTU, _ station: CommonAddress, _ object: InformationObject, type: TypeID,
        cause: CauseOfTransmission, received: Int64
    ) -> String {
        guard !object.information.hasRange else {
            return "\(rtu.name):\(station)/\(object.address)"
        }
        var printer = ValuePrinter(
            format: settings.isJSON ? .json : .text, language: settings.language,
            profile: rtu.profile)
        var record = APDURecord()
        record.time = Timestamp(
            nanoseconds: received &* 1_000_000, scale: .utc, fractionDigits: 3)
        record.from = rtu.peer.map { Endpoint($0) }
        let header = ASDUHeader(type: type, count: 1, cause: cause, commonAddress: station)
        let (objects, octets) = ([object], [UInt8]())
        record.reading.take(header, objects.span, of: octets.span)
        printer.receive(record, from: rtu.target.source)
        let text = printer.text.string
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    // MARK: Lists

    private static let listColumns = [
        ConsoleColumn("point", "点"), ConsoleColumn("type", "类型"),
        ConsoleColumn("value", "值", isNumber: true), ConsoleColumn("unit", "单位"),
        ConsoleColumn("quality", "品质"), ConsoleColumn("name", "名称"),
    ]

    /// The points that are known, then the commands, in whose address, type or name `pattern` is.
    func list(_ pattern: String) async -> ConsoleAnswer {
        var stale: Set<String> = []
        for rtu in rtus where await isStale(rtu) { stale.insert(rtu.name) }
        let pattern = pattern.lowercased()
        var rows: [[String]] = []
        var results: [ConsoleResult] = []
        var (more, left) = (0, Self.mostSearched)
        /// Whether to go on.
        func add(_ row: PointLine) -> Bool {
            left -= 1
            guard left >= 0 else { return false }
            let text = row.cells.joined(separator: " ").lowercased()
            guard pattern.isEmpty || text.contains(pattern) else { return true }
            if rows.count < Self.mostLines {
                rows.append(row.cells)
                if settings.isJSON { results.append(result(row)) }
            } else {
                more += 1
            }
            return true
        }
        search: for rtu in rtus {
            for point in rtu.image.points {
                guard
                    add(
                        line(
                            rtu, point.station, point.address, isOld: stale.contains(rtu.name)))
                else { break search }
            }
            guard let sheet = rtu.target.points else { continue }
            let places = sheet.places
            for (station, address) in places.points where rtu.image[station, address] == nil {
                guard add(line(rtu, station, address)) else { break search }
            }
            for (station, address) in places.commands {
                guard let entry = sheet.command(station, address) else { continue }
                var line = PointLine(rtu, station, address, known: entry)
                line.value = say("(command)", "(命令)")
                line.isCommand = true
                guard add(line) else { break search }
            }
        }
        var answer = ConsoleAnswer(Self.listColumns, rows, isChinese: answers.isChinese)
        answer.results = results
        if more > 0 { answer.lines.append(say("and \(more) more", "还有\(more)个")) }
        if left < 0 {
            answer.lines.append(
                say(
                    "only the first \(Self.mostSearched) points were looked at",
                    "只查看了前\(Self.mostSearched)个点"))
        }
        if answer.lines.isEmpty {
            let names = rtus.map(\.name) + pointNames("")
            let hint = hint(pattern, among: names, otherwise: Words("", ""))
            answer.lines = [say("no points" + hint.english, "没有点" + hint.chinese)]
        }
        return answer
    }

    private func line(
        _ rtu: ConsoleRTU, _ station: CommonAddress, _ address: ObjectAddress,
        isOld: Bool = false
    ) -> PointLine {
        let known = rtu.target.points?.entry(station, address)
        var line = PointLine(rtu, station, address, known: known)
        guard let entry = rtu.image[station, address] else { return line }
        line.entry = entry
        let information = entry.object.information
        line.type = entry.type
        line.value = information.stateText(in: settings.language) ?? information.valueText
        line.quality = information.quality.listText
        if let number = information.number, let known, known.scale != 1 || known.offset != 0 {
            line.value = known.value(number).shortText
        }
        if isOld {
            line.isOld = true
            let quality = line.quality.isEmpty ? "" : " " + line.quality
            line.quality = say("old", "旧值") + quality
        }
        return line
    }

    /// What programs are told of a point: its value with the keys and numbers of the lines that the
    /// master writes; what is known of it when it has none.
    private func result(_ point: PointLine) -> ConsoleResult {
        guard let entry = point.entry else { return point.append }
        let line = line(
            point.rtu, point.station, entry.object, type: entry.type, cause: entry.cause,
            received: entry.received)
        return { json in
            json.members(of: line)
            if point.isOld { json.member("old", true) }
        }
    }
}

extension Double {
    /// Without the last digits of binary fractions.
    fileprivate var shortText: String {
        abs(self) < 1e9 ? "\((self * 1e6).rounded() / 1e6)" : "\(self)"
    }
}

/// A point in a list.
private struct PointLine: Sendable {
    let rtu: ConsoleRTU
    let station: CommonAddress
    let address: ObjectAddress
    var type: TypeID
    var value = "?"
    var quality = ""
    let unit: String
    let name: String
    /// Whether its RTU does not report.
    var isOld = false
    var isCommand = false
    var entry: ValueImage.Entry?

    init(
        _ rtu: ConsoleRTU, _ station: CommonAddress, _ address: ObjectAddress,
        known: PointSheet.Entry?
    ) {
        (self.rtu, self.station, self.address) = (rtu, station, address)
        type = known?.type ?? TypeID(0)
        unit = known?.unit ?? ""
        name = known?.name ?? ""
    }

    private var mnemonic: String { PointType(type)?.mnemonic ?? "" }

    var cells: [String] {
        ["\(rtu.name):\(station)/\(address)", mnemonic, value, unit, quality, name]
    }

    func append(to json: inout JSONWriter) {
        json.member("rtu", rtu.name)
        json.member("station", station.value)
        json.member("typeId", type.rawValue)
        json.member("type", mnemonic)
        json.member("address", address.value)
        if isCommand { json.member("command", true) }
        if !name.isEmpty { json.member("name", name) }
        if !unit.isEmpty { json.member("unit", unit) }
    }
}
