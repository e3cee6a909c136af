/// A column of a point list, found by what its header says.
enum PointColumn: UInt8, CaseIterable, Hashable, Sendable {
    case station, address, type, name, value
    case group, deadband, unit, quality, cyclic, command, sbo, simulate, interrogated
    case events, eventClass, background, deadbandRange, smoothing, lowLimit, highLimit
    case pulse, afterPulse, retrigger, termination, interlock, eventsLost
    case scale, offset
    /// For people only.
    case remark

    /// Whether every list has the column.
    var isNeeded: Bool { rawValue <= PointColumn.value.rawValue }

    /// The headers that stand for the column, the one to recommend first in each language, as
    /// `normalized` leaves them.
    private var headers: (english: [String], chinese: [String]) {
        switch self {
        case .station:
            (
                ["station", "ca", "commonaddress", "casdu", "asdu", "asduaddress", "rtu"],
                ["站址", "公共地址", "站地址", "站号", "子站地址", "厂站地址", "装置地址", "公共体地址"]
            )
        case .address:
            (
                ["address", "ioa", "objectaddress", "informationobjectaddress"],
                ["地址", "点号", "信息体地址", "信息对象地址", "信息点地址", "信息地址", "点地址", "点表地址"]
            )
        case .type:
            (
                ["type", "typeid", "typeidentification", "asdutype"],
                ["类型", "类型标识", "信息类型", "数据类型", "点类型", "报文类型"]
            )
        case .name:
            (
                ["name", "pointname", "signal", "signalname", "tag"],
                ["名称", "点名", "信号名称", "测点名称", "信息名称", "信号"]
            )
        case .value:
            (
                ["value", "initialvalue", "initial", "default", "defaultvalue"],
                ["值", "初值", "初始值", "默认值", "缺省值", "数值"]
            )
        case .group:
            (
                ["group", "groups", "interrogationgroup", "gigroup"],
                ["组", "组号", "分组", "召唤组", "组召唤", "召唤组号"]
            )
        case .deadband:
            (
                ["deadband", "threshold"],
                ["死区", "死区值", "变化死区", "门槛", "门槛值", "阈值"]
            )
        case .unit: (["unit", "units"], ["单位", "量纲"])
        case .quality:
            (
                ["quality", "qualitydescriptor", "qds", "flags"],
                ["品质", "品质描述", "品质描述词", "品质位", "品质码", "质量", "质量码"]
            )
        case .cyclic:
            (
                ["cyclic", "cycle", "period", "cyclicperiod"],
                ["周期", "循环周期", "上送周期", "周期上送", "循环上送"]
            )
        case .command:
            (
                ["command", "drives", "controls", "target"],
                ["控制点", "控制对象", "被控点", "受控点", "关联点", "关联遥信", "对应遥信"]
            )
        case .sbo:
            (
                ["sbo", "select", "selectbeforeoperate", "selectbeforeexecute"],
                ["选控", "选择", "选择执行", "先选后控", "选择控制", "控制方式"]
            )
        case .simulate:
            (["simulate", "simulation", "course"], ["模拟", "仿真", "模拟方式", "变化规律"])
        case .interrogated:
            (
                ["interrogated", "gi", "generalinterrogation", "stationinterrogation"],
                ["总召", "总召唤", "参与总召"]
            )
        case .events: (["events", "reporting"], ["事件", "事件方式", "上送方式"])
        case .eventClass: (["event class", "priority"], ["事件类别", "优先级"])
        case .background: (["background", "backgroundscan"], ["背景扫描", "背景扫描周期"])
        case .deadbandRange: (["deadband range", "span"], ["死区量程"])
        case .smoothing: (["smoothing", "filter"], ["平滑", "平滑系数"])
        case .lowLimit: (["low limit"], ["越限下限"])
        case .highLimit: (["high limit"], ["越限上限"])
        case .pulse: (["pulse", "pulselength"], ["脉冲", "脉冲宽度"])
        case .afterPulse: (["after pulse"], ["脉冲后"])
        case .retrigger: (["retrigger"], ["重触发"])
        case .termination: (["act term", "termination"], ["激活终止"])
        case .interlock: (["interlock", "interlocking", "condition"], ["联锁", "闭锁条件", "五防"])
        case .eventsLost: (["eventslost", "losses", "overflow"], ["事件丢失", "事件溢出"])
        case .scale: (["scale", "factor", "multiplier"], ["系数", "比例系数", "倍率"])
        case .offset: (["offset", "bias"], ["偏移", "偏移量", "基值"])
        case .remark:
            (
                [
                    "remark", "remarks", "note", "notes", "comment", "comments", "description",
                    "no", "index",
                ],
                ["备注", "说明", "注释", "描述", "序号", "附注"]
            )
        }
    }

    /// What to write in a header: `station`.
    var name: String { headers.english.first ?? "" }
    /// What to write in a Chinese header: `站址`.
    var chineseName: String { headers.chinese.first ?? "" }

    private static let byHeader: [String: PointColumn] = {
        var columns: [String: PointColumn] = [:]
        for column in allCases {
            for header in column.headers.english + column.headers.chinese {
                columns[normalized(header)] = column
            }
        }
        return columns
    }()

    /// The column with this header; spaces, case and units in brackets do not matter.
    init?(header: String) {
        guard let column = Self.byHeader[Self.normalized(header)] else { return nil }
        self = column
    }

    private static let seconds = ["s", "sec", "second", "seconds", "秒"]

    /// Why a header names another unit than the column has; `nil` when it does not.
    func unitProblem(in header: String) -> Words? {
        guard let bracket = header.firstIndex(where: { "([（［【".contains($0) }) else { return nil }
        let unit = header[header.index(after: bracket)...].lowercased()
            .filter { !")]）］】 ".contains($0) }
        switch self {
        case .deadband where unit.contains("%") || unit.contains("％") || unit.contains("‰"):
            return Words(
                "the unit of a deadband stands in its cell: write the header without '%', and 2% in "
                    + "the cell, of the column '\(Self.deadbandRange.name)'",
                "死区的单位写在单元格中:表头去掉'%',单元格写2%,其量程写在'\(Self.deadbandRange.chineseName)'列")
        case .cyclic where !Self.seconds.contains(unit),
            .background where !Self.seconds.contains(unit),
            .pulse where !Self.seconds.contains(unit):
            return Words(
                "\(name) is in seconds: write it so, and the header without '\(unit)'",
                "\(chineseName)以秒为单位:请换算后填写,表头去掉'\(unit)'")
        default: return nil
        }
    }

    /// English headers that may be meant by others, as they are written and compared.
    private static let longHeaders = allCases.flatMap { $0.headers.english }
        .filter { $0.utf8.count >= 4 }.map { (name: $0, letters: normalized($0)) }

    /// The header that was perhaps meant.
    static func nearest(to header: String) -> String? {
        let wanted = normalized(header)
        guard (4...32).contains(wanted.utf8.count), wanted.utf8.allSatisfy({ $0 < 0x80 }) else {
            return nil
        }
        let near = longHeaders.map { (name: $0.name, distance: $0.letters.distance(to: wanted)) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let near, near.distance <= max(1, wanted.utf8.count / 4) else { return nil }
        return near.name
    }

    private static func normalized(_ header: String) -> String {
        var text = ""
        for letter in header.lowercased() {
            if "([（［【".contains(letter), !text.isEmpty { break }
            if !" \u{3000}\u{A0}_-.\t".contains(letter) { text.append(letter) }
        }
        return text
    }
}
