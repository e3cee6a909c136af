import IEC104
import IEC104Inspect

/// The lines of a full-screen view: as many as the terminal has rows, each as wide as it.
struct LiveScreen {
    struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    struct Line: Equatable {
        enum Style {
            case title, head, plain, chosen, problem, dim
        }

        var text: String
        var style = Style.plain
    }

    let model: LiveModel
    let size: Size
    /// Milliseconds since 1970, UTC.
    let now: Int64
    var language = Language.english

    private func words(_ english: String, _ chinese: String) -> String {
        language == .chinese ? chinese : english
    }

    /// Rows between the two at the top and the one at the bottom.
    static func pageHeight(_ size: Size) -> Int { max(size.rows - 3, 1) }

    var lines: [Line] {
        var lines = [Line(text: title, style: .title)]
        if model.showsHelp {
            lines += help
        } else if model.showsDetails {
            lines += details
        } else {
            lines.append(Line(text: head, style: .head))
            lines += body
        }
        // The last row belongs to what is typed, and to the hint.
        lines = Array(lines.prefix(max(size.rows - 1, 0)))
        while lines.count < size.rows - 1 { lines.append(Line(text: "")) }
        if size.rows > 0 { lines.append(Line(text: foot, style: .dim)) }
        return lines.map {
            Line(text: LiveText.fit($0.text, size.columns), style: $0.style)
        }
    }

    // MARK: Around the rows

    private var title: String {
        let data = model.shown
        let started = data.rtus.count { $0.state == .started }
        let present = data.rtus.count { !$0.isGone }
        let rate = Int(min(data.rates.reduce(0, +), 1e9))
        var text = " iec104 master"
        for page in LiveModel.Page.allCases {
            let name = page.name(in: language)
            text += page == model.page ? "  [\(name)]" : "  \(page.rawValue + 1) \(name)"
        }
        text += words(
            "   \(started) of \(present) started, \(data.points.count) points, ",
            "   \(present)个子站, \(started)个已启动, \(data.points.count)个点, ")
        text += "\(rate) APDU/s"
        if data.pointsLeftOut > 0 { text += words(", more points than are shown", ", 还有更多的点") }
        if model.isPaused { text += words("   PAUSED", "   已暂停") }
        return text
    }

    private var foot: String {
        switch model.entry {
        case .search: return "/\(model.typed)▏"
        case .filter: return words("filter: ", "筛选: ") + "\(model.typed)▏"
        case nil: break
        }
        let column = model.page.names(in: language)[model.sortColumn]
        let sort = column + (model.sortsDown ? words(", down", ", 降序") : "")
        var text = words(
            " ? help  Enter details  / search  f filter  s sort (\(sort))  p pause  q quit",
            " ? 帮助  回车 详情  / 查找  f 筛选  s 排序 (\(sort))  p 暂停  q 退出")
        if !model.filter.isEmpty {
            text =
                words(
                    " filter '\(model.filter)' (q ends it) ", " 筛选 '\(model.filter)' (q 取消) ")
                + text
        }
        return text
    }

    private static let help: [(keys: String, english: String, chinese: String)] = [
        ("1 2 3, Tab", "outstations, points, events", "子站, 点, 事件"),
        ("↑ ↓, j k", "a row up or down", "上一行, 下一行"),
        ("Space, b, PgDn, PgUp", "a page down or up", "下一页, 上一页"),
        ("g, G", "the first and the last row", "第一行, 最后一行"),
        ("Enter", "details of a row", "该行详情"),
        ("/TEXT, n, N", "search, the next one, the one before", "查找, 下一个, 上一个"),
        ("f", "filter: only rows with a text", "筛选: 只显示含有该文字的行"),
        ("s, r", "sort by the next column, the other way round", "按下一列排序, 反序"),
        ("p", "pause; values are still received", "暂停显示, 数据照常接收"),
        ("q", "back, and quit", "返回, 退出"),
        ("any key", "back", "返回"),
    ]

    private var help: [Line] {
        [Line(text: "")]
            + Self.help.map {
                Line(text: "  " + LiveText.fit($0.keys, 22) + words($0.english, $0.chinese))
            }
    }

    // MARK: Rows

    private func row(_ cells: [(String, Int)]) -> String {
        // Numbers, which have a negative width, stand at the right.
        cells.map { text, width in LiveText.fit(text, abs(width), isRight: width < 0) }
            .joined(separator: " ")
    }

    /// The cells of a point; those of name and unit only where points have any.
    private func labeled<Cell>(_ cells: [Cell]) -> [Cell] {
        guard !model.shown.hasLabels else { return cells }
        return cells.enumerated().filter { $0.offset != 3 && $0.offset != 6 }.map(\.element)
    }

    private var head: String {
        let widths: [Int] =
            switch model.page {
            case .outstations: [24, 10, -8, -10, -8, -9, -7, 60]
            case .points: labeled([20, -5, -8, 16, 10, -14, 8, 9, 16, 12, -6, 32])
            case .events: [12, 24, 100]
            }
        let names =
            switch model.page {
            case .outstations:
                words(
                    "outstation|state|APDU/s|objects|age|window|errors|last failure",
                    "子站|状态|APDU/s|对象|距今|窗口|错误|最近的故障")
            case .points:
                words(
                    "outstation|CA|address|name|type|value|unit|quality|time tag|received|count|course",
                    "子站|公共地址|地址|名称|类型|值|单位|品质|时标|接收|次数|曲线")
            case .events: words("received|outstation|event", "接收|子站|事件")
            }
        let cells = names.split(separator: "|").map(String.init)
        return row(Array(zip(model.page == .points ? labeled(cells) : cells, widths)))
    }

