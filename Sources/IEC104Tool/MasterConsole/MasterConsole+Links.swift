import IEC104
import IEC104Inspect

// What the console tells of RTUs and their links.
extension MasterConsole {
    /// Adds a part for each RTU that `pattern` names, as far as an answer takes them.
    private func each(
        _ pattern: String, _ add: (ConsoleRTU, RTUStatus, inout ConsoleAnswer) -> Void
    ) async -> ConsoleAnswer {
        var answer = ConsoleAnswer([])
        var more = 0
        let pattern = pattern.lowercased()
        for rtu in rtus
        where pattern.isEmpty || "\(rtu.name) \(rtu.hosts)".lowercased().contains(pattern) {
            guard answer.lines.count < Self.mostLines else {
                more += 1
                continue
            }
            guard let status = await stations?.status(of: rtu.name) else { continue }
            add(rtu, status, &answer)
        }
        if more > 0 { answer.lines.append(say("and \(more) more", "还有\(more)个")) }
        if answer.lines.isEmpty { answer.lines = [say("no such RTU", "没有该子站")] }
        return answer
    }

    func states(_ pattern: String) async -> ConsoleAnswer {
        await each(pattern) { rtu, status, answer in
            let active = status.activeEndpoint.map { "\($0)" }
            let age = status.lastTraffic.map { LiveText.age(WallClock.now &- $0) } ?? "-"
            let isUp = status.state == .started
            let reason = isUp ? nil : status.lastError
            answer.lines.append(
                rtu.name.padded(to: 24) + status.state.rawValue.padded(to: 11)
                    + (active ?? rtu.hosts).padded(to: 22)
                    + say(
                        "\(rtu.image.count) points, \(status.objects) values, last APDU \(age)",
                        "\(rtu.image.count)点, \(status.objects)个值, 最后报文 \(age)")
                    + (reason.map { ": " + $0 } ?? ""))
            let points = rtu.image.count
            answer.results.append { json in
                json.member("rtu", status.name)
                json.member("state", status.state.rawValue)
                if let active { json.member("endpoint", active) }
                json.member("points", points)
                json.member("objects", status.objects)
                if let last = status.lastTraffic { json.member("lastReceived", last.utcText) }
                if let error = status.lastError { json.member("lastError", error) }
            }
        }
    }

    func links(_ pattern: String) async -> ConsoleAnswer {
        await each(pattern) { rtu, status, answer in
            for (place, link) in status.links.enumerated() {
                answer.lines.append(
                    rtu.name.padded(to: 24) + "\(place + 1)".padded(to: 3)
                        + "\(link.endpoint)".padded(to: 22) + link.state.rawValue.padded(to: 11)
                        + words(link))
                answer.results.append { json in
                    json.member("rtu", status.name)
                    json.member("link", place + 1)
                    Self.append(link, to: &json)
                }
            }
        }
    }

    /// How a link stands, why it ended last, when it is tried again.
    private func words(_ status: RTULinkStatus) -> String {
        var parts: [String] = []
        if let link = status.link {
            let since = status.since.map { $0.utcText } ?? ""
            parts.append(
                say(
                    "since \(since), unacknowledged: sent \(link.unacknowledged) of \(status.k), "
                        + "received \(link.unacknowledgedReceived) of \(status.w)",
                    "自\(since), 未确认: 发送\(link.unacknowledged)/\(status.k), "
                        + "接收\(link.unacknowledgedReceived)/\(status.w)"))
        }
        if let pause = status.pause {
            parts.append(say("next attempt in \(pause.rounded) s", "\(pause.rounded)秒后重试"))
        }
        if let end = status.lastEnd {
            parts.append(
                say("ended last: ", "上次断开: ") + end.end.description(in: settings.language))
        } else if status.failures > 0 {
            parts.append(say("\(status.failures) failed attempts", "失败\(status.failures)次"))
        }
        return parts.joined(separator: "; ")
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
        if let since = status.since { json.member("since", since.utcText) }
        if let pause = status.pause {
            json.member("nextAttemptMs", pause.wholeNanoseconds / 1_000_000)
        }
        json.member("attempts", status.attempts)
        json.member("failures", status.failures)
        if let end = status.lastEnd {
            json.member("reason", end.end.reason.code.name)
            json.member("text", "\(end)")
        }
    }

