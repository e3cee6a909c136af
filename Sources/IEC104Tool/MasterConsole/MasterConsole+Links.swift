import IEC104
import IEC104Inspect

// What the console tells of RTUs and their links.
extension MasterConsole {
    /// A table of the RTUs whose name or hosts have `pattern`, as far as an answer takes them.
    ///
    /// - Parameter add: gives the rows of an RTU, and appends what programs are told of it.
    private func table(
        _ pattern: String, _ columns: [ConsoleColumn],
        _ add: (ConsoleRTU, RTUStatus, inout [ConsoleResult]) -> [[String]]
    ) async -> ConsoleAnswer {
        var rows: [[String]] = []
        var results: [ConsoleResult] = []
        var more = 0
        let wanted = pattern.lowercased()
        for rtu in rtus
        where wanted.isEmpty || "\(rtu.name) \(rtu.hosts)".lowercased().contains(wanted) {
            guard rows.count < Self.mostLines else {
                more += 1
                continue
            }
            guard let status = await stations?.status(of: rtu.name) else { continue }
            rows += add(rtu, status, &results)
        }
        var answer = ConsoleAnswer(columns, rows, isChinese: answers.isChinese)
        answer.results = results
        if more > 0 { answer.lines.append(say("and \(more) more", "还有\(more)个")) }
        if answer.lines.isEmpty {
            let hint = hint(pattern, among: rtus.map(\.name), otherwise: Words("", ""))
            answer.lines = [say("no such RTU" + hint.english, "没有该子站" + hint.chinese)]
        }
        return answer
    }

    // MARK: RTUs

    private static let stateColumns = [
        ConsoleColumn("RTU", "子站"), ConsoleColumn("state", "状态"), ConsoleColumn("link", "链路"),
        ConsoleColumn("points", "点数", isNumber: true),
        ConsoleColumn("values", "收到的值", isNumber: true),
        ConsoleColumn("last APDU", "最后报文", isNumber: true),
        ConsoleColumn("clock off by", "时钟偏差"), ConsoleColumn("remarks", "备注"),
    ]

    func states(_ pattern: String) async -> ConsoleAnswer {
        await table(pattern, Self.stateColumns) { rtu, status, results in
            let active = status.activeEndpoint.map { "\($0)" }
            let points = rtu.image.count
            results.append { json in
                json.member("rtu", status.name)
                json.member("state", status.state.rawValue)
                if let active { json.member("endpoint", active) }
                json.member("points", points)
                json.member("objects", status.objects)
                json.member("repeatsDropped", status.repeatsDropped)
                if let last = status.lastTraffic { json.member("lastReceived", time: last) }
                json.key("clock")
                json.beginObject()
                status.clock.append(to: &json)
                json.endObject()
                if let error = status.lastError { json.member("lastError", error) }
            }
            var remarks: [String] = []
            if status.state != .started, let error = status.shortError(in: settings.language) {
                remarks.append(error)
            }
            if status.repeatsDropped > 0 { remarks.append(repeats(status)) }
            return [
                [
                    rtu.name, status.state.description(in: settings.language), active ?? rtu.hosts,
                    "\(points)", "\(status.objects)",
                    status.lastTraffic.map { LiveText.age(WallClock.now &- $0) } ?? "-",
                    status.clock.shortText(in: settings.language),
                    remarks.joined(separator: "; "),
                ]
            ]
        }
    }

    private func repeats(_ status: RTUStatus) -> String {
        say("\(status.repeatsDropped) repeats left out", "已滤除重复事件\(status.repeatsDropped)个")
    }

    // MARK: Links

    private static let linkColumns = [
        ConsoleColumn("RTU", "子站"), ConsoleColumn("link", "链路", isNumber: true),
        ConsoleColumn("endpoint", "地址"), ConsoleColumn("state", "状态"),
        ConsoleColumn("since", "建立时间"),
        ConsoleColumn("unacknowledged: sent of k", "未确认: 发送/k"),
        ConsoleColumn("received of w", "接收/w"), ConsoleColumn("next attempt", "下次重连"),
        ConsoleColumn("remarks", "备注"),
    ]

    func links(_ pattern: String) async -> ConsoleAnswer {
        await table(pattern, Self.linkColumns) { rtu, status, results in
            status.links.enumerated().map { place, link in
                results.append { json in
                    json.member("rtu", status.name)
                    json.member("link", place + 1)
                    Self.append(link, to: &json)
                }
                return [
                    rtu.name, "\(place + 1)", "\(link.endpoint)",
                    link.state.description(in: settings.language),
                    link.since.map { Timestamp(milliseconds: $0).text } ?? "",
                    link.link.map { "\($0.unacknowledged)/\(link.k)" } ?? "",
                    link.link.map { "\($0.unacknowledgedReceived)/\(link.w)" } ?? "",
                    link.pause.map { "\($0.rounded) s" } ?? "", remarks(link),
                ]
            }
        }
    }

    /// Why a link ended last, or is not made, and how often that has failed.
    private func remarks(_ status: RTULinkStatus) -> String {
        guard let problem = status.problem else { return "" }
        let words = problem.summary(in: settings.language)
        guard status.lastFailure != nil else { return say("ended last: ", "上次断开: ") + words }
        return say("\(status.failures) failures: ", "失败\(status.failures)次: ") + words
    }

