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
    var language: Language { model.language }

    func words(_ english: String, _ chinese: String) -> String {
        language == .chinese ? chinese : english
    }

    /// Rows that are left for the page: a small terminal has no names of columns, then no title,
    /// then no hint.
    static func pageHeight(_ size: Size) -> Int {
        max(size.rows - min(max(size.rows - 1, 0), 3), 1)
    }

    var lines: [Line] {
        let typing = model.entry != nil
        var lines: [Line] = size.rows >= 3 ? [Line(text: title, style: .title)] : []
        let height = size.rows - lines.count - (size.rows >= 2 ? 1 : 0)
        if model.showsHelp {
            lines += part(help, height)
        } else if model.showsDetails {
            lines += part(details, height)
        } else {
            if size.rows >= 4 { lines.append(Line(text: head, style: .head)) }
            lines += body
        }
        // The last row belongs to what is typed, and to the hint.
        lines = Array(lines.prefix(max(size.rows - (size.rows >= 2 ? 1 : 0), 0)))
        while lines.count < size.rows - 1 { lines.append(Line(text: "")) }
        if lines.count < size.rows || typing, size.rows > 0 {
            lines = Array(lines.prefix(size.rows - 1)) + [Line(text: foot, style: .dim)]
        }
        return lines.map {
            Line(text: LiveText.fit($0.text, size.columns), style: $0.style)
        }
    }

    /// The part of a text that is scrolled to.
    private func part(_ lines: [Line], _ height: Int) -> some Sequence<Line> {
        lines.dropFirst(min(model.offset, max(lines.count - height, 0))).prefix(max(height, 0))
    }

    // MARK: Around the rows

    private var title: String {
        let data = model.shown
        let started = data.rtus.count { $0.state == .started }
        let present = data.rtus.count { !$0.isGone }
        let rate = Int(min(data.rates.reduce(0, +), 1e9))
        var text = model.isPaused ? words(" PAUSED", " 已暂停") : " iec104"
        for page in LiveModel.Page.allCases {
            let name = page.name(in: language)
            text += page == model.page ? "  [\(name)]" : "  \(page.rawValue + 1) \(name)"
        }
        text += words(
            "   \(started) of \(present) started, \(data.points.count) points, ",
            "   \(present)个子站, \(started)个已启动, \(data.points.count)个点, ")
        text += "\(rate) APDU/s"
        if data.pointsLeftOut > 0 { text += words(", more points than are shown", ", 还有更多的点") }
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
        if model.showsHelp || model.showsDetails {
            return words(
                " q back  ↑ ↓ the row above, below  Space, b scroll",
                " q 返回  ↑ ↓ 上一行, 下一行  空格, b 翻页")
        }
        var text = words(
            " ? help  q quit  Enter details  f filter  / search  s sort (\(sort))  p pause",
            " ? 帮助  q 退出  回车 详情  f 筛选  / 查找  s 排序 (\(sort))  p 暂停")
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
        ("Ctrl-L", "draws the screen anew", "重画屏幕"),
        ("Esc", "back; gives up what is typed, then the filter", "返回; 放弃输入, 取消筛选"),
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
        // Numbers, which have a negative width, stand at the right; the last cell has all the rest.
        cells.enumerated().map { place, cell in
            place == cells.count - 1 && cell.1 > 0
                ? cell.0 : LiveText.fit(cell.0, abs(cell.1), isRight: cell.1 < 0)
        }.joined(separator: " ")
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
        guard !rows.isEmpty else { return [Line(text: nothing, style: .dim)] }
        // The chosen row is always to be seen.
        let first = max(min(cursor - height / 2, rows.count - height), 0)
        return rows.dropFirst(first).prefix(height).enumerated().map { offset, index in
            var line = line(index)
            if first + offset == cursor { line.style = .chosen }
            return line
        }
    }

    /// Why there are no rows.
    private var nothing: String {
        if !model.filter.isEmpty {
            return words(
                "  nothing has '\(model.filter)' (q ends the filter)",
                "  没有含 '\(model.filter)' 的行 (q 取消筛选)")
        }
        return switch model.page {
        case .outstations: words("  no outstations", "  没有子站")
        case .points:
            words(
                "  no values yet: --interrogate asks for them", "  尚无数据: 可用 --interrogate 召唤")
        case .events: words("  no events yet", "  尚无事件")
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
                    (rtu.name, 24), (rtu.state.description(in: language), 10), ("\(rate)", -8),
                    ("\(rtu.objects)", -10), (age, -8),
                    ("\(rtu.waiting)/\(rtu.parameters.k) \(rtu.owed)/\(rtu.parameters.w)", -9),
                    ("\(rtu.errors)", -7), (rtu.lastFailure?.summary(in: language) ?? "", 60),
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
                        (point.timeTag.shown(in: language), 16),
                        (LiveText.clock(point.received), 12),
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
                    (event.text(in: language), 100),
                ]), style: event.isProblem ? .problem : .plain)
        }
    }

    /// Whether the outstation does not report at present, so that nobody knows its values.
    private func isStale(_ point: LiveData.Point) -> Bool {
        let rtus = model.shown.rtus
        return rtus.indices.contains(point.rtu) && rtus[point.rtu].state != .started
    }

    private func quality(_ point: LiveData.Point) -> String {
        let quality = point.information.quality
        guard isStale(point) else { return quality.shortText(in: language) }
        let text = quality.isEmpty ? "" : " " + quality.shortText(in: language)
        return words("old", "旧值") + text
    }

    /// The engineering value where there is one.
    private func shown(_ point: LiveData.Point) -> String {
        point.label?.scaled.map { "\($0)" } ?? point.information.shownValue(in: language)
    }
}