    // MARK: Why

    /// The whole text of why the links of an RTU ended, with all that is known of the last APDUs.
    func reasons(_ rtu: ConsoleRTU) async -> ConsoleAnswer {
        guard let status = await stations?.status(of: rtu.name) else {
            return ConsoleAnswer(say("the RTU is not there yet", "子站尚未就绪"))
        }
        var answer = ConsoleAnswer([])
        for (place, link) in status.links.enumerated() {
            guard let end = link.lastEnd else { continue }
            answer.lines.append(
                "\(rtu.name) \(place + 1) \(link.endpoint): "
                    + end.description(in: settings.language))
            answer.lines += end.lastWords.map { "    " + $0 }
            answer.results.append { json in
                json.member("rtu", status.name)
                json.member("link", place + 1)
                json.member("endpoint", "\(link.endpoint)")
                json.member("reason", end.end.reason.code.name)
                json.member("text", "\(end)")
                json.beginArray("last")
                for words in end.lastWords { json.value(words) }
                json.endArray()
            }
        }
        if let error = status.lastError, status.state != .started {
            answer.lines.append(say("at present: ", "当前: ") + error)
        }
        if answer.lines.isEmpty {
            answer.lines = [say("no connection has ended yet", "尚未断开过")]
        }
        return answer
    }

    // MARK: Figures

    func statistics(_ pattern: String) async -> ConsoleAnswer {
        var answer = await each(pattern) { rtu, status, answer in
            let (apdus, asked) = (status.apdus, status.statistics)
            let ends = status.endReasons.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            answer.lines.append(
                rtu.name.padded(to: 24)
                    + say(
                        "sent I \(apdus.informationSent) S \(apdus.supervisorySent) U "
                            + "\(apdus.unnumberedSent), received I \(apdus.informationReceived) S "
                            + "\(apdus.supervisoryReceived) U \(apdus.unnumberedReceived), values "
                            + "\(status.objects), requests \(asked.requests), failed "
                            + "\(asked.failures), unreadable \(asked.malformed), reconnects "
                            + "\(status.reconnects), switch-overs \(status.switchOvers)",
                        "发送 I \(apdus.informationSent) S \(apdus.supervisorySent) U "
                            + "\(apdus.unnumberedSent), 接收 I \(apdus.informationReceived) S "
                            + "\(apdus.supervisoryReceived) U \(apdus.unnumberedReceived), 值 "
                            + "\(status.objects), 请求 \(asked.requests), 失败 "
                            + "\(asked.failures), 无法解析 \(asked.malformed), 重连 "
                            + "\(status.reconnects), 切换 \(status.switchOvers)")
                    + (ends.isEmpty ? "" : say(", ends: ", ", 断开: ") + ends))
            answer.results.append { json in
                json.member("rtu", status.name)
                json.member("sentI", apdus.informationSent)
                json.member("sentS", apdus.supervisorySent)
                json.member("sentU", apdus.unnumberedSent)
                json.member("receivedI", apdus.informationReceived)
                json.member("receivedS", apdus.supervisoryReceived)
                json.member("receivedU", apdus.unnumberedReceived)
                json.member("objects", status.objects)
                json.member("requests", asked.requests)
                json.member("failed", asked.failures)
                json.member("malformed", asked.malformed)
                json.member("reconnects", status.reconnects)
                json.member("switchOvers", status.switchOvers)
            }
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

extension RTUStatus {
    /// Where the link with data transfer goes to.
    var activeEndpoint: RTUEndpoint? {
        guard let activeLink, links.indices.contains(activeLink) else { return nil }
        return links[activeLink].endpoint
    }
}

extension Int64 {
    /// Milliseconds since 1970 UTC, as a time.
    var utcText: String {
        Timestamp(nanoseconds: self &* 1_000_000, scale: .utc, fractionDigits: 3).text
    }
}
