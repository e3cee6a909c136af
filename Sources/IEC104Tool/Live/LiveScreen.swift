import IEC104

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

    /// Rows between the two at the top and the one at the bottom.
    static func pageHeight(_ size: Size) -> Int { max(size.rows - 3, 1) }

    var lines: [Line] {
        var lines = [Line(text: title, style: .title)]
        if model.showsHelp {
            lines += Self.help.map { Line(text: $0) }
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
        let rate = Int(min(data.rates.reduce(0, +), 1e9))
        var text = " iec104 master"
        for page in LiveModel.Page.allCases {
            let name = "\(page)"
            text += page == model.page ? "  [\(name)]" : "  \(page.rawValue + 1) \(name)"
        }
        text += "   \(started) of \(data.rtus.count) started, \(data.points.count) points, "
        text += "\(rate) APDU/s"
        if data.pointsLeftOut > 0 { text += ", more points than are shown" }
        if model.isPaused { text += "   PAUSED" }
        return text
    }

    private var foot: String {
        switch model.entry {
        case .search: return "/\(model.typed)▏"
        case .filter: return "filter: \(model.typed)▏"
        case nil: break
        }
        let sort = model.page.columns[model.sortColumn] + (model.sortsDown ? ", down" : "")
        var text = " ? help  Enter details  / search  f filter  s sort (\(sort))  p pause  q quit"
        if !model.filter.isEmpty { text = " filter '\(model.filter)' (q ends it) " + text }
        return text
    }

    static let help = [
        "", "  1 2 3, Tab        outstations, points, events",
        "  ↑ ↓, j k          a row up or down", "  Space, b          a page down or up",
        "  g, G              the first and the last row", "  Enter             details of a row",
        "  /TEXT, n, N       search, the next one, the one before",
        "  f                 filter: only rows with a text",
        "  s, r              sort by the next column, the other way round",
        "  p                 pause; values are still received",
        "  q                 back, and quit",
        "", "  any key           back",
    ]

    // MARK: Rows

    private func row(_ cells: [(text: String, width: Int)]) -> String {
        // Numbers, which have a negative width, stand at the right.
        cells.map { LiveText.fit($0.text, abs($0.width), isRight: $0.width < 0) }
            .joined(separator: " ")
    }

    private var head: String {
        let names: [(String, Int)] =
            switch model.page {
            case .outstations:
                [
                    ("outstation", 24), ("state", 10), ("APDU/s", -8), ("objects", -10),
                    ("age", -8), ("window", -9), ("errors", -7), ("last failure", 60),
                ]
            case .points:
                [
                    ("outstation", 20), ("CA", -5), ("address", -8), ("type", 10),
                    ("value", -14), ("quality", 9), ("time tag", 16), ("received", 12),
                    ("count", -6), ("course", 32),
                ]
            case .events: [("received", 12), ("outstation", 24), ("event", 100)]
            }
        return row(names)
    }

    private var body: [Line] {
        let rows = model.rows
        let height = Self.pageHeight(size)
        let cursor = model.cursor
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
                text: row([
                    (model.name(of: point.rtu), 20), ("\(point.station)", -5),
                    ("\(point.address)", -8), ("\(point.type)", 10),
                    (point.information.valueText, -14), (point.information.qualityText, 9),
                    (point.timeTag.shown, 16), (LiveText.clock(point.received), 12),
                    ("\(point.count)", -6), (LiveText.spark(point.history, 32), 32),
                ]), style: point.information.quality.isEmpty ? .plain : .problem)
        case .events:
            let event = data.events[index]
            return Line(
                text: row([
                    (LiveText.clock(event.time), 12), (model.name(of: event.rtu), 24),
                    (event.text, 100),
                ]), style: event.isProblem ? .problem : .plain)
        }
    }

    // MARK: Details

    private var details: [Line] {
        let rows = model.rows
        guard rows.indices.contains(model.cursor) else { return [] }
        let index = rows[model.cursor]
        let pairs =
            switch model.page {
            case .outstations: details(model.shown.rtus[index])
            case .points: details(model.shown.points[index])
            case .events: details(model.shown.events[index])
            }
        return [Line(text: "")]
            + pairs.map { Line(text: "  " + LiveText.fit($0.0, 24) + $0.1) }
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
            ("outstation", rtu.name), ("state", rtu.state.rawValue),
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

    private func details(_ point: LiveData.Point) -> [(String, String)] {
        [
            ("outstation", model.name(of: point.rtu)), ("common address", "\(point.station)"),
            ("object address", "\(point.address)"), ("type", "\(point.type)"),
            ("value", point.information.valueText), ("quality", point.information.qualityText),
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
