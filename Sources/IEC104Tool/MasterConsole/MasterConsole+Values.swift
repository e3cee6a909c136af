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
    func isStale(_ rtu: ConsoleRTU) async -> Bool {
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
        record.time = Timestamp(milliseconds: received)
        record.from = rtu.peer.map { Endpoint($0) }
        let header = ASDUHeader(type: type, count: 1, cause: cause, commonAddress: station)
        let (objects, octets) = ([object], [UInt8]())
        record.reading.take(header, objects.span, of: octets.span)
        printer.receive(record, from: rtu.target.source)
        let text = printer.text.string
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
