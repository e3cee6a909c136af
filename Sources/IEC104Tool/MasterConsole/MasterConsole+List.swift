import IEC104
import IEC104Inspect

// The points of all RTUs.
extension MasterConsole {
    private static let listColumns = [
        ConsoleColumn("point", "点"), ConsoleColumn("type", "类型"),
        ConsoleColumn("value", "值", isNumber: true), ConsoleColumn("unit", "单位"),
        ConsoleColumn("quality", "品质"), ConsoleColumn("name", "名称"),
    ]

    /// The points that are known, then the commands, in whose address, type or name `pattern` is.
    func list(_ pattern: String) async -> ConsoleAnswer {
        let found = PointSearch(pattern, in: rtus)
        var rows: [[String]] = []
        var results: [ConsoleResult] = []
        // The points of an RTU stand together: each is asked once.
        var asked: ConsoleRTU?
        var isOld = false
        for point in found.shown {
            if point.value != nil, point.rtu !== asked {
                asked = point.rtu
                isOld = await isStale(point.rtu)
            }
            rows.append(cells(point, isOld: isOld))
            if settings.isJSON { results.append(result(point, isOld: isOld)) }
        }
        var answer = ConsoleAnswer(Self.listColumns, rows, isChinese: answers.isChinese)
        answer.results = results
        if found.more > 0 {
            answer.lines.append(say("and \(found.more) more", "还有\(found.more)个"))
        }
        if found.isCut {
            answer.lines.append(
                say(
                    "only the first \(Self.mostSearched) points were looked at",
                    "只查看了前\(Self.mostSearched)个点"))
        }
        if answer.lines.isEmpty {
            let names = rtus.map(\.name) + pointNames("")
            let hint = hint(pattern, among: names, otherwise: Words("", ""))
            answer.lines = [say("no points" + hint.english, "没有点" + hint.chinese)]
        }
        return answer
    }

    /// - Parameter isOld: whether the RTU does not report at present.
    private func cells(_ point: ListedPoint, isOld: Bool) -> [String] {
        var (value, quality) = (point.isCommand ? say("(command)", "(命令)") : "?", "")
        if let entry = point.value {
            let information = entry.object.information
            let known = point.known
            value = information.shownValue(in: settings.language)
            if let number = information.number, let known, known.scale != 1 || known.offset != 0 {
                value = known.value(number).shortText
            }
            quality = information.quality.listText
            if isOld { quality = say("old", "旧值") + (quality.isEmpty ? "" : " " + quality) }
        }
        return [
            point.place, point.mnemonic, value, point.known?.unit ?? "", quality, point.name,
        ]
    }

    /// What programs are told of a point: its value with the keys and numbers of the lines that the
    /// master writes; what is known of it when it has none.
    private func result(_ point: ListedPoint, isOld: Bool) -> ConsoleResult {
        guard let entry = point.value else { return point.append }
        let line = line(
            point.rtu, point.station, entry.object, type: entry.type, cause: entry.cause,
            received: entry.received)
        return { json in
            json.members(of: line)
            if isOld { json.member("old", true) }
        }
    }
}

extension Double {
    /// Without the last digits of binary fractions.
    fileprivate var shortText: String {
        abs(self) < 1e9 ? "\((self * 1e6).rounded() / 1e6)" : "\(self)"
    }
}

/// What a list shows of the points of RTUs.
private struct PointSearch {
    /// The first points that were found.
    private(set) var shown: [ListedPoint] = []
    /// How many more there are.
    private(set) var more = 0
    private var left = MasterConsole.mostSearched
    /// Whether there are points that were not looked at.
    var isCut: Bool { left < 0 }

    /// The points, then the commands, in whose address, type or name `pattern` is; RTU by RTU.
    init(_ pattern: String, in rtus: [ConsoleRTU]) {
        let pattern = pattern.lowercased()
        for rtu in rtus where !isCut { search(rtu, pattern) }
    }

    private mutating func search(_ rtu: ConsoleRTU, _ pattern: String) {
        let sheet = rtu.target.points
        for (station, address) in rtu.image.points where !isCut {
            let known = sheet?.entry(station, address)
            look(
                at: ListedPoint(rtu, station, address, known, rtu.image[station, address]), pattern)
        }
        guard let sheet, !isCut else { return }
        let places = sheet.places
        for (station, address) in places.points
        where !isCut && rtu.image[station, address] == nil {
            look(at: ListedPoint(rtu, station, address, sheet.entry(station, address)), pattern)
        }
        for (station, address) in places.commands where !isCut {
            let known = sheet.command(station, address)
            look(at: ListedPoint(rtu, station, address, known, isCommand: true), pattern)
        }
    }

    private mutating func look(at point: ListedPoint, _ pattern: String) {
        left -= 1
        guard left >= 0, pattern.isEmpty || point.text.contains(pattern) else { return }
        if shown.count < MasterConsole.mostLines { shown.append(point) } else { more += 1 }
    }
}

/// A point or a command in a list.
private struct ListedPoint: Sendable {
    let rtu: ConsoleRTU
    let station: CommonAddress
    let address: ObjectAddress
    /// What the point list says; `nil`: it has no such point.
    let known: PointSheet.Entry?
    /// What was reported last; `nil`: nothing.
    let value: ValueImage.Entry?
    let isCommand: Bool

    init(
        _ rtu: ConsoleRTU, _ station: CommonAddress, _ address: ObjectAddress,
        _ known: PointSheet.Entry?, _ value: ValueImage.Entry? = nil, isCommand: Bool = false
    ) {
        self.rtu = rtu
        self.station = station
        self.address = address
        self.known = known
        self.value = value
        self.isCommand = isCommand
    }

    private var type: TypeID { value?.type ?? known?.type ?? TypeID(0) }
    var mnemonic: String { PointType(type)?.mnemonic ?? "" }
    var name: String { known?.name ?? "" }
    var place: String { "\(rtu.name):\(station)/\(address)" }

    /// What a pattern is looked for in.
    var text: String { "\(place) \(mnemonic) \(name)".lowercased() }

    /// What programs are told where it has no value.
    func append(to json: inout JSONWriter) {
        json.member("rtu", rtu.name)
        json.member("station", station.value)
        json.member("typeId", type.rawValue)
        json.member("type", mnemonic)
        json.member("address", address.value)
        if isCommand { json.member("command", true) }
        if !name.isEmpty { json.member("name", name) }
        if let known, !known.unit.isEmpty { json.member("unit", known.unit) }
    }
}
