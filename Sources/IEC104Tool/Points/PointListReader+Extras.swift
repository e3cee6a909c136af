import IEC104
import IEC104Codec

// The columns that few rows use. Whatever is wrong is told, and the row is kept.
extension PointListReader {
    static let columnsOfPoints: [PointColumn] = [
        .value, .group, .deadband, .quality, .cyclic, .simulate, .interrogated, .events,
        .eventClass, .background, .deadbandRange, .smoothing, .eventsLost,
        .scale, .offset,
    ]
    static let columnsOfCommands: [PointColumn] = [
        .pulse, .afterPulse, .retrigger, .termination, .interlock,
    ]

    static func belongsToCommand(_ column: PointColumn) -> Words {
        Words(
            "this row is a point (M_ type): '\(column.name)' belongs to the row of the command "
                + "(C_ type)",
            "本行是点(M_类型):'\(column.chineseName)'应写在命令(C_类型)的行中")
    }

    // MARK: Points

    mutating func readExtras(_ type: PointType) -> PointExtras {
        var extras = PointExtras()
        extras.events = optional(.events, nil) { reader, cell throws(Words) in
            guard type.kind != .integratedTotal else { throw Self.counterEvents }
            return try reader.choice(cell, Self.events)
        }
        extras.eventClass = optional(.eventClass, nil) { reader, cell throws(Words) in
            try reader.choice(cell, Self.classes)
        }
        extras.background = optional(.background, 0) { reader, cell throws(Words) in
            let seconds = try reader.number(cell, 0...86_400)
            guard seconds == 0 || seconds >= 0.1 else { throw Self.tooOften }
            return UInt32((seconds * 1000).rounded())
        }
        extras.tellsLosses = optional(.eventsLost, false) { reader, cell throws(Words) in
            let isOne = try Self.flag(reader.scanner.string(cell))
            guard !isOne || OutstationSettings.canTellLosses(type.kind) else {
                throw Self.tellsNoLosses(type)
            }
            return isOne
        }
        readMeasured(type, &extras)
        readScale(type, &extras)
        return extras
    }

    private mutating func readScale(_ type: PointType, _ extras: inout PointExtras) {
        guard type.kind.isNumber else {
            for column in [PointColumn.scale, .offset] where !saysNothing(column) {
                problem(column, Self.noScale(column, type))
            }
            return
        }
        extras.scale = optional(.scale, 1) { reader, cell throws(Words) in
            let scale = try reader.number(cell, -1e30...1e30)
            guard abs(scale) >= 1e-30 else { throw Self.zeroScale }
            return scale
        }
        extras.offset = optional(.offset, 0) { reader, cell throws(Words) in
            try reader.number(cell, -1e30...1e30)
        }
    }

    /// Whether a cell is empty, or says what holds without it: lists fill whole columns.
    func saysNothing(_ column: PointColumn) -> Bool {
        let cell = cell(column)
        if cell.isEmpty { return true }
        let number = CellText.decimal(text.span.extracting(cell), comma: decimalComma)
        return number == (column == .scale ? 1 : 0)
    }

    private mutating func readMeasured(_ type: PointType, _ extras: inout PointExtras) {
        let scale: Float? =
            switch type.kind {
            case .normalized, .normalizedWithoutQuality: 32768
            case .scaled, .shortFloat: 1
            default: nil
            }
        guard let scale else {
            for column in [PointColumn.deadbandRange, .smoothing, .lowLimit, .highLimit]
            where !cell(column).isEmpty {
                problem(column, Self.noMeasure(column, type))
            }
            return
        }
        extras.range = optional(.deadbandRange, nil) { reader, cell throws(Words) in
            let range = try reader.range(cell)
            return range.lowerBound * scale...range.upperBound * scale
        }
        extras.smoothing = optional(.smoothing, 0) { reader, cell throws(Words) in
            Float(try reader.number(cell, 0...0.999))
        }
        extras.lowLimit = limit(.lowLimit, scale)
        extras.highLimit = limit(.highLimit, scale)
        checkOrder(extras.lowLimit, extras.highLimit)
        let deadband = cell(.deadband)
        guard isPercent(deadband, type) else { return }
        do throws(Words) {
            let number = deadband.lowerBound..<deadband.upperBound - 1
            extras.deadbandPercent = Float(try self.number(number, 0...100))
            if cell(.deadbandRange).isEmpty { throw Self.percentOfNothing }
        } catch {
            problem(.deadband, error)
            extras.deadbandPercent = nil
        }
    }

    /// Whether a deadband is a part of a range.
    func isPercent(_ cell: Range<Int>, _ type: PointType) -> Bool {
        guard let last = cell.last, text[last] == UInt8(ascii: "%") else { return false }
        return [.normalized, .normalizedWithoutQuality, .scaled, .shortFloat].contains(type.kind)
    }