    private static func append(_ status: RTULinkStatus, to json: inout JSONWriter) {
        json.member("endpoint", "\(status.endpoint)")
        json.member("state", status.state.rawValue)
        if let link = status.link {
            json.member("unacknowledgedSent", link.unacknowledged)
            json.member("unacknowledgedReceived", link.unacknowledgedReceived)
            json.member("unsentOctets", link.unsent)
        }
        json.member("k", status.k)
        json.member("w", status.w)
        if let since = status.since { json.member("since", time: since) }
        if let pause = status.pause {
            json.member("nextAttemptMs", pause.wholeNanoseconds / 1_000_000)
        }
        json.member("attempts", status.attempts)
        json.member("failures", status.failures)
        if let problem = status.problem {
            json.member("reason", problem.name)
            json.member("text", problem.description(in: .english))
        }
    }

    // MARK: Why

    /// The whole text of why the links of an RTU ended, with all that is known of the last APDUs,
    /// and of why they are not made at present.
    func reasons(_ rtu: ConsoleRTU) async -> ConsoleAnswer {
        guard let status = await stations?.status(of: rtu.name) else {
            return ConsoleAnswer(say("the RTU is not there yet", "子站尚未就绪"))
        }
        var answer = ConsoleAnswer([])
        for (place, link) in status.links.enumerated() {
            let head = "\(rtu.name) \(place + 1) \(link.endpoint): "
            if let end = link.lastEnd {
                answer.lines.append(head + end.description(in: settings.language))
                answer.lines += end.lastWords(in: settings.language).map { "    " + $0 }
            }
            if let failure = link.lastFailure {
                answer.lines.append(
                    head + say("at present: ", "当前: ")
                        + failure.description(in: settings.language)
                        + say(
                            "; \(link.failures) failures so far", "; 至今失败\(link.failures)次"))
            }
            guard link.problem != nil else { continue }
            answer.results.append { json in
                json.member("rtu", status.name)
                json.member("link", place + 1)
                Self.append(link, to: &json)
                json.beginArray("last")
                for words in link.lastEnd?.lastWords ?? [] { json.value(words) }
                json.endArray()
            }
        }
        if answer.lines.isEmpty {
            answer.lines = [say("no connection has ended yet", "尚未断开过")]
        }
        if status.repeatsDropped > 0 {
            let count = status.repeatsDropped
            answer.lines.append(
                say(
                    "events that came again after a lost connection and were left out: \(count)",
                    "连接断开后重复上送而滤除的事件: \(count)个"))
            answer.results.append { json in
                json.member("rtu", status.name)
                json.member("repeatsDropped", count)
            }
        }
        return answer
    }

    // MARK: Figures

    private static let figureColumns: [ConsoleColumn] =
        [ConsoleColumn("RTU", "子站")]
        + [
            ("sent I", "发送 I"), ("S", "S"), ("U", "U"), ("received I", "接收 I"), ("S", "S"),
            ("U", "U"), ("values", "值"), ("requests", "请求"), ("failed", "失败"),
            ("unreadable", "无法解析"), ("reconnects", "重连"), ("switch-overs", "切换"),
            ("repeats", "重复"),
        ].map { ConsoleColumn($0.0, $0.1, isNumber: true) } + [ConsoleColumn("ends", "断开原因")]

    func statistics(_ pattern: String) async -> ConsoleAnswer {
        var answer = await table(pattern, Self.figureColumns) { rtu, status, results in
            let (apdus, asked) = (status.apdus, status.statistics)
            let figures: [(name: StaticString, count: UInt64)] = [
                ("sentI", apdus.informationSent), ("sentS", apdus.supervisorySent),
                ("sentU", apdus.unnumberedSent), ("receivedI", apdus.informationReceived),
                ("receivedS", apdus.supervisoryReceived), ("receivedU", apdus.unnumberedReceived),
                ("objects", status.objects), ("requests", asked.requests),
                ("failed", asked.failures), ("malformed", asked.malformed),
                ("reconnects", status.reconnects), ("switchOvers", status.switchOvers),
                ("repeatsDropped", status.repeatsDropped),
            ]
            let ends = status.endReasons.sorted { $0.key < $1.key }
            results.append { json in
                json.member("rtu", status.name)
                for figure in figures { json.member(figure.name, figure.count) }
                json.key("ends")
                json.beginObject()
                for (reason, count) in ends {
                    json.key(reason)
                    json.value(count)
                }
                json.endObject()
            }
            let reasons = ends.map {
                "\(ReasonWords.text($0.key, in: settings.language)) \($0.value)"
            }
            return [
                [rtu.name] + figures.map { "\($0.count)" } + [reasons.joined(separator: ", ")]
            ]
        }
        let kept = rtus.reduce(0) { $0 + $1.image.count }
        answer.lines.append(
            say(
                "last values: \(kept) points, room for \(room.left) more",
                "最后值: \(kept)点, 还可保存\(room.left)点")
                + (room.refused > 0
                    ? say(
                        "; \(room.refused) values of further points were not kept",
                        "; 其余点的\(room.refused)个值未保存") : ""))
        return answer
    }
}

/// What programs are told, an object each.
typealias ConsoleResult = @Sendable (inout JSONWriter) -> Void

extension RTUStatus {
    /// Where the link with data transfer goes to.
    var activeEndpoint: RTUEndpoint? {
        guard let activeLink, links.indices.contains(activeLink) else { return nil }
        return links[activeLink].endpoint
    }
}

extension JSONWriter {
    /// A time in milliseconds since 1970 UTC.
    mutating func member(_ name: StaticString, time: Int64) {
        member(name, plain: { $0.append(Timestamp(milliseconds: time)) })
    }
}
