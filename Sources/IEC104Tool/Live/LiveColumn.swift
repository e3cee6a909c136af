/// A column of a page of the full-screen view.
struct LiveColumn {
    /// What it shows.
    enum Kind {
        case outstation, state, rate, objects, age, window, errors, failure
        case station, address, name, type, value, unit, quality, timeTag, received, count, course
        case event
    }

    let kind: Kind
    let name: Words
    /// Columns of the terminal, of the last one at least; negative: it stands at the right.
    let width: Int
    /// Which are left out of a narrow terminal: first those of the highest rank, never those of 0.
    let rank: Int

    private init(
        _ kind: Kind, _ english: String, _ chinese: String, _ width: Int, rank: Int = 0
    ) {
        self.kind = kind
        name = Words(english, chinese)
        self.width = width
        self.rank = rank
    }

    /// Whether it tells what only point lists know.
    var isLabel: Bool { kind == .name || kind == .unit }

    /// The columns of a page; the last one has all the room that is left.
    static func all(_ page: LiveModel.Page) -> [LiveColumn] {
        switch page {
        case .outstations: outstations
        case .points: points
        case .events: events
        }
    }

    private static let outstations = [
        LiveColumn(.outstation, "outstation", "子站", 24), LiveColumn(.state, "state", "状态", 10),
        LiveColumn(.rate, "APDU/s", "APDU/s", -8, rank: 1),
        LiveColumn(.objects, "objects", "对象", -10, rank: 3),
        LiveColumn(.age, "age", "距今", -8),
        LiveColumn(.window, "window", "窗口", -9, rank: 2),
        LiveColumn(.errors, "errors", "错误", -7), LiveColumn(.failure, "last failure", "最近的故障", 14),
    ]

    private static let points = [
        LiveColumn(.outstation, "outstation", "子站", 20), LiveColumn(.station, "CA", "站址", -5),
        LiveColumn(.address, "address", "地址", -8), LiveColumn(.name, "name", "名称", 16),
        LiveColumn(.type, "type", "类型", 10, rank: 1), LiveColumn(.value, "value", "值", -14),
        LiveColumn(.unit, "unit", "单位", 8), LiveColumn(.quality, "quality", "品质", 9),
        LiveColumn(.timeTag, "time tag", "时标", 16, rank: 3),
        LiveColumn(.received, "received", "接收", 12, rank: 2),
        LiveColumn(.count, "count", "次数", -6, rank: 4), LiveColumn(.course, "course", "曲线", 8),
    ]

    private static let events = [
        LiveColumn(.received, "received", "接收", 12),
        LiveColumn(.outstation, "outstation", "子站", 24),
        LiveColumn(.event, "event", "事件", 20),
    ]
}
