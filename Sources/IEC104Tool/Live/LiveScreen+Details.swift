import IEC104
import IEC104Inspect

// All that is known of one row.
extension LiveScreen {
    private static let labels: [String: String] = [
        "outstation": "子站", "state": "状态", "links": "链路", "name": "名称", "sent": "发送",
        "received": "接收", "objects": "对象",
        "not acknowledged": "未被确认", "to be acknowledged": "待确认", "acknowledged after": "确认延时",
        "interrogation": "总召唤", "age of events": "事件延时", "connections": "连接次数",
        "ended": "断开原因", "not made": "未连上原因", "unreadable ASDUs": "无法解析的ASDU",
        "failed requests": "失败的请求", "last failure": "最近的故障", "common address": "公共地址",
        "object address": "信息体地址", "type": "类型", "value": "值", "quality": "品质",
        "time tag": "时标", "age": "距今", "cause": "传送原因", "reports": "上送次数",
        "least, greatest": "最小, 最大", "course": "曲线", "event": "事件",
        "repeats left out": "滤除的重复事件", "clock off by": "时钟偏差", "clock set": "对时",
    ]

    var details: [Line] {
        let rows = model.rows
        let cursor = model.cursor(of: rows.count)
        guard rows.indices.contains(cursor) else { return [] }
        let index = rows[cursor]
        let pairs =
            switch model.page {
            case .outstations: details(model.shown.rtus[index])
            case .points: details(model.shown.points[index])
            case .events: details(model.shown.events[index])
            }
        return pairs.flatMap { name, text in
            // Long texts go on below.
            LiveText.wrapped(text, max(size.columns - 26, 20)).enumerated().map { place, part in
                let label = place == 0 ? words(name, Self.labels[name] ?? name) : ""
                return Line(text: "  " + LiveText.fit(label, 24) + part)
            }
        }
    }

    private func details(_ rtu: RTUMeter) -> [(String, String)] {
        let counts = { (traffic: RTUMeter.Traffic) in
            RTUMeter.Format.allCases.map { "\($0.letter) \(traffic.apdus[$0.rawValue])" }
                .joined(separator: ", ")
                + words(", \(traffic.octets) octets", ", \(traffic.octets)字节")
        }
        let reasons = { (counts: [String: UInt64]) in
            counts.isEmpty
                ? "-"
                : counts.sorted { $0.key < $1.key }
                    .map { "\(ReasonWords.text($0.key, in: language)) \($0.value)" }
                    .joined(separator: ", ")
        }
        let seconds = { (histogram: Histogram) in
            histogram.last.map {
                let mean = Self.rounded(histogram.sum / Double(histogram.count))
                return "\($0) s"
                    + words(
                        "; mean \(mean) s of \(histogram.count)",
                        "; \(histogram.count)次平均\(mean) s")
            } ?? "-"
        }
        return [
            ("outstation", rtu.name), ("state", rtu.state.description(in: language)),
            ("links", links(rtu)),
            ("sent", counts(rtu.sent)), ("received", counts(rtu.received)),
            ("objects", "\(rtu.objects)"),
            ("not acknowledged", "\(rtu.waiting), k = \(rtu.parameters.k)"),
            ("to be acknowledged", "\(rtu.owed), w = \(rtu.parameters.w)"),
            ("acknowledged after", seconds(rtu.acknowledgement)),
            ("interrogation", seconds(rtu.interrogation)),
            ("age of events", seconds(rtu.eventAge)),
            ("connections", "\(rtu.connections)"), ("ended", reasons(rtu.ends)),
            ("not made", reasons(rtu.failures)), ("unreadable ASDUs", "\(rtu.malformed)"),
            ("failed requests", "\(rtu.failedRequests)"),
            ("repeats left out", "\(rtu.repeatsDropped)"),
            ("clock off by", rtu.clock.offsetText),
            ("clock set", rtu.clock.synchronizationText(in: language, now: now)),
            ("last failure", rtu.lastFailure?.description(in: language) ?? "-"),
        ]
    }

    private func links(_ rtu: RTUMeter) -> String {
        let all = rtu.connected.map {
            $0.peer + ($0.isStarted ? words(" started", " 已启动") : words(" standby", " 备用"))
        }
        return all.isEmpty ? "-" : all.joined(separator: ", ")
    }

    private func details(_ point: LiveData.Point) -> [(String, String)] {
        [
            ("outstation", model.name(of: point.rtu)), ("common address", "\(point.station)"),
            ("object address", "\(point.address)"), ("type", "\(point.type)"),
            ("name", point.label?.name ?? ""),
            (
                "value",
                point.information.shownValue(in: language)
                    + (point.label?.suffix(in: language) ?? "")
            ), ("quality", point.information.quality.shortText(in: language)),
            ("time tag", point.timeTag.shown(in: language)),
            ("received", LiveText.clock(point.received)),
            ("age", LiveText.age(now - point.received)),
            ("cause", language == .chinese ? point.cause.chineseName : "\(point.cause)"),
            ("reports", "\(point.count)"),
            (
                "least, greatest",
                point.history.min().map { "\($0), \(point.history.max() ?? $0)" } ?? "-"
            ),
            ("course", LiveText.spark(point.history, LiveData.historyLength)),
        ]
    }

    private func details(_ event: LiveData.Event) -> [(String, String)] {
        [
            ("received", LiveText.clock(event.time)), ("outstation", model.name(of: event.rtu)),
            ("event", event.text(in: language)),
        ]
    }

    private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
