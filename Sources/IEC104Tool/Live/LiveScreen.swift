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
            let columns = columns
            if size.rows >= 4 { lines.append(Line(text: head(columns), style: .head)) }
            lines += body(columns)
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

    /// The columns that have room: those of names and units only where points have any.
    private var columns: [LiveColumn] {
        let all = LiveColumn.all(model.page).filter { !$0.isLabel || model.shown.hasLabels }
        var left = all
        let widest = all.max { $0.rank < $1.rank }?.rank ?? 0
        for rank in stride(from: widest, to: 0, by: -1)
        where left.reduce(0, { $0 + abs($1.width) + 1 }) > size.columns {
            left.removeAll { $0.rank == rank }
        }
        return left
    }

    private func row(_ columns: [LiveColumn], _ text: (LiveColumn) -> String) -> String {
        // Numbers, which have a negative width, stand at the right; the last cell has all the rest.
        columns.enumerated().map { place, column in
            place == columns.count - 1
                ? text(column)
                : LiveText.fit(text(column), abs(column.width), isRight: column.width < 0)
        }.joined(separator: " ")
    }

    private func head(_ columns: [LiveColumn]) -> String {
        row(columns) { words($0.name.english, $0.name.chinese) }
    }

    private func body(_ columns: [LiveColumn]) -> [Line] {
        let rows = model.rows
        let height = Self.pageHeight(size)
        let cursor = model.cursor(of: rows.count)
        guard !rows.isEmpty else { return [Line(text: nothing, style: .dim)] }
        // What is left for the last column.
        let rest = size.columns - columns.dropLast().reduce(0) { $0 + abs($1.width) + 1 }
        // The chosen row is always to be seen.
        let first = max(min(cursor - height / 2, rows.count - height), 0)
        return rows.dropFirst(first).prefix(height).enumerated().map { offset, index in
            var line = line(index, columns, rest: rest)
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

    private func line(_ index: Int, _ columns: [LiveColumn], rest: Int) -> Line {
        let data = model.shown
        switch model.page {
        case .outstations:
            let rtu = data.rtus[index]
            let text = row(columns) { column in
                switch column.kind {
                case .outstation: rtu.name
                case .state: rtu.state.description(in: language)
                case .rate: "\(Int(min(data.rates[index], 1e9)))"
                case .objects: "\(rtu.objects)"
                case .age: rtu.lastReceived.map { LiveText.age(now - $0) } ?? "-"
                case .window:
                    "\(rtu.waiting)/\(rtu.parameters.k) \(rtu.owed)/\(rtu.parameters.w)"
                case .errors: "\(rtu.errors)"
                case .failure: rtu.lastFailure?.summary(in: language) ?? ""
                default: ""
                }
            }
            return Line(text: text, style: rtu.state == .started ? .plain : .problem)
        case .points:
            let point = data.points[index]
            let text = row(columns) { column in
                switch column.kind {
                case .outstation: model.name(of: point.rtu)
                case .station: "\(point.station)"
                case .address: "\(point.address)"
                case .name: point.label?.name ?? ""
                case .type: "\(point.type)"
                case .value: shown(point)
                case .unit: point.label?.unit ?? ""
                case .quality: quality(point)
                case .timeTag: point.timeTag.shown(in: language)
                case .received: LiveText.clock(point.received)
                case .count: "\(point.count)"
                case .course: LiveText.spark(point.history, min(max(rest, 0), 32))
                default: ""
                }
            }
            let isGood = point.information.quality.isEmpty && point.label?.limit == nil
            return Line(text: text, style: isGood && !isStale(point) ? .plain : .problem)
        case .events:
            let event = data.events[index]
            let text = row(columns) { column in
                switch column.kind {
                case .received: LiveText.clock(event.time)
                case .outstation: model.name(of: event.rtu)
                case .event: event.text(in: language)
                default: ""
                }
            }
            return Line(text: text, style: event.isProblem ? .problem : .plain)
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