    private var body: [Line] {
        let rows = model.rows
        let height = Self.pageHeight(size)
        let cursor = model.cursor(of: rows.count)
        // The chosen row is always to be seen.
        let first = max(min(cursor - height / 2, rows.count - height), 0)
        return rows.dropFirst(first).prefix(height).enumerated().map { offset, index in
            var line = line(index)
            if first + offset == cursor { line.style = .chosen }
            return line
        }
    }

    private func line(_ index: Int) -> Line {
        let data = model.shown
        switch model.page {
        case .outstations:
            let rtu = data.rtus[index]
            let age = rtu.lastReceived.map { LiveText.age(now - $0) } ?? "-"
            let rate = Int(min(data.rates[index], 1e9))
            return Line(
                text: row([
                    (rtu.name, 24), (rtu.state.rawValue, 10), ("\(rate)", -8),
                    ("\(rtu.objects)", -10), (age, -8),
                    ("\(rtu.waiting)/\(rtu.parameters.k) \(rtu.owed)/\(rtu.parameters.w)", -9),
                    ("\(rtu.errors)", -7), (rtu.lastFailure ?? "", 60),
                ]), style: rtu.state == .started ? .plain : .problem)
        case .points:
            let point = data.points[index]
            return Line(
                text: row(
                    labeled([
                        (model.name(of: point.rtu), 20), ("\(point.station)", -5),
                        ("\(point.address)", -8), (point.label?.name ?? "", 16),
                        ("\(point.type)", 10), (shown(point), -14), (point.label?.unit ?? "", 8),
                        (quality(point), 9),
                        (point.timeTag.shown, 16), (LiveText.clock(point.received), 12),
                        ("\(point.count)", -6), (LiveText.spark(point.history, 32), 32),
                    ])),
                style: point.information.quality.isEmpty && point.label?.limit == nil
                    && !isStale(point)
                    ? .plain : .problem)
        case .events:
            let event = data.events[index]
            return Line(
                text: row([
                    (LiveText.clock(event.time), 12), (model.name(of: event.rtu), 24),
                    (event.text, 100),
                ]), style: event.isProblem ? .problem : .plain)
        }
    }

    /// Whether the outstation does not report at present, so that nobody knows its values.
    private func isStale(_ point: LiveData.Point) -> Bool {
        let rtus = model.shown.rtus
        return rtus.indices.contains(point.rtu) && rtus[point.rtu].state != .started
    }

    private func quality(_ point: LiveData.Point) -> String {
        let text = point.information.qualityText
        guard isStale(point) else { return text }
        return words("old", "旧值") + (text == "good" ? "" : " " + text)
    }

    /// The engineering value where there is one.
    private func shown(_ point: LiveData.Point) -> String {
        point.label?.scaled.map { "\($0)" } ?? point.information.valueText
    }

    // MARK: Details

    private static let labels: [String: String] = [
        "outstation": "子站", "state": "状态", "links": "通道", "name": "名称", "sent": "发送",
        "received": "接收", "objects": "对象",
        "not acknowledged": "未被确认", "to be acknowledged": "待确认", "acknowledged after": "确认延时",
        "interrogation": "总召唤", "age of events": "事件延时", "connections": "连接次数",
        "ended": "断开原因", "not made": "未连上原因", "unreadable ASDUs": "无法解析的ASDU",
        "failed requests": "失败的请求", "last failure": "最近的故障", "common address": "公共地址",
        "object address": "信息体地址", "type": "类型", "value": "值", "quality": "品质",
        "time tag": "时标", "age": "距今", "cause": "传送原因", "reports": "上送次数",
        "least, greatest": "最小, 最大", "course": "曲线", "event": "事件",
    ]

    private var details: [Line] {
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
        return [Line(text: "")]
            + pairs.map { name, text in
                Line(
                    text: "  " + LiveText.fit(words(name, Self.labels[name] ?? name), 24) + text)
            }
    }

    private func details(_ rtu: RTUMeter) -> [(String, String)] {
        let counts = { (traffic: RTUMeter.Traffic) in
            RTUMeter.Format.allCases.map { "\($0.letter) \(traffic.apdus[$0.rawValue])" }
                .joined(separator: ", ") + ", \(traffic.octets) octets"
        }
        let reasons = { (counts: [String: UInt64]) in
            counts.isEmpty
                ? "none"
                : counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", ")
        }
        let seconds = { (histogram: Histogram) in
            histogram.last.map {
                "\($0) s; mean \(Self.rounded(histogram.sum / Double(histogram.count))) s of "
                    + "\(histogram.count)"
            } ?? "-"
        }
        return [
            ("outstation", rtu.name), ("state", rtu.state.rawValue), ("links", links(rtu)),
            ("sent", counts(rtu.sent)), ("received", counts(rtu.received)),
            ("objects", "\(rtu.objects)"),
            ("not acknowledged", "\(rtu.waiting) of k \(rtu.parameters.k)"),
            ("to be acknowledged", "\(rtu.owed), w \(rtu.parameters.w)"),
            ("acknowledged after", seconds(rtu.acknowledgement)),
            ("interrogation", seconds(rtu.interrogation)),
            ("age of events", seconds(rtu.eventAge)),
            ("connections", "\(rtu.connections)"), ("ended", reasons(rtu.ends)),
            ("not made", reasons(rtu.failures)), ("unreadable ASDUs", "\(rtu.malformed)"),
            ("failed requests", "\(rtu.failedRequests)"), ("last failure", rtu.lastFailure ?? "-"),
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
            ("value", point.information.valueText + (point.label?.suffix ?? "")),
            ("quality", point.information.qualityText),
            ("time tag", point.timeTag.shown), ("received", LiveText.clock(point.received)),
            ("age", LiveText.age(now - point.received)), ("cause", "\(point.cause)"),
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
            ("event", event.text),
        ]
    }

    private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