    mutating func limit(_ column: PointColumn, _ scale: Float) -> Float? {
        optional(column, nil) { reader, cell throws(Words) in
            Float(try reader.number(cell, -3.4e38...3.4e38)) * scale
        }
    }

    mutating func checkOrder(_ low: Float?, _ high: Float?) {
        guard let low, let high, low > high else { return }
        problem(
            .highLimit,
            Words(
                "the high limit is below the low one: exchange them", "越限上限小于越限下限:请对调"))
    }

    // MARK: Cells

    private func number(
        _ cell: Range<Int>, _ range: ClosedRange<Double>
    ) throws(Words) -> Double {
        let number = CellText.decimal(text.span.extracting(cell), comma: decimalComma)
        guard let number, range.contains(number) else {
            let word = shortened(scanner.string(cell))
            guard range.upperBound < 1e30 else {
                throw Words("'\(word)' is no number", "'\(word)'不是数值")
            }
            throw Words(
                "'\(word)' is no number from \(range.lowerBound) to \(range.upperBound)",
                "'\(word)'不是\(range.lowerBound)至\(range.upperBound)的数值")
        }
        return number
    }

    /// Such as `0..400`.
    private func range(_ cell: Range<Int>) throws(Words) -> ClosedRange<Float> {
        let word = scanner.string(cell)
        let ends = word.split(separator: "..", maxSplits: 1).map {
            CellText.decimal(
                Array($0.utf8.filter { $0 != UInt8(ascii: " ") }).span, comma: decimalComma)
        }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high,
            Float(low).isFinite, Float(high).isFinite
        else {
            throw Words(
                "'\(shortened(word))' is no range: write its ends, such as 0..400",
                "'\(shortened(word))'不是量程:请写两端的值,例如0..400")
        }
        return Float(low)...Float(high)
    }

    func choice<Value>(
        _ cell: Range<Int>, _ choices: [(Value, english: String, chinese: String)]
    ) throws(Words) -> Value {
        let word = scanner.string(cell)
        let wanted = word.lowercased()
        for choice in choices where choice.english == wanted || choice.chinese == word {
            return choice.0
        }
        let english = choices.map(\.english).joined(separator: ", ")
        let chinese = choices.map(\.chinese).joined(separator: "、")
        throw Words(
            "'\(shortened(word))' is none of \(english)",
            "'\(shortened(word))'不是\(chinese)之一")
    }

    private static let events: [(PointOptions.Events, english: String, chinese: String)] = [
        (.timeTagged, "soe", "带时标"), (.untagged, "cos", "不带时标"), (.both, "both", "双发"),
        (.shortTimeTagged, "short", "短时标"), (.none, "none", "不上送"),
    ]
    private static let classes: [(EventClass, english: String, chinese: String)] = [
        (.priority, "priority", "优先"), (.state, "state", "状态"),
        (.measured, "measured", "测量"), (.counters, "counters", "累计"),
    ]

    // MARK: Words

    private static let counterEvents = Words(
        "counters are reported when they are frozen or asked for, not by events: leave the cell empty",
        "累计量在冻结或召唤时上送,没有变化事件:请留空")
    private static let tooOften = Words(
        "a period is 0.1 to 86400 seconds", "周期为0.1至86400秒")
    private static let percentOfNothing = Words(
        "a deadband in percent needs the range that it is of: write it in the column "
            + "'\(PointColumn.deadbandRange.name)', such as 0..400",
        "百分比死区需要量程:请在'\(PointColumn.deadbandRange.chineseName)'列填写,例如0..400")

    private static func noMeasure(_ column: PointColumn, _ type: PointType) -> Words {
        Words(
            "\(type.mnemonic) has no \(column.name), measured values (M_ME types) have: leave the "
                + "cell empty",
            "\(type.mnemonic)没有\(column.chineseName),只有测量值(M_ME类型)有:请留空")
    }

    private static func noScale(_ column: PointColumn, _ type: PointType) -> Words {
        Words(
            "\(type.mnemonic) has no \(column.name), numbers have (measured values, steps, "
                + "counters): leave the cell empty",
            "\(type.mnemonic)没有\(column.chineseName),只有数值(测量值、步位置、累计量)有:请留空")
    }

    private static let zeroScale = Words(
        "a scale of 0 makes every value the same: write what one unit of the transmitted value is, "
            + "such as 0.1", "系数为0时所有值相同:请写传输值每一单位的工程值,例如0.1")

    private static func tellsNoLosses(_ type: PointType) -> Words {
        Words(
            "\(type.mnemonic) cannot tell of lost events: choose a single or double point, a scaled "
                + "or floating point value, a bit string or a counter",
            "\(type.mnemonic)不能表示事件丢失:请选单点、双点、标度化值、短浮点数、比特串或累计量")
    }
}
