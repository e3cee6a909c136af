import IEC104
import IEC104Inspect

extension LiveModel.Page {
    /// What the rows can be sorted by.
    var columns: [String] {
        switch self {
        case .outstations: ["name", "state", "traffic", "age", "errors"]
        case .points: ["address", "value", "quality", "received", "count"]
        case .events: ["time"]
        }
    }

    /// `columns`, as the reader is told.
    func names(in language: Language) -> [String] {
        guard language == .chinese else { return columns }
        return switch self {
        case .outstations: ["名称", "状态", "流量", "距今", "错误"]
        case .points: ["地址", "值", "品质", "接收", "次数"]
        case .events: ["时间"]
        }
    }

    func name(in language: Language) -> String {
        guard language == .chinese else { return "\(self)" }
        return switch self {
        case .outstations: "子站"
        case .points: "点"
        case .events: "事件"
        }
    }
}

extension LiveModel {
    /// The rows of the page, as indices into what it shows: those that the filter leaves, sorted.
    var rows: [Int] {
        let wanted = filter.lowercased()
        return sorted(wanted.isEmpty ? all : all.filter { text(of: $0).contains(wanted) })
    }

    /// How many rows there are, without the work of sorting them.
    var rowCount: Int {
        guard filter.isEmpty else { return rows.count }
        switch page {
        case .outstations: return all.count
        case .points: return shown.points.count
        case .events: return shown.events.count
        }
    }

    /// The rows of the page without a filter; points by address.
    private var all: [Int] {
        switch page {
        case .outstations: shown.rtus.indices.filter { !shown.rtus[$0].isGone }
        case .points:
            shown.arranged.count == shown.points.count
                ? shown.arranged : Array(shown.points.indices)
        case .events: Array(shown.events.indices)
        }
    }

    /// What a filter and a search look at, in lower case.
    func text(of row: Int) -> String {
        switch page {
        case .outstations:
            let rtu = shown.rtus[row]
            let state = rtu.state.description(in: language)
            let failure = rtu.lastFailure?.summary(in: language) ?? ""
            return "\(rtu.name) \(rtu.state.rawValue) \(state) \(failure)".lowercased()
        case .points:
            let point = shown.points[row]
            let information = point.information
            let text =
                "\(name(of: point.rtu)) ca \(point.station) \(point.address) \(point.type) "
                + "\(point.label?.name ?? "") \(information.valueText) "
                + (information.stateText(in: language) ?? "")
            return (text + " " + information.quality.shortText(in: language)).lowercased()
        case .events:
            let event = shown.events[row]
            return "\(name(of: event.rtu)) \(event.text(in: language))".lowercased()
        }
    }

    func name(of rtu: Int?) -> String {
        rtu.flatMap { shown.rtus.indices.contains($0) ? shown.rtus[$0].name : nil } ?? ""
    }

    private func sorted(_ rows: [Int]) -> [Int] {
        let rows = sorted(rows, by: sortColumn)
        return sortsDown ? rows.reversed() : rows
    }

    private func sorted(_ rows: [Int], by column: Int) -> [Int] {
        let data = shown
        switch (page, column) {
        case (.outstations, 0): return rows.sorted { data.rtus[$0].name < data.rtus[$1].name }
        case (.outstations, 1):
            return order(rows) { data.rtus[$0].state == .started ? 1 : 0 }
        case (.outstations, 2): return order(rows) { data.rates[$0] }
        case (.outstations, 3): return order(rows) { Double(data.rtus[$0].lastReceived ?? 0) }
        case (.outstations, _): return order(rows) { Double(data.rtus[$0].errors) }
        case (.points, 0):
            guard data.arranged.count != data.points.count else { return rows }
            return rows.sorted { data.points[$0].place < data.points[$1].place }
        case (.points, 1): return order(rows) { data.points[$0].information.number ?? 0 }
        case (.points, 2):
            return order(rows) { Double(data.points[$0].information.quality.rawValue) }
        case (.points, 3): return order(rows) { Double(data.points[$0].received) }
        case (.points, _): return order(rows) { Double(data.points[$0].count) }
        case (.events, _): return rows
        }
    }

    /// Equal rows stay in their order; what is no number comes last.
    private func order(_ rows: [Int], by key: (Int) -> Double) -> [Int] {
        let keys = rows.map { row in
            let number = key(row)
            return (row, number.isNaN ? Double.infinity : number)
        }
        return keys.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }
}
